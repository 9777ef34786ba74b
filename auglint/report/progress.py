"""One line on a terminal that says how far a long run is."""

import os
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from auglint.report.display import escape, glyph

_DELAY = 1.0
_INTERVAL = 0.1
_BAR = 10


class Progress:
    """A context manager around a run of `total` steps: shows nothing in the first second, and clears up after itself.

    With a total of 0, for "not known", there is no bar.
    Silent when `quiet`, and on any stream that is not a terminal. `clock` counts seconds.
    """

    def __init__(
        self, total: int, stream: TextIO | None, *, quiet: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._total = total
        watched = stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
        self._stream = stream if watched and not quiet else None
        self._clock = clock
        self._done = 0
        self._shown = False
        self._next = clock() + _DELAY

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None and self._shown:
            _write(self._stream, "")

    def step(self, label: str) -> None:
        """Count one more step and name it, for example the file that is checked."""
        self._done += 1
        if self._stream is not None and self._clock() >= self._next:
            self._next = self._clock() + _INTERVAL
            self._shown = True
            filled = _BAR * self._done // max(self._total, 1)
            bar = ("#" * filled).ljust(_BAR, "-")
            line = f"Checking {self._done}/{self._total} [{bar}] {escape(label)}" if self._total else escape(label)
            _write(self._stream, _cut(line, _columns(self._stream) - 1))


def _write(stream: TextIO, line: str) -> None:
    stream.write(f"\r\x1b[K{line}")
    stream.flush()


def _columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _cut(line: str, columns: int) -> str:
    """As much of the line as fits, for a wrapped line could not be cleared."""
    shown, width = [], 0
    for char in line:
        piece, cells = glyph(char)
        width += cells
        if width > columns:
            break
        shown.append(piece)
    return "".join(shown)
