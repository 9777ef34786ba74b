"""The run: which files, which findings stay, what comments silence, and what never counts as clean."""

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest

from auglint import catalogue
from auglint.finding import Severity
from auglint.lint import check, discovered, exit_status, named
from auglint.report import Report, summary
from auglint.settings import Settings, load_settings

TRANSFORMS = """\
from torchvision import transforms as T
augment = T.Compose([T.RandomResizedCrop(64), T.ToTensor()])
"""
HEAD = f"""\
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder
{TRANSFORMS}\
train_set = ImageFolder("data/train", transform=augment)
"""
SHARED = HEAD + 'val_set = ImageFolder("data/val", transform=augment)\n'
SHARED_ROW = SHARED.count("\n")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, text: str | bytes) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def run(*paths: str, texts: dict[Path, bytes] | None = None, **options: Any) -> Report:
    settings = load_settings(Path(), overrides=options)
    return check(discovered([Path(path) for path in paths or (".",)], settings), settings, texts=texts)


def told(report: Report) -> list[tuple[str, int, str]]:
    return [(each.site.path.as_posix(), each.site.row, each.code) for each in report.findings]


def notebook(*cells: str | list[str]) -> str:
    made = [
        {"cell_type": "markdown", "metadata": {}, "source": cell}
        if isinstance(cell, list)
        else {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": cell}
        for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_a_finding_is_told_with_what_its_page_says() -> None:
    write("train.py", SHARED)
    report = run()
    assert told(report) == [("train.py", SHARED_ROW, "AUG201")]
    page = catalogue.rule("AUG201")
    assert page is not None
    assert report.findings[0].why and report.findings[0].help
    assert (report.files, report.suppressed, report.errors) == (1, 0, ())
    source = report.sources(Path("train.py"))
    assert source is not None and source.code == SHARED
    assert report.sources(Path("missing.py")) is None


def test_findings_come_in_the_order_of_files_and_rows() -> None:
    for name in ("b.py", "a/z.py", "a.py"):
        write(name, SHARED + 'test_set = ImageFolder("data/test", transform=augment)\n')
    found = told(run("b.py", "."))
    assert found == sorted(found) or [Path(path) for path, _, _ in found] == sorted(Path(path) for path, _, _ in found)
    assert {path for path, _, _ in found} == {"a.py", "a/z.py", "b.py"}


def test_a_neighbour_is_read_but_not_reported_on() -> None:
    write("data.py", HEAD + "def make():\n    return ImageFolder('data/val', transform=augment)\n" + SHARED)
    write("train.py", "from data import make, augment\nval_set = make()\n")
    assert all(path == "train.py" for path, _, _ in told(run("train.py")))
    assert {path for path, _, _ in told(run("data.py"))} == {"data.py"}


def test_a_program_with_findings_in_other_files_is_not_called_clear() -> None:
    both = "def make():\n    return ImageFolder('data/train', augment), ImageFolder('data/val', augment)\n"
    write("data.py", HEAD + both)
    write("train.py", "from data import make\ntrain_set, val_set = make()\n")
    report = run("train.py")
    assert report.findings == ()
    assert report.elsewhere == (Path("data.py"),)
    text = summary(report, colour=False)
    assert text == "No findings in 1 file. There is more in files that were not named: data.py."


def test_one_place_is_told_once_however_many_programs_reach_it() -> None:
    write("common.py", SHARED)
    for name in ("one.py", "two.py"):
        write(name, "from common import train_set, val_set\nprint(len(train_set), len(val_set))\n")
    found = [each for each in told(run()) if each[0] == "common.py"]
    assert found == [("common.py", SHARED_ROW, "AUG201")]


# Which rules ---------------------------------------------------------------------------------------------------------


def test_select_and_ignore() -> None:
    write("train.py", SHARED)
    assert told(run(select=("AUG3",))) == []
    assert told(run(ignore=("shared-augmentation",))) == []
    assert [code for _, _, code in told(run(select=("AUG201",)))] == ["AUG201"]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("train.py", {"src/lib/train.py"}),
        ("src/train.py", {"src/lib/train.py"}),
        ("src/*.py", {"src/lib/train.py"}),
        ("src/**", set()),
        ("**/train.py", set()),
        ("lib", {"src/train.py"}),
        ("src/lib/", {"src/train.py"}),
        ("tests/*", {"src/train.py", "src/lib/train.py"}),
        ("rain.py", {"src/train.py", "src/lib/train.py"}),
    ],
)
def test_per_file_ignores(pattern: str, left: set[str]) -> None:
    write("auglint.toml", f'[per-file-ignores]\n"{pattern}" = ["AUG2"]\n')
    write("src/train.py", SHARED)
    write("src/lib/train.py", SHARED)
    if pattern == "train.py":
        left = set()  # a pattern without a slash is a name at any depth
    assert {path for path, _, _ in told(run())} == left


