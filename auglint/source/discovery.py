"""Which files to check: the named ones, and what lies in named folders, less what is excluded or ignored by git."""

import os
import re
import stat
import subprocess
from collections.abc import Iterable, Iterator, Sequence
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
    a match excludes all below it. A path that is named itself is always checked, unless `force_exclude`. Links to
    folders are not followed.
    """
    walk = _Walk(_Excluder.of(exclude), root.resolve())
    errors: list[SourceError] = []
    found: list[tuple[bool, Path, str]] = []
    for path in paths:
        if force_exclude and walk.excludes_named(path):
            continue
        for entry in walk.folder(path, respect_gitignore) if _is_folder(path) else [_named(path)]:
            if entry.problem is not None:
                errors.append(entry.problem)
            else:
                found.append((entry.linked, entry.path, entry.real))
    files: dict[str, Path] = {}
    for _, file, real in sorted(found):
        files.setdefault(real, file)
    return Discovery(tuple(sorted(files.values())), tuple(sorted(errors, key=str)))


@dataclass(frozen=True)
class _Entry:
    """A file that was met: its path as the user would write it, its real path, and why it cannot be read."""

    path: Path
    real: str
    linked: bool = False
    problem: SourceError | None = None


@dataclass(frozen=True)
class _Excluder:
    names: re.Pattern[str]
    paths: re.Pattern[str]

    @classmethod
    def of(cls, patterns: Sequence[str]) -> "_Excluder":
        cleaned = [pattern.removeprefix("./").rstrip("/") for pattern in patterns]
        return cls(
            _any_of(pattern for pattern in cleaned if pattern and "/" not in pattern),
            _any_of(pattern.lstrip("/") for pattern in cleaned if "/" in pattern),
        )

    def hit(self, name: str, relative: str | None) -> bool:
        """Whether a name, or the path relative to the root (None outside it), is excluded by itself."""
        return bool(self.names.fullmatch(name) or (relative is not None and self.paths.fullmatch(relative)))


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(_glob(pattern) for pattern in patterns) or r"(?!)", re.DOTALL)


_GLOB = re.compile(r"(?P<folders>\*\*/)|(?P<all>\*\*)|(?P<some>\*)|(?P<one>\?)|\[(?P<not>[!^]?)(?P<set>\]?[^\]]*)\]")


def _glob(pattern: str) -> str:
    pieces = []
    position = 0
    for found in _GLOB.finditer(pattern):
        pieces.append(re.escape(pattern[position : found.start()]))
        if found["set"]:
            characters = re.sub(r"([\\\]\[^&~|])", r"\\\1", found["set"])
            piece = f"[{'^' if found['not'] else ''}{characters}]"
            try:
                re.compile(piece)
            except re.error:
                piece = re.escape(found[0])
            pieces.append(piece)
        else:
            pieces.append({"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(found[0], re.escape(found[0])))
        position = found.end()
    return "".join(pieces) + re.escape(pattern[position:])


@dataclass(frozen=True)
class _Walk:
    excluder: _Excluder
    root: Path

    def excludes_named(self, path: Path) -> bool:
        """Whether a named path, or a folder between it and the root, is excluded."""
        try:
            real = path.parent.resolve() / path.name if path.name else path.resolve()
        except (OSError, RuntimeError, ValueError):  # a link that leads to itself, or no name for a file
            return False
        if not real.is_relative_to(self.root):
            return self.excluder.hit(real.name, None)
        return self._excluded(real.relative_to(self.root).as_posix(), "")

    def folder(self, folder: Path, respect_gitignore: bool) -> Iterator[_Entry]:
        """All files of interest below a folder."""
        real = folder.resolve()
        listed = _git_files(real) if respect_gitignore else None
        if listed is None:
            yield from self._plain(folder, real)
            return
        base = self._relative(real)
        for relative, nested in sorted(listed):
            if not (nested or relative.endswith(ENDINGS)) or self._excluded(relative, base):
                continue
            if nested:
                if _is_folder(folder / relative):
                    yield from self.folder(folder / relative, respect_gitignore)
            elif entry := _entry(str(folder / relative), f"{real}/{relative}"):
                yield entry

    def _plain(self, folder: Path, real: Path) -> Iterator[_Entry]:
        base = self._relative(real)
        stack = [(str(folder), str(real), base)]
        while stack:
            path, real_path, relative = stack.pop()
            try:
                with os.scandir(path) as entries:
                    listed = list(entries)
            except OSError as error:
                message = f"cannot be read: {(error.strerror or str(error)).lower()}"
                yield _Entry(Path(path), real_path, problem=SourceError(shown(Path(path)), message, is_source=False))
                continue
            for entry in listed:
                name = entry.name
                below = None if relative is None else relative + name
                is_folder = entry.is_dir(follow_symlinks=False)
                if not (is_folder or name.endswith(ENDINGS)) or self.excluder.hit(name, below):
                    continue
                if is_folder:
                    stack.append((entry.path, f"{real_path}/{name}", None if below is None else below + "/"))
                elif entry.is_file(follow_symlinks=False):
                    yield _Entry(Path(entry.path), f"{real_path}/{name}")
                elif met := _entry(entry.path, f"{real_path}/{name}"):
                    yield met

    def _relative(self, real: Path) -> str | None:
        """The folder's path below the root, ending in a slash ("" for the root itself); None outside it."""
        if not real.is_relative_to(self.root):
            return None
        inner = real.relative_to(self.root).as_posix()
        return "" if inner == "." else inner + "/"

    def _excluded(self, relative: str, base: str | None) -> bool:
        """Whether a path, or a folder on the way to it from `base`, is excluded."""
        end = 0
        while end < len(relative):
            start = end
            end = relative.find("/", start) if "/" in relative[start:] else len(relative)
            if self.excluder.hit(relative[start:end], None if base is None else base + relative[:end]):
                return True
            end += 1
        return False


def _named(path: Path) -> _Entry:
    problem = refusal(path)
    return _Entry(path, str(path) if problem else str(path.resolve()), not problem and path.is_symlink(), problem)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _entry(path: str, real: str) -> _Entry | None:
    """A file that may be a link or something odd; None when it is gone, a folder, or an editor's lock."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return None
    if stat.S_ISREG(mode):
        return _Entry(Path(path), real)
    met = Path(path)
    if _is_folder(met) or met.name.startswith(".#"):
        return None
    problem = refusal(met)
    return _Entry(met, real if problem else str(met.resolve()), stat.S_ISLNK(mode), problem)


def _git_files(folder: Path) -> set[tuple[str, bool]] | None:
    """(path below the folder, whether it is a repository in this one), tracked or not ignored; None without git."""
    if not any(os.access(parent / ".git", os.F_OK) for parent in (folder, *folder.parents)):
        return None
    output = _git(folder, "ls-files", "-z", "--stage", "-co", "--exclude-standard", "--", ".")
    if output is None or (not output and _git(folder, "check-ignore", "-q", ".") is not None):
        return None
    listed = set()
    for record in os.fsdecode(output).split("\0"):
        tracked = _TRACKED.match(record)
        path = record[tracked.end() :] if tracked else record
        if path:
            listed.add((path.rstrip("/"), path.endswith("/") or bool(tracked and tracked[1] == "160000")))
    return listed


_TRACKED = re.compile(r"([0-7]{6}) [0-9a-f]{40,64} [0-3]\t")


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git says in a folder, None when it fails or is not there."""
    # A hook that runs us has set GIT_DIR and the like for a repository that may be another one.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            [*_GIT, *arguments],
            cwd=folder,
            env=kept | {"GIT_OPTIONAL_LOCKS": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
