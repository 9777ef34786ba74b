"""Which versions of libraries a project uses: its lock files, requirements, pyproject.toml and environment files.

The nearest folder that says anything counts. What was resolved comes before what is asked for. Exact pins and bounded
ranges are understood; of everything else the version is unknown.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from auglint.catalogue import catalogue

MAX_LEVELS = 5
ROOT_MARKS = (".git",)
LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock")
ENVIRONMENTS = ("environment.yml", "environment.yaml", "conda.yml", "conda.yaml", "env.yml")
REQUIREMENTS = ("requirements*.txt", "requirements/*.txt", "constraints*.txt")

_REQUIREMENT = re.compile(
    r"^\s*[-\"']?\s*([A-Za-z][A-Za-z0-9._-]*)(?:\[[^\]]*\])?\s*(\(?[=<>!~][^;#\"'\s][^;#\"'\n]*)", re.MULTILINE
)
_PART = re.compile(r"(===|==|~=|>=|<=|!=|<|>|=)\s*v?([0-9][0-9A-Za-z.*+!-]*)")

Release = tuple[int, ...]


@dataclass(frozen=True)
class Versions:
    """The versions that a library may have: from `first` on, up to `end`, which is left out."""

    first: Release
    end: Release

    def within(self, ends: Sequence[str]) -> bool:
        """Whether all of them lie between two versions, the first included and the second left out."""
        return release(ends[0]) <= self.first and self.end <= release(ends[1])


def read_versions(folder: Path) -> dict[str, Versions]:
    """The versions by distribution (in lower case, with hyphens) that a project around a folder uses."""
    here = folder.absolute()
    for _ in range(MAX_LEVELS):
        found = _in(here)
        if found:
            return found
        if any((here / mark).exists() for mark in ROOT_MARKS) or here.parent == here:
            break
        here = here.parent
    return {}


def parse_versions(given: Mapping[str, str]) -> dict[str, Versions]:
    """Versions that the settings give: exact ones (`1.4.21`), or with operators as in a requirement (`>=1.8,<1.9`)."""
    found = {}
    for name, text in given.items():
        versions = _range(text if _PART.match(text.strip()) else f"=={text}")
        if versions is not None:
            found[_named(name)] = versions
    return found


def release(text: str) -> Release:
    """The numbers of a version, without trailing zeros: `2.0` and `2.0.0` are one."""
    numbers = [int(part) for part in re.match(r"[0-9.]*", text)[0].split(".") if part]  # type: ignore[index]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _in(folder: Path) -> dict[str, Versions]:
    found: dict[str, Versions] = {}
    for file in (
        *sorted(
            [*folder.glob("requirements*.txt"), *folder.glob("requirements/*.txt"), *folder.glob("constraints*.txt")]
        ),
        *(folder / name for name in ENVIRONMENTS),
        folder / "pyproject.toml",
    ):
        found |= {name: versions for name, text in _asked(file) if (versions := _range(text)) is not None}
    for name in LOCKS:
        found |= {n: versions for n, text in _locked(folder / name) if (versions := _range(f"=={text}")) is not None}
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    except OSError:
        return ""


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except (ValueError, RecursionError):
        return {}


def _asked(path: Path) -> Iterator[tuple[str, str]]:
    """What a file asks for: names and version ranges as written."""
    if path.name != "pyproject.toml":
        for name, text in _REQUIREMENT.findall(_text(path)):
            yield _named(name), text
        return
    data = _toml(path)
    project = _table(data, "project")
    optional = _table(project, "optional-dependencies")
    groups = _table(data, "dependency-groups")
    for listed in (project.get("dependencies"), *optional.values(), *groups.values()):
        for line in listed if isinstance(listed, list) else ():
            for name, versions in _REQUIREMENT.findall(line) if isinstance(line, str) else ():
                yield _named(name), versions
    for name, value in _table(data, "tool", "poetry", "dependencies").items():
        asked = value.get("version") if isinstance(value, dict) else value
        if isinstance(asked, str):
            yield _named(name), asked if _PART.match(asked) else _poetry(asked)


def _poetry(text: str) -> str:
    """`1.2` and `^1.2` of Poetry as a requirement; "" for what has no end."""
    if re.fullmatch(r"[0-9][0-9.]*", text):
        return f"=={text}"
    caret = re.fullmatch(r"\^([0-9][0-9.]*)", text)
    if not caret:
        return ""
    numbers = [int(part) for part in caret[1].split(".") if part]
    first = next((n for n, number in enumerate(numbers) if number), len(numbers) - 1)
    return f">={caret[1]},<{'.'.join(map(str, [*numbers[:first], numbers[first] + 1]))}"


def _locked(path: Path) -> Iterator[tuple[str, str]]:
    """What a lock file resolved."""
    if path.name == "Pipfile.lock":
        try:
            data = json.loads(_text(path) or "{}")
        except (ValueError, RecursionError):
            return
        for group in ("develop", "default"):
            for name, entry in _table(data, group).items():
                version = entry.get("version") if isinstance(entry, dict) else None
                if isinstance(version, str):
                    yield _named(name), version.removeprefix("==")
        return
    data = _toml(path)
    for listed in (data.get("package"), data.get("packages")):
        for entry in listed if isinstance(listed, list) else ():
            told = [entry.get(key) if isinstance(entry, dict) else None for key in ("name", "version")]
            if all(isinstance(text, str) for text in told):
                yield _named(str(told[0])), str(told[1])


def _table(data: Any, *keys: str) -> dict[str, Any]:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def _named(name: str) -> str:
    """The distribution's name as all files would spell it."""
    plain = re.sub(r"[-_.]+", "-", name).lower()
    return _other_names().get(plain, plain)


@cache
def _other_names() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads((catalogue() / "versions.toml").read_text(encoding="utf-8"))["other_names"]
    return found


def _range(text: str) -> Versions | None:
    """The versions that a requirement allows, None when it leaves an end open."""
    first: Release | None = None
    end: Release | None = None
    for operator, version in _PART.findall(text):
        numbers = release(version)
        if operator in ("==", "===", "="):
            star = version.endswith("*") or (operator == "=" and version.count(".") < 2)  # conda's `=1.8` is `==1.8.*`
            return Versions(numbers, _next(numbers, version) if star else _after(numbers))
        if operator == "~=":
            parts = [int(part) for part in re.findall(r"\d+", version)][:-1]
            return Versions(numbers, (*parts[:-1], parts[-1] + 1)) if parts else None
        if operator == ">=":
            first = numbers
        elif operator == ">":
            first = _after(numbers)
        elif operator == "<":
            end = numbers
        elif operator == "<=":
            end = _after(numbers)
    if first is None and end is not None:
        first = ()
    return Versions(first, end) if first is not None and end is not None else None


def _after(numbers: Release) -> Release:
    """Sorts after a release, and before any later one."""
    return (*numbers, 0)


def _next(numbers: Release, version: str) -> Release:
    """The first release after all that begin like this one."""
    parts = [int(part) for part in re.findall(r"\d+", version)]
    return (*parts[:-1], parts[-1] + 1) if parts else numbers
