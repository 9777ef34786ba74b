"""JSON for programs and diagnostics for editors, checked strictly."""

import dataclasses
import json
import re
import subprocess
import sys
from collections.abc import Callable
from math import isfinite, log
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import ADVICE, IN_NOTEBOOK, SHARED, site

from auglint.finding import Applicability, Edit, Evidence, Fix, Related, Severity, Verdict
from auglint.report import Report, render
from auglint.source.text import SourceError, SourceFile, source_from_text

Make = Callable[..., Report]
TEXTS = st.one_of(st.text("a\ud83d\udc80\ud800\n\x00🙂", max_size=9), st.text(max_size=20))


def exactly(value: Any, required: dict[str, Callable[[Any], object]], **optional: Callable[[Any], object]) -> bool:
    """Whether an object has the required members, no others but the optional, and each passes its check."""
    assert isinstance(value, dict), value
    assert required.keys() <= value.keys() <= required.keys() | optional.keys(), value.keys()
    for key, check in (required | optional).items():
        assert key not in value or check(value[key]), (key, value[key])
    return True


def text(value: Any) -> bool:
    return type(value) is str and value.encode() is not None


def list_of(check: Callable[[Any], object]) -> Callable[[Any], bool]:
    return lambda value: type(value) is list and all(check(item) for item in value)


def integer(low: int, high: int = 2**31 - 1) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and low <= value <= high


def spot(value: Any) -> bool:
    return exactly(value, {"line": integer(0), "character": integer(0)})


def span(value: Any) -> bool:
    exactly(value, {"start": spot, "end": spot})
    start, end = value["start"], value["end"]
    return (start["line"], start["character"]) <= (end["line"], end["character"])


def uri(value: Any) -> bool:
    parts = urlsplit(value)
    return (
        text(value)
        and value.isascii()
        and parts.scheme == "file"
        and re.fullmatch(r"(cell=[1-9]\d*)?", parts.fragment) is not None
    )


def edit(value: Any) -> bool:
    return exactly(value, {"uri": uri, "range": span, "newText": text})


def fix(value: Any) -> bool:
    kinds = {"safe", "unsafe", "suggestion"}
    return exactly(value, {"title": text, "applicability": kinds.__contains__, "edits": list_of(edit)})


def related(value: Any) -> bool:
    def location(place: Any) -> bool:
        return exactly(place, {"uri": uri, "range": span})

    return exactly(value, {"location": location, "message": text})


VERDICTS = {verdict.value for verdict in Verdict}


def number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and isfinite(value))


def evidence(value: Any) -> bool:
    numbers = dict.fromkeys(("agreement", "chance", "bound", "log10_bound"), number)
    counts = {"n": integer(0), "agreed": integer(0), "lag": integer(-(2**31))}
    return value is None or exactly(value, {**counts, **numbers, "compared": text, "text": text})


def diagnostic(value: Any) -> bool:
    required = {"range": span, "severity": integer(1, 4), "code": text, "source": "auglint".__eq__, "message": text}
    return exactly(
        value,
        required,
        relatedInformation=list_of(related),
        data=lambda data: exactly(
            data, {}, cell=integer(1), fixes=list_of(fix), verdict=VERDICTS.__contains__, evidence=evidence
        ),
    )


def published(printed: str) -> list[Any]:
    """The array of PublishDiagnosticsParams, after every rule of the protocol has been checked."""
    assert printed.isascii()
    value = json.loads(printed)
    assert list_of(lambda item: exactly(item, {"uri": uri, "diagnostics": list_of(diagnostic)}))(value)
    assert len({item["uri"] for item in value}) == len(value)
    assert all(item["diagnostics"] for item in value)
    return list(value)


def test_json_has_the_shape_of_ruff_and_more(make: Make, tmp_path: Path) -> None:
    (found,) = json.loads(render(make(SHARED), "json", True))
    train, transforms = str(tmp_path / "train.py"), str(tmp_path / "transforms.py")
    place = {
        "filename": train,
        "cell": None,
        "location": {"row": 14, "column": 41},
        "end_location": {"row": 14, "column": 44},
    }
    assert found == {
        **place,
        "code": "AUG201",
        "name": "shared-augmentation",
        "message": "one random pipeline reaches training and validation",
        "severity": "warning",
        "url": None,
        "fix": {
            "message": "Use a new pipeline",
            "applicability": "unsafe",
            "edits": [{**place, "content": "val_tfm"}],
        },
        "suggestions": [],
        "related": [
            {
                "filename": train,
                "cell": None,
                "location": {"row": 8, "column": 7},
                "end_location": {"row": 11, "column": 3},
                "message": "created here",
            },
            {
                "filename": transforms,
                "cell": None,
                "location": {"row": 4, "column": 8},
                "end_location": {"row": 4, "column": 33},
                "message": "random here",
            },
            {
                "filename": train,
                "cell": None,
                "location": {"row": 12, "column": 45},
                "end_location": {"row": 12, "column": 48},
                "message": "given to training here",
            },
        ],
        "label": "and to validation here",
        "why": "validation scores change from run to run.",
        "help": "give validation a pipeline without random transforms.",
    }


