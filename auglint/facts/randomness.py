"""Is this callable random, and what does it draw from?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from auglint.facts.graph import Graph
from auglint.pipeline import Application, Augmentation, Conditions, Dataset, Draw, Effects, Made, Place, Rng
from auglint.trace import tables
from auglint.trace.values import (
    Bound,
    Class,
    Const,
    Function,
    Instance,
    Item,
    Library,
    Object,
    Partial,
    Sequence,
    Union,
    Unknown,
    Value,
    compatible,
    mentions,
)

SAMPLE = "sample"
MAX_NESTING = 8


@dataclass(frozen=True)
class Random:
    """One random step: what it is called, where it is, and the objects it was reached through.

    `stream`: what it draws from; "own" is a generator in the object `state`. `eager`: run for each sample by Python;
    not eager: traced into a graph. `seed`: key of a seed of its own. `replays`: after a global seed, each traced
    pipeline and each pass draws the same.
    """

    name: str
    place: Place
    stream: str
    conditions: Conditions
    holders: tuple[Any, ...]
    eager: bool = True
    seed: Any = None
    state: Made | None = None
    replays: bool = False
    seed_place: Place | None = None


class Randomness:
    """Randomness of callables and datasets over one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def of_dataset(self, dataset: Dataset) -> list[tuple[Application, list[Random]]]:
        """What one dataset itself applies at random to each sample (not what the datasets it came from apply)."""
        found: list[tuple[Application, list[Random]]] = []
        effects = self.graph.effects(dataset) if isinstance(dataset.instance, Instance) else None
        if effects is None or effects.base:
            for application in self.final(dataset):
                steps = list(self.of(application.callable, application))
                if steps:
                    found.append((application, steps))
        if effects is not None:
            if _several_views(effects.applied):
                return []  # wanted: contrastive losses are defined on such views
            fixed = _fixed(effects)
            for target, application, _ in effects.applied:
                steps = [step for step in self.of(target, application) if step.stream not in fixed]
                if steps:
                    found.append((self._argument(dataset, target, application), steps))
            known = {step.place for _, steps in found for step in steps}
            drawn = [r for d in effects.draws if (r := _drawn(d, ())) is not None]
            draws = [one for one in drawn if one.place not in known and one.stream not in fixed]
            if draws:
                own = Application(dataset.instance, dataset.place, dataset.chain, dataset.conditions)
                found.append((own, draws))
        return found

    def final(self, dataset: Dataset) -> Iterator[Application]:
        """What is applied in the end: an attribute that was set later replaces the argument of that name."""
        replaced = {id(dataset.arguments[name].value): name for name in dataset.overrides if name in dataset.arguments}
        for application in dataset.applies:
            name = replaced.pop(id(application.callable), None)
            if name is None:
                yield application
        for name in dataset.overrides:
            value, place = dataset.overrides[name]
            row = dataset.row
            if isinstance(row, tables.Dataset) and name in row.applies and isinstance(value, Value):
                yield Application(value, place, dataset.chain, dataset.conditions)

    def _argument(self, dataset: Dataset, target: Value, application: Application) -> Application:
        """The application as the caller sees it: at the argument that brought the callable in."""
        for argument in dataset.arguments.values():
            if argument.given and _holds(argument.value, target):
                return Application(target, argument.place, dataset.chain, dataset.conditions, application.eager)
        for value, place in dataset.overrides.values():
            if _holds(value, target):
                return Application(target, place, dataset.chain, dataset.conditions, application.eager)
        return Application(target, dataset.place, dataset.chain, dataset.conditions, application.eager)

    def of(
        self, value: Any, application: Application, holders: tuple[Any, ...] = (), conditions: Conditions = frozenset()
    ) -> Iterator[Random]:
        """The random steps in a value that is called on samples."""
        if len(holders) > MAX_NESTING or not compatible(conditions, application.conditions):
            return
        if isinstance(value, Union):
            for option in value.options:
                yield from self.of(option.value, application, holders, conditions | option.conditions)
        elif isinstance(value, Sequence):
            for item in value.items:
                yield from self.of(item.value, application, holders, conditions | item.conditions)
        elif isinstance(value, Object) and isinstance(value.made, Augmentation):
            yield from self._augmentation(value.made, application, holders, conditions)
        elif isinstance(value, Function | Bound | Partial | Instance | Library | Class):
            yield from self._callable(value, application, holders, conditions)

    def _augmentation(
        self, made: Augmentation, application: Application, holders: tuple[Any, ...], conditions: Conditions
    ) -> Iterator[Random]:
        row = made.row
        inside = (*holders, made)
        if not is_active(made):
            return
        if is_random(made):
            state = made if row.shared_state else None
            seed = made.arguments[row.seed].value if row.seed and row.seed in made.arguments else None
            key = seed.key if isinstance(seed, Value) and not (isinstance(seed, Const) and seed.value is None) else None
            where = made.arguments[row.seed].place if key is not None else None
            yield Random(
                made.name, made.place, row.stream, conditions, inside, application.eager, key, state, seed_place=where
            )
        whole = _whole_crops(made.steps)
        for step in made.steps:
            for found in self.of(step, application, inside, conditions):
                if any(holder is crop for holder in found.holders for crop in whole):
                    continue
                if row.shared_state and row.stream == "own":
                    seed = made.arguments.get(row.seed)
                    given = seed is not None and isinstance(seed.value, Value) and seed.given
                    found = replace(
                        found,
                        stream="own",
                        state=made,
                        seed=seed.value.key if given and seed is not None else found.seed,
                        seed_place=seed.place if given and seed is not None else found.seed_place,
                    )
                yield found

    def _callable(
        self, value: Value, application: Application, holders: tuple[Any, ...], conditions: Conditions
    ) -> Iterator[Random]:
        inner = Application(value, application.place, application.chain, application.conditions, application.eager)
        effects = self.graph.effects_of(inner)
        inside = (*holders, _identity(value))
        applied = [*effects.applied, *effects.inner]
        if _several_views(applied):
            return  # several random views of one sample: wanted
        fixed = _fixed(effects)
        for draw in effects.draws:
            found = _drawn(draw, inside)
            if found is not None and found.stream not in fixed:
                yield found
        for target, where, _ in applied:
            if isinstance(target, Instance):
                continue  # what it draws is among the draws already
            for one in self.of(target, where, inside, conditions):
                if one.stream not in fixed:
                    yield one
        for result in effects.results:
            if isinstance(result, Object):
                yield from self.of(result, inner, inside, conditions)


