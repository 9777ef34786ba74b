"""Changes as a patch, which `git apply` and `patch -p1` take, and how a terminal shows it."""

import os
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from auglint.report.colour import Style, paint
from auglint.report.display import escape

_CONTEXT = 3
_MOST = 1000  # lines of difference; the time grows with their square
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}

_Lines = Sequence[bytes]
_Edit = tuple[int, int, int, int]
"""Old lines [0]:[1] become new lines [2]:[3]."""


class _Run(NamedTuple):
    """Lines that stay, by where they start; and the run before them."""

    old: int
    new: int
    length: int
    before: "_Run | None"


def patch(path: Path, before: bytes, after: bytes) -> bytes:
    """The change of one file as a unified diff, byte for byte; b"" when nothing changes.

    Names are relative to the current folder and quoted as git does; lines end at a newline only. There is no line
    `diff --git`: after one, git takes names as relative to the repository, and skips the file when it is run elsewhere.
    """
    if before == after:
        return b""
    names = f"--- {_name('a', path)}\n+++ {_name('b', path)}\n"
    return names.encode() + b"".join(_hunks(BytesIO(before).readlines(), BytesIO(after).readlines()))


def shown(diff: bytes, colour: bool) -> str:
    """Patches as text: what is not UTF-8 is escaped. In colour, for terminals, so is what could move the cursor."""
    text = diff.decode("utf-8", "backslashreplace")
    return "\n".join(map(_painted, text.split("\n"))) if colour else text


def _painted(line: str) -> str:
    style: Style | None = None
    if line.startswith(("--- a/", "+++ b/", '--- "a/', '+++ "b/')):
        style = "strong"
    elif line.startswith("@@"):
        style = "related"
    elif line.startswith(("+", "-")):
        style = "added" if line[0] == "+" else "removed"
    return paint("\t".join(map(escape, line.removesuffix("\r").split("\t"))), style, True)


def _name(side: str, path: Path) -> str:
    """The path as a patch names it: in double quotes when need be, with a tab after a name with spaces."""
    whole = Path(os.path.normpath(path.absolute()))
    here = Path.cwd()
    name = os.fsencode((side / whole.relative_to(here if whole.is_relative_to(here) else whole.anchor)).as_posix())
    written = "".join(map(_written, name))
    quote = '"' if len(written) > len(name) else ""
    return quote + written + quote + ("\t" if b" " in name else "")


def _written(byte: int) -> str:
    if byte in _ESCAPES:
        return "\\" + _ESCAPES[byte]
    return chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}"


def _hunks(old: _Lines, new: _Lines) -> Iterator[bytes]:
    groups: list[list[_Edit]] = []
    for edit in _edits(old, new):
        if groups and edit[0] - groups[-1][-1][1] <= 2 * _CONTEXT:
            groups[-1].append(edit)
        else:
            groups.append([edit])
    for group in groups:
        before = min(_CONTEXT, group[0][0])
        after = min(_CONTEXT, len(old) - group[-1][1])
        at = group[0][0] - before
        end = group[-1][1] + after
        yield f"@@ -{_range(at, end)} +{_range(group[0][2] - before, group[-1][3] + after)} @@\n".encode()
        for edit in group:
            yield from _signed(b" ", old[at : edit[0]])
            yield from _signed(b"-", old[edit[0] : edit[1]])
            yield from _signed(b"+", new[edit[2] : edit[3]])
            at = edit[1]
        yield from _signed(b" ", old[at:end])


def _range(start: int, end: int) -> str:
    """The lines start:end, as a patch counts them: from 1, and no lines lie after the one that is named."""
    return f"{start + 1}" if end - start == 1 else f"{start + (end > start)},{end - start}"


def _signed(sign: bytes, lines: _Lines) -> Iterator[bytes]:
    for line in lines:
        yield sign + line if line.endswith(b"\n") else sign + line + b"\n\\ No newline at end of file\n"


def _edits(old: _Lines, new: _Lines) -> Iterator[_Edit]:
    """What changes, in order, between the runs of lines that stay."""
    runs = [_Run(len(old), len(new), 0, _kept(old, new))]
    while runs[-1].before:
        runs.append(runs[-1].before)
    at = to = 0
    for run in reversed(runs):
        if (at, to) != (run.old, run.new):
            yield at, run.old, to, run.new
        at, to = run.old + run.length, run.new + run.length


def _kept(old: _Lines, new: _Lines) -> _Run | None:
    """The last run of lines that stay; when more than _MOST lines differ, all between the first and the last one do.

    This is the greedy algorithm of Myers, "An O(ND) difference algorithm and its variations" (1986), as in git. Few
    edits of a large notebook take no time, where difflib, which looks for all places of each line, takes seconds.
    """
    reached: dict[int, tuple[int, _Run | None]] = {1: (0, None)}
    for distance in range(_MOST + 1):
        for diagonal in range(-distance, distance + 1, 2):
            added = diagonal == -distance or (
                diagonal != distance and reached[diagonal - 1][0] < reached[diagonal + 1][0]
            )
            start, run = reached[diagonal + 1 if added else diagonal - 1]
            end = start = start if added else start + 1
            while end < len(old) and end - diagonal < len(new) and old[end] == new[end - diagonal]:
                end += 1
            if end > start:
                run = _Run(start, start - diagonal, end - start, run)
            if end == len(old) and end - diagonal == len(new):
                return run
            reached[diagonal] = end, run
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    return _Run(len(old) - tail, len(new) - tail, tail, _Run(0, 0, head, None))


def _same(old: _Lines, new: _Lines) -> int:
    """How many lines are the same from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
