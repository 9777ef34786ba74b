"""Programs that misbehave: each ends in one clear line, and leaves neither a process nor a file."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from auglint.confirm.inside.child import Plan, given
from auglint.confirm.program import ProgramError, Run, module_target, run, target

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

    A program may write the numbers of its processes to the file `pids`.
    """
    work = tmp_path / "work"
    work.mkdir()
    temporary = Path(tempfile.mkdtemp())  # a short name: sockets are put below it
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv(MARK, tmp_path.name)
    monkeypatch.chdir(work)

    def start(text: str | bytes, *argv: str, name: str = "train.py", names: str = "", **settings: Any) -> Run:
        data = textwrap.dedent(text).encode() if isinstance(text, str) else text
        Path(name).write_bytes(data)
        return run(target(name + names, argv), **{"seconds": 300.0} | settings)

    yield start
    assert marked(tmp_path.name) == []
    pids = work / "pids"
    assert not [pid for pid in pids.read_text(encoding="utf-8").split() if alive(int(pid))] if pids.exists() else True
    temporary.rmdir()  # it is empty
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
        "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n    def __repr__(self): return repr(self)\nrepr(A())",
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


HANGS = {
    "sleeps": "import time\nwhile True:\n    time.sleep(1000)",
    "works": "while True:\n    pass",
    "swallows": "import time\nwhile True:\n    try:\n        time.sleep(1000)\n    except BaseException:\n        pass",
    "a thread": "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()",
    "a thread that is waited for": (
        "import threading, time\nt = threading.Thread(target=time.sleep, args=(1000,))\nt.start()\nt.join()"
    ),
    "a pool": "import concurrent.futures as c, time\nc.ThreadPoolExecutor().submit(time.sleep, 1000)",
}
UNSTOPPABLE = {
    "blocks signals": "import signal, time\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\ntime.sleep(1000)",
    "ignores signals": """
        import signal, time
        for number in set(range(1, 65)) - {9, 19, 32, 33}:
            signal.signal(number, signal.SIG_IGN)
        while True:
            time.sleep(1000)
        """,
    "takes the alarm": "import signal, time\nsignal.signal(signal.SIGALRM, lambda *a: None)\nwhile True:\n    pass",
}


@ON_LINUX
@pytest.mark.parametrize("how", HANGS)
def test_a_program_that_hangs_is_stopped_from_within(how: str, running: Running) -> None:
    seen = running(HANGS[how], seconds=6, limits={"dry_seconds": 1})
    assert seen.problem in (f"train.py {NEVER}it was still running after 4 s", f"train.py {NEVER}it ended")


@ON_LINUX
@pytest.mark.parametrize("how", UNSTOPPABLE)
def test_a_program_that_cannot_be_stopped_is_ended(how: str, running: Running) -> None:
    seen = running(UNSTOPPABLE[how], seconds=4)
    assert seen.problem == f"train.py {NEVER}it was still running after 4 s"


STARTS = {
    "fork": "",
    "daemon": "os.setsid()",
    "other environment": "os.execve(sys.executable, [sys.executable, '-c', 'import time; time.sleep(1000)'], {})",
    "no signals": "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))",
}


@ON_LINUX
@pytest.mark.parametrize(("how", "hangs"), [*((how, False) for how in STARTS), ("daemon", True)])
def test_forked_processes_do_not_survive(how: str, hangs: bool, running: Running) -> None:
    text = f"""
    import os, signal, sys, time
    open("pids", "w").close()
    for _ in range(3):
        child = os.fork()
        if not child:
            grandchild = os.fork()
            with open("pids", "a") as file:
                file.write(f"{{grandchild}} {{os.getpid()}}\\n")
            if grandchild:
                {STARTS[how] or "pass"}
                time.sleep(1000)
            os.setsid()
            if os.fork():
                os._exit(0)
            time.sleep(1000)
    while len(open("pids").readlines()) < 6:
        time.sleep(0.01)
    {"signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65)); time.sleep(1000)" if hangs else ""}
    """
    seen = running(text, seconds=6)
    assert seen.problem == f"train.py {NEVER}" + ("it was still running after 6 s" if hangs else "it ended")
    assert len(Path("pids").read_text(encoding="utf-8").splitlines()) == 6


