"""What was understood of a program, for people: each split's data, transforms, randomness, loader and workers.

An object has one number wherever it turns up, so what is shared between splits is what their ways have in common.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import libcst as cst

from auglint.facts import Augmented, Facts, Use
from auglint.facts.data import Data, argument_that_says
from auglint.facts.places import locate
from auglint.facts.randomness import Random
from auglint.facts.samples import workers
from auglint.pipeline import Application, Argument, Augmentation, Dataset, Loader, Made, Place, Rng, Seed, Site
from auglint.trace import tables
from auglint.trace.values import (
    Bound,
    Class,
    Const,
    Function,
    Instance,
    Library,
    Object,
    Partial,
    Sequence,
    Text,
    Value,
)

Kind = Literal["data", "dataset", "transform", "augmentation", "randomness", "loader", "workers"]
KINDS: tuple[Kind, ...] = ("data", "dataset", "transform", "augmentation", "randomness", "loader", "workers")
"""The kinds of things, in the order of the data flow; a transform is a callable that draws nothing."""

MOST = 60  # characters of a value
PARAMETERS = ("shuffle", "generator", "worker_init", "collate", "persistent")


@dataclass(frozen=True)
class Thing:
    """One thing of a pipeline: what it is called, what is to be known of it, and where it was made.

    `number`: the same for one object in all splits. `shared`: both training and evaluation use it.
    """

    number: int
    kind: Kind
    name: str
    detail: str
    site: Site | None
    shared: bool = False


@dataclass(frozen=True)
class SplitView:
    """What serves one purpose: its role, how that is known, where, and its things in the order of the data flow.

    `flow`: pairs of numbers, from what gives to what takes.
    """

    role: str
    reason: str
    site: Site
    things: tuple[Thing, ...]
    flow: tuple[tuple[int, int], ...]

    def of(self, kind: Kind) -> list[Thing]:
        """Its things of one kind."""
        return [thing for thing in self.things if thing.kind == kind]


@dataclass(frozen=True)
class Overview:
    """A program as it was understood. `unfollowed`: where the trace stopped, and why."""

    path: Path
    splits: tuple[SplitView, ...]
    unfollowed: tuple[tuple[Site, str], ...]

    @property
    def shared(self) -> tuple[Thing, ...]:
        """What training and evaluation have in common, once each."""
        found = {thing.number: thing for split in self.splits for thing in split.things if thing.shared}
        return tuple(found.values())

    def users(self, thing: Thing) -> list[str]:
        """The roles that use a thing."""
        return list(dict.fromkeys(s.role for s in self.splits if any(t.number == thing.number for t in s.things)))


@dataclass(frozen=True)
class _Found:
    """A thing before it has a number and a position. `key` tells whether two are one."""

    key: Any
    kind: Kind
    name: str
    detail: str = ""
    place: Place | None = None


_Edge = tuple[Any, Any]  # keys


def overview(facts: Facts, path: Path) -> Overview:
    """What was understood of the program that starts in a file."""
    ways = [(use, *_way(facts, use)) for use in facts.uses]
    places = {place for use, things, _ in ways for place in (use.made.place, *(t.place for t in things)) if place}
    places |= {place for place, _ in facts.trace.gave_up}
    sites = locate(places)
    numbers: dict[Any, int] = {}
    users: dict[int, set[str]] = {}
    for use, things, _ in ways:
        for thing in things:
            users.setdefault(numbers.setdefault(thing.key, len(numbers) + 1), set()).add(use.side)

    def thing_of(found: _Found) -> Thing:
        number = numbers[found.key]
        site = sites[found.place] if found.place else None
        return Thing(number, found.kind, found.name, found.detail, site, len(users[number]) > 1)

    splits = tuple(
        SplitView(
            use.role.value,
            use.evidence.reason,
            sites[use.made.place],
            tuple(thing_of(found) for found in things),
            tuple((numbers[one], numbers[other]) for one, other in edges),
        )
        for use, things, edges in ways
    )
    stopped = dict.fromkeys((sites[place], reason) for place, reason in facts.trace.gave_up)
    return Overview(path, splits, tuple(stopped))


def _way(facts: Facts, use: Use) -> tuple[list[_Found], list[_Edge]]:
    """The things of one use, and which gives to which."""
    found: dict[Any, _Found] = {}
    edges: dict[_Edge, None] = {}

    def add(thing: _Found, to: Any) -> None:
        found.setdefault(thing.key, thing)
        if to is not None and to != thing.key:
            edges.setdefault((thing.key, to))

    end = _key(use.dataset)
    if use.loader is not None:
        for thing in _loader(use.loader):
            add(thing, None if thing.kind == "loader" else _key(use.loader))
        edges.setdefault((end, _key(use.loader)))
    random = list(facts.augmented(use))
    data = {id(one.dataset): one for one in facts.sources.of(use)}
    for step in facts.graph.up(use.dataset):
        dataset = step.dataset
        add(_dataset(dataset), None)
        for derivation in facts.graph.parents(dataset):
            edges.setdefault((_key(derivation.parent), _key(dataset)))
        for thing in _transforms(facts, dataset, random):
            add(thing, _key(dataset))
    for one in data.values():
        add(_data(one), _key(one.dataset))
    for augmented in random:
        for thing, to in _augmentation(facts, augmented):
            add(thing, to)
    ordered = sorted(found.values(), key=lambda thing: KINDS.index(thing.kind))
    return ordered, [edge for edge in edges if edge[0] in found and edge[1] in found]


def _key(made: Made) -> Any:
    return id(made)


def _loader(loader: Loader) -> Iterator[_Found]:
    row = loader.row
    told = []
    names = () if row is None else (*(getattr(row, name) for name in PARAMETERS), *row.sampler)
    for name in names:
        argument = loader.arguments.get(name)
        if argument is not None and argument.given and not _nothing(argument.value):
            told.append(f"{argument.name}={shown(argument)}")
    yield _Found(_key(loader), "loader", loader.name, ", ".join(told), loader.place)
    count = workers(loader)
    argument = loader.arguments.get(row.workers) if row is not None else None
    if argument is not None and argument.given:
        name = "worker processes" if count is None else f"{count} worker process{'' if count == 1 else 'es'}"
        yield _Found(("workers", _key(loader)), "workers", name, "", argument.place)


def _dataset(dataset: Dataset) -> _Found:
    """A dataset, with how it came from another."""
    how = [_EXTENTS[one.extent] for one in dataset.derived[:1] if one.extent in _EXTENTS]
    argument = argument_that_says(dataset)
    told = [f"{argument.name}={shown(argument)}"] if argument is not None else []
    return _Found(_key(dataset), "dataset", dataset.name, ", ".join((*told, *how)), dataset.place)


_EXTENTS = {"fewer": "a part of the samples", "join": "several joined"}


def _data(data: Data) -> _Found:
    """Where samples are read from."""
    argument = _source(data.dataset) or _first_of_instance(data.dataset)
    name = shown(argument) if argument is not None else data.dataset.reader or data.dataset.name
    place = argument.place if argument is not None else data.dataset.place
    return _Found(("data", data.key), "data", name, "a part of it" if data.parts else "", place)


def _source(dataset: Dataset) -> Argument | None:
    """The path or array that a dataset reads; of one that a library holds, the selector."""
    sources = dataset.row.source if isinstance(dataset.row, tables.Dataset) else ()
    given = (dataset.arguments[name] for name in sources if name in dataset.arguments)
    return next((a for a in given if a.given and not _nothing(a.value)), None) or argument_that_says(dataset)


def _first_of_instance(dataset: Dataset) -> Argument | None:
    """What an object of a project class was given first that is not to be called."""
    for argument in dataset.arguments.values() if isinstance(dataset.instance, Instance) else ():
        value = argument.value
        if argument.given and isinstance(value, Value) and not isinstance(value, Instance | Object | Function | Class):
            return argument
    return None


def _transforms(facts: Facts, dataset: Dataset, random: Iterable[Augmented]) -> Iterator[_Found]:
    """What is applied to samples and draws nothing."""
    drawing = {id(application.callable) for one in random for application in (one.application,)}
    for application in facts.randomness.final(dataset):
        value = application.callable
        if isinstance(value, Value) and id(value) not in drawing and not _nothing(value):
            if any(True for _ in facts.randomness.of(value, application)):
                continue
            yield _Found(_identity(value), "transform", _name(value), "draws nothing", _made_at(value, application))


def _augmentation(facts: Facts, one: Augmented) -> Iterator[tuple[_Found, Any]]:
    """A callable that draws, with the streams it draws from, each with what it gives to."""
    value = one.application.callable
    key = _identity(value)
    steps = list(dict.fromkeys(step.name for step in one.steps))
    listed = ", ".join(steps[:6]) + (", …" if len(steps) > 6 else "")
    detail = f"random: {listed}" if listed != _name(value) else "random"
    if value is one.dataset.instance:
        key, place = ("own draws", id(one.dataset)), one.steps[0].place
        yield _Found(key, "augmentation", "drawn while a sample is made", listed, place), _key(one.dataset)
    else:
        place = _made_at(value, one.application)
        yield _Found(key, "augmentation", _name(value), detail, place), _key(one.dataset)
    for step in one.steps:
        yield _stream(facts, one, step), key


def _stream(facts: Facts, one: Augmented, step: Random) -> _Found:
    """What a random step draws from, and what seeded it."""
    state = step.state
    if step.stream == "own" or state is not None:
        seeded = "unseeded" if step.seed is None else "seeded"
        if state is None:
            return _Found(("own", step.place), "randomness", "a generator of its own", seeded, step.place)
        name = state.name if isinstance(state, Rng) else f"the generator in {state.name}"
        return _Found(("state", id(state)), "randomness", name, seeded, state.place)
    if step.seed is not None:
        return _Found(("seed", step.seed), "randomness", "a seed of its own", "", step.seed_place)
    seeds = [seed for seed in facts.trace.all(Seed) if step.stream in seed.streams]
    before = [seed for seed in seeds if seed.order < one.dataset.order] or seeds
    detail = f"seeded by {before[-1].name}" if before else "not seeded"
    place = before[-1].place if before else None
    return _Found(("stream", step.stream), "randomness", f"the {step.stream} stream", detail, place)


def _identity(value: Any) -> Any:
    if isinstance(value, Object):
        return id(value.made)
    if isinstance(value, Bound):
        return _identity(value.receiver)
    if isinstance(value, Partial):
        return _identity(value.function)
    return value.key if isinstance(value, Library) else id(getattr(value, "node", value))


def _made_at(value: Any, application: Application) -> Place:
    """Where a callable was made, or else where it is applied."""
    if isinstance(value, Object):
        place: Place = value.made.place
        return place
    if isinstance(value, Function):
        return Place(value.module, value.node)
    return application.place


def _name(value: Any) -> str:
    if isinstance(value, Object):
        made = value.made
        name = str(made.name)
        steps = made.steps if isinstance(made, Augmentation) else ()
        inner = [step for item in _flat(steps) if (step := _name(item)) != "…"]
        return f"{name}({', '.join(inner[:8])}{', …' if len(inner) > 8 else ''})" if inner else name
    if isinstance(value, Function | Class):
        return str(value.name)
    if isinstance(value, Instance):
        return str(value.cls.name)
    if isinstance(value, Bound):
        owner = f"{_name(value.receiver)}." if value.receiver is not None else ""
        return owner + _name(value.function)
    if isinstance(value, Partial):
        return f"partial({_name(value.function)})"
    if isinstance(value, Library):
        return value.name.rpartition(".")[2]
    return "…"


def _flat(steps: Iterable[Any]) -> Iterator[Any]:
    for step in steps:
        if isinstance(step, Sequence):
            yield from _flat(item.value for item in step.items)
        else:
            yield step


def _nothing(value: Any) -> bool:
    return isinstance(value, Const) and value.value is None


def shown(argument: Argument) -> str:
    """An argument as people read it: its value when that is known, else what the program says."""
    value = argument.value
    if isinstance(value, Const):
        text = repr(value.value)
    elif isinstance(value, Text) and any(isinstance(part, str) for part in value.parts):
        text = repr("".join(part if isinstance(part, str) else "{…}" for part in value.parts))
    elif isinstance(value, Object | Function | Class | Partial | Bound | Instance | Library):
        text = _name(value)
    else:
        text = _written(argument.place)
    text = " ".join(text.split())
    return text if len(text) <= MOST else text[: MOST - 1] + "…"


def _written(place: Place) -> str:
    """The source text of an argument; one that comes out of `*` or `**` has none."""
    node = place.node
    if isinstance(node, cst.StarredDictElement) or (isinstance(node, cst.Arg) and node.star):
        return "…"
    text: str = place.module.tree.code_for_node(node.value if isinstance(node, cst.Arg) else node)
    return text


__all__ = ["KINDS", "Kind", "Overview", "SplitView", "Thing", "overview", "shown"]
