"""Runs a user's program in a process of its own, up to its first batches, and brings back what was seen of it.

Whatever the program does, the run ends after a time that is known, none of the processes that it has started is left,
and why nothing was seen of it is said in one line. Its own files are never touched: new ones are told of.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from auglint.confirm import warden
from auglint.confirm.inside import child
from auglint.confirm.inside.child import Plan
from auglint.confirm.observation import UNFINISHED, Observation, read
from auglint.source.notebook import read_notebook
from auglint.source.text import SourceError, SourceFile

SECONDS = 120.0
"""How long a program may take, in s, when nothing else is said."""

ENVIRONMENT = {
    "CUDA_VISIBLE_DEVICES": "",
    "HF_HUB_OFFLINE": "1",
    "MPLBACKEND": "Agg",
    "NO_ALBUMENTATIONS_UPDATE": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONIOENCODING": "utf-8",
    "PYTHONUNBUFFERED": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TOKENIZERS_PARALLELISM": "false",
    "WANDB_MODE": "disabled",
}
"""What a program is run with, where the user has set nothing else."""

_ROOT = Path(__file__).resolve().parents[2]
_SCRIPTS = (".py", ".pyw", "")
_MODULE = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_COMPILED = "torchinductor"
_TICK = 0.03
_GRACE = 15.0
_RESERVE = 30.0
_MOST_OUTPUT = 8_000_000
_TAIL = 16_000
_TAIL_LINES = 20
_LONGEST_LINE = 300
_LISTED = 10_000
_LISTED_TOGETHER = 5_000
_NOT_LISTED = {"__pycache__", "node_modules", ".git", ".hg", ".svn", ".mypy_cache", ".pytest_cache", ".ruff_cache"}


class ProgramError(Exception):
    """Why there is nothing to run: one line, for the user."""


@dataclass(frozen=True)
class Target:
    """What to run: a script, a notebook, or named factories and objects of a Python file, notebook or module.

    `where`: the file as it was given, or the dotted name of a module. `kind`: "script", "notebook", "file" or "module".
    `module`: the name under which `python -m` would run the file, "" when it is run as a file.
    `names`: what to draw from, () to watch the program's own loop. `argv`: the program's own arguments.
    """

    where: str
    kind: str = "script"
    names: tuple[str, ...] = ()
    argv: tuple[str, ...] = ()
    module: str = ""

    @property
    def path(self) -> Path | None:
        """The file, None for a module."""
        return None if self.kind == "module" else Path(self.where)


@dataclass(frozen=True)
class Run:
    """What came of a run. `problem` is "" when something could be drawn from, else one line that says why not.

    `output_tail`: the last lines that the program wrote to its output and errors; `seconds`: how long it took, in s;
    `left_files`: files and folders that are new, or have changed, where it ran and where it lies.
    """

    observation: Observation
    output_tail: str = ""
    seconds: float = 0.0
    problem: str = ""
    left_files: tuple[str, ...] = ()


def target(text: str, argv: Sequence[str] = ()) -> Target:
    """What the user means by "train.py", "nb.ipynb", "package.module:make_loaders" or "file.py::train_set,val_set".

    A name that has the word train, val, valid, dev, test or eval in it says the role of what it names; else the keys of
    a dictionary do, or the places of a tuple, or of two or three names: training, validation, test.
    Raises ProgramError with what is wrong with it.
    """
    if not text:
        raise ProgramError("nothing was named to run")
    where, colons, names = text.partition("::")
    if not colons and _mode(text) is None:
        where, colons, names = text.rpartition(":")
        if not colons or not _MODULE.fullmatch(where):
            return _no_file(text)
        if Path(where).suffix in (*_SCRIPTS[:2], ".ipynb") and _mode(where) is not None:
            raise ProgramError(f"{text}: names in a file come after two colons: {where}::{names}")
        return Target(where, "module", _names(text, names), tuple(argv))
    path, mode = Path(where), _mode(where)
    if mode is None:
        return _no_file(where)
    if stat.S_ISDIR(mode):
        raise ProgramError(f"{where} is a directory: name the program that trains")
    if not stat.S_ISREG(mode) or path.suffix not in (*_SCRIPTS, ".ipynb"):
        raise ProgramError(f"{where} is neither a Python file nor a notebook")
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise ProgramError(f"{where} cannot be read: {error.strerror}") from None
    kind = "notebook" if path.suffix == ".ipynb" else "file" if colons else "script"
    if kind == "notebook":
        _cells(path)
    return Target(where, kind, _names(text, names) if colons else (), tuple(argv))


def _mode(where: str) -> int | None:
    """What kind of file there is, as `stat` says it; None for none."""
    try:
        return Path(where).stat().st_mode
    except (OSError, ValueError):
        return None


def module_target(name: str, argv: Sequence[str] = ()) -> Target:
    """What `python -m name` runs from the current folder. Raises ProgramError when there is no such module here."""
    place = Path(*name.split("."))
    candidates = (place.with_suffix(".py"), place / "__main__.py") if _MODULE.fullmatch(name) else ()
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        raise ProgramError(f"{name}: there is no such module below this folder")
    module = name if found.name != "__main__.py" else f"{name}.__main__"
    return Target(str(found), argv=tuple(argv), module=module)


def _no_file(text: str) -> Target:
    if _MODULE.fullmatch(text) and Path(text).suffix not in (*_SCRIPTS[:2], ".ipynb"):
        raise ProgramError(f"{text}: no such file; of a module, name what makes its loaders: {text}:make_loaders")
    raise ProgramError(f"{text}: no such file")


def _names(text: str, names: str) -> tuple[str, ...]:
    found = tuple(name.strip() for name in names.split(","))
    for name in found:
        if not _MODULE.fullmatch(name):
            raise ProgramError(f"{text}: {name!r} is not the name of a function or object")
    return found


def _cells(notebook: Path) -> tuple[tuple[int, str, str], ...]:
    """The code cells: number, code, and what is wrong with it. Raises ProgramError."""
    try:
        source = read_notebook(notebook, notebook.read_bytes())
    except SourceError as error:
        raise ProgramError(f"{notebook}: {error.message}") from None
    if not source.cells:
        raise ProgramError(f"{notebook} has no Python cells")
    wrong = {error.cell: _wrong(error) for error in source.errors}
    rows = source.code.splitlines(keepends=True)
    return tuple((cell.index, _code(source, cell.index, rows), wrong.get(cell.index, "")) for cell in source.cells)


def _wrong(error: SourceError) -> str:
    return f"{error.message} (line {error.row})" if error.row else error.message


def _code(source: SourceFile, number: int, rows: Sequence[str]) -> str:
    cell = next(each for each in source.cells if each.index == number)
    return "".join(rows[cell.first_line - 1 : cell.first_line - 1 + cell.line_count])


def run(
    what: Target,
    *,
    roles: Mapping[str, str] | None = None,
    limits: Mapping[str, Any] | None = None,
    seconds: float = SECONDS,
    python: str = sys.executable,
    step: Callable[[str], None] = lambda text: None,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Run:
    """Run a program until it has shown its pipelines, draw from them, and end it.

    `roles`: roles that the code itself says, by "file:cell:row:column". `limits`: fields of
    `auglint.confirm.inside.observer.Limits` that differ from the usual. `seconds`: after them the program is ended,
    whatever it does; some of them are kept for drawing. `python`: the interpreter of the program. `step` is told what
    is being done. `folder`: where to run, by default here, and a notebook where it lies, as Jupyter does.
    `environment`: variables that are set besides. Raises ProgramError when there is nothing to run or to run it with.
    """
    found = shutil.which(python)
    if found is None:
        raise ProgramError(f"{python}: no such Python interpreter")
    interpreter = os.path.abspath(found)  # noqa: PTH100 : the link of an environment to its Python stays
    began = time.monotonic()
    where = str(what.path.resolve()) if what.path else what.where
    cells = _cells(Path(where)) if what.kind == "notebook" else ()
    folder = (folder or (Path(where).parent if what.kind == "notebook" else Path.cwd())).resolve()
    places = {folder, Path(where).parent} if what.path else {folder}
    with tempfile.TemporaryDirectory(prefix="auglint-", ignore_cleanup_errors=True) as name:
        private = Path(name)
        plan = Plan(
            target=os.path.abspath(what.where) if what.path else what.where,  # noqa: PTH100 : links stay as they are
            events=str(private / "events"),
            kind=what.kind,
            module=what.module,
            argv=what.argv,
            names=what.names,
            cells=cells,
            roles=dict(roles or {}),
            limits=dict(limits or {}),
            seconds=seconds - min(_RESERVE, seconds / 3),
            temporary=str(private / "t"),  # short: sockets are put there, and their names may not be long
            library=_library(private),
        )
        _prepare(private, plan)
        before = [_listing(place) for place in places]
        marker = uuid.uuid4().hex
        settings = _settings(private, marker, environment or {})
        command = [
            sys.executable,
            "-I",
            "-S",
            warden.__file__,
            name,
            interpreter,
            child.__file__,
            str(private / "plan"),
        ]
        ending = _watched(command, private, marker, folder, settings, seconds, step)
        left = sorted({file for listing in before for file in _new(listing)})
        with (private / "events").open(encoding="utf-8", errors="replace") as lines:
            observation = read(lines, files=left)
        ran = (private / "events").stat().st_size > 0
        tail = _tail(private / "output")
    observation = replace(observation, stopped=observation.stopped or ending.words)
    problem = _problem(what, observation, ending, tail) if ran else f"{what.where} could not be run: {_last(tail)}"
    return Run(observation, tail, time.monotonic() - began, problem, tuple(left))


def _prepare(private: Path, plan: Plan) -> None:
    (private / "t").mkdir()
    for name in ("events", "output"):
        (private / name).touch()
    (private / "plan").write_text(json.dumps(asdict(plan)), encoding="utf-8")


def _library(private: Path) -> str:
    """A folder with nothing but auglint in it: what else is installed beside it is not the program's."""
    library = private / "library"
    library.mkdir()
    try:
        (library / "auglint").symlink_to(_ROOT / "auglint", target_is_directory=True)
    except OSError:
        return str(_ROOT)
    return str(library)


