"""Text edits applied to the bytes of a file: what no edit names stays as it is, byte for byte."""

import codecs
from collections.abc import Sequence
from itertools import groupby, pairwise, zip_longest
from pathlib import Path

from auglint.finding import Edit
from auglint.source.lexer import NEWLINE, row_starts, split_rows
from auglint.source.text import SourceError, clean, declared, decode, is_notebook, shown, source_from_text

_Change = tuple[int, int, str]  # the offsets at which a replaced text starts and ends, and the new text


class RewriteError(Exception):
    """Why edits cannot be applied: one sentence, for the user ("é cannot be written in ascii")."""


def rewrite(path: Path, data: bytes, edits: Sequence[Edit]) -> bytes:
    r"""The file's bytes after the edits, which are all of this file, in any order, and neither overlap nor touch.

    A line end in an edit's text becomes the one that is used around the place. In a notebook only the JSON of the
    edited cells' sources changes, in the layout it has. Raises RewriteError or SourceError, nothing else.
    """
    edits = sorted(edits, key=lambda edit: (edit.site.cell or 0, _span(edit)))
    for edit in edits:
        if edit.site.path.absolute() != path.absolute():
            raise RewriteError(f"the edit is one of {shown(edit.site.path)}, not of {shown(path)}")
        if (edit.site.cell is not None) != is_notebook(path):
            raise RewriteError("the edit names no cell" if is_notebook(path) else "the edit names a cell of a script")
    for one, other in pairwise(edits):
        if overlap(one, other):
            raise RewriteError(f"two edits meet in row {other.site.row}")
    return (_notebook if is_notebook(path) else _plain)(path, data, edits)


def moved(row: int, column: int, edits: Sequence[Edit]) -> tuple[int, int]:
    """Where a place lies after the edits, which are all in its cell or file.

    A place inside replaced text goes to the start of what stands there now, a place where something is inserted behind
    it.
    """
    for edit in sorted(edits, key=_span, reverse=True):
        start, end = _span(edit)
        if (row, column) >= end:
            first, *others = NEWLINE.split(edit.text)
            behind = len(others[-1]) + 1 if others else start[1] + len(first)
            column += behind - end[1] if row == end[0] else 0
            row += start[0] + len(others) - end[0]
        elif (row, column) > start:
            row, column = start
    return row, column


def overlap(one: Edit, other: Edit) -> bool:
    """Whether two edits lie in the same file and cell, and overlap or touch."""
    if one.site.cell != other.site.cell or one.site.path.absolute() != other.site.path.absolute():
        return False
    (start, end), (other_start, other_end) = _span(one), _span(other)
    return start <= other_end and other_start <= end


def _span(edit: Edit) -> tuple[tuple[int, int], tuple[int, int]]:
    site = edit.site
    return (site.row, site.column), (site.end_row, site.end_column)


def _plain(path: Path, data: bytes, edits: Sequence[Edit]) -> bytes:
    text = decode(shown(path), data)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    encoding = "utf-8" if mark else declared(data)[1]
    if mark + _encoded(text, encoding) != data:
        raise RewriteError(f"writing the file in {encoding} would change more than the edits")
    edited = _applied(text, _changes(text, edits))
    result = mark + _encoded(edited, encoding)
    try:
        same = decode(path, result) == edited
    except SourceError:
        same = False
    if not same:
        raise RewriteError("what is written would be read as something else")
    return result


def _notebook(path: Path, data: bytes, edits: Sequence[Edit]) -> bytes:
    from auglint.source.notebook_spans import escapes, joined, replaced, source_spans

    source = source_from_text(path, data)
    text = data.decode("utf-8-sig")
    spans = source_spans(text)
    ascii_only = escapes(text)
    rows = split_rows(source.code)
    for line, left_out in source.dropped:
        rows[line - 1] = left_out + rows[line - 1]
    written: list[_Change] = []
    for index, of_cell in groupby(edits, key=lambda edit: edit.site.cell):
        cell = next((cell for cell in source.cells if cell.index == index), None)
        error = next((error for error in source.errors if error.cell == index), None)
        if cell is None or error is not None:
            raise RewriteError(f"cell {index} is not Python" + (f": {error.message}" if error else ""))
        start, end = spans[cell.index - 1]
        value = text[start:end]
        before = joined(value)
        changes = _changes(before, list(of_cell))
        after = _applied(before, changes)
        _refuse_ipython(rows[cell.first_line - 1 :][: cell.line_count], clean(before), changes, clean(after))
        for change in reversed(changes):
            _encoded(change[2], "utf-8")
            value = replaced(value, *change, ascii_only=ascii_only)
        if joined(value) != after:  # halves of a surrogate pair have met
            raise RewriteError("what is written would be read as something else")
        written.append((start, end, value))
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return mark + _applied(text, written).encode()


def _refuse_ipython(rows: Sequence[str], before: str, changes: Sequence[_Change], after: str) -> None:
    """Raise RewriteError where a change touches what is masked in a cell's rows, or would alter it."""
    from auglint.source.magics import blank, mask

    masked = "".join(row + end for row, end in zip_longest(rows, NEWLINE.findall(before), fillvalue=""))
    foreign = before != masked == blank(before)
    touched = any(before[start:end] != masked[start:end] for start, end, _ in changes)
    headed = before.lstrip().startswith("%%") and not after.lstrip().startswith("%%")
    if foreign or touched or headed or mask(after) != clean(_applied(mask(before), changes)):
        raise RewriteError("what is edited is IPython, not Python")


def _changes(text: str, edits: Sequence[Edit]) -> list[_Change]:
    """The edits as offsets into a text, and with its line ends."""
    starts = row_starts(text)
    newlines = NEWLINE.findall(text)
    changes = []
    for edit in edits:
        start, end = (_offset(text, starts, *place) for place in _span(edit))
        if start > end:
            raise RewriteError("the edit ends before it starts")
        newline = newlines[min(edit.site.row, len(newlines)) - 1] if newlines else "\n"
        changes.append((start, end, NEWLINE.sub(newline, edit.text)))
    return changes


def _offset(text: str, starts: Sequence[int], row: int, column: int) -> int:
    if 1 <= row <= len(starts):
        newline = NEWLINE.search(text, starts[row - 1])
        offset = starts[row - 1] + column - 1
        if starts[row - 1] <= offset <= (newline.start() if newline else len(text)):
            return offset
    raise RewriteError(f"there is no row {row}, column {column}")


def _applied(text: str, changes: Sequence[_Change]) -> str:
    pieces = []
    position = 0
    for start, end, new in changes:
        pieces += [text[position:start], new]
        position = end
    return "".join(pieces) + text[position:]


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        wrong = text[error.start]
        name = wrong if wrong.isprintable() else f"U+{ord(wrong):04X}"
        raise RewriteError(f"{name} cannot be written in {encoding}") from None
    except (LookupError, ValueError):
        raise RewriteError(f"the file cannot be written in {encoding}") from None
