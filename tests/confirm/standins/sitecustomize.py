"""Gives a program that is watched the data it asks for: see `standins`. Otherwise as `../site/sitecustomize.py`."""

import runpy
import sys
from pathlib import Path

runpy.run_path(str(Path(__file__).resolve().parents[1] / "site" / "sitecustomize.py"))
if any(Path(argument).parts[-2:] == ("inside", "child.py") for argument in sys.orig_argv):
    import standins

    standins.install()
