"""Runs the measuring programs."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
PATHS = (HERE, HERE.parent, HERE.parents[1])

Figures = Mapping[str, Any]
Measure = Callable[..., Figures]


@pytest.fixture(scope="session")
def measure(tmp_path_factory: pytest.TempPathFactory) -> Measure:
    """Figures of one run of a program, in a fresh process and an empty folder; the same run is never repeated."""
    known: dict[tuple[str, ...], Figures] = {}

    def run(program: str, *arguments: str) -> Figures:
        key = (program, *arguments)
        if key not in known:
            known[key] = _run(program, arguments, tmp_path_factory.mktemp(program))
        return known[key]

    return run


def _run(program: str, arguments: tuple[str, ...], folder: Path) -> Figures:
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "", "NO_ALBUMENTATIONS_UPDATE": "1"}
    here = {"HF_HOME": str(folder), "HF_HUB_OFFLINE": "1"}
    env = os.environ | quiet | here | {"PYTHONPATH": os.pathsep.join(map(str, PATHS)), "PYTHONHASHSEED": "0"}
    command = [sys.executable, str(HERE / "programs" / f"{program}.py"), *arguments]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    print(program, *arguments, json.dumps(figures))
    return figures
