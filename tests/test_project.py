"""The small training project that the README begins with, checked as a user checks it."""

import json
from pathlib import Path

import pytest
from auglint_command import ROOT, auglint

PROJECT = ROOT / "tests" / "project"

# file, cell, the code that is reported, rule, severity
FOUND = [
    ("field.ipynb", 5, "random_split(photos", "AUG203", "warning"),
    ("flowers/data.py", None, '"val", transform=pipeline', "AUG201", "warning"),
    ("pretrain.py", None, "transform=evaluation", "AUG301", "error"),
    ("train.py", None, "torch.manual_seed", "AUG101", "info"),
]
SUMMARY = (
    "Found 4 findings (1 error, 2 warnings, 1 info) in 8 files; 1 suppressed. 2 fixable with --fix --unsafe-fixes.\n"
)


def row_of(name: str, cell: int | None, snippet: str) -> int:
    """The 1-based row of the only line that holds this code."""
    text = (PROJECT / name).read_text(encoding="utf-8")
    rows = text.splitlines() if cell is None else json.loads(text)["cells"][cell - 1]["source"]
    (row,) = [number for number, line in enumerate(rows, 1) if snippet in line]
    return row


WHERE = [(name, cell, row_of(name, cell, snippet), code, severity) for name, cell, snippet, code, severity in FOUND]


def test_concise() -> None:
    run = auglint("check", "--isolated", "--output-format", "concise", ".", cwd=PROJECT)
    assert run.returncode == 1
    assert run.stderr == SUMMARY
    places = [f"{name}:cell {cell}:{row}" if cell else f"{name}:{row}" for name, cell, row, _, _ in WHERE]
    lines = run.stdout.splitlines()
    assert len(lines) == len(FOUND)
    for line, place, (_, _, _, code, _) in zip(lines, places, WHERE, strict=True):
        assert line.startswith(f"{place}:")
        assert f" {code} " in line


def test_json() -> None:
    run = auglint("check", "--isolated", "--output-format", "json", "tests/project")
    said = [
        (
            Path(each["filename"]).relative_to(PROJECT).as_posix(),
            each["cell"],
            each["location"]["row"],
            each["code"],
            each["severity"],
        )
        for each in json.loads(run.stdout)
    ]
    assert said == WHERE


def test_lsp() -> None:
    run = auglint("check", "--isolated", "--output-format", "lsp", "tests/project")
    said = [
        (file["uri"].partition("#")[0], each["range"]["start"]["line"] + 1, each["code"], each["severity"])
        for file in json.loads(run.stdout)
        for each in file["diagnostics"]
    ]
    levels = {"error": 1, "warning": 2, "info": 3}
    assert said == [((PROJECT / name).as_uri(), row, code, levels[level]) for name, _, row, code, level in WHERE]


def test_full_tells_the_story_across_files() -> None:
    run = auglint("check", "--isolated", ".", cwd=PROJECT)
    stories = {story[:6]: story for story in run.stdout.split("\n\n")}
    assert list(stories) == [code for _, _, _, code, _ in WHERE]
    for code, story in stories.items():
        assert all(part in story for part in (" = why: ", " = help: ", f" = more: auglint explain {code}"))
    assert "flowers/transforms.py" in stories["AUG201"]
    assert "flowers/transforms.py" in stories["AUG203"]
    assert "field.ipynb:cell 3" in stories["AUG203"]
    assert "flowers/data.py" in stories["AUG101"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--fail-on", "error"], 1),
        (["--exit-zero"], 0),
        (["--select", "AUG101"], 0),
        (["--select", "AUG101", "--fail-on", "info"], 1),
        (["nowhere.py"], 2),
    ],
)
def test_exit_status(arguments: list[str], status: int) -> None:
    assert auglint("check", "--isolated", ".", *arguments, cwd=PROJECT).returncode == status


def test_one_file_alone_is_checked_with_its_neighbours() -> None:
    run = auglint("check", "--isolated", "--output-format", "json", "pretrain.py", cwd=PROJECT)
    (found,) = json.loads(run.stdout)
    assert found["code"] == "AUG301"
    assert "1 file" in run.stderr


def test_the_comment_silences_one_finding_and_is_needed(tmp_path: Path) -> None:
    for file in PROJECT.rglob("*.py"):
        target = tmp_path / file.relative_to(PROJECT)
        target.parent.mkdir(exist_ok=True)
        target.write_text(file.read_text(encoding="utf-8").replace("# auglint: ignore[AUG202]", "#"), encoding="utf-8")
    run = auglint("check", "--isolated", "--output-format", "json", "--select", "AUG202", ".", cwd=tmp_path)
    (found,) = json.loads(run.stdout)
    assert found["location"]["row"] == row_of("flowers/data.py", None, "auglint: ignore[AUG202]")