def _settings(private: Path, marker: str, besides: Mapping[str, str]) -> dict[str, str]:
    """The environment of a run. A cache that is not there yet is not begun."""
    given = {**os.environ, **besides}
    caches = Path(given.get("TMPDIR") or tempfile.gettempdir()).glob(f"{_COMPILED}_*")
    fresh = {} if any(caches) else {f"{_COMPILED.upper()}_CACHE_DIR": str(private / "compiled")}
    return {**ENVIRONMENT, **fresh, **given, warden.MARKER: marker}


@dataclass(frozen=True)
class _Ending:
    """How a process ended: its exit code, negative for a signal, and whether it was for being late."""

    code: int | None
    late: bool
    seconds: float

    @property
    def words(self) -> str:
        if self.late:
            return f"it was still running after {self.seconds:g} s"
        if self.code is None:
            return "it was ended from outside"
        if self.code >= 0:
            return f"it ended with exit code {self.code}"
        try:
            name = signal.Signals(-self.code).name
        except ValueError:
            name = f"signal {-self.code}"
        return f"it was ended by {name}{' (is there enough memory?)' if name == 'SIGKILL' else ''}"


def _watched(
    command: Sequence[str],
    private: Path,
    marker: str,
    folder: Path,
    settings: Mapping[str, str],
    seconds: float,
    step: Callable[[str], None],
) -> _Ending:
    """Run a command under a warden, and see to it that it ends."""
    keeper = subprocess.Popen(
        command,
        cwd=folder,
        env=settings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert keeper.stdin is not None and keeper.stdout is not None
    began = time.monotonic()
    late = False
    steps = _Steps(private / "events", step)
    try:
        while keeper.poll() is None:
            late = time.monotonic() - began > seconds
            if late:
                break
            steps.follow()
            _trim(private / "output")
            time.sleep(_TICK)
        steps.follow()
    finally:
        with contextlib.suppress(OSError):
            keeper.stdin.write(b".")
            keeper.stdin.flush()
        try:
            keeper.wait(_GRACE)
        except subprocess.TimeoutExpired:
            keeper.kill()
            keeper.wait()
        report = keeper.stdout.read()
        keeper.stdout.close()
        with contextlib.suppress(OSError):
            keeper.stdin.close()
        if not report:
            warden.sweep(lambda: warden.marked(marker) - {os.getpid()})
    return _Ending(int(report) if report else None, late, seconds)


class _Steps:
    """Reads a growing file of events, and tells of the progress in it."""

    def __init__(self, events: Path, step: Callable[[str], None]) -> None:
        self._events, self._step, self._read = events, step, 0

    def follow(self) -> None:
        """Tell what is new."""
        with self._events.open("rb") as stream:
            stream.seek(self._read)
            new = stream.read()
        whole = new[: new.rfind(b"\n") + 1]
        self._read += len(whole)
        for line in whole.splitlines():
            if line.startswith(b'{"event": "progress"'):
                self._step(json.loads(line)["text"])


def _trim(output: Path) -> None:
    """Keep the end only of what has grown too large. It is written to at its end always, wherever that is."""
    if output.stat().st_size > _MOST_OUTPUT:
        kept = _end(output)
        with output.open("r+b") as stream:
            stream.truncate(0)
        with output.open("ab") as stream:
            stream.write(kept)


def _end(output: Path) -> bytes:
    with output.open("rb") as stream:
        stream.seek(max(0, output.stat().st_size - _TAIL))
        return stream.read()


def _tail(output: Path) -> str:
    """The last lines, without what a terminal would take for more than text."""
    text = _end(output).decode("utf-8", errors="replace")
    lines = [row.rpartition("\r")[2] for row in text.replace("\r\n", "\n").split("\n")]
    shown = ["".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in row[:_LONGEST_LINE]) for row in lines]
    while shown and not shown[-1].strip():
        shown.pop()
    return "\n".join(shown[-_TAIL_LINES:])