def test_json_counts_code_points_within_a_cell(make: Make) -> None:
    (found,) = json.loads(render(make(IN_NOTEBOOK), "json", False))
    assert (found["cell"], found["location"], found["severity"]) == (4, {"row": 2, "column": 31}, "error")
    assert found["fix"] is None
    assert found["related"][0]["cell"] == found["suggestions"][0]["edits"][0]["cell"] == 2


def test_nothing_found_is_an_empty_array(make: Make) -> None:
    assert render(make(), "json", False) == render(make(), "lsp", False) == "[]\n"


@given(TEXTS, TEXTS, TEXTS)
def test_any_text_makes_valid_json(message: str, name: str, code: str) -> None:
    path = Path("été " + name.replace("\x00", "").encode("utf-8", "ignore").decode() + "\udc80.py")
    place = dataclasses.replace(site("x", 1, 1), path=path)
    finding = dataclasses.replace(
        ADVICE,
        message=message,
        site=place,
        related=(Related(place, message),),
        fixes=(Fix(message, Applicability.SAFE, (Edit(place, code),)),),
    )

    def sources(path: Path) -> SourceFile | None:
        return None

    report = Report((finding,), (), 1, 0, sources)
    printed = render(report, "json", False)
    (found,) = json.loads(printed)
    assert printed.isascii()
    assert text(found["message"])
    assert text(found["filename"])
    assert Path(found["filename"]).is_absolute()
    assert found["message"] == message or re.search("[\ud800-\udfff]", message)
    (element,) = published(render(report, "lsp", False))
    assert unquote(urlsplit(element["uri"]).path, errors="surrogateescape") == str(path.absolute())


def test_lsp_has_an_element_for_each_file(make: Make, tmp_path: Path) -> None:
    elements = published(render(make(SHARED, ADVICE, SHARED), "lsp", True))
    assert [(element["uri"], len(element["diagnostics"])) for element in elements] == [
        ((tmp_path / "train.py").as_uri(), 2),
        ((tmp_path / "transforms.py").as_uri(), 1),
    ]
    first, _ = elements[0]["diagnostics"]
    place = {"start": {"line": 13, "character": 40}, "end": {"line": 13, "character": 43}}
    assert first == {
        "range": place,
        "severity": 2,
        "code": "AUG201",
        "source": "auglint",
        "message": "one random pipeline reaches training and validation",
        "relatedInformation": [
            {
                "location": {
                    "uri": elements[0]["uri"],
                    "range": {"start": {"line": 7, "character": 6}, "end": {"line": 10, "character": 2}},
                },
                "message": "created here",
            },
            {
                "location": {
                    "uri": elements[1]["uri"],
                    "range": {"start": {"line": 3, "character": 7}, "end": {"line": 3, "character": 32}},
                },
                "message": "random here",
            },
            {
                "location": {
                    "uri": elements[0]["uri"],
                    "range": {"start": {"line": 11, "character": 44}, "end": {"line": 11, "character": 47}},
                },
                "message": "given to training here",
            },
        ],
        "data": {
            "fixes": [
                {
                    "title": "Use a new pipeline",
                    "applicability": "unsafe",
                    "edits": [{"uri": elements[0]["uri"], "range": place, "newText": "val_tfm"}],
                }
            ]
        },
    }
    assert "data" not in elements[1]["diagnostics"][0]
    assert elements[1]["diagnostics"][0]["severity"] == 3


def test_lsp_counts_utf_16_within_a_cell(make: Make, tmp_path: Path) -> None:
    (element,) = published(render(make(IN_NOTEBOOK), "lsp", False))
    notebook = (tmp_path / "fruit.ipynb").as_uri()
    assert element["uri"] == f"{notebook}#cell=4"
    (found,) = element["diagnostics"]
    assert found["range"] == {"start": {"line": 1, "character": 31}, "end": {"line": 1, "character": 34}}
    assert found["severity"] == 1
    assert found["data"]["cell"] == 4
    assert found["data"]["fixes"][0]["edits"][0]["uri"] == f"{notebook}#cell=2"
    assert found["relatedInformation"][0]["location"]["uri"] == f"{notebook}#cell=2"


@given(st.text(st.sampled_from("aé画🙂"), max_size=12), st.data())
def test_lsp_columns_are_those_of_an_editor(row: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(row)))
    end = data.draw(st.integers(start, len(row)))
    source = source_from_text(Path("a.py"), f"# é\n'{row}'\n".encode())
    finding = dataclasses.replace(ADVICE, site=site("a.py", 2, start + 2, end - start))
    (element,) = published(render(Report((finding,), (), 1, 0, lambda _: source), "lsp", False))
    found = element["diagnostics"][0]["range"]
    units = f"'{row}'".encode("utf-16-le")
    marked = units[2 * found["start"]["character"] : 2 * found["end"]["character"]]
    assert marked.decode("utf-16-le") == row[start:end]


