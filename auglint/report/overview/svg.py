"""An overview as a picture: a column for each split, what is shared in one colour and joined by a line.

Rows follow the data flow from top to bottom. A shared thing takes the same height in all columns.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from auglint.facts.overview import KINDS, Overview, SplitView, Thing
from auglint.report.display import flat, place

WIDTH, HEIGHT, GAP, GUTTER, MARGIN, LABEL = 284, 58, 12, 44, 24, 104
CHARACTERS = 40  # that fit into a box, in the small type

STYLE = """
text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #1f2937 }
.title { font-size: 16px; font-weight: 700 } .role { font-size: 14px; font-weight: 700 } .name { font-weight: 600 }
.dim, .kind { font-size: 11px; fill: #6b7280 } .ground { fill: #ffffff }
rect.box { fill: #f3f4f6; stroke: #9ca3af } rect.shared { fill: #fde68a; stroke: #b45309 }
line.flow { stroke: #9ca3af; stroke-width: 2 } line.shared { stroke: #b45309; stroke-width: 3; stroke-dasharray: 6 4 }
rect.shared ~ text, .on { fill: #1f2937 }
@media (prefers-color-scheme: dark) {
  text { fill: #e5e7eb } .dim, .kind { fill: #9ca3af } .ground { fill: #0d1117 }
  rect.box { fill: #1f2937; stroke: #4b5563 } rect.shared { fill: #fbbf24 } .on { fill: #1f2937 }
}
""".strip()


@dataclass(frozen=True)
class _Slot:
    """Where a thing stands: its split's column, and its top edge."""

    thing: Thing
    column: int
    top: int


def render(programs: Sequence[Overview]) -> str:
    """All programs, one below the other."""
    top, rows, columns = MARGIN, [], 1
    for program in programs:
        drawn, top = _program(program, top)
        rows.extend(drawn)
        columns = max(columns, len(program.splits))
    width = LABEL + 2 * MARGIN + columns * WIDTH + (columns - 1) * GUTTER
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top}" width="{width}" height="{top}"'
    label = ' role="img" aria-label="The data pipelines that auglint understood">'
    ground = f'<rect class="ground" width="{width}" height="{top}"/>'
    return "\n".join((head + label, f"<style>{STYLE}</style>", ground, *rows, "</svg>")) + "\n"


def _program(program: Overview, top: int) -> tuple[list[str], int]:
    rows = [_text(MARGIN, top + 16, str(program.path), "title")]
    heads, top = top + 48, top + 84
    for column, split in enumerate(program.splits):
        rows.extend(_head(split, _left(column), heads))
    slots, labels, bottom = _slots(program, top)
    rows.extend(_text(MARGIN, at + 20, kind, "kind") for kind, at in labels)
    for column in range(len(program.splits)):
        tops = [slot.top for slot in slots if slot.column == column]
        if len(tops) > 1:
            middle = _left(column) + WIDTH // 2
            rows.append(_line(middle, min(tops), middle, max(tops), "flow"))
    rows.extend(_links(slots))
    for slot in slots:
        rows.extend(_box(slot))
    if program.shared:
        rows.append(f'<rect class="box shared" x="{MARGIN}" y="{bottom + 2}" width="14" height="14" rx="3"/>')
        rows.append(_text(MARGIN + 22, bottom + 13, "shared by training and evaluation", "dim"))
        bottom += 28
    return rows, bottom + MARGIN


def _slots(program: Overview, top: int) -> tuple[list[_Slot], list[tuple[str, int]], int]:
    """The places of all things; the shared ones of a kind come first, side by side."""
    slots: list[_Slot] = []
    labels: list[tuple[str, int]] = []
    for kind in KINDS:
        columns = [split.of(kind) for split in program.splits]
        shared = list(dict.fromkeys(t.number for things in columns for t in things if t.shared))
        deepest = 0
        for column, things in enumerate(columns):
            own = len(shared)
            for thing in things:
                level = shared.index(thing.number) if thing.shared else own
                own += not thing.shared
                slots.append(_Slot(thing, column, top + level * (HEIGHT + GAP)))
                deepest = max(deepest, level + 1)
        if deepest:
            labels.append((kind, top))
            top += deepest * (HEIGHT + GAP) + GAP
    return slots, labels, top


def _links(slots: Sequence[_Slot]) -> Iterator[str]:
    """A line between the columns that share a thing."""
    last: dict[int, _Slot] = {}
    for slot in sorted(slots, key=lambda slot: slot.column):
        before = last.get(slot.thing.number) if slot.thing.shared else None
        if before is not None:
            middle = slot.top + HEIGHT // 2
            yield _line(_left(before.column) + WIDTH, middle, _left(slot.column), middle, "shared")
        last[slot.thing.number] = slot


def _head(split: SplitView, left: int, top: int) -> Iterator[str]:
    yield _text(left, top, split.role, "role")
    yield _text(left, top + 18, split.reason, "dim")


def _box(slot: _Slot) -> Iterator[str]:
    thing, left = slot.thing, _left(slot.column)
    kind = "box shared" if thing.shared else "box"
    on = " on" if thing.shared else ""
    rows = [(thing.name, "name"), (thing.detail, "dim"), (place(thing.site) if thing.site else "", "dim")]
    told = "\n".join(flat(text) for text, _ in rows if text)
    yield f"<g><title>{escape(told)}</title>"
    yield f'<rect class="{kind}" x="{left}" y="{slot.top}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
    for number, (text, style) in enumerate((text, style) for text, style in rows if text):
        yield _text(left + 10, slot.top + 19 + 15 * number, text, style + on)
    yield "</g>"


def _left(column: int) -> int:
    return MARGIN + LABEL + column * (WIDTH + GUTTER)


def _line(x1: int, y1: int, x2: int, y2: int, style: str) -> str:
    return f'<line class="{style}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _text(x: int, y: int, text: str, style: str) -> str:
    most = CHARACTERS if "dim" in style else CHARACTERS - 4
    text = flat(text)
    shown = text if "title" in style or len(text) <= most else _shortened(text, most)
    return f'<text x="{x}" y="{y}" class="{style}">{escape(shown)}</text>'


def _shortened(text: str, most: int) -> str:
    """The end of a path says most, the start of anything else."""
    return "…" + text[1 - most :] if "/" in text and " " not in text else text[: most - 1] + "…"