@ON_LINUX
def test_started_programs_do_not_survive(running: Running) -> None:
    text = """
    import multiprocessing, subprocess, sys, time
    sleep = [sys.executable, "-c", "import time; time.sleep(1000)"]
    started = [
        subprocess.Popen(sleep),
        subprocess.Popen(sleep, start_new_session=True),
        subprocess.Popen(sleep, start_new_session=True, env={}, close_fds=False),
        subprocess.Popen(["sh", "-c", "setsid sleep 1000 & setsid sleep 1000"]),
        subprocess.Popen(["nohup", *sleep], start_new_session=True),
    ]
    for daemon in (True, False):
        started.append(multiprocessing.get_context("fork").Process(target=time.sleep, args=(1000,), daemon=daemon))
        started[-1].start()
    open("pids", "w").write(" ".join(str(each.pid) for each in started))
    """
    assert running(text).problem == f"train.py {NEVER}it ended"


@ON_LINUX
def test_one_that_goes_on_starting_others_is_swept_too(running: Running) -> None:
    text = """
    import os, time
    if not os.fork():
        os.setsid()
        while True:
            if os.fork():
                os._exit(0)
            open("pids", "a").write(f"{os.getpid()} ")
    time.sleep(0.2)
    """
    assert running(text).problem == f"train.py {NEVER}it ended"


@ON_LINUX
def test_a_copy_that_returns_into_the_program_says_nothing(running: Running) -> None:
    text = """
    import os, sys
    child = os.fork()
    if not child:
        print("the copy", flush=True)
        sys.exit(5)
    again = os.fork()
    if not again:
        raise ValueError("in the copy")
    quick = os.fork()
    if not quick:
        os._exit(6)
    print([os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in (child, again, quick)])
    raise KeyError("mine")
    """
    seen = running(text)
    assert seen.problem == f"train.py {NEVER}it ended with KeyError: 'mine' (train.py, line 14)"
    assert "[5, 1, 6]" in seen.output_tail


@ON_LINUX
def test_a_program_without_a_main_guard_is_told_so(running: Running) -> None:
    text = """
    import multiprocessing
    process = multiprocessing.get_context("spawn").Process(target=print)
    process.start()
    process.join()
    raise SystemExit(process.exitcode)
    """
    seen = running(text)
    assert seen.problem == (
        f"train.py {NEVER}it called sys.exit(1) (train.py, line 6); it starts processes, but has no "
        '`if __name__ == "__main__":` around what they must not run again'
    )


@ON_LINUX
@pytest.mark.parametrize("start", ["fork", "spawn", "forkserver"])
def test_what_multiprocessing_makes_is_put_away(start: str, running: Running) -> None:
    before = set(Path("/dev/shm").iterdir())
    text = f"""
    import multiprocessing, multiprocessing.util, os, tempfile
    from multiprocessing.shared_memory import SharedMemory
    def work(lock, queue):
        queue.put(os.getpid())
        import time; time.sleep(1000)
    if __name__ == "__main__":
        context = multiprocessing.get_context("{start}")
        lock, queue, memory = context.Lock(), context.Queue(), SharedMemory(create=True, size=100)
        multiprocessing.util.get_temp_dir()
        workers = [context.Process(target=work, args=(lock, queue), daemon=True) for _ in range(2)]
        for worker in workers:
            worker.start()
        open("pids", "w").write(" ".join(str(queue.get()) for _ in workers))
    """
    assert running(text).problem == f"train.py {NEVER}it ended"
    assert len(Path("pids").read_text(encoding="utf-8").split()) == 2
    assert set(Path("/dev/shm").iterdir()) <= before


def test_temporary_files_go_with_the_run_and_agreed_ones_stay(running: Running) -> None:
    text = """
    import os, tempfile
    files = [tempfile.mkstemp()[1], tempfile.mkdtemp(), os.fsdecode(tempfile.mkdtemp(b"x"))]
    files += [tempfile.TemporaryDirectory().name, tempfile.NamedTemporaryFile("w", delete=False).name]
    print(tempfile.gettempdir(), *files, sep="\\n")
    print(tempfile.mkdtemp(dir="."))
    """
    seen = running(text)
    usual, *files, own = seen.output_tail.splitlines()
    assert usual == tempfile.gettempdir()
    assert len(files) == 5
    assert not [file for file in files if Path(file).exists()]
    assert [Path(file).name for file in seen.left_files] == [Path(own).name]


