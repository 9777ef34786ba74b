"""What happens while a sample is made: all callables that a dataset runs, and who runs them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from auglint.facts.graph import Graph
from auglint.facts.randomness import Randomness
from auglint.pipeline import Application, Augmentation, Conditions, Dataset, Effects, Loader, Place
from auglint.trace import tables
from auglint.trace.values import (
    Bound,
    Const,
    Function,
    Instance,
    Object,
    Partial,
    Sequence,
    Union,
    Unknown,
    Value,
    mentions,
)


@dataclass(frozen=True)
class Sampling:
    """The effects of one callable of a dataset.

    `generator`: it is a Python generator that is run for each pass; `batch`: it makes batches out of samples.
    """

    dataset: Dataset
    effects: Effects
    conditions: Conditions
    generator: bool = False
    batch: bool = False


class Samples:
    """The effects behind datasets and loaders of one graph."""

    def __init__(self, graph: Graph, randomness: Randomness) -> None:
        self.graph = graph
        self.randomness = randomness

    def of(self, dataset: Dataset) -> Iterator[Sampling]:
        """What a dataset itself runs to make a sample."""
        if isinstance(dataset.instance, Instance):
            effects = self.graph.effects(dataset)
            yield Sampling(dataset, effects, dataset.conditions)
            for target, application, _ in (*effects.applied, *effects.inner):
                yield from self._run(dataset, target, application, False)
        generator = isinstance(dataset.row, tables.Dataset) and bool(dataset.row.generator)
        for application in self.randomness.final(dataset):
            yield from self._run(dataset, application.callable, application, generator)

    def of_collate(self, loader: Loader) -> Iterator[Sampling]:
        """What a loader runs to make a batch of samples."""
        argument = loader.arguments.get(loader.row.collate) if loader.row is not None else None
        if argument is not None and argument.given and loader.dataset is not None:
            application = Application(argument.value, argument.place, loader.chain, loader.conditions)
            for sampling in self._run(loader.dataset, argument.value, application, False):
                yield replace(sampling, batch=True)

    def _run(
        self, dataset: Dataset, value: Any, application: Application, generator: bool, depth: int = 0
    ) -> Iterator[Sampling]:
        if depth > 6:
            return
        if isinstance(value, Object) and isinstance(value.made, Augmentation):
            for step in value.made.steps:
                yield from self._run(dataset, step, application, generator, depth + 1)
        elif isinstance(value, Sequence):
            for item in value.items:
                yield from self._run(dataset, item.value, application, generator, depth + 1)
        elif isinstance(value, Union):
            for option in value.options:
                yield from self._run(dataset, option.value, application, generator, depth + 1)
        elif isinstance(value, Function | Bound | Partial | Instance):
            inner = Application(value, application.place, application.chain, application.conditions, application.eager)
            effects = self.graph.effects_of(inner)
            yield Sampling(dataset, effects, application.conditions, generator)
            for target, where, _ in (*effects.applied, *effects.inner):
                if isinstance(target, Object):
                    yield from self._run(dataset, target, where, generator, depth + 1)


def workers(loader: Loader) -> int | None:
    """How many worker processes a loader has, at least; the default of an option counts; None when not known."""
    argument = loader.arguments.get(loader.row.workers) if loader.row is not None else None
    if argument is None:
        return None
    value = argument.value
    if isinstance(value, Unknown) and value.assumed is not None:
        value = value.assumed
    if isinstance(value, Unknown) and value.type == "positive":
        return 2
    if isinstance(value, Const) and isinstance(value.value, int) and not isinstance(value.value, bool):
        return value.value
    return None


def given(loader: Loader, parameter: str) -> Value | None:
    """The value of a loader's argument, None when it was left out or is None."""
    argument = loader.arguments.get(parameter)
    if argument is None or not argument.given or not isinstance(argument.value, Value):
        return None
    return None if isinstance(argument.value, Const) and argument.value.value is None else argument.value


def about_program(conditions: Conditions) -> Conditions:
    """The conditions that are not about the single sample."""
    return frozenset(condition for condition in conditions if not mentions(condition[0], "sample"))


def same_place(places: set[Place], place: Place) -> bool:
    """Whether a place was seen; it is now."""
    seen = place in places
    places.add(place)
    return seen
