"""An overview as a tree for the terminal: a line for each thing of each split, and what the splits share."""

from collections.abc import Sequence

from auglint.facts.overview import Overview, SplitView, Thing
from auglint.report.colour import paint
from auglint.report.display import flat, place

_KIND = 12
_Line = tuple[str, "list[_Line]"]  # text and what stands under it

_BOXES = ("├── ", "└── ", "│   ", "    ")
_PLAIN = ("|-- ", "`-- ", "|   ", "    ")


def render(programs: Sequence[Overview], colour: bool, boxes: bool) -> str:
    """One tree per program, with an empty line between."""
    return "\n".join(_drawn(_program(program, colour), boxes, colour) for program in programs)


def _program(program: Overview, colour: bool) -> _Line:
    under = [_split(program, split, colour) for split in program.splits]
    if program.shared:
        shared: list[_Line] = [
            (f"{_named(thing, colour)}: {', '.join(program.users(thing))}", []) for thing in program.shared
        ]
        under.append((paint("shared by training and evaluation", "warning", colour), shared))
    if program.unfollowed:
        places: list[_Line] = [(f"{place(site)}: {flat(reason)}", []) for site, reason in program.unfollowed]
        under.append(("not followed", places))
    return paint(flat(str(program.path)), "strong", colour), under


def _split(program: Overview, split: SplitView, colour: bool) -> _Line:
    head = f"{paint(split.role, 'strong', colour)}: {flat(split.reason)} {_at(place(split.site), colour)}"
    return head, [(_thing(program, split, thing, colour), []) for thing in split.things]


def _thing(program: Overview, split: SplitView, thing: Thing, colour: bool) -> str:
    others = [role for role in program.users(thing) if role != split.role]
    also = f" {paint('shared with ' + ', '.join(others), 'warning', colour)}" if thing.shared and others else ""
    return f"{thing.kind:{_KIND}} {_named(thing, colour)}{also}"


def _named(thing: Thing, colour: bool) -> str:
    detail = f" ({flat(thing.detail)})" if thing.detail else ""
    where = f" {_at(place(thing.site), colour)}" if thing.site else ""
    return f"{flat(thing.name)}{detail}{where}"


def _at(where: str, colour: bool) -> str:
    return paint(f"@ {where}", "gutter", colour)


def _drawn(line: _Line, boxes: bool, colour: bool, before: str = "") -> str:
    text, under = line
    tee, corner, pipe, blank = _BOXES if boxes else _PLAIN
    rows = [f"{text}\n"]
    for number, child in enumerate(under):
        last = number == len(under) - 1
        branch = paint(before + (corner if last else tee), "gutter", colour)
        rows.append(branch + _drawn(child, boxes, colour, before + (blank if last else pipe)))
    return "".join(rows)