def test_binary_output_is_harmless(running: Running) -> None:
    seen = running(
        "import os\nos.write(1, bytes(range(256)) * 4)\nos.write(2, b'\\x1b[2J\\x1b]0;title\\x07\\nlast\\r\\n')\n1/0"
    )
    assert seen.problem.startswith(f"train.py {NEVER}it ended with ZeroDivisionError")
    assert not set(seen.output_tail) & {chr(code) for code in (*range(9), *range(11, 32), 127)}


def test_of_much_output_the_end_is_kept(running: Running) -> None:
    text = """
    import os, time
    for number in range(2000):
        os.write(1, b"x" * 99_999 + b"\\n")
    time.sleep(3)  # what is said while the rest is cut may be cut, too
    print("the last words")
    raise SystemExit(1)
    """
    seen = running(text)
    assert seen.problem.endswith('it called sys.exit(1) (train.py, line 7), saying "the last words"')
    assert len(seen.output_tail) < 20_000


def test_progress_bars_show_their_last_state(running: Running) -> None:
    seen = running("import sys\nfor n in range(1000): sys.stderr.write(f'\\r{n} of 1000')\nsys.exit(1)")
    assert seen.problem.endswith('saying "999 of 1000"')


def test_new_and_changed_files_are_told_of(running: Running, tmp_path: Path) -> None:
    for name in ("log.txt", "sub/kept.txt", "sub/deep/kept.txt", ".git/index", "venv/pyvenv.cfg", "venv/lib/a.py"):
        file = tmp_path / "work" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("before", encoding="utf-8")
    text = """
    import os, pathlib
    ignored = ".git/new", "venv/lib/b.py", "__pycache__/x"
    for name in ("log.txt", "sub/new.txt", "out/model.pt", "sub/deep/a/b/c", *ignored):
        path = pathlib.Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("after and longer")
    import shutil; shutil.rmtree("__pycache__")
    """
    seen = running(text)
    work = tmp_path / "work"
    assert seen.left_files == tuple(f"{work}/{each}" for each in ("log.txt", "out/", "sub/deep/a/", "sub/new.txt"))
    assert seen.observation.files == seen.left_files


def test_a_program_runs_as_python_runs_it(running: Running) -> None:
    Path("beside.py").write_text("value = 7\n", encoding="utf-8")
    text = """
    # coding: latin-1
    import sys, beside, inspect, os, pickle, __main__
    class Mine: pass
    assert sys.argv == [os.path.abspath("train.py"), "-x", "--y=ü"], sys.argv
    assert __name__ == "__main__" and __main__.Mine is Mine and __file__ == os.path.abspath("train.py"), __file__
    assert sys.path[0] == os.getcwd(), sys.path
    assert beside.value == 7
    assert type(pickle.loads(pickle.dumps(Mine()))) is Mine
    assert inspect.getsource(Mine) == "class Mine: pass\\n"
    assert __builtins__.len is len and __spec__ is None and __annotations__ == {}
    assert len("é") == 1, "é"
    assert sys.stdin.read() == "" and not any(key for key in sys.modules if key.startswith("torch"))
    print("well")
    """
    seen = running(textwrap.dedent(text).lstrip().encode("latin-1"), "-x", "--y=ü")
    assert seen.output_tail == "well", seen.output_tail
    assert seen.left_files == ()