def _problem(what: Target, observation: Observation, ending: _Ending, tail: str) -> str:
    """Why nothing can be said of a program, in one line; "" when something can."""
    name = Path(what.where).name if what.path else what.where
    stopped = observation.stopped
    if observation.passes:
        return ""
    if observation.pipelines:
        cut_short = f"{observation.problem}, for {ending.words}" if observation.problem == UNFINISHED else ""
        return f"{name} made pipelines that could not be drawn from: {cut_short or observation.problem or stopped}"
    if observation.problem not in ("", UNFINISHED):
        return f"{name}: {observation.problem}"
    if what.names and stopped == child.NAMED:
        return f"{name}: nothing that can be drawn from is in {', '.join(what.names)}"
    if what.names:
        return f"{name} did not come to {', '.join(what.names)}: {stopped}{_help(what, stopped, tail)}"
    return (
        f"{name} never made a loader, dataset pipeline or fit call that could be drawn from: "
        f"{stopped}{_help(what, stopped, tail)}"
    )


def _help(what: Target, stopped: str, tail: str) -> str:
    """What the user can do about it, or what the program itself said last."""
    last = _last(tail)
    if "bootstrapping phase" in tail or "freeze_support()" in tail:
        return '; it starts processes, but has no `if __name__ == "__main__":` around what they must not run again'
    if stopped.startswith("it called sys.exit(2)") and "usage:" in tail:
        return f', saying "{last}"; its own arguments are given after --: auglint confirm {what.where} -- ...'
    if stopped.startswith(("it ended with ModuleNotFoundError", "it ended with ImportError")):
        return "; install it for the Python that runs the program, or name another Python with --python"
    if stopped.startswith("it ended with EOFError"):
        return "; nobody answers what it asks for on its input"
    if stopped.startswith(("it ended with exit code", "it called", "it was ended by")) and last:
        return f', saying "{last}"'
    return ""


