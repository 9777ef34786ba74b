"""The entry of the observed process: run the user's program as Python would, and watch what it gives its data to.

Called by path, with one argument: a JSON file that says what to run (`Plan`). Events go to the file it names; the
program's own output goes where it always goes.

The program may do what it likes with its process: what is needed to end it is kept from the start, and no file is held
open. A copy of the process that the program makes by forking goes its own way and says nothing.
"""

import sys

if sys.hexversion < 0x030B0000:  # said before anything that an older Python does not understand
    sys.exit("the watched program needs Python 3.11 or newer, and this is " + sys.version.split()[0])

if __name__ == "__main__" and not sys.flags.safe_path:
    sys.path.pop(0)  # this folder, put there because this file was called by path

import ast
import builtins
import contextlib
import ctypes
import importlib
import importlib.util
import inspect
import io
import json
import linecache
import os
import re
import signal
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any

_ROOT = Path(__file__).resolve().parents[3]


def _use_own_package() -> None:
    """Import auglint from beside this file, wherever else there is one, with no change to where others come from."""
    package = _ROOT / "auglint"
    spec = importlib.util.spec_from_file_location("auglint", package / "__init__.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["auglint"] = module
    spec.loader.exec_module(module)


if __name__ == "__main__":
    _use_own_package()

if TYPE_CHECKING:
    from auglint.confirm.inside.observer import Observer

NAMED = "all that was named is there"
"""Why a run stops that was to make named loaders only."""

_POSITIONS = ("train", "validation", "test")
_ROLES = {
    "train": ("train", "training"),
    "validation": ("val", "valid", "validation", "dev"),
    "test": ("test", "testing"),
    "evaluation": ("eval", "evaluation"),
}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ENDINGS = r"(?:(?:data)?(?:loaders?|sets?)|data|ds|dl|gen|generator|iter)?"
_LONGEST = 300
_SHORT = 0.05
_LATE = 0.5
_PR_SET_PDEATHSIG = 1

# Kept, for the program may replace them.
_exit, _getpid, _open, _write, _close = os._exit, os.getpid, os.open, os.write, os.close
_sleep, _monotonic = time.sleep, time.monotonic


@dataclass(frozen=True)
class Plan:
    """What to run. `events`: the file for what is seen.

    `target`: a script, a notebook, a Python file or the dotted name of a module (`kind` "script", "notebook", "file",
    "module"). `module`: the name under which `python -m` would run a script. `names`: functions or objects of it to
    draw from; without them the program's own loop is watched.
    `cells` of a notebook: number, code, and what is wrong with it. `roles`: roles the code itself says, by
    "file:cell:row:column". `limits`: fields of Limits that differ from the usual. `seconds`: after them the run is
    stopped with what is known, 0: never. `temporary`: a folder for temporary files, "" for the usual one. `library`: a
    folder that holds nothing but auglint, for processes that import it again; "" for the one it is in.
    """

    target: str
    events: str
    kind: str = "script"
    module: str = ""
    argv: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    cells: tuple[tuple[int, str, str], ...] = ()
    roles: dict[str, str] = field(default_factory=dict)
    limits: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    temporary: str = ""
    library: str = ""


class _Stopped(Exception):
    """Why the program went no further, in words."""


class _Appended(io.RawIOBase):
    """A file that is opened for each piece that is written: the program may close whatever it finds open.

    What is written by a copy of the process goes nowhere.
    """

    def __init__(self, path: str) -> None:
        self._path, self._process = path, _getpid()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        piece = bytes(data)
        if _getpid() == self._process:
            file = _open(self._path, os.O_WRONLY | os.O_APPEND)
            try:
                return _write(file, piece)
            finally:
                _close(file)
        return len(piece)


def main(plan_file: str) -> None:
    """Run a plan and end the process: nothing of the program runs after its pipelines were looked at."""
    from auglint.confirm.inside.observer import Limits, Observer
    from auglint.confirm.observation import Writer

    _end_with_parent()
    plan = Plan(**json.loads(Path(plan_file).read_text(encoding="utf-8")))
    stream = io.TextIOWrapper(io.BufferedWriter(_Appended(plan.events)), encoding="utf-8")
    observer = Observer(Writer(stream), Limits(**plan.limits))
    observer.on_end = lambda: _exit(0)
    observer.roles = partial(_role, plan.roles)
    observer.watch()
    sys.path.append(plan.library or str(_ROOT))
    _watch_process(observer, plan)
    process, began = _getpid(), _monotonic()
    observer.writer.line("progress", text="running the program up to its first batches")
    try:
        why = _run(plan, observer)
    except BaseException as error:
        if _getpid() != process:
            raise
        why = _told(error)
    if _getpid() != process:
        return
    _let_threads_work(observer.limits.dry_seconds)
    observer.writer.line("time", part="run", seconds=_monotonic() - began)
    observer.stop(why)
    while not observer.ended:  # another thread has stopped the run, and is at work
        _sleep(_SHORT)
    _exit(0)


def _end_with_parent() -> None:
    """Have this process ended when the one that has started it is gone."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _role(roles: Mapping[str, str], spots: Any) -> str:
    for spot in spots:
        for column in (spot.column, 0):
            role = roles.get(f"{spot.file}:{spot.cell or ''}:{spot.row}:{column}")
            if role:
                return role
    return ""


def _watch_process(observer: "Observer", plan: Plan) -> None:
    """Watch for what ends a process without a word, and for it taking too long; keep temporary files together."""
    process, began = _getpid(), _monotonic()

    def instead(name: str, why: Callable[[Sequence[Any]], str]) -> None:
        original = getattr(os, name)

        def ending(*args: Any, **kwargs: Any) -> Any:
            if _getpid() == process and not observer.busy:
                observer.stop(why(args))
            return original(*args, **kwargs)

        observer.patches.set(os, name, ending)

    instead("_exit", lambda args: f"it called os._exit({', '.join(map(_shown, args))})")
    for name in ("execv", "execve"):
        if hasattr(os, name):
            instead(name, lambda args: f"it replaced itself by another program: {' '.join(map(str, args[1]))}")
    if plan.temporary:
        observer.patches.after_import("tempfile", partial(_keep_temporary_files, observer, plan.temporary))
    if not hasattr(signal, "setitimer"):
        return

    def overdue(number: int, frame: Any) -> None:
        if _getpid() == process:
            observer.stop(f"it was still running after {_monotonic() - began:.0f} s")

    def used() -> None:
        left = plan.seconds - (_monotonic() - began) if plan.seconds else observer.limits.dry_seconds
        signal.setitimer(signal.ITIMER_REAL, max(_SHORT, min(left, observer.limits.dry_seconds) + _LATE))

    def in_time() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    signal.signal(signal.SIGALRM, overdue)
    if plan.seconds:
        signal.setitimer(signal.ITIMER_REAL, plan.seconds)
    observer.on_first_use = used
    observer.exercises.insert(0, in_time)


def _keep_temporary_files(observer: "Observer", folder: str, tempfile: ModuleType) -> None:
    """Temporary files with made-up names go to a folder that goes with the run; those with agreed names stay."""
    usual = getattr(tempfile, "_sanitize_params", None)
    if usual is None:
        return

    def params(prefix: Any, suffix: Any, dir: Any) -> Any:
        as_bytes = isinstance(prefix, bytes) or isinstance(suffix, bytes)
        return usual(prefix, suffix, (os.fsencode(folder) if as_bytes else folder) if dir is None else dir)

    observer.patches.set(tempfile, "_sanitize_params", params)


def _let_threads_work(seconds: float) -> None:
    """Wait for the program's threads as Python does at its end, but not for ever."""
    until = _monotonic() + seconds
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, until - _monotonic()))