def test_a_program_keeps_what_the_user_has_set(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLBACKEND", "svg")
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    seen = running("import os\nprint(os.environ['MPLBACKEND'], repr(os.environ['CUDA_VISIBLE_DEVICES']))")
    assert seen.output_tail == "svg ''"


def test_undeclared_bytes_are_told_of_as_python_does(running: Running) -> None:
    seen = running("x = 'é'\n".encode("latin-1"))
    assert f"{NEVER}it ended with SyntaxError: (unicode error) 'utf-8' codec can't decode byte" in seen.problem


def test_progress_is_told(running: Running) -> None:
    told: list[str] = []
    running("", step=told.append)
    assert told == ["running the program up to its first batches"]


# What there is to run --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("here.py", "script", ()),
        ("script", "script", ()),
        ("here.py::train_set, val_set", "file", ("train_set", "val_set")),
        ("nb.ipynb", "notebook", ()),
        ("nb.ipynb::train_set", "notebook", ("train_set",)),
        ("package.module:make_loaders", "module", ("make_loaders",)),
        ("package.module:Data.train,Data.val", "module", ("Data.train", "Data.val")),
    ],
)
def test_targets(text: str, kind: str, names: tuple[str, ...], work: Path) -> None:
    made = target(text, ["--epochs", "3"])
    assert (made.kind, made.names, made.argv) == (kind, names, ("--epochs", "3"))
    assert made.where == text.partition(":")[0]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("gone.py", "gone.py: no such file"),
        ("gone.ipynb::x", "gone.ipynb: no such file"),
        ("a/b.py", "a/b.py: no such file"),
        ("", "nothing was named to run"),
        ("folder", "folder is a directory: name the program that trains"),
        ("data.csv", "data.csv is neither a Python file nor a notebook"),
        ("data.csv::x", "data.csv is neither a Python file nor a notebook"),
        ("pipe.py", "pipe.py is neither a Python file nor a notebook"),
        ("here.py:make", "here.py:make: names in a file come after two colons: here.py::make"),
        ("here.py::", "here.py::: '' is not the name of a function or object"),
        ("here.py::a,b()", "here.py::a,b(): 'b()' is not the name of a function or object"),
        (
            "package.module",
            "package.module: no such file; of a module, name what makes its loaders: package.module:make_loaders",
        ),
        ("package.module:", "package.module:: '' is not the name of a function or object"),
        ("broken.ipynb", "broken.ipynb: this is not a notebook: no JSON (expecting value)"),
        ("julia.ipynb", "julia.ipynb has no Python cells"),
        ("loop.py", "loop.py: no such file"),
    ],
)
def test_what_cannot_be_run_is_told_in_one_line(text: str, problem: str, work: Path) -> None:
    with pytest.raises(ProgramError) as raised:
        target(text)
    assert str(raised.value) == problem


