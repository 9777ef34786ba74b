"""Stands between auglint and a program that it runs, so that nothing the program started is left behind.

Called by path, in a process of its own, with a folder for the output and the command to run. It ends the program, and
whatever that has started, when the program ends, when it is told to (a byte on its standard input), and when auglint
itself is gone (the end of that input); then the folder goes as well. On its standard output it says how the program
ended: its exit code, a negative one for a signal.

On Linux processes are found even when they have left their session or have lost their parent. On other systems only
those are ended that stayed in the program's process group.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

MARKER = "AUGLINT_RUN"
"""The environment variable by which what a run has started is known."""

NOT_STARTED = 127
"""The exit code that is told when there was nothing to run."""

_PROC = Path("/proc")
_SUBREAPER = 36
_TICK = 0.01
_STUBBORN = 10.0
_TRACKER = 2.0
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


def main(folder: Path, command: Sequence[str]) -> None:
    """Run a command until it ends or is to be ended, leave nothing of it, and print its exit code."""
    _adopt_orphans()
    asked: list[bytes] = []
    with (folder / "output").open("ab") as output:
        try:
            program = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )
        except OSError as error:
            output.write(f"{command[0]} cannot be started: {error.strerror}".encode())
            sys.stdout.write(f"{NOT_STARTED}\n")
            return
    threading.Thread(target=lambda: asked.append(sys.stdin.buffer.read(1)), daemon=True).start()
    while not asked and program.poll() is None:
        time.sleep(_TICK)
    program.kill()
    code = program.wait()
    marker, own = os.environ.get(MARKER, ""), os.getpid()
    sweep(lambda: (descendants(own) | marked(marker)) - {own})
    if not _processes():
        with contextlib.suppress(OSError, AttributeError):
            os.killpg(program.pid, _KILL)
    if asked == [b""]:
        shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()
    os._exit(0)


def sweep(find: Callable[[], set[int]]) -> None:
    """End all processes that are found, again and again until there are none: some start others meanwhile.

    The process in which multiprocessing keeps its semaphores gets a moment to put them away by itself.
    """
    began = time.monotonic()
    while time.monotonic() - began < _STUBBORN:
        _reap()
        found = find()
        if not found:
            return
        for process in found:
            if time.monotonic() - began > _TRACKER or not _is_tracker(process):
                with contextlib.suppress(OSError):
                    os.kill(process, _KILL)
        time.sleep(_TICK)


def marked(marker: str) -> set[int]:
    """The processes that run with a marker in their environment; none where that cannot be seen."""
    wanted = f"{MARKER}={marker}".encode()
    return {process for process in _processes() if wanted in _read(process, "environ").split(b"\0")}


def descendants(of: int) -> set[int]:
    """The processes that a process has started, with all that these have started; none where that cannot be seen."""
    children: dict[int, set[int]] = {}
    for process in _processes():
        # The name of the command, in parentheses, may hold anything; the state and the parent come after it.
        state = _read(process, "stat").rpartition(b")")[2].split()
        if len(state) > 1:
            children.setdefault(int(state[1]), set()).add(process)
    found: set[int] = set()
    ahead = [of]
    while ahead:
        new = children.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found


def _adopt_orphans() -> None:
    """Become the parent of those whose parent ends, and let no crash leave a file."""
    if sys.platform == "linux":
        import ctypes
        import resource

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _reap() -> None:
    with contextlib.suppress(OSError, AttributeError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _processes() -> list[int]:
    try:
        return [int(each.name) for each in _PROC.iterdir() if each.name.isdigit()]
    except OSError:
        return []


def _is_tracker(process: int) -> bool:
    return b"multiprocessing.resource_tracker" in _read(process, "cmdline")


def _read(process: int, name: str) -> bytes:
    try:
        return (_PROC / str(process) / name).read_bytes()
    except OSError:
        return b""


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