def _run(plan: Plan, observer: "Observer") -> str:
    """Run the program; why it ended, if it did so by itself."""
    if plan.kind == "notebook":
        names = _run_notebook(plan)
    elif plan.kind == "script":
        names = _run_script(plan)
    else:
        names = vars(_import_module(plan))
    if not plan.names:
        return "it ended"
    observer.given += given(plan, names)
    return NAMED


def execute(plan: Plan) -> None:
    """Run a script as `__main__`, under its own name, with its own arguments and folder."""
    _run_script(plan)


def _run_script(plan: Plan) -> dict[str, Any]:
    script = os.path.abspath(plan.target)  # noqa: PTH100 : as Python does, symbolic links stay
    folder = Path.cwd() if plan.module else Path(script).resolve().parent
    module = _main_module(plan, folder)
    module.__dict__.update(__file__=script, __loader__=SourceFileLoader("__main__", script), __cached__=None)
    if plan.module:  # as `python -m` does, so that relative imports work, in workers that start anew as well
        module.__dict__.update(__package__=plan.module.rpartition(".")[0])
        module.__spec__ = spec_from_file_location(plan.module, script)
    code = Path(script).read_bytes()
    exec(compile(code, script, "exec", dont_inherit=True), module.__dict__)
    return module.__dict__


