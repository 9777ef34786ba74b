"""Where to report, and the steps of the story that led there."""

from collections.abc import Iterable
from typing import Any

import libcst as cst

from auglint.pipeline import Frame, Made, Place, Site
from auglint.trace.positions import positions


def report_place(made: Made, argument: Place, other: Made, counterpart: Place | None = None) -> Place:
    """Where a reader should look for what sets `made` apart from `other`.

    A helper called for both: its call that asked for `made`. Two different calls, or two entries of a list that one was
    given: the argument in question (`counterpart` is that of `other`). One call run twice by a loop, or one argument
    that was bound for both: the call itself.
    """
    for depth, (mine, theirs) in enumerate(zip(made.chain, other.chain, strict=False)):
        if mine.place != theirs.place:
            asked = {frame.function: frame.place for frame in other.chain[depth:]}
            calls = (f.place for f in made.chain[depth:] if asked.get(f.function, f.place) != f.place)
            return next(calls, argument)
    alike = made.place == other.place if counterpart is None else counterpart == argument
    return made.place if alike else argument


def shown_by_notebook(place: Place) -> bool:
    """Whether a statement is the last of its notebook cell, which shows its value."""
    source = place.module.source
    lines = [line.body[-1] for line in place.module.tree.body if isinstance(line.body, tuple | list)]
    if not source.cells or all(getattr(line, "value", None) is not place.node for line in lines):
        return False  # what stands in a loop or a branch is not shown
    span = positions(place.module.tree, [place.node])[id(place.node)]
    site = source.site(span[0], span[1], span[2], span[3])
    rows = source.rows(site.cell)[site.end_row :]
    return all(not row.strip() or row.lstrip().startswith("#") for row in rows)


def frames(made: Made, *, but: Place) -> list[tuple[Place, str]]:
    """The calls on the way to where an object is made, with a sentence each."""
    return [(frame.place, f"through this call of `{frame.function}`") for frame in made.chain if frame.place != but]


def story_of(chain: tuple[Frame, ...]) -> tuple[str, ...]:
    """The names of the functions on a call chain."""
    return tuple(frame.function for frame in chain)


def locate(places: Iterable[Place]) -> dict[Place, Site]:
    """The sites of places: one walk over each module that has any."""
    modules: dict[int, tuple[Any, list[Place]]] = {}
    for place in places:
        modules.setdefault(id(place.module), (place.module, []))[1].append(place)
    sites: dict[Place, Site] = {}
    for module, inside in modules.values():
        nodes = {id(node): node for place in inside for node in _span_nodes(place.node)}
        spans = positions(module.tree, nodes.values())
        for place in inside:
            first, last = _span_nodes(place.node)
            start, end = spans[id(first)], spans[id(last)]
            sites[place] = module.source.site(start[0], start[1], end[2], end[3])
    return sites


def _span_nodes(node: Any) -> tuple[Any, Any]:
    """The nodes at which the shown span starts and ends: a chained call starts at its method's name."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and isinstance(node.func.value, cst.Call):
        return node.func.attr, node
    if isinstance(node, cst.For | cst.CompFor):
        return node.iter, node.iter
    if isinstance(node, cst.FunctionDef | cst.ClassDef):
        return node.name, node.name
    return node, node
