"""The hook, run by pre-commit itself from a commit of this checkout, in a project that uses it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import page_examples
import pytest
from auglint_command import ROOT

CLEAN = page_examples.example("AUG201", "Good", "torchvision")
BAD = page_examples.example("AUG201", "Bad", "torchvision")
NOTEBOOK = page_examples.example("AUG201", "Bad", "Keras in a notebook")


def run(*command: str | Path, cwd: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a command with folders of its own, so that nothing of the user's is read or changed."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT", "PYTHON"))}
    mine = {"HOME": str(home), "PRE_COMMIT_HOME": str(home / "pre-commit"), "GIT_CONFIG_NOSYSTEM": "1", "NO_COLOR": "1"}
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=env | mine,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def git(*arguments: str | Path, cwd: Path, home: Path) -> None:
    name = ("-c", "user.name=tests", "-c", "user.email=tests@localhost", "-c", "init.defaultBranch=main")
    done = run("git", *name, *arguments, cwd=cwd, home=home)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Path:
    """A repository with this checkout as it is, committed."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = tmp_path_factory.mktemp("hook")
    for name in ("auglint", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    git("init", "--quiet", cwd=folder, home=home)
    git("add", "--all", cwd=folder, home=home)
    git("commit", "--quiet", "--message", "as it is", cwd=folder, home=home)
    return folder


@pytest.fixture
def user(tmp_path: Path, home: Path) -> Path:
    folder = tmp_path / "user"
    folder.mkdir()
    git("init", "--quiet", cwd=folder, home=home)
    return folder


def try_hook(
    hook: Path, user: Path, home: Path, *arguments: str, name: str = "auglint"
) -> subprocess.CompletedProcess[str]:
    git("add", "--all", cwd=user, home=home)
    command = (sys.executable, "-m", "pre_commit", "try-repo", hook, name, "--verbose")
    return run(*command, *(arguments or ("--all-files",)), cwd=user, home=home)


def test_a_clean_project_passes(hook: Path, user: Path, home: Path) -> None:
    CLEAN.write(user)
    (user / "notes.txt").write_text("import torch (", encoding="utf-8")
    done = try_hook(hook, user, home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
    assert "1 file checked" in done.stdout


def test_findings_in_a_script_and_a_notebook_fail(hook: Path, user: Path, home: Path) -> None:
    BAD.write(user)
    NOTEBOOK.write(user)
    done = try_hook(hook, user, home)
    assert done.returncode == 1
    assert "Failed" in done.stdout
    rows = [f"{label.file}:cell {label.cell}:{label.row}" if label.cell else f"{label.file}:{label.row}"
            for example in (BAD, NOTEBOOK) for label in example.labels()]  # fmt: skip
    assert all(f"--> {row}:" in done.stdout for row in rows)
    assert done.stdout.count("AUG201 shared-augmentation: warning: ") == 2
    assert "Found 2 findings" in done.stdout


def test_only_the_named_file_is_reported_and_its_imports_are_followed(hook: Path, user: Path, home: Path) -> None:
    example = page_examples.example("AUG201", "Bad", "albumentations")
    example.write(user)
    (user / "other.py").write_text(BAD.program(), encoding="utf-8")
    done = try_hook(hook, user, home, "--files", "train.py")
    assert done.returncode == 1
    assert "::: pictures.py" in done.stdout
    assert "other.py" not in done.stdout


def test_what_the_settings_exclude_is_not_checked(hook: Path, user: Path, home: Path) -> None:
    BAD.write(user)
    (user / "pyproject.toml").write_text('[tool.auglint]\nextend-exclude = ["train.py"]\n', encoding="utf-8")
    done = try_hook(hook, user, home, "--files", "train.py")
    assert done.returncode == 0, done.stdout


def test_the_fixing_hook_fixes_and_fails_once(hook: Path, user: Path, home: Path) -> None:
    text = (
        "import tensorflow as tf\n\nds = tf.data.Dataset.from_tensor_slices([1.0])\nds.map(tf.abs)\nprint(list(ds))\n"
    )
    (user / "train.py").write_text(text, encoding="utf-8")
    done = try_hook(hook, user, home, name="auglint-fix")
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    assert "Fixed 1 finding (1 AUG205) in 1 file." in done.stdout
    assert (user / "train.py").read_text(encoding="utf-8") == text.replace("ds.map", "ds = ds.map")
    again = try_hook(hook, user, home, name="auglint-fix")
    assert again.returncode == 0, again.stdout + again.stderr