def _main_module(plan: Plan, folder: Path) -> ModuleType:
    if not sys.flags.safe_path:
        sys.path.insert(0, str(folder))
    sys.argv = [plan.target, *plan.argv]
    module = ModuleType("__main__")
    module.__dict__.update(__builtins__=builtins, __spec__=None, __annotations__={})
    sys.modules["__main__"] = module
    return module


def _run_notebook(plan: Plan) -> dict[str, Any]:
    """Run the cells in order, as a kernel does; IPython's own commands have been taken out."""
    from auglint.confirm.inside import spots

    notebook = Path(plan.target).resolve()
    module = _main_module(plan, notebook.parent)
    module.__dict__.update(display=_nothing, get_ipython=_Shell)
    for number, text, wrong in plan.cells:
        if wrong:
            raise _Stopped(f"cell {number} is not Python: {wrong}")
        file = f"<{notebook.name} cell {number}>"
        spots.cells[file] = (str(notebook), number)
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        code = compile(text, file, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        waiting = eval(code, module.__dict__)  # not exec: of a cell with `await` it gives what is to be awaited
        if inspect.iscoroutine(waiting):
            import asyncio

            asyncio.run(waiting)
    return module.__dict__


def _nothing(*args: Any, **kwargs: Any) -> None:
    """What a notebook shows is shown to no one."""


class _Shell:
    """Stands for IPython's shell: whatever is asked of it does nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return _nothing


def _import_module(plan: Plan) -> ModuleType:
    sys.argv = [plan.target, *plan.argv]
    if plan.kind == "module":
        sys.path.insert(0, str(Path.cwd()))
        return importlib.import_module(plan.target)
    file = Path(plan.target).resolve()
    sys.path.insert(0, str(file.parent))
    name = file.stem if file.stem not in sys.modules else f"_{file.stem}_"
    spec = importlib.util.spec_from_file_location(name, file, loader=SourceFileLoader(name, str(file)))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def given(plan: Plan, names: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The objects that were named, with their roles; functions are called, each once."""
    found = [(name, _role_of(name), _made(plan, name, names)) for name in plan.names]
    if len(found) in (2, 3) and not any(role for _, role, _ in found):
        return [(role, thing) for role, (_, _, thing) in zip(_POSITIONS, found, strict=False)]
    return [part for _, role, thing in found for part in _split(role, thing)]


def _made(plan: Plan, name: str, names: Mapping[str, Any]) -> Any:
    first, *rest = name.split(".")
    try:
        thing = reduce(getattr, rest, names[first])
    except (KeyError, AttributeError):
        raise _Stopped(f"it has no {name!r}{_others(names)}") from None
    holds_data = hasattr(type(thing), "__iter__") or hasattr(type(thing), "__getitem__")
    if not callable(thing) or (holds_data and not isinstance(thing, type)) or inspect.isgeneratorfunction(thing):
        return thing
    with contextlib.suppress(ValueError, TypeError):
        needed = [
            each.name
            for each in inspect.signature(thing).parameters.values()
            if each.default is each.empty and each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)
        ]
        if needed:
            raise _Stopped(f"{name} is called without arguments, but it needs {', '.join(needed)}")
    made = thing()
    if made is None:
        raise _Stopped(f"{name}() returned nothing")
    return made


