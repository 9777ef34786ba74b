"""`confirm` in a user's own process: what it finds, that it leaves the process as it was, and the fixture of pytest."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from observed import TESTS
from torch_asked import PARTS

pytestmark = pytest.mark.frameworks("torch")


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(TESTS.parent), str(TESTS), str(PARTS.parent)))
    environment = os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    done = run([str(PARTS.with_name("api_traces.py"))], tmp_path_factory.mktemp("api"))
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout.partition("TOLD")[2])
    return found


@pytest.mark.parametrize(
    "what",
    [
        "functions",
        "loaders",
        "not copied",
        "epoch of a sampler",
        "running workers",
        "workers and files",
        "pictures of a module",
        "no loader",
        "a function that fails",
        "a dataset that fails",
    ],
)
def test_the_process_is_left_as_it_was(what: str, told: dict[str, Any]) -> None:
    assert told[what] == []


def test_what_is_seen_of_loaders(told: dict[str, Any]) -> None:
    assert "shared stream" in told["not copied: outcome"]
    assert "leak" in told["pictures of a module: outcome"]
    for what in ("functions", "loaders"):
        assert not {"leak", "shared stream", "frozen", "constant"} & set(told[f"{what}: outcome"])
        assert "augmented" in told[f"{what}: outcome"]


def test_workers_that_run_go_on_running(told: dict[str, Any]) -> None:
    assert told["running workers: outcome"] == [4, 4]


def test_what_nothing_can_be_drawn_from_is_said(told: dict[str, Any]) -> None:
    assert told["no loader: outcome"].startswith("TypeError: not all of these are loaders")
    assert told["a function that fails: outcome"] == "ZeroDivisionError"


def test_a_dataset_that_fails_is_no_healthy_one(told: dict[str, Any]) -> None:
    assert (
        told["a dataset that fails: outcome"]
        == "RuntimeError: these could not be drawn from: OSError: the disk is gone"
    )


def test_a_seed_of_before_is_no_shared_stream(told: dict[str, Any]) -> None:
    assert told["twice in one process"] == []


def test_assert_independent(told: dict[str, Any]) -> None:
    assert told["assert"].startswith("leak: train and validation: 64 of 64 validation samples are training samples")
    assert "undecided: train" in told["assert undecided"]


def test_the_fixture_of_pytest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # it is named here, installed or not
    (tmp_path / "test_team.py").write_text(PARTS.with_name("test_team.py").read_text(encoding="utf-8"))
    done = run(["-m", "pytest", "-q", "-p", "auglint.confirm.pytest_plugin", "-p", "no:cacheprovider", "."], tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 1 passed" in done.stdout
    assert "NotIndependentError: shared stream: train and validation: 64 of 64 draws of validation" in done.stdout


def test_pytest_finds_the_fixture(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"auglint": "auglint.confirm.pytest_plugin"}
