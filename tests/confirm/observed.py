"""Watches a real run of a program in a fresh process, as `auglint confirm` does, for tests."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from auglint.confirm.observation import Observation, read

ROOT = Path(__file__).resolve().parents[2]
CHILD = ROOT / "auglint/confirm/inside/child.py"
SECONDS = 300


def observe(script: Path, *argv: str, **plan: Any) -> Observation:
    """What was seen of a script, run in its own folder. `plan`: other fields of `inside.child.Plan`.

    Fails, with the program's output, when the watcher did not finish its work.
    """
    with tempfile.TemporaryDirectory() as folder:
        events, told, output = (Path(folder) / name for name in ("events", "plan", "output"))
        events.touch()
        told.write_text(json.dumps({"target": str(script), "events": str(events), "argv": argv, **plan}))
        path = os.pathsep.join((str(ROOT), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")))
        settings = {"PYTHONPATH": path, "AUGLINT_DEBUG": "1", "CUDA_VISIBLE_DEVICES": "", "TF_CPP_MIN_LOG_LEVEL": "3"}
        with output.open("wb") as stream:
            subprocess.run(
                [sys.executable, str(CHILD), str(told)],
                cwd=script.parent,
                env=os.environ | settings,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                timeout=SECONDS,
                check=False,
            )
        with events.open(encoding="utf-8") as lines:
            observation = read(lines)
        assert not observation.problem, f"{observation.problem}\n{output.read_text(errors='replace')[-8000:]}"
    return observation