def _others(names: Mapping[str, Any]) -> str:
    own = [name for name, thing in names.items() if not name.startswith("_") and not isinstance(thing, ModuleType)]
    return f", only {', '.join(own[-8:])}" if own else ""


def _role_of(name: str) -> str:
    """The role that a name says with one of its words, "" when it says none or several."""
    words = [word.lower() for word in _WORD.findall(name.rpartition(".")[2])]
    roles = [
        role
        for role, known in _ROLES.items()
        if any(re.fullmatch(f"(?:{'|'.join(known)}){_ENDINGS}", word) for word in words)
    ]
    return roles[0] if len(roles) == 1 else ""


def _split(role: str, thing: Any) -> list[tuple[str, Any]]:
    """The parts of what was named: of a dictionary by their keys, of a tuple by their places."""
    if isinstance(thing, tuple) and hasattr(thing, "_asdict"):
        thing = thing._asdict()
    if isinstance(thing, dict):
        return [(_role_of(str(key)) or role, part) for key, part in thing.items()]
    if isinstance(thing, tuple):
        places = (*_POSITIONS, *[""] * len(thing)) if not role else [role] * len(thing)
        return list(zip(places, thing, strict=False))
    return [(role, thing)]


def _told(error: BaseException) -> str:
    """Why the program went no further. What Python would print is printed."""
    if isinstance(error, _Stopped):
        return str(error)
    if isinstance(error, SystemExit):
        if error.code is not None and not isinstance(error.code, int):
            with contextlib.suppress(Exception):
                print(error.code, file=sys.stderr)
        code = _shown(error.code) if error.code is not None else ""
        return f"it called sys.exit({code}){_place(error.__traceback__)}"
    with contextlib.suppress(Exception):
        _print_trace(error)
    try:
        text = " ".join(str(error).split())
    except Exception:
        text = ""
    place = "" if isinstance(error, SyntaxError) else _place(error.__traceback__)
    return f"it ended with {type(error).__name__}{f': {_cut(text)}' if text else ''}{place}"


def _place(trace: TracebackType | None) -> str:
    """The user's innermost line."""
    from auglint.confirm.inside import spots

    found = ""
    for frame, row in traceback.walk_tb(trace):
        file = frame.f_code.co_filename
        if file in spots.cells:
            found = f" (cell {spots.cells[file][1]}, line {row})"
        elif spots.is_user(file):
            found = f" ({Path(file).name}, line {row})"
    return found


def _print_trace(error: BaseException) -> None:
    """Print a traceback without the lines of auglint."""
    own = str(Path(__file__).resolve().parents[1])
    told = traceback.TracebackException.from_exception(error)
    ahead: list[traceback.TracebackException | None] = [told]
    while ahead:
        one = ahead.pop()
        if one is not None:
            frames = [frame for frame in one.stack if not frame.filename.startswith((own, "<frozen importlib"))]
            one.stack = traceback.StackSummary.from_list(frames)
            ahead += [one.__cause__, one.__context__]
    print("".join(told.format()), file=sys.stderr, end="", flush=True)


def _shown(value: Any) -> str:
    try:
        return _cut(repr(value))
    except Exception:
        return type(value).__name__


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


if __name__ == "__main__":
    # Under its own name, so that there is one of it: workers that start anew import it again.
    from auglint.confirm.inside.child import main as run

    run(sys.argv[1])