# Suppressions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "comment",
    [
        "# auglint: ignore[AUG201]",
        "# auglint: ignore[AUG201] -- on purpose",
        "# auglint: ignore[aug201]",
        "# auglint: ignore[Shared-Augmentation]",
        "# auglint: ignore",
        "# noqa: AUG201",
        "# noqa: E501, AUG201",
        "# noqa",
    ],
)
def test_a_comment_silences_its_line(comment: str) -> None:
    write("train.py", SHARED.rstrip() + f"  {comment}\n")
    report = run()
    assert told(report) == []
    assert report.suppressed == 1


@pytest.mark.parametrize(
    "statement",
    [
        "val_set = ImageFolder({}\n    'data/val',\n    transform=augment,\n)\n",
        "val_loader = DataLoader({}\n    ImageFolder(\n'data/val',\ntransform=augment),\n4)\n",
        "if True:\n    val_set = ImageFolder({}\n        'data/val',\n        transform=augment)\n",
    ],
)
def test_a_comment_on_the_first_row_of_the_statement_silences_it(statement: str) -> None:
    write("train.py", HEAD + statement.format(""))
    assert [code for _, _, code in told(run())] == ["AUG201"]
    write("train.py", HEAD + statement.format("  # auglint: ignore[AUG201]"))
    assert told(run()) == []


def test_a_comment_on_another_row_silences_nothing() -> None:
    write("train.py", HEAD + "# auglint: ignore[AUG201]\nval_set = ImageFolder('data/val', transform=augment)\n")
    assert told(run()) == [("train.py", SHARED_ROW, "AUG901"), ("train.py", SHARED_ROW + 1, "AUG201")]


def test_a_comment_at_the_head_of_a_block_silences_nothing_in_its_body() -> None:
    body = "    val_set = ImageFolder('data/val', transform=augment)\n"
    write("train.py", HEAD + "if True:  # auglint: ignore[AUG201]\n" + body)
    assert told(run()) == [("train.py", SHARED_ROW, "AUG901"), ("train.py", SHARED_ROW + 1, "AUG201")]


def test_a_comment_at_a_related_place_silences_nothing() -> None:
    write("train.py", SHARED.replace("T.ToTensor()])", "T.ToTensor()])  # auglint: ignore[AUG201]"))
    assert [code for _, _, code in told(run())] == ["AUG901", "AUG201"]


def test_a_comment_silences_a_whole_file_from_anywhere() -> None:
    write("train.py", SHARED + "\n# auglint: ignore-file[AUG201] -- measured on purpose\n")
    write("other.py", SHARED)
    report = run()
    assert told(report) == [("other.py", SHARED_ROW, "AUG201")]
    assert report.suppressed == 1


def test_in_a_notebook_a_comment_counts_in_its_own_cell() -> None:
    last = 'val_set = ImageFolder("data/val", transform=augment)'
    write("train.ipynb", notebook(["# Title"], HEAD, last))
    [finding] = run().findings
    assert (finding.site.cell, finding.site.row) == (3, 1)
    write("train.ipynb", notebook(["# Title"], HEAD, last + "  # auglint: ignore[AUG201]"))
    assert told(run()) == []
    write("train.ipynb", notebook(["# Title"], "1  # auglint: ignore[AUG201]\n" + HEAD, last))
    assert [(each.site.cell, each.code) for each in run().findings] == [(2, "AUG901"), (3, "AUG201")]
    first = "val_set = ImageFolder(  # auglint: ignore[AUG201]\n    'data/val',\n    transform=augment)"
    write("train.ipynb", notebook(["# Title"], HEAD, "\n\n" + first))
    assert told(run()) == []


def unused(text: str, **options: Any) -> list[str]:
    write("train.py", text)
    return [each.message for each in run(**options).findings if each.code == "AUG901"]


def test_an_unused_suppression_says_which_code_did_not_fire() -> None:
    assert unused("x = 1  # auglint: ignore[AUG201]\n") == [
        "unused suppression: no AUG201 (shared-augmentation) is reported here"
    ]
    both = SHARED.rstrip() + "  # auglint: ignore[AUG201, identical-split-data, AUG202]\n"
    assert unused(both) == [
        "unused suppression: no AUG301 (identical-split-data) or AUG202 (augmented-evaluation) is reported here"
    ]
    assert unused("x = 1\n# auglint: ignore-file[AUG201]\n") == [
        "unused suppression: no AUG201 (shared-augmentation) is reported in this file"
    ]
    assert unused("x = 1  # noqa: AUG201\n") != []
    assert unused("x = 1  # auglint: ignore\n") == ["unused suppression: nothing is reported here"]


