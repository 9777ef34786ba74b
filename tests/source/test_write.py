"""Writing files: all or none, whole or not at all; with real files, links, permissions, signals and failures."""

import os
import random
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from auglint.source.write import Change, WriteError, replace_file, write_all

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="this is about POSIX")
NOBODY = 65534


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(number: int) -> list[Change]:
    """Changes of files that exist."""
    changes = [Change(Path(f"{each}.py"), b"old %d\r\n\xff" % each, b"new %d" % each) for each in range(number)]
    for change in changes:
        change.path.write_bytes(change.before)
    return changes


def names(folder: Path = Path()) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refused(changes: list[Change]) -> str:
    """What is said when nothing is written; that nothing is written."""
    before = {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    with pytest.raises(WriteError) as caught:
        write_all(changes)
    assert {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()} == before
    assert caught.value.path in [change.path for change in changes]
    return str(caught.value)


@contextmanager
def somebody() -> Iterator[Path]:
    """A folder of a user whom permissions bind: root, whom they do not, becomes nobody for a while."""
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid() != 0:
            yield Path(name)
            return
        os.chown(name, NOBODY, NOBODY)
        os.setresgid(NOBODY, NOBODY, 0)
        os.setresuid(NOBODY, NOBODY, 0)
        try:
            yield Path(name)
        finally:
            os.setresuid(0, 0, 0)
            os.setresgid(0, 0, 0)


def apart(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Code in a process of its own, where an audit hook, which cannot be taken back, may see each call."""
    start = "import os, signal, sys\nfrom pathlib import Path\nfrom auglint.source.write import *\n"
    start += "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # it is ignored below a background job
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", start + code, *arguments], env=environment, capture_output=True, text=True, check=False
    )


def test_all_files_are_written() -> None:
    changes = files(3)
    write_all(changes)
    assert [change.path.read_bytes() for change in changes] == [b"new 0", b"new 1", b"new 2"]
    assert names() == ["0.py", "1.py", "2.py"]


def test_nothing_is_to_be_done() -> None:
    write_all([])
    assert names() == []


def test_a_file_may_become_empty_and_be_far_away(folder: Path) -> None:
    (folder / "sub").mkdir()
    far = folder / "sub/a.py"
    far.write_bytes(b"old")
    write_all([Change(far, b"old", b""), *files(1)])
    assert far.read_bytes() == b"" and names(far.parent) == ["a.py"]


@POSIX
def test_links_stay_links(folder: Path) -> None:
    (folder / "sub").mkdir()
    Path("sub/real.py").write_bytes(b"old")
    Path("link.py").symlink_to("sub/real.py")
    Path("second.py").symlink_to("link.py")
    write_all([Change(Path("second.py"), b"old", b"new")])
    assert Path("second.py").readlink() == Path("link.py")
    assert Path("link.py").readlink() == Path("sub/real.py")
    assert Path("sub/real.py").read_bytes() == b"new"
    assert names() == ["link.py", "second.py", "sub"] and names(Path("sub")) == ["real.py"]


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o4711])
def test_permissions_are_kept_whatever_the_umask(mode: int) -> None:
    changes = files(1)
    Path("0.py").chmod(mode)
    umask = os.umask(0o077)
    try:
        write_all(changes)
    finally:
        os.umask(umask)
    assert stat.S_IMODE(Path("0.py").stat().st_mode) == mode


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away")
def test_owner_and_group_are_kept() -> None:
    changes = files(1)
    os.chown("0.py", 1234, 2345)
    Path("0.py").chmod(0o6750)
    write_all(changes)
    seen = Path("0.py").stat()
    assert (seen.st_uid, seen.st_gid, stat.S_IMODE(seen.st_mode)) == (1234, 2345, 0o6750)


def test_a_file_that_has_changed_stops_all() -> None:
    changes = files(3)
    Path("2.py").write_bytes(b"old 2\n\xff")  # CRLF has become LF
    assert refused(changes) == "2.py changed while it was being checked: nothing was written"
    assert names() == ["0.py", "1.py", "2.py"]


def test_a_file_that_has_vanished_stops_all() -> None:
    changes = files(3)
    Path("1.py").unlink()
    assert refused(changes) == "1.py vanished while it was being checked: nothing was written"
    Path("1.py").mkdir()
    assert refused(changes) == "1.py vanished while it was being checked: nothing was written"
    assert names() == ["0.py", "1.py", "2.py"] and names(Path("1.py")) == []


@POSIX
def test_a_pipe_in_the_place_of_a_file_does_not_block() -> None:
    changes = files(2)
    Path("1.py").unlink()
    os.mkfifo("1.py")
    assert refused(changes) == "1.py vanished while it was being checked: nothing was written"


@POSIX
def test_a_link_back_to_itself() -> None:
    Path("a.py").symlink_to("a.py")
    assert refused([Change(Path("a.py"), b"", b"new")]) == (
        "a.py vanished while it was being checked: nothing was written"
    )
    with pytest.raises(OSError):
        replace_file(Path("a.py"), b"new")
    assert names() == ["a.py"]


def test_no_file_is_changed_twice(folder: Path) -> None:
    [change] = files(1)
    for path in (Path("0.py"), folder / "0.py", Path("../") / folder.name / "0.py"):
        assert "0.py is to be changed twice: nothing was written" in refused([change, Change(path, change.before, b"")])


@POSIX
def test_no_file_is_changed_twice_by_way_of_a_link() -> None:
    [change] = files(1)
    Path("link.py").symlink_to("0.py")
    said = refused([change, Change(Path("link.py"), change.before, b"other")])
    assert said == "link.py is to be changed twice: nothing was written"


@POSIX
def test_a_file_without_write_permission_is_refused() -> None:
    with somebody() as folder:
        free, fixed = folder / "free.py", folder / "fixed.py"
        free.write_bytes(b"old")
        fixed.write_bytes(b"old")
        fixed.chmod(0o444)
        with pytest.raises(WriteError) as caught:
            write_all([Change(free, b"old", b"new"), Change(fixed, b"old", b"new")])
        assert str(caught.value) == f"{fixed} cannot be written (permission denied): nothing was written"
        assert free.read_bytes() == fixed.read_bytes() == b"old" and names(folder) == ["fixed.py", "free.py"]


@POSIX
def test_a_folder_without_write_permission_is_refused() -> None:
    with somebody() as folder:
        (folder / "fixed").mkdir()
        free, fixed = folder / "free.py", folder / "fixed/a.py"
        free.write_bytes(b"old")
        fixed.write_bytes(b"old")
        fixed.parent.chmod(0o555)
        with pytest.raises(WriteError) as caught:
            write_all([Change(free, b"old", b"new"), Change(fixed, b"old", b"new")])
        fixed.parent.chmod(0o755)
        assert str(caught.value) == f"{fixed} cannot be written (permission denied): nothing was written"
        assert free.read_bytes() == fixed.read_bytes() == b"old"
        assert names(folder) == ["fixed", "free.py"] and names(fixed.parent) == ["a.py"]


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can make files of two owners")
def test_a_rename_that_is_not_allowed_undoes_those_before(folder: Path) -> None:
    """In a sticky folder, as /tmp is, one may write to the files of others but not replace them."""
    with tempfile.TemporaryDirectory() as name:
        sticky = Path(name)
        changes = [Change(sticky / f"{each}.py", b"old %d" % each, b"new") for each in range(3)]
        for change, owner in zip(changes, (NOBODY, 0, NOBODY), strict=True):
            change.path.write_bytes(change.before)
            change.path.chmod(0o666)
            os.chown(change.path, owner, owner)
        sticky.chmod(0o1777)
        with somebody(), pytest.raises(WriteError) as caught:
            write_all(changes)
        assert str(caught.value) == f"{sticky}/1.py cannot be written (operation not permitted): nothing was written"
        assert [change.path.read_bytes() for change in changes] == [b"old 0", b"old 1", b"old 2"]
        assert names(sticky) == ["0.py", "1.py", "2.py"]
        assert stat.S_IMODE((sticky / "0.py").stat().st_mode) == 0o666


# What is given happens when the second file is about to be renamed.
TROUBLE = """
def hook(event, arguments):
    global renames
    if event == "os.rename":
        renames += 1
        if renames == 2:
            exec(sys.argv[1])

renames = 0
changes = [Change(Path(f"{each}.py"), b"old %d" % each, b"new") for each in range(3)]
for change in changes:
    change.path.write_bytes(change.before)
sys.addaudithook(hook)
try:
    write_all(changes)
except (WriteError, KeyboardInterrupt) as error:
    print(repr(error) if isinstance(error, KeyboardInterrupt) else error)
"""


def test_a_rename_that_fails_undoes_those_before() -> None:
    done = apart(TROUBLE, "Path('1.py').unlink(); Path('1.py').mkdir()")
    assert (done.stdout, done.stderr) == ("1.py cannot be written (is a directory): nothing was written\n", "")
    assert (Path("0.py").read_bytes(), Path("2.py").read_bytes()) == (b"old 0", b"old 2")
    assert names() == ["0.py", "1.py", "2.py"] and Path("1.py").is_dir()


def test_what_could_not_be_put_back_is_named() -> None:
    done = apart(TROUBLE, "[(Path(n).unlink(), Path(n).mkdir()) for n in ('0.py', '1.py')]")
    assert done.stdout == (
        "1.py cannot be written (is a directory): nothing was written, but 0.py could not be put back\n"
    )
    assert Path("2.py").read_bytes() == b"old 2" and names() == ["0.py", "1.py", "2.py"]


@POSIX
def test_a_disk_that_is_full_leaves_all_as_before() -> None:
    """The limit of a process, which the kernel holds it to, stands in for the disk."""
    code = """
import resource
changes = [Change(Path(name), b"old", b"new" * size) for name, size in (("a.py", 1), ("b.py", 10_000), ("c.py", 1))]
for change in changes:
    change.path.write_bytes(b"old")
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_all(changes)
except WriteError as error:
    print(error)
"""
    done = apart(code)
    assert (done.stdout, done.stderr) == ("b.py cannot be written (file too large): nothing was written\n", "")
    assert names() == ["a.py", "b.py", "c.py"] and {path.read_bytes() for path in Path().iterdir()} == {b"old"}


@POSIX
def test_an_interrupt_between_two_renames_undoes_the_first() -> None:
    done = apart(TROUBLE, "os.kill(os.getpid(), signal.SIGINT)")
    assert (done.stdout, done.stderr) == ("KeyboardInterrupt()\n", "")
    assert [path.read_bytes() for path in sorted(Path().iterdir())] == [b"old 0", b"old 1", b"old 2"]


INTERRUPTED_ANYWHERE = """
def trace(frame, event, argument):
    global left, where
    if frame.f_code.co_filename.endswith("write.py"):
        left -= 1
        if left == 0:
            where = frame.f_code.co_name, frame.f_lineno
            os.kill(os.getpid(), signal.SIGINT)
    return trace

paths = [Path(f"{each}.py") for each in range(3)]
at, outcomes, finished = 0, set(), False
while not finished:
    at += 1
    left = at
    for path in paths:
        path.write_bytes(b"old")
    changes = [Change(path, b"old", b"new") for path in paths]
    sys.settrace(trace)
    try:
        write_all(changes)
        finished = left > 0
    except KeyboardInterrupt:
        pass
    finally:
        sys.settrace(None)
    seen = {path.read_bytes() for path in Path().iterdir()}
    assert len(seen) == 1 and len(list(Path().iterdir())) == 3, (where, seen, list(Path().iterdir()))
    outcomes |= seen
print(at > 100, sorted(outcomes))
"""


@POSIX
def test_an_interrupt_at_any_line_leaves_all_or_none_and_no_temporary_file() -> None:
    done = apart(INTERRUPTED_ANYWHERE)
    assert (done.stdout, done.stderr) == ("True [b'new', b'old']\n", "")


KILLED = """
old, new = b"a" * 300_000, b"b" * 300_000
paths = [Path(f"{each}.py") for each in range(5)]
while True:
    write_all([Change(path, old, new) for path in paths])
    print("written", flush=True)
    old, new = new, old
"""


@POSIX
def test_a_process_that_is_killed_leaves_each_file_old_or_new() -> None:
    whole = {b"a" * 300_000, b"b" * 300_000}
    chance = random.Random(0)
    command = [sys.executable, "-c", f"from pathlib import Path\nfrom auglint.source.write import *\n{KILLED}"]
    for _ in range(12):
        for each in range(5):
            Path(f"{each}.py").write_bytes(b"a" * 300_000)
        with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.05))
            process.kill()
        assert process.returncode == -signal.SIGKILL
        assert {Path(f"{each}.py").read_bytes() for each in range(5)} <= whole


def test_one_file_at_once(folder: Path) -> None:
    replace_file(Path("new.txt"), b"one")
    replace_file(Path("new.txt"), b"two\r\n")
    assert Path("new.txt").read_bytes() == b"two\r\n" and names() == ["new.txt"]
    (folder / ("ü" * 120)).write_bytes(b"")
    replace_file(folder / ("ü" * 120), b"a name as long as names may be")
    assert len(names()) == 2


@POSIX
def test_a_new_file_has_the_permissions_of_new_files() -> None:
    umask = os.umask(0o027)
    try:
        replace_file(Path("new.txt"), b"")
    finally:
        os.umask(umask)
    assert stat.S_IMODE(Path("new.txt").stat().st_mode) == 0o640


def test_a_failure_leaves_nothing_behind() -> None:
    Path("file").write_bytes(b"")
    for path in ("missing/new.txt", "file/new.txt", "."):
        with pytest.raises(OSError):
            replace_file(Path(path), b"data")
    assert names() == ["file"]


@POSIX
def test_a_pipe_is_written_to() -> None:
    os.mkfifo("pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(Path("pipe").read_bytes()))
    reader.start()
    replace_file(Path("pipe"), b"x" * 200_000)
    reader.join(10)
    assert got == [b"x" * 200_000] and Path("pipe").is_fifo() and names() == ["pipe"]