def test_a_file_that_cannot_be_understood_is_a_finding(make: Make, tmp_path: Path) -> None:
    errors = [
        SourceError(Path("broken.py"), "invalid syntax", row=3, column=7, is_source=True),
        SourceError(Path("no.ipynb"), "not a notebook", is_source=True),
        SourceError(Path("gone.py"), "no such file", is_source=False),
    ]
    report = make(SHARED, errors=errors)
    found = json.loads(render(report, "json", False))
    assert [(Path(item["filename"]).name, item["code"], item["severity"]) for item in found] == [
        ("broken.py", "AUG900", "error"),
        ("no.ipynb", "AUG900", "error"),
        ("train.py", "AUG201", "warning"),
    ]
    assert found[0]["location"] == found[0]["end_location"] == {"row": 3, "column": 7}
    assert (found[0]["name"], found[0]["message"]) == ("unreadable-source", "invalid syntax")
    assert found[1]["location"] == {"row": 1, "column": 1}
    elements = published(render(report, "lsp", False))
    assert [element["diagnostics"][0]["code"] for element in elements] == ["AUG900", "AUG900", "AUG201"]
    assert elements[0]["diagnostics"][0]["range"]["start"] == {"line": 2, "character": 6}


FLIPS = Evidence("the draws agree", "by place", 64, 64, 0.5, log(1e-20), -2)


def test_json_has_the_verdict_of_a_run(make: Make) -> None:
    confirmed = dataclasses.replace(SHARED, verdict=Verdict.CONFIRMED, evidence=FLIPS)
    bare = dataclasses.replace(ADVICE, verdict=Verdict.UNDECIDED)
    found = json.loads(render(make(confirmed, bare, IN_NOTEBOOK), "json", False))
    by_code = {each["code"]: each for each in found}
    assert by_code["AUG201"]["verdict"] == "confirmed"
    told = by_code["AUG201"]["evidence"]
    assert evidence(told)
    assert abs(told.pop("bound") / 1e-20 - 1) < 1e-9
    assert told == {
        "n": 64,
        "agreed": 64,
        "agreement": 1.0,
        "chance": 0.5,
        "log10_bound": -20.0,
        "lag": -2,
        "compared": "by place",
        "text": "the draws agree",
    }
    assert (by_code["AUG101"]["verdict"], by_code["AUG101"]["evidence"]) == ("undecided", None)
    assert (by_code["AUG301"]["verdict"], by_code["AUG301"]["evidence"]) == (None, None)


def test_json_says_that_there_was_a_run(make: Make) -> None:
    (plain,) = json.loads(render(make(ADVICE), "json", False))
    (ran,) = json.loads(render(dataclasses.replace(make(ADVICE), confirmed=True), "json", False))
    assert ran == {**plain, "verdict": None, "evidence": None}
    assert "verdict" not in plain


def test_numbers_that_json_cannot_hold(make: Make) -> None:
    def told(finding: Evidence) -> Any:
        (found,) = json.loads(
            render(make(dataclasses.replace(ADVICE, evidence=finding, verdict=Verdict.CONFIRMED)), "json", False),
            parse_constant=lambda name: pytest.fail(name),
        )
        assert evidence(found["evidence"])
        return found["evidence"]

    tiny = told(Evidence("", "", 1000, 1000, 0.001, -6907.8))
    assert (tiny["bound"], tiny["log10_bound"]) == (0.0, -3000.019)
    impossible = told(Evidence("", "", 3, 3, 0.0, float("-inf")))
    assert (impossible["bound"], impossible["log10_bound"]) == (0.0, None)
    nothing = told(Evidence("it is never used"))
    assert [nothing[key] for key in ("n", "agreement", "chance", "bound", "log10_bound")] == [0, *[None] * 4]


def test_lsp_has_the_verdict_of_a_run(make: Make) -> None:
    confirmed = dataclasses.replace(SHARED, verdict=Verdict.CONFIRMED, evidence=FLIPS)
    refuted = dataclasses.replace(ADVICE, severity=Severity.ERROR, verdict=Verdict.REFUTED)
    (one,), (other,) = (element["diagnostics"] for element in published(render(make(confirmed, refuted), "lsp", False)))
    assert one["message"] == "one random pipeline reaches training and validation [confirmed]"
    assert (one["severity"], one["data"]["verdict"]) == (2, "confirmed")
    assert one["data"]["evidence"]["agreed"] == 64
    assert other["message"] == "the splits share\none stream [refuted]"
    assert (other["severity"], other["data"]) == (4, {"verdict": "refuted", "evidence": None})


def test_formats_are_imported_on_use() -> None:
    code = (
        "import sys, auglint.report; "
        "heavy = {'auglint.report.full', 'auglint.report.lsp', 'libcst', 'click', 'lsprotocol'}; "
        "print(heavy & sys.modules.keys())"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "set()\n", "")