def test_a_comment_that_names_no_rule_or_is_not_understood_is_told() -> None:
    assert unused("x = 1  # auglint: ignore[shared-augmentatin]\n") == [
        "unused suppression: no rule has the code or name 'shared-augmentatin'; did you mean 'shared-augmentation'?"
    ]
    for comment in ("ignore[AUG2]", "ignore[AUG2O1]", "ingore[AUG201]"):
        [message] = unused(f"x = 1  # auglint: {comment}\n")
        assert message.startswith("suppression comment: ")
    [known, unknown] = unused(SHARED.rstrip() + "  # auglint: ignore[AUG202, AUG2]\n")
    assert (known, unknown[:24]) == (
        "unused suppression: no AUG202 (augmented-evaluation) is reported here",
        "suppression comment: 'AU",
    )
    assert unused("x = 1  # auglint: ingore[AUG201]\n", ignore=("AUG901",)) == []


@pytest.mark.parametrize("comment", ["# noqa", "# noqa: E501", "# NOQA:E501,W291", "# auglint is a linter"])
def test_what_is_not_ours_is_never_unused(comment: str) -> None:
    assert unused(f"x = 1  {comment}\n") == []


def test_only_rules_that_ran_can_leave_a_comment_unused() -> None:
    text = "x = 1  # auglint: ignore[AUG201]\n"
    assert unused(text, select=("AUG3", "AUG9")) == []
    assert unused(text, ignore=("AUG901",)) == []
    assert unused("x = 1  # auglint: ignore\n", ignore=("AUG301",)) == []
    write("auglint.toml", '[per-file-ignores]\n"train.py" = ["AUG201"]\n')
    assert unused(text) == []


def test_an_unused_suppression_can_be_silenced_by_name_only() -> None:
    assert unused("x = 1  # auglint: ignore[AUG201, AUG901]\n") == []
    assert unused("x = 1  # auglint: ignore[AUG201]\n# auglint: ignore-file[unused-suppression]\n") == []
    assert unused(SHARED.rstrip() + "  # auglint: ignore[AUG201, AUG901]\n") == []


def test_comments_of_a_file_that_cannot_be_parsed_are_not_judged() -> None:
    write("train.py", "x = (  # auglint: ignore[AUG201]\n")
    report = run()
    assert report.findings == ()
    assert [error.is_source for error in report.errors] == [True]


def test_a_comment_in_a_file_that_others_import_waits_for_a_run_with_them() -> None:
    write("data.py", "x = 1  # auglint: ignore[AUG301]\n")
    write("train.py", "from data import x\n")
    assert told(run("data.py")) == []
    assert told(run(".")) == [("data.py", 1, "AUG901")]
    write("train.py", "from database import x\n")
    assert told(run("data.py")) == [("data.py", 1, "AUG901")]


# What is never clean -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("broken.py", b"def f(:\n"),
        ("python2.py", b'import torch\nprint "x"\n'),
        ("nul.py", b"x = 1\x00\n"),
        ("latin.py", b"x = '\xe9'\n"),
        ("shell.py", b"!pip install torch\nimport torch\n"),
        ("broken.ipynb", b"{'cells': []}"),
        ("nocells.ipynb", b"{}"),
        ("cell.ipynb", notebook("x = (").encode()),
    ],
)
def test_a_source_that_cannot_be_understood_is_an_error_and_others_are_still_checked(name: str, data: bytes) -> None:
    write(name, data)
    write("train.py", SHARED)
    report = run(select=("AUG201",))
    assert told(report) == [("train.py", SHARED_ROW, "AUG201")]
    [error] = report.errors
    assert (error.path, error.is_source) == (Path(name), True)
    assert report.files == (2 if name.endswith("cell.ipynb") else 1)
    assert exit_status(report, Severity.ERROR, exit_zero=True) == 2


def test_a_broken_cell_does_not_hide_the_others() -> None:
    last = 'val_set = ImageFolder("data/val", transform=augment)'
    write("train.ipynb", notebook(["# Title"], HEAD, "x = (", last))
    report = run()
    assert [(each.site.cell, each.code) for each in report.findings] == [(4, "AUG201")]
    assert [(error.cell, error.is_source) for error in report.errors] == [(3, True)]
    assert report.files == 1