def test_an_interpreter_that_is_not_there(work: Path) -> None:
    with pytest.raises(ProgramError, match=r"^no/such/python: no such Python interpreter$"):
        run(target("here.py"), python="no/such/python")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files of all kinds, where the test runs."""
    monkeypatch.chdir(tmp_path)
    for name in ("here.py", "script", "data.csv"):
        Path(name).touch()
    Path("nb.ipynb").write_text(notebook("x = 1"), encoding="utf-8")
    Path("julia.ipynb").write_text(notebook("x = 1", language="julia"), encoding="utf-8")
    Path("broken.ipynb").write_text("x = 1", encoding="utf-8")
    Path("folder").mkdir()
    os.mkfifo("pipe.py")
    Path("loop.py").symlink_to("loop.py")
    return tmp_path


def notebook(*cells: str, language: str = "python") -> str:
    """The text of a notebook; a cell that begins with # is text."""
    return json.dumps(
        {
            "cells": [
                {"cell_type": "markdown" if cell.startswith("# ") else "code", "source": cell, "metadata": {}}
                for cell in cells
            ],
            "metadata": {"language_info": {"name": language}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


# Notebooks and modules -------------------------------------------------------------------------------------------


def test_a_notebook_runs_as_a_kernel_runs_it(running: Running, tmp_path: Path) -> None:
    lab = tmp_path / "work" / "lab"
    lab.mkdir()
    (lab / "beside.py").write_text("value = 7\n", encoding="utf-8")
    text = notebook(
        "# A title",
        "%matplotlib inline\n!pip install nothing\nimport os, beside, inspect\nfiles = !ls\nassert beside.value == 7",
        "%%bash\nrm -r everything",
        "%%time\ndef f():\n    return 1\nawait __import__('asyncio').sleep(0)\nx = f()",
        "display(x)\nget_ipython().run_line_magic('cd', '..')\nassert os.getcwd().endswith('lab')",
        "assert inspect.getsource(f) == 'def f():\\n    return 1\\n' and __name__ == '__main__' and x == 1",
        "print('well')",
    )
    seen = running(text, name="lab/nb.ipynb")
    assert seen.problem == f"nb.ipynb {NEVER}it ended", seen.output_tail
    assert seen.output_tail == "well"
    assert seen.left_files == ()


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("x = 2\nraise ValueError('no')", "it ended with ValueError: no (cell 3, line 2)"),
        ("x = (", "cell 3 is not Python: '(' was never closed (line 1)"),
        ("import sys\nsys.exit(2)", "it called sys.exit(2) (cell 3, line 2)"),
    ],
)
def test_a_cell_that_fails_is_told_of_by_its_number(cell: str, why: str, running: Running) -> None:
    seen = running(notebook("# Title", "x = 1", cell, "print('later')"), name="nb.ipynb")
    assert seen.problem == f"nb.ipynb {NEVER}{why}"
    assert "later" not in seen.output_tail


@pytest.mark.parametrize(
    ("names", "text", "why"),
    [
        (
            "::make_train",
            "def make_train(size): ...",
            "did not come to make_train: make_train is called without arguments, but it needs size",
        ),
        ("::make_train", "x = 1\ny = 2", "did not come to make_train: it has no 'make_train', only x, y"),
        ("::make_train", "def make_train(): pass", "did not come to make_train: make_train() returned nothing"),
        (
            "::make_train",
            "def make_train():\n    1 / 0",
            "did not come to make_train: it ended with ZeroDivisionError: division by zero (data.py, line 2)",
        ),
        ("::train_x,val_x", "train_x, val_x = 1, 2", ": nothing that can be drawn from is in train_x, val_x"),
        ("::train_x", "assert __name__ == 'data'\n1 / 0", "did not come to train_x: it ended with ZeroDivisionError"),
    ],
)
def test_named_things_that_are_not_there(names: str, text: str, why: str, running: Running) -> None:
    seen = running(text, name="data.py", names=names)
    assert seen.problem.startswith(f"data.py{'' if why.startswith(':') else ' '}{why}"), seen


class Made(NamedTuple):
    test: int
    train: int


@pytest.mark.parametrize(
    ("things", "roles"),
    [
        ({"train_loader": 1, "valid_ds": 2}, [("train", 1), ("validation", 2)]),
        ({"trainloader": 1, "testloader": 2}, [("train", 1), ("test", 2)]),
        ({"makeTrainSet": 1, "DEV": 2, "x_eval": 3}, [("train", 1), ("validation", 2), ("evaluation", 3)]),
        ({"one": 1, "other": 2}, [("train", 1), ("validation", 2)]),
        ({"one": 1, "other": 2, "third": 3}, [("train", 1), ("validation", 2), ("test", 3)]),
        ({"one": 1, "val": 2}, [("", 1), ("validation", 2)]),
        ({"train_val": 1}, [("", 1)]),
        ({"contest_retrain_evaluator": 1}, [("", 1)]),
        ({"make": lambda: (1, 2)}, [("train", 1), ("validation", 2)]),
        ({"make": lambda: {"val": 1, "train": 2, "classes": 3}}, [("validation", 1), ("train", 2), ("", 3)]),
        ({"make_val": lambda: (1, 2)}, [("validation", 1), ("validation", 2)]),
        ({"make": Made(1, 2)}, [("test", 1), ("train", 2)]),
        ({"make": lambda *args, size=3, **more: size}, [("", 3)]),
        ({"train": [1, 2]}, [("train", [1, 2])]),
    ],
)
def test_roles_of_what_is_named(things: dict[str, Any], roles: list[tuple[str, Any]]) -> None:
    assert given(Plan("data.py", "", names=tuple(things)), things) == roles


def test_a_generator_function_is_given_as_it_is() -> None:
    def train() -> Iterator[int]:
        yield 1

    assert given(Plan("data.py", "", names=("train",)), {"train": train}) == [("train", train)]


def test_a_module_that_is_not_there(running: Running) -> None:
    seen = run(target("no_such.module:make"))
    assert seen.problem.startswith("no_such.module did not come to make: it ended with ModuleNotFoundError: No module")


# Other interpreters, and the end of this one ---------------------------------------------------------------------


def test_an_interpreter_without_auglint_and_all_it_stands_on(running: Running, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    venv.create(bare, with_pip=False)
    text = """
    import sys, importlib.util
    assert importlib.util.find_spec("libcst") is importlib.util.find_spec("torch") is None, sys.path
    print(sys.prefix)
    """
    seen = running(text, python=str(bare / "bin" / "python"))
    assert seen.problem == f"train.py {NEVER}it ended", seen.output_tail
    assert seen.output_tail == str(bare)


def test_what_is_no_python_is_told_of(running: Running, tmp_path: Path) -> None:
    for name, text, last in (
        ("odd", "no program", "cannot be started"),
        ("other", "#!/bin/sh\necho no; exit 3\n", "no"),
    ):
        program = tmp_path / name
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)
        seen = running("", python=str(program))
        assert seen.problem.startswith("train.py could not be run: ")
        assert last in seen.problem


WAITING = """
import os, sys, time
if not os.fork():
    os.setsid()
open("pids", "a").write(f"{os.getpid()}\\n")
time.sleep(1000)
"""
STARTED = """
import os, signal, sys
from auglint.confirm.program import run, target
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    run(target("train.py"))
except KeyboardInterrupt:
    print("interrupted", os.listdir(os.environ["TMPDIR"]))
    sys.exit(7)
"""


@ON_LINUX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_survives_auglint_itself(number: signal.Signals, running: Running, tmp_path: Path) -> None:
    Path("train.py").write_text(WAITING, encoding="utf-8")
    Path("pids").touch()
    command = [sys.executable, "-c", STARTED]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE) as parent:
        wait_until(lambda: len(Path("pids").read_text(encoding="utf-8").splitlines()) == 2)
        parent.send_signal(number)
        output = parent.communicate()[0]
    if number == signal.SIGINT:
        assert (parent.returncode, output) == (7, b"interrupted []\n")
    wait_until(lambda: not marked(tmp_path.name) and not any(Path(os.environ["TMPDIR"]).iterdir()))


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


