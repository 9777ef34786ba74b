"""What is installed is what is in the checkout, and it runs from anywhere."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from auglint_command import ROOT

from auglint import __version__

CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DATA = {".md", ".toml"}


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command that finds no module of this checkout by accident."""
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env=env | environment, capture_output=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built from a copy, as a build leaves files behind."""
    copy = tmp_path_factory.mktemp("copy")
    for name in ("auglint", "rules", "pyproject.toml", "README.md", "LICENSE"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)
    out = tmp_path_factory.mktemp("wheel")
    command = (sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", out, copy)
    done = run(*command, cwd=out)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    return {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}


@pytest.fixture(scope="module")
def installed(wheel: Path, bare_environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the commands of an environment that holds the wheel; dependencies are those of this one."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    shutil.copytree(bare_environment, folder, symlinks=True)
    python = folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--ignore-installed")
    done = run(*pip, wheel, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return python.parent


def test_the_wheel_holds_one_package_and_nothing_else(names: set[str]) -> None:
    assert {name.partition("/")[0] for name in names} == {"auglint"}
    assert "auglint/py.typed" in names


def test_the_wheel_holds_every_module(names: set[str]) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "auglint").rglob("*.py")}
    rules = {f"auglint/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "rules").rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == modules | rules


def test_the_wheel_holds_the_whole_catalogue(wheel: Path, names: set[str]) -> None:
    files = {path for path in (ROOT / "rules").rglob("*") if path.suffix in DATA}
    assert {name for name in names if Path(name).suffix in DATA} == {
        f"auglint/{path.relative_to(ROOT).as_posix()}" for path in files
    }
    with zipfile.ZipFile(wheel) as archive:
        for path in files:
            assert archive.read(f"auglint/{path.relative_to(ROOT).as_posix()}") == path.read_bytes()


def test_every_package_on_disk_is_listed() -> None:
    found = {
        folder.relative_to(ROOT).as_posix().replace("/", ".")
        for folder in [ROOT / "auglint", *(ROOT / "auglint").rglob("*"), ROOT / "rules", *(ROOT / "rules").rglob("*")]
        if folder.is_dir() and any(folder.glob("*.py"))
    }
    found = {f"auglint.{name}" if name.startswith("rules") else name for name in found}
    assert set(CONFIG["tool"]["setuptools"]["packages"]) == found


def test_the_installed_command_runs_from_anywhere(installed: Path, tmp_path: Path) -> None:
    rules = run(installed / "auglint", "rules", cwd=tmp_path)
    assert rules.returncode == 0, rules.stderr
    pages = sorted(path.stem for path in (ROOT / "rules").glob("AUG*.md"))
    assert [line.partition(" ")[0] for line in rules.stdout.splitlines()] == pages
    page = run(installed / "auglint", "explain", "AUG201", cwd=tmp_path)
    assert page.stdout.startswith("# AUG201 shared-augmentation\n")
    version = run(installed / "python", "-m", "auglint", "--version", cwd=tmp_path)
    assert version.stdout == f"auglint {__version__}\n"


def test_the_installed_package_is_the_wheels_and_finds_what_the_checkout_finds(installed: Path, tmp_path: Path) -> None:
    place = run(installed / "python", "-c", "import auglint; print(auglint.__file__)", cwd=tmp_path)
    assert Path(place.stdout.strip()).is_relative_to(installed.parent)
    command = ("check", "--isolated", "--output-format", "concise", ROOT / "tests" / "project")
    there = run(installed / "auglint", *command, cwd=tmp_path)
    here = run(sys.executable, "-m", "auglint", *command, cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert there.stdout.count("\n") == 4
    assert there.stdout == here.stdout


def test_a_checkout_runs_without_installation(bare_environment: Path, tmp_path: Path) -> None:
    python = bare_environment / "bin" / "python"
    assert run(python, "-m", "auglint", "--version", cwd=tmp_path).returncode != 0
    said = run(python, "-m", "auglint", "explain", "shared-augmentation", cwd=ROOT)
    assert said.stdout.startswith("# AUG201 shared-augmentation\n"), said.stderr
