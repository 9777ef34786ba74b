"""CONTRIBUTING.md, followed to the letter on a copy of this checkout."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from auglint_command import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^(`{3,})\w+ (file|into)=(\S+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
AFTER = {
    "auglint/checks/__init__.py": r"^CODES: .*$",
    "auglint/fixes/__init__.py": r"^MENDED_BY: .*$",
    "tests/test_tables_torch.py": r"^FRAMEWORKS = .*$",
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with everything that the text says to write."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("auglint", "rules", "tests", "pyproject.toml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    for _, way, name, text in BLOCK.findall(TEXT):
        path = folder / name
        if way == "file":
            assert not path.exists(), f"{name} is there already: choose another example"
            path.write_text(text, encoding="utf-8")
        else:
            before = path.read_text(encoding="utf-8")
            (line,) = re.findall(AFTER[name], before, re.MULTILINE)
            path.write_text(before.replace(line, f"{line}\n{text.rstrip()}"), encoding="utf-8")
    return folder


def run(*arguments: str, copy: Path, environment: Path) -> str:
    """What `python -m` says in the copy."""
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTEST_ADDOPTS")}
    command = [str(environment / "bin" / "python"), "-m", *arguments]
    done = subprocess.run(
        command, cwd=copy, env=env, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_text_is_followed() -> None:
    names = [name for _, _, name, _ in BLOCK.findall(TEXT)]
    assert len(names) == len(re.findall(r"^`{3,}\w+ (?:file|into)=", TEXT, re.MULTILINE)) == 10
    assert {*names} >= {"rules/AUG199.md", "rules/frameworks/torchaudio.toml", *AFTER}


def test_a_rule_is_added(copy: Path, bare_environment: Path) -> None:
    tests = ("tests/test_pages.py", "tests/test_cases.py", "tests/test_architecture.py")
    chosen = "AUG199 or every_check or unshuffled or no_example_comes_twice"
    said = run("pytest", "-q", *tests, "-k", chosen, copy=copy, environment=bare_environment)
    assert re.search(r"\b1[2-9] passed", said), said
    assert "failed" not in said
    assert "AUG199  unshuffled-training" in run("auglint", "rules", copy=copy, environment=bare_environment)


def test_a_framework_is_added(copy: Path, bare_environment: Path) -> None:
    tests = ("tests/test_tables_torch.py", "tests/test_cases.py")
    said = run("pytest", "-q", *tests, "-k", "torchaudio and not frameworks", copy=copy, environment=bare_environment)
    assert re.search(r"\b[7-9] passed", said), said


def test_what_was_written_is_in_style(copy: Path, bare_environment: Path) -> None:
    written = ("auglint/checks/unshuffled_training.py", "auglint/fixes/unshuffled_training.py")
    for command in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy", "--follow-imports=silent"]):
        run(*command, *written, copy=copy, environment=bare_environment)
