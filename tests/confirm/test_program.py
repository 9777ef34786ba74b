"""Programs that misbehave: each ends in one clear line, and leaves neither a process nor a file."""

import os
import subprocess
import sys
import tempfile
import textwrap
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from auglint.confirm import warden
from auglint.confirm.program import ProgramError, Run, run, target

ROOT = Path(__file__).resolve().parents[2]
MARK = "AUGLINT_TEST_OF_PROGRAMS"
NEVER = "never made a loader, dataset pipeline or fit call that could be drawn from: "
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="processes are found by /proc")

Running = Callable[..., Run]


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def marked(mark: str) -> list[int]:
    wanted = f"{MARK}={mark}".encode()
    found = []
    for place in Path("/proc").glob("[0-9]*/environ"):
        try:
            if wanted in place.read_bytes().split(b"\0"):
                found.append(int(place.parent.name))
        except OSError:
            continue
    return found


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """Runs a program's text; afterwards nothing that it started may be alive, and no temporary file be there.

    A program may write the numbers of its processes to the file `pids`, and may leave the files that are `expected`.
    """
    temporary, work = tmp_path / "temporary", tmp_path / "work"
    temporary.mkdir()
    work.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv(MARK, tmp_path.name)
    monkeypatch.chdir(work)

    def start(text: str | bytes, *argv: str, name: str = "train.py", names: str = "", **settings: Any) -> Run:
        data = textwrap.dedent(text).encode() if isinstance(text, str) else text
        Path(name).write_bytes(data)
        return run(target(name + names, argv), **{"seconds": 60.0} | settings)

    yield start
    assert marked(tmp_path.name) == []
    pids = work / "pids"
    assert not [pid for pid in pids.read_text(encoding="utf-8").split() if alive(int(pid))] if pids.exists() else True
    assert list(temporary.iterdir()) == []
    assert not list(work.rglob("__pycache__"))


ENDINGS = {
    "ends": ("print('done')", "it ended"),
    "crash": ("x = 1\nraise ValueError('no\\nway')", "it ended with ValueError: no way (train.py, line 2)"),
    "exit": ("import sys\nsys.exit()", "it called sys.exit() (train.py, line 2)"),
    "exit with code": ("import sys\nsys.exit(3)", "it called sys.exit(3) (train.py, line 2)"),
    "exit with words": (
        "import sys\nsys.exit('no data here')",
        "it called sys.exit('no data here') (train.py, line 2), saying \"no data here\"",
    ),
    "os._exit": ("import os\nos._exit(4)", "it called os._exit(4)"),
    "os.abort": ("import os\nos.abort()", "it was ended by SIGABRT"),
    "kills itself": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
        "it was ended by SIGKILL (is there enough memory?)",
    ),
    "kills its group": ("import os, signal\nos.kill(0, signal.SIGTERM)", "it was ended by SIGTERM"),
    "kills its keeper": ("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\ninput()\n", "it was ended"),
    "another program": (
        "import os, sys\nos.execv(sys.executable, [sys.executable, '-c', 'import time; time.sleep(1000)'])",
        "it replaced itself by another program: ",
    ),
    "input": ("name = input('name? ')", "it ended with EOFError: EOF when reading a line (train.py, line 1); nobody"),
    "recursion": ("def f():\n    f()\nf()", "it ended with RecursionError: maximum recursion depth exceeded"),
    "recursion without a limit": (
        "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n    def __repr__(self):\n        return repr(self)\nrepr(A())",
        "it was ended by SIGSEGV",
    ),
    "syntax": ("x = (\n", "it ended with SyntaxError: '(' was never closed (train.py, line 1)"),
    "nul": ("x = 1\0", "it ended with "),
    "missing framework": (
        "import no_such_framework",
        "it ended with ModuleNotFoundError: No module named 'no_such_framework' (train.py, line 1); install it for",
    ),
    "chdir": (
        "import os\nos.mkdir('sub')\nos.chdir('sub')\nos.rmdir('../sub')\nraise ValueError",
        "it ended with ValueError",
    ),
    "deletes itself": (
        "import os\nos.remove(__file__)\n1/0",
        "it ended with ZeroDivisionError: division by zero (train.py",
    ),
    "closes its output": (
        "import os, sys\nsys.stdout.close()\nsys.stderr.close()\nos.close(1)\nos.close(2)\nprint('x')",
        "it ended with ValueError: I/O operation on closed file",
    ),
    "closes all files": (
        "import os\nos.closerange(0, 4096)\nfiles = [open('/dev/null') for _ in range(200)]",
        "it ended",
    ),
    "broken output": ("import sys\nsys.stdout = sys.stderr = None\n1/0", "it ended with ZeroDivisionError"),
    "exit code of its own": (
        "import sys\nclass Code:\n    def __repr__(self): 1/0\nsys.exit(Code())",
        "it called sys.exit(",
    ),
    "error without words": (
        "class Odd(Exception):\n    def __str__(self): raise self\nraise Odd",
        "it ended with Odd (train.py, line 3)",
    ),
    "replaced functions": (
        "import os, time, atexit\nos._exit = os.getpid = time.sleep = time.monotonic = None\nos.open = os.write = None",
        "it ended",
    ),
    "at exit": ("import atexit, time\natexit.register(time.sleep, 1000)", "it ended"),
    "interrupt": ("raise KeyboardInterrupt", "it ended with KeyboardInterrupt (train.py, line 1)"),
    "base exception": ("class Odd(BaseException): pass\nraise Odd('x')", "it ended with Odd: x (train.py, line 2)"),
    "swallows all": ("try:\n    import sys; sys.exit(1)\nexcept:\n    pass", "it ended"),
}


@ON_LINUX
@pytest.mark.parametrize("how", ENDINGS)
def test_a_program_without_a_loader_gets_one_clear_line(how: str, running: Running) -> None:
    text, why = ENDINGS[how]
    seen = running(text)
    assert seen.problem.startswith(f"train.py {NEVER}{why}"), seen
    assert "\n" not in seen.problem
    assert "auglint/confirm" not in seen.output_tail
    assert seen.observation.pipelines == ()


def test_missing_arguments_are_told_of_with_what_the_program_says(running: Running) -> None:
    text = """
    import argparse
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    print(parser.parse_args().data)
    """
    seen = running(text)
    assert "it called sys.exit(2) (train.py, line 5), saying " in seen.problem
    assert "the following arguments are required: --data" in seen.problem
    assert seen.problem.endswith("its own arguments are given after --: auglint confirm train.py -- ...")
    seen = running(text, "--data", "here")
    assert seen.problem == f"train.py {NEVER}it ended"
    assert seen.output_tail == "here"