def _whole_crops(steps: tuple[Any, ...]) -> list[Made]:
    """The random crops among some steps that get images of just their size."""
    found: list[Made] = []
    size: tuple[int, int] | None = None
    for step in steps:
        for item in step.items if isinstance(step, Sequence) else ():
            made = item.value.made if isinstance(item.value, Object) else None
            if not isinstance(made, Augmentation) or item.conditions:
                return found
            row = made.row
            if row.resizes:
                size = _size(made, row.resizes, square=False)
            elif row.crops:
                window = _size(made, row.crops, square=True)
                padded = any(made.arguments[name].given for name in ("padding",) if name in made.arguments)
                if window is not None and window == size and not padded:
                    found.append(made)
                size = window
    return found


def _size(made: Augmentation, name: str, *, square: bool) -> tuple[int, int] | None:
    """A size that an argument gives in full; one number is a square only for a window."""
    value = made.arguments[name].value if name in made.arguments else None
    numbers = [item.value for item in value.items] if isinstance(value, Sequence) else [value, value] if square else []
    constants = [one.value for one in numbers if isinstance(one, Const) and isinstance(one.value, int)]
    return (constants[0], constants[1]) if len(constants) == 2 else None


def _fixed(effects: Effects) -> set[str]:
    """The streams that are seeded while a sample is made, by its number or by a constant: they draw no chance."""
    return {stream for seed in effects.seeds if not seed.drawn for stream in seed.streams}


def _several_views(applied: list[tuple[Any, Application, Any]]) -> bool:
    """Whether one transform is called more than once on one and the same sample."""
    seen: dict[Any, list[Conditions]] = {}
    for target, application, given in applied:
        before = seen.setdefault((id(_identity(target)), given), [])
        if any(compatible(application.conditions, conditions) for conditions in before):
            return True
        before.append(application.conditions)
    return False


