"""The catalogue `rules/`: one page per rule, tables of frameworks; found wherever auglint was installed or unpacked."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def catalogue() -> Traversable:
    """The folder `rules/`: from an installation, a zip, or a bare checkout."""
    try:
        return files("auglint.rules")
    except ModuleNotFoundError:
        return Path(__file__).resolve().parents[1] / "rules"
