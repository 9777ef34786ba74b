"""Files are written whole: nobody ever sees half of one, and a failure leaves the old ones."""

import os
import stat
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from auglint.source.text import shown


@dataclass(frozen=True)
class Change:
    """What to write to a file: `after`. `before` is what was read from it, byte for byte."""

    path: Path
    before: bytes
    after: bytes


class WriteError(Exception):
    """Why nothing was written: one sentence, for the user, about the file at `path`."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(path, message)
        self.path = path
        self.message = message

    def __str__(self) -> str:
        return f"{self.path} {self.message}"


@dataclass(frozen=True)
class _Step:
    """One change: the file behind all links, and the temporary one beside it, which takes its place."""

    change: Change
    target: Path
    new: Path


def write_all(changes: Sequence[Change]) -> None:
    """Write all files, or none: after an error, or when interrupted, every file is as before.

    Links stay links. A process that is killed leaves each file either old or new. Raises WriteError, also for a file
    that is no longer what was read.
    """
    steps = [_step(change) for change in changes]
    seen: set[Path] = set()
    for step in steps:
        if step.target in seen:
            raise _error(step, "is to be changed twice")
        seen.add(step.target)
    with ExitStack() as temporary:
        for step in steps:
            _check(step)
        for step in steps:
            temporary.callback(_discard, step.new)
            _make_ready(step)
        for step in steps:  # once more: what is written over is what was read
            _check(step)
        _rename(steps)
    for folder in {step.target.parent for step in steps}:
        _settle(folder)


def replace_file(path: Path, data: bytes) -> None:
    """Write one file at once; what cannot be replaced, a device or a named pipe, is written to. Raises OSError."""
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    target = _target(path)
    new = _beside(target)
    try:
        _prepare(new, target, data)
        new.replace(target)
    finally:
        _discard(new)
    _settle(target.parent)


def _step(change: Change) -> _Step:
    target = _target(change.path)
    return _Step(change, target, _beside(target))


def _target(path: Path) -> Path:
    return Path(os.path.realpath(path))  # Path.resolve raises a RuntimeError for a link that leads back to itself


def _beside(target: Path) -> Path:
    """A name that nobody has, known before the file is made, so that it is always cleared away."""
    return target.with_name(f".auglint-{os.urandom(8).hex()}")


def _check(step: _Step) -> None:
    try:
        if not step.target.is_file():
            raise _error(step, "vanished while it was being checked")
        if not os.access(step.target, os.W_OK):
            raise _error(step, "cannot be written (permission denied)")
        if step.target.read_bytes() != step.change.before:
            raise _error(step, "changed while it was being checked")
    except OSError as error:
        raise _cannot(step, error) from error


def _make_ready(step: _Step) -> None:
    try:
        _prepare(step.new, step.target, step.change.after)
    except OSError as error:
        raise _cannot(step, error) from error


def _prepare(new: Path, target: Path, data: bytes) -> None:
    """Write data to a new file, down to the disk, with the permissions and the owner of the target."""
    try:
        old = target.stat()
    except FileNotFoundError:
        old = None
    mode = 0o666 if old is None else 0o600  # a secret stays one while it is written
    with open(new, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if old is not None:
        if sys.platform != "win32":
            for owner, group in ((-1, old.st_gid), (old.st_uid, -1)):
                with suppress(OSError):
                    os.chown(new, owner, group)
        new.chmod(stat.S_IMODE(old.st_mode))


def _rename(steps: Sequence[_Step]) -> None:
    """Put every new file in its place; when that fails or is interrupted, put the old ones back."""
    step = None
    try:
        for step in steps:
            step.new.replace(step.target)
    except BaseException as error:
        # What has left its temporary name has been renamed, however shortly before an interrupt.
        renamed = [each for each in steps if not os.path.lexists(each.new)]
        lost = [str(shown(each.change.path)) for each in renamed if not _put_back(each)]
        if step is None or not isinstance(error, OSError):
            raise
        failed = _cannot(step, error)
        if lost:
            failed = WriteError(failed.path, f"{failed.message}, but {', '.join(lost)} could not be put back")
        raise failed from error


def _put_back(step: _Step) -> bool:
    try:
        replace_file(step.target, step.change.before)
    except OSError:
        return False
    return True


def _discard(new: Path) -> None:
    with suppress(OSError):
        new.unlink()


def _settle(folder: Path) -> None:
    """Bring the new names down to the disk, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _cannot(step: _Step, error: OSError) -> WriteError:
    return _error(step, f"cannot be written ({(error.strerror or str(error)).lower()})")


def _error(step: _Step, what: str) -> WriteError:
    return WriteError(shown(step.change.path), f"{what}: nothing was written")
