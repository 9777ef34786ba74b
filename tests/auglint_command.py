"""Runs auglint as a user does: in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def auglint(*arguments: str | Path, cwd: Path = ROOT, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run `python -m auglint` from this checkout, installed or not, without colours of the surroundings."""
    env = {
        name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE")
    }
    return subprocess.run(
        [sys.executable, "-m", "auglint", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        env=env | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