def is_active(made: Augmentation) -> bool:
    """Whether a transform does anything at all: not with `p=0`."""
    argument = made.arguments.get("p")
    if argument is not None and "p" in made.row.off and isinstance(argument.value, Const):
        return bool(argument.value.value != 0)
    return True


def is_random(made: Augmentation) -> bool:
    """Whether a transform draws by itself, given its arguments."""
    row: tables.Augmentation = made.row
    if "!" in made.arguments:
        return False
    for name, values in row.off.items():
        argument = made.arguments.get(name)
        if argument is not None and isinstance(argument.value, Const):
            wanted = values if isinstance(values, list) else [values]
            if any(argument.value.value == one for one in wanted):
                return False
    for name in row.numbers:
        argument = made.arguments.get(name)
        if argument is not None and isinstance(argument.value, Const) and isinstance(argument.value.value, int | float):
            return False
    for name in row.ranges:
        argument = made.arguments.get(name)
        ends = argument.value.items if argument is not None and isinstance(argument.value, Sequence) else ()
        if len(ends) > 1 and len({end.value.key for end in ends}) == 1:
            return False
    if row.random_if:
        given = [made.arguments[name] for name in row.random_if if name in made.arguments]
        return any(_differs(argument, row) for argument in given)
    return row.random


def _differs(argument: Any, row: tables.Row) -> bool:
    if not argument.given:
        return False
    default = next((p.default for p in row.parameters if p.name == argument.name), None)
    value = argument.value
    if isinstance(value, Unknown) and isinstance(value.assumed, Const):
        value = value.assumed  # the default of an option
    if isinstance(value, Const):
        return bool(value.value != default) and value.value not in (0, None, False)
    if isinstance(value, Sequence) and all(isinstance(i.value, Const) for i in value.items):
        numbers = [i.value.value for i in value.items if isinstance(i.value, Const)]
        return len(set(numbers)) > 1 or any(n not in (0, 1, None) for n in numbers)
    return isinstance(value, Sequence)


def _drawn(draw: Draw, holders: tuple[Any, ...]) -> Random | None:
    if not draw.augments or draw.frozen:
        return None
    generator = draw.generator
    if draw.stream == "stateless":
        return _stateless(draw, holders)
    if draw.seed is not None and mentions(draw.seed, SAMPLE):
        return None  # fixed for each item
    if isinstance(generator, Rng):
        if generator.varies and not generator.drawn:
            return None  # fixed for each item
        if generator.inside and not generator.varies and not generator.kept and generator.seed is not None:
            return None  # fixed for all
        return Random(
            draw.name,
            draw.place,
            "own",
            draw.conditions,
            (*holders, generator),
            draw.eager,
            draw.seed,
            generator,
            seed_place=generator.place,
        )
    if generator is not None and not isinstance(generator, Const):
        return Random(draw.name, draw.place, "own", draw.conditions, holders, draw.eager, draw.seed)
    return Random(
        draw.name,
        draw.place,
        draw.stream,
        draw.conditions,
        holders,
        draw.eager,
        draw.seed,
        replays=draw.replays,
        seed_place=draw.place if draw.seed is not None else None,
    )


def _stateless(draw: Draw, holders: tuple[Any, ...]) -> Random | None:
    """A stateless op is as random as its seed: drawn from a generator, it is that generator's."""
    source = draw.source
    if source is None or not isinstance(source.generator, Rng) or source.frozen:
        return None
    rng = source.generator
    return Random(
        draw.name, draw.place, "own", draw.conditions, (*holders, rng), draw.eager, rng.seed, rng, seed_place=rng.place
    )


def _identity(value: Any) -> Any:
    if isinstance(value, Object):
        return value.made
    if isinstance(value, Bound):
        return value.receiver
    if isinstance(value, Partial):
        return _identity(value.function)
    return value


def _holds(value: Any, target: Value) -> bool:
    """Whether an argument is, or contains, a callable."""
    if isinstance(value, Union):
        return any(_holds(option.value, target) for option in value.options)
    if isinstance(value, Sequence):
        return any(_holds(item.value, target) for item in value.items if isinstance(item, Item))
    return isinstance(value, Value) and _identity(value) is _identity(target)