# Programs that have loaders --------------------------------------------------------------------------------------

LOADERS = """
import torch
from torch.utils.data import DataLoader, TensorDataset
train = DataLoader(TensorDataset(torch.rand(64, 3, 8, 8), torch.zeros(64)), batch_size=8, shuffle=True)
val = DataLoader(TensorDataset(torch.rand(32, 3, 8, 8), torch.zeros(32)), batch_size=8)
"""
ENDS = {
    "nothing": ("", "it ended"),
    "crash": ("for batch in train: raise ValueError('no')", "it ended with ValueError: no (train.py, line 6)"),
    "exit": ("for batch in train: raise SystemExit(2)", "it called sys.exit(2) (train.py, line 6)"),
    "os._exit": ("import os\nfor batch in train: os._exit(3)", "it called os._exit(3)"),
    "hang": ("import time\nfor batch in train: time.sleep(1000)", "it was still running after "),
    "epochs": (
        "for _ in range(1000):\n    for batch in train: pass\n    for batch in val: pass",
        "its pipelines were used",
    ),
    "thread": (
        "import threading\ndef work():\n    while True:\n        list(train), list(val)\n"
        "threading.Thread(target=work).start()",
        "its pipelines were used twice",
    ),
    "removed": ("import os\nos.remove(__file__)\nos.closerange(3, 4096)\nos.chdir('/')", "it ended"),
    "replaced": ("import os\nos._exit = print", "it ended"),
}


