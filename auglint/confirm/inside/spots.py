"""Which line of the user's program is running: the places that what happens at run time is told by."""

import os
import sys
import sysconfig
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from types import CodeType, FrameType

from auglint.confirm.observation import Spot

_HERE = str(Path(__file__).resolve().parents[1]) + os.sep
# Not the prefix: a system's Python has /usr, and programs may well lie below that, or below an environment's folder.
_NOT_THE_USER = tuple(
    str(Path(sysconfig.get_path(each)).resolve()) + os.sep
    for each in ("stdlib", "platstdlib", "purelib", "platlib", "scripts")
)
_INSTALLED = {"site-packages", "dist-packages"}
_CHAIN = 8

cells: dict[str, tuple[str, int]] = {}
"""The file names under which the cells of a notebook run: the notebook, and the number of the cell."""


@cache
def is_user(file: str) -> bool:
    """Whether a code object's file belongs to the user: neither Python, nor an installed library, nor auglint."""
    if file in cells:
        return True
    if file.startswith("<"):
        return False
    path = Path(file).resolve()
    return not _INSTALLED & set(path.parts) and not str(path).startswith((*_NOT_THE_USER, _HERE))


def spots(limit: int = _CHAIN) -> tuple[Spot, ...]:
    """The user's running lines, the innermost first. No fixed depth: libraries wrap what we have wrapped."""
    return tuple(islice((_spot(frame) for frame in _user_frames()), limit))


def spot() -> Spot | None:
    """The innermost running line of the user, None when only libraries run."""
    return next(iter(spots(1)), None)


def inner_spot() -> Spot | None:
    """The innermost running line of the user, None where auglint itself is nearer: then it is auglint's own doing."""
    frame: FrameType | None = sys._getframe(1)
    wrapper = str(Path(_HERE, "inside", "seeds.py"))
    while frame is not None:
        file = frame.f_code.co_filename
        if is_user(file):
            return _spot(frame)
        if file.startswith(_HERE) and file != wrapper:
            return None
        frame = frame.f_back
    return None


def result_is_dropped() -> bool:
    """Whether the user's running call is a statement of its own: its result is thrown away at once."""
    frame = next(_user_frames(), None)
    if frame is None:
        return False
    import dis

    after = [each for each in dis.get_instructions(frame.f_code) if each.offset > frame.f_lasti]
    return bool(after) and after[0].opname == "POP_TOP"


def _user_frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if is_user(frame.f_code.co_filename):
            yield frame
        frame = frame.f_back


def _spot(frame: FrameType) -> Spot:
    code = frame.f_code
    row, column = _position(code, frame.f_lasti)
    file, cell = cells.get(code.co_filename, (code.co_filename, None))
    return Spot(str(Path(file).resolve()), row or frame.f_lineno, column, cell, code.co_name)


@lru_cache(maxsize=4096)
def _position(code: CodeType, instruction: int) -> tuple[int, int]:
    """Row and column, 1-based and in code points, of the call that runs; 0 where it is not known."""
    row, _, column, _ = next(islice(code.co_positions(), instruction // 2, None), (None, None, None, None))
    if row is None or column is None:
        return row or 0, 0
    import linecache

    line = linecache.getline(code.co_filename, row)
    return row, len(line.encode()[:column].decode(errors="replace")) + 1 if line else column + 1