def _last(tail: str) -> str:
    return tail.rpartition("\n")[2].strip()


_Seen = dict[str, tuple[int, int]]


def _listing(folder: Path) -> dict[Path, _Seen]:
    """The folders here and below with what is in them and when it was changed, the near ones first, up to a number."""
    found: dict[Path, _Seen] = {}
    ahead = [folder]
    count = 0
    while ahead and count < _LISTED:
        place = ahead.pop(0)
        entries = list(_entries(place))
        found[place] = {entry.name: _state(entry) for entry in entries}
        count += len(entries)
        ahead += [
            Path(entry.path)
            for entry in entries
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
        ]
    return found


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """What is in a folder, nothing if that is an environment's, or so much that it must be data."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        listed = list(islice(entries, _LISTED_TOGETHER + 1))
        if len(listed) <= _LISTED_TOGETHER and not any(entry.name == "pyvenv.cfg" for entry in listed):
            yield from (entry for entry in listed if entry.name not in _NOT_LISTED)


def _state(entry: os.DirEntry[str]) -> tuple[int, int]:
    """When a file was changed, in ns, and its size; the same for all folders: what is in them is listed by itself."""
    with contextlib.suppress(OSError):
        if not entry.is_dir(follow_symlinks=False):
            known = entry.stat(follow_symlinks=False)
            return known.st_mtime_ns, known.st_size
    return 0, 0


def _new(listing: Mapping[Path, _Seen]) -> Iterator[str]:
    """What is in listed folders now, and was not, or was otherwise."""
    for place, before in listing.items():
        for entry in _entries(place):
            if before.get(entry.name) != _state(entry):
                yield entry.path + (os.sep if entry.is_dir(follow_symlinks=False) else "")
