"""Watches a real run of a program in a fresh process, as `auglint confirm` does, for tests."""

import os
from pathlib import Path
from typing import Any

from auglint.confirm.observation import Observation
from auglint.confirm.program import run, target

TESTS = Path(__file__).resolve().parents[1]
SECONDS = 300.0


def observe(script: Path, *argv: str, names: str = "", **settings: Any) -> Observation:
    """What was seen of a program, run in its own folder, with what lies in the tests to import.

    `names`: what of it to draw from, separated by commas. `settings`: others of `auglint.confirm.program.run`.
    Fails, with the program's output, when the watcher did not finish its work.
    """
    path = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
    usual: dict[str, Any] = {
        "seconds": SECONDS,
        "folder": script.parent,
        "environment": {"PYTHONPATH": path, "AUGLINT_DEBUG": "1"},
    }
    seen = run(target(f"{script}::{names}" if names else str(script), argv), **(usual | settings))
    observation = seen.observation
    assert not observation.problem, f"{seen.problem}\n{observation.problem}\n{observation.stopped}\n{seen.output_tail}"
    return observation
