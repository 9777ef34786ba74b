"""Which files to check: the named ones, and what lies in named folders, less what is excluded or ignored by git."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auglint.source.text import SourceError, refusal, shown

DEFAULT_EXCLUDE = (
    ".eggs",
    ".git",
    ".hg",
    ".hypothesis",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    "__pycache__",
    "build",
    "dist",
    "env",
    "env?",
    "node_modules",
    "site-packages",
    "venv",
)
"""What is never of interest; a name without a slash is excluded at any depth."""

ENDINGS = (".py", ".pyi", ".ipynb")

# The checked repository's own settings must not start anything: neither a file system monitor nor a hook.
_GIT = ("git", "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "safe.directory=*")


@dataclass(frozen=True)
class Discovery:
    """The files to check, each once and sorted, and the named or found paths that cannot be read."""

    files: tuple[Path, ...]
    errors: tuple[SourceError, ...]


def discover(
    paths: Sequence[Path],
    *,
    exclude: Sequence[str],
    force_exclude: bool,
    root: Path,
    respect_gitignore: bool = True,
) -> Discovery:
    """Find the Python files and notebooks that `paths` name or contain.

    `exclude` holds globs: a pattern without a slash matches a name at any depth, one with a slash a path below `root`;
    a match excludes all below it. A path that is named itself is always checked, unless `force_exclude`.
    """
    excluded = _excluder(exclude)
    root = root.resolve()
    found: dict[Path, Path] = {}
    errors: list[SourceError] = []
    for path in paths:
        if force_exclude and _named_excluded(path, excluded, root):
            continue
        problem = None if path.is_dir() else refusal(path)
        if problem is not None:
            errors.append(problem)
        elif path.is_dir():
            walk = _Walk(root, excluded, errors)
            for file, real in walk.folder(path, respect_gitignore):
                found.setdefault(real, file)
        else:
            found.setdefault(path.resolve(), path)
    return Discovery(tuple(sorted(found.values())), tuple(errors))
