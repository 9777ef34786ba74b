"""What the README shows is what happens."""

import re
import shlex
from pathlib import Path

import pytest
from auglint_command import ROOT, auglint
from page_examples import blocks

from auglint.settings import parse_settings
from auglint.trace.tables import Tables

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = list(blocks(README))
PROGRAMS = [text for info, text in BLOCKS if info == "python" and "import" in text]
CONSOLE = [text for info, text in BLOCKS if info == "console"]
LEFT_OUT = "[…]"


@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_a_program_is_reported_where_it_says(program: str, tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(program, encoding="utf-8")
    run = auglint("check", "--isolated", "--output-format", "concise", "--fail-on", "error", "train.py", cwd=tmp_path)
    found = re.findall(r"train\.py:(\d+):\d+: (AUG\d{3}) ", run.stdout)
    wanted = [(number, label) for number, row in enumerate(program.splitlines(), 1) for label in _labels(row)]
    assert [(int(row), code) for row, code in found] == [(row, code) for row, (code, _) in wanted]
    assert run.returncode == int(any(severity == "error" for _, (_, severity) in wanted))


def _labels(row: str) -> list[tuple[str, str]]:
    return re.findall(r"# (AUG\d{3}), (error|warning|info)$", row)


def test_there_are_programs_with_and_without_findings() -> None:
    labels = [[label for row in program.splitlines() for label in _labels(row)] for program in PROGRAMS]
    assert {code for found in labels for code, _ in found} >= {"AUG101", "AUG201", "AUG301"}
    assert sum(not found for found in labels) >= 3


SHOWN = [text for text in CONSOLE if LEFT_OUT in text]


def test_the_output_of_two_commands_is_shown() -> None:
    assert [text.partition(" tests")[0] for text in SHOWN] == [
        "$ auglint check",
        "$ auglint check --diff --unsafe-fixes --select AUG201",
    ]


@pytest.mark.parametrize("shown", SHOWN, ids=range(len(SHOWN)))
def test_the_output_shown_is_real(shown: str) -> None:
    command, _, output = shown.partition("\n")
    program, *arguments = shlex.split(command.removeprefix("$ "))
    assert program == "auglint"
    run = auglint(*arguments, "--color", "never")
    rest = run.stdout + run.stderr
    parts = [part for part in output.split(f"{LEFT_OUT}\n") if part]
    for part in parts:
        assert part in rest, f"not in the output (any more):\n{part}"
        rest = rest.partition(part)[2]
    assert rest == ""
    assert len(parts) >= 3


def test_the_fix_shown_is_what_the_fix_makes_of_the_program_above(tmp_path: Path) -> None:
    (diff,) = [text for info, text in BLOCKS if info == "diff"]
    program = next(text for text in PROGRAMS if "AUG201, warning" in text)
    (tmp_path / "train.py").write_text(re.sub(r"  # AUG\d+.*", "", program), encoding="utf-8")
    run = auglint("check", "--isolated", "--diff", "--unsafe-fixes", "--color", "never", "train.py", cwd=tmp_path)
    assert diff in run.stdout


def test_the_commands_for_editors_work(tmp_path: Path) -> None:
    commands = [row for text in CONSOLE for row in text.splitlines() if "--stdin-filename" in row]
    assert len(commands) == 2
    (tmp_path / "train.py").write_text(PROGRAMS[0], encoding="utf-8")
    for command in commands:
        words = shlex.split(command.removeprefix("$ auglint ").partition(" <")[0])
        run = auglint(*words, cwd=tmp_path, stdin=PROGRAMS[0])
        assert run.returncode == 1
        assert "AUG201" in run.stdout
        assert run.stderr == ""


def test_the_settings_shown_are_valid() -> None:
    shown = [text for info, text in BLOCKS if info == "toml"]
    assert len(shown) == 3
    for text in shown:
        Tables(parse_settings(Path("pyproject.toml"), text).get("tables", {}))


def test_every_setting_is_named() -> None:
    from auglint.settings import _KEYS

    section = README.partition("\n## Settings\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"`([a-z-]+)`", section)) >= set(_KEYS)


def test_every_rule_of_the_pipelines_is_named() -> None:
    from auglint.checks import CODES

    assert all(code in README for code in CODES)


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_continuous_integration_runs_the_second_command() -> None:
    (command,) = [text for text in CONSOLE if "pytest" in text]
    assert command.removeprefix("$ ").strip() in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