def test_code_nested_too_deeply_is_an_error_and_not_the_end() -> None:
    write("deep.py", "import torch\nx = " + "(" * 5000 + ")" * 5000 + "\n")
    write("list.py", "x = " + "[" * 3000 + "]" * 3000 + "\n")
    write("sum.py", "import torch\nx = " + " + ".join(["1"] * 20000) + "\n")
    write("train.py", SHARED)
    report = run()
    assert told(report) == [("train.py", SHARED_ROW, "AUG201")]
    assert {"deep.py", "list.py"} <= {error.path.name for error in report.errors}
    assert all("\n" not in error.message for error in report.errors)


def test_a_path_that_is_missing_is_an_error_of_the_run() -> None:
    write("train.py", SHARED)
    report = run("train.py", "missing.py")
    [error] = report.errors
    assert not error.is_source
    assert (told(report), report.files) == ([("train.py", SHARED_ROW, "AUG201")], 1)
    assert exit_status(report, Severity.WARNING) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeffx = 1\n",
        "# -*- coding: latin-1 -*-\nx = 1\n",
        "type X[T] = list[T]\n",
        "def f[T: int = int](x: T) -> T: ...\n",
        "x = '\\d'\n",
    ],
)
def test_code_of_newer_pythons_and_odd_but_right_code_is_clean(text: str, recwarn: pytest.WarningsRecorder) -> None:
    write("train.py", text)
    report = run()
    assert (report.findings, report.errors, report.files) == ((), (), 1)
    assert not recwarn.list


def test_text_that_stands_in_for_a_file() -> None:
    settings = Settings(Path.cwd())
    path = Path("train.py")
    from auglint.source.discovery import Discovery

    report = check(Discovery((path,), ()), settings, texts={path: SHARED.encode()})
    assert told(report) == [("train.py", SHARED_ROW, "AUG201")]
    source = report.sources(path)
    assert source is not None and source.code == SHARED


def test_given_text_is_seen_under_every_spelling_of_its_path() -> None:
    write("train.py", "x = 1\n")
    path = Path("train.py").absolute()
    silenced = SHARED + 'test_set = ImageFolder(  # noqa: AUG201\n"data/test", transform=augment)\n'
    report = check(named(path, Settings(Path.cwd())), Settings(Path.cwd()), texts={path: silenced.encode()})
    assert told(report) == [("train.py", SHARED_ROW, "AUG201")]
    assert report.suppressed == 1
    source = report.sources(report.findings[0].site.path)
    assert source is not None and source.code == silenced


def test_a_fault_of_auglint_itself_is_told_and_never_clean(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import auglint.checks

    real = auglint.checks.claims_of

    def faulty(project: Any, path: Path, codes: Any) -> Any:
        if path.name == "bad.py":
            raise ZeroDivisionError("two\nlines")
        return real(project, path, codes)

    monkeypatch.setattr(auglint.checks, "claims_of", faulty)
    write("bad.py", SHARED)
    write("train.py", SHARED)
    report = run()
    assert told(report) == [("train.py", SHARED_ROW, "AUG201")]
    [error] = report.errors
    assert (error.path, error.is_source) == (Path("bad.py"), False)
    assert error.message.startswith("internal error, please report it (ZeroDivisionError: two lines)")
    assert exit_status(report, Severity.ERROR) == 2
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("AUGLINT_DEBUG", "1")
    run()
    assert "Traceback" in capsys.readouterr().err


def test_the_exit_status() -> None:
    write("train.py", SHARED)
    report = run()
    assert report.findings[0].severity is Severity.WARNING
    assert exit_status(report, Severity.WARNING) == exit_status(report, Severity.INFO) == 1
    assert exit_status(report, Severity.ERROR) == exit_status(report, Severity.INFO, exit_zero=True) == 0
    assert exit_status(run("--not-there"), Severity.INFO, exit_zero=True) == 2


def test_each_file_is_named_before_it_is_checked() -> None:
    write("a.py", "x = (")
    write("b.py", "")
    settings = Settings(Path.cwd())
    named: list[str] = []
    check(discovered([Path()], settings), settings, step=named.append)
    assert named == ["a.py", "b.py"]


def test_memory_does_not_grow_with_the_number_of_files() -> None:
    import gc
    import tracemalloc

    text = "import os\n" + "x = 'some text that is read and then forgotten'\n" * 200
    for number in range(120):
        write(f"f{number:03}.py", textwrap.dedent(text))

    def peak(count: int) -> int:
        gc.collect()
        tracemalloc.start()
        report = run(*(f"f{number:03}.py" for number in range(count)))
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert report.files == count
        return size

    peak(5)
    assert peak(120) < 1.5 * peak(20) + 500_000
