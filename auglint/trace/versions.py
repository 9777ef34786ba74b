"""Which version of a library a project pins: its requirements files."""

import re
from collections.abc import Sequence
from pathlib import Path

PIN = re.compile(r"^\s*([A-Za-z0-9._-]+)\s*==\s*([0-9][0-9.]*)", re.MULTILINE)
MAX_LEVELS = 4


def pinned(folder: Path) -> dict[str, str]:
    """The exact pins of the nearest folder, from this one up, that has a requirements file."""
    here = folder.absolute()
    for _ in range(MAX_LEVELS):
        files = sorted(here.glob("requirements*.txt"))
        if files:
            found: dict[str, str] = {}
            for file in files:
                try:
                    text = file.read_text(encoding="utf-8", errors="replace")
                except OSError:
                    continue
                found.update({name.lower().replace("_", "-"): version for name, version in PIN.findall(text)})
            return found
        if (here / ".git").exists() or here.parent == here:
            break
        here = here.parent
    return {}


def within(version: str, ends: Sequence[str]) -> bool:
    """Whether a version lies between the first and the last one, both included."""
    first, last = (_numbers(end) for end in ends)
    return first <= _numbers(version) <= last


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
