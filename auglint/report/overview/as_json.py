"""An overview for programs: a JSON array with an object for each program, places as in the findings' JSON."""

from collections.abc import Sequence

from auglint.facts.overview import Overview, SplitView, Thing
from auglint.pipeline import Site
from auglint.report.as_json import Json, dumps, json_place


def render(programs: Sequence[Overview]) -> str:
    """All programs."""
    return dumps([_program(program) for program in programs])


def _program(program: Overview) -> Json:
    return {
        "filename": str(program.path.absolute()),
        "splits": [_split(split) for split in program.splits],
        "shared": [{**_thing(thing), "roles": program.users(thing)} for thing in program.shared],
        "not_followed": [{**json_place(site), "reason": reason} for site, reason in program.unfollowed],
    }


def _split(split: SplitView) -> Json:
    return {
        "role": split.role,
        "reason": split.reason,
        **json_place(split.site),
        "things": [_thing(thing) for thing in split.things],
        "flow": [list(pair) for pair in split.flow],
    }


def _thing(thing: Thing) -> dict[str, Json]:
    return {
        "number": thing.number,
        "kind": thing.kind,
        "name": thing.name,
        "detail": thing.detail,
        "shared": thing.shared,
        "place": _where(thing.site),
    }


def _where(site: Site | None) -> Json:
    return None if site is None else json_place(site)
