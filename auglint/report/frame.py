"""Code frames: rows of source with a labelled mark under every place that matters, in the manner of rustc."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from auglint.pipeline import Site
from auglint.report.colour import Style, paint
from auglint.report.display import flat, glyph

_LIMIT = 160
_MARGIN = 50


@dataclass(frozen=True)
class Mark:
    """A span to underline and what to say about it; the finding's own place is `primary`."""

    site: Site
    label: str
    primary: bool = False


@dataclass(frozen=True)
class _Span:
    """A mark on one shown row: terminal columns, 0-based, end exclusive and after the start."""

    start: int
    end: int
    label: str
    primary: bool


def merge(marks: Sequence[Mark]) -> list[Mark]:
    """One mark for each site, in order; labels of the same site are joined, each said once."""
    together: dict[Site, list[Mark]] = {}
    for mark in marks:
        together.setdefault(mark.site, []).append(mark)
    return [
        Mark(
            site,
            "; ".join(dict.fromkeys(mark.label for mark in same if mark.label)),
            any(mark.primary for mark in same),
        )
        for site, same in together.items()
    ]


def frame(marks: Sequence[Mark], rows: Sequence[str], gutter: int, style: Style, colour: bool) -> list[str]:
    """The lines of one frame; all marks lie in the file (or notebook cell) whose rows these are.

    `gutter` is the width of the row numbers, `style` that of primary marks. Of a span of several rows the first is
    shown.
    """
    margin = paint(" " * gutter + " |", "gutter", colour)
    lines = [margin]
    shown = 0
    for row, group in groupby(sorted(marks, key=lambda mark: mark.site), key=lambda mark: mark.site.row):
        if shown and row == shown + 2:
            lines.append(_code(row - 1, _lay_out(_text(rows, row - 1), [0])[0], gutter, colour))
        elif shown and row > shown + 1:
            lines.append(paint("...", "gutter", colour))
        shown = row
        text = _text(rows, row)
        ends = [(mark, *_ends(mark.site, text)) for mark in group]
        code, columns = _lay_out(text, sorted({end for _, *both in ends for end in both}))
        lines.append(_code(row, code, gutter, colour))
        spans = [
            _Span(columns[start], max(columns[end], columns[start] + 1), _label(mark), mark.primary)
            for mark, start, end in ends
        ]
        lines += [f"{margin} {line}" for line in _underline(spans, style, colour)]
    return lines


def _text(rows: Sequence[str], row: int) -> str:
    return rows[row - 1] if row <= len(rows) else ""


def _code(row: int, code: str, gutter: int, colour: bool) -> str:
    return paint(f"{row:>{gutter}} |", "gutter", colour) + (f" {code}" if code else "")


def _last_row(site: Site) -> int:
    return site.end_row - 1 if site.end_column == 1 and site.end_row > site.row else site.end_row


def _label(mark: Mark) -> str:
    last = _last_row(mark.site)
    extent = f"lines {mark.site.row}-{last}" if last > mark.site.row else ""
    label = flat(mark.label)
    return f"{label} ({extent})" if label and extent else label or extent


def _ends(site: Site, text: str) -> tuple[int, int]:
    """The code points of the first row that a span covers, 0-based, end exclusive."""
    start = min(site.column - 1, len(text))
    end = site.end_column - 1 if site.end_row == site.row else len(text.rstrip())
    return start, max(start, min(end, len(text)))


def _lay_out(text: str, points: Sequence[int]) -> tuple[str, dict[int, int]]:
    """A row as it is shown, and the terminal column of each code point.

    A very long row is cut to what is near the points, and only that has columns.
    """
    pieces: list[str] = []
    columns: dict[int, int] = {}
    column = 0
    windows = _windows(text, points)
    for first, last in windows:
        if first > 0:
            pieces.append("...")
            column += len("...")
        for index in range(first, last):
            columns[index] = column
            shown, width = glyph(text[index])
            pieces.append(shown)
            column += width
        columns[last] = column
    if windows[-1][1] < len(text):
        pieces.append("...")
    return "".join(pieces).rstrip(), columns


def _windows(text: str, points: Sequence[int]) -> list[tuple[int, int]]:
    if len(text) <= _LIMIT:
        return [(0, len(text))]
    windows: list[tuple[int, int]] = []
    for point in points:
        first, last = max(0, point - _MARGIN), min(len(text), point + _MARGIN)
        if windows and first <= windows[-1][1] + len("..."):
            first = windows.pop()[0]
        windows.append((first, last))
    return windows


def _underline(spans: Sequence[_Span], style: Style, colour: bool) -> list[str]:
    """The marks of one row; the label of the last one follows it, the others hang below, the rightmost first."""

    def style_of(span: _Span) -> Style:
        return style if span.primary else "related"

    # The widest is drawn first, so that a mark within another stays visible.
    drawn = sorted(spans, key=lambda span: (span.start - span.end, span.primary))
    cells: dict[int, tuple[str, Style]] = {}
    for span in drawn:
        cells |= dict.fromkeys(range(span.start, span.end), ("^" if span.primary else "-", style_of(span)))
    rightmost = max(drawn, key=lambda span: (span.end, drawn.index(span)))
    tail = paint(rightmost.label, style_of(rightmost), colour)
    lines = [_row(cells, colour) + (f" {tail}" if tail else "")]
    hanging = sorted((span for span in drawn if span.label and span is not rightmost), key=lambda span: -span.start)
    if hanging:
        lines.append(_row({span.start: ("|", style_of(span)) for span in hanging}, colour))
    for place, span in enumerate(hanging):
        stems = {other.start: ("|", style_of(other)) for other in hanging[place + 1 :]}
        lines.append(_row(stems | {span.start: (span.label, style_of(span))}, colour))
    return lines


def _row(cells: dict[int, tuple[str, Style]], colour: bool) -> str:
    """Text put at columns, each on its own style; a piece may be long when nothing stands to its right."""
    pieces: list[str] = []
    column = 0
    runs: list[tuple[int, str, Style]] = []
    for start, (text, style) in sorted(cells.items()):
        if runs and runs[-1][2] == style and runs[-1][0] + len(runs[-1][1]) == start:
            first, before, _ = runs.pop()
            runs.append((first, before + text, style))
        else:
            runs.append((start, text, style))
    for start, text, style in runs:
        pieces.append(" " * (start - column) + paint(text, style, colour))
        column = start + len(text)
    return "".join(pieces)