@pytest.mark.frameworks("torch")
@pytest.mark.parametrize("how", ENDS)
def test_loaders_are_drawn_from_however_the_program_ends(how: str, running: Running) -> None:
    pytest.importorskip("torch", reason="torch is not installed")
    text, why = ENDS[how]
    seen = running(LOADERS + text, limits={"dry_seconds": 1})
    assert seen.problem == "", seen
    assert seen.observation.problem == "", seen
    assert seen.observation.stopped.startswith(why), seen
    assert len(seen.observation.pipelines) == 2
    assert {each.pipeline for each in seen.observation.passes} == {0, 1}
    assert seen.left_files == ()
    rows = {spot.row for each in seen.observation.pipelines for spot in each.spots}
    assert rows == {4, 5}


@pytest.mark.frameworks("torch")
@pytest.mark.parametrize(
    ("names", "text"),
    [
        ("::make", "def make(): return train, val"),
        ("::make", "def make(): return {'val': val, 'train': train, 'classes': 3}"),
        ("::trainLoader,Data.get_val", "trainLoader = train\nclass Data:\n    def get_val(): return val"),
    ],
)
def test_named_loaders_get_their_roles(names: str, text: str, running: Running) -> None:
    pytest.importorskip("torch", reason="torch is not installed")
    seen = running(LOADERS + text, name="data.py", names=names)
    assert seen.problem == "", seen
    assert sorted((each.role, each.spots[0].row) for each in seen.observation.pipelines) == [
        ("train", 4),
        ("validation", 5),
    ]
    assert seen.observation.stopped == "all that was named is there"


@pytest.mark.frameworks("torch")
def test_loaders_of_a_notebook_and_a_module(running: Running, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is not installed")
    seen = running(notebook("# Title", LOADERS.lstrip(), "for batch in train: 1 / 0"), name="nb.ipynb")
    assert [(each.spots[0].cell, each.spots[0].row) for each in seen.observation.pipelines] == [(2, 3), (2, 4)]
    assert {each.spots[0].file for each in seen.observation.pipelines} == {str(Path("nb.ipynb").resolve())}
    assert seen.observation.stopped == "it ended with ZeroDivisionError: division by zero (cell 3, line 1)"
    package = tmp_path / "work" / "package"
    package.mkdir()
    (package / "data.py").write_text(LOADERS + "def make():\n    return train, val\n", encoding="utf-8")
    seen = run(target("package.data:make"))
    assert {each.role for each in seen.observation.pipelines} == {"train", "validation"}


@pytest.mark.frameworks("torch")
def test_workers_that_are_started_anew_find_the_program_and_auglint(running: Running) -> None:
    pytest.importorskip("torch", reason="torch is not installed")
    text = """
    import torch
    from torch.utils.data import DataLoader, Dataset
    class Mine(Dataset):
        def __len__(self):
            return 16
        def __getitem__(self, index):
            return torch.rand(3, 8, 8), index
    if __name__ == "__main__":
        loader = DataLoader(Mine(), batch_size=2, num_workers=2, multiprocessing_context="spawn")
        for epoch in range(2):
            for batch in loader:
                pass
    """
    seen = running(text)
    assert seen.problem == seen.observation.problem == "", seen
    assert {draw.worker for each in seen.observation.passes for draw in each.draws} == {0, 1}


@pytest.mark.frameworks("torch")
@pytest.mark.parametrize("place", ["", "project", "project/lib"])
def test_a_program_in_the_folder_of_its_environment_is_the_users(place: str, running: Running, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is not installed")
    environment = tmp_path / "work"
    venv.create(environment, with_pip=False)
    (site,) = environment.glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text(str(Path(pytest.importorskip("torch").__file__).parents[1]), encoding="utf-8")
    (environment / place).mkdir(parents=True, exist_ok=True)
    seen = running(LOADERS, name=str(Path(place, "train.py")), python="bin/python")
    assert [each.spots[0].row for each in seen.observation.pipelines] == [4, 5], seen


def test_a_module_runs_as_python_runs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "words.py").write_text("WORD = 'hello'")
    (package / "train.py").write_text(
        "import sys\nfrom .words import WORD\nprint(WORD, __name__, __package__, *sys.argv[1:])"
    )
    monkeypatch.chdir(tmp_path)
    ran = run(module_target("package.train", ["--epochs", "3"]))
    assert "hello __main__ package --epochs 3" in ran.output_tail
    with pytest.raises(ProgramError, match="no such module below this folder"):
        module_target("package.nothing")
