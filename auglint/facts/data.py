"""Is this the same data, and is it divided afterwards?"""

from dataclasses import dataclass
from typing import Any

from auglint.facts.graph import Graph, Step
from auglint.facts.roles import Use
from auglint.pipeline import Argument, Dataset, Key, Sampler
from auglint.trace import tables
from auglint.trace.values import Const, Instance, Object, Value, mentions, path_key


@dataclass(frozen=True)
class Data:
    """What a use reads: the key of the data, the dataset that reads it, and the parts that were taken on the way.

    Two uses read the same only if key and `parts` are equal: a part that is not known equals none but itself.
    """

    key: Key
    dataset: Dataset
    parts: tuple[Any, ...]
    constant: bool


class Sources:
    """Data identity over one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._keys: dict[int, Key | None] = {}

    def of(self, use: Use) -> list[Data]:
        """The data that a use reads, one entry per source."""
        sampled = (("sampled", id(use.made)),) if use.loader is not None and picks(use.loader.sampler) else ()
        found: list[Data] = []
        for step in self.graph.up(use.dataset):
            if self._is_source(step):
                key = self.key(step.dataset)
                if key is not None:
                    parts = (*sampled, *(_part(division, step) for division in step.divisions))
                    selected = [d for d in step.divisions if d.derived and d.derived[0].op == "selected"]
                    reader = selected[-1] if selected else step.dataset
                    found.append(Data(key, reader, parts, is_certain(key)))
        return found

    def _is_source(self, step: Step) -> bool:
        return not self.graph.parents(step.dataset)

    def key(self, dataset: Dataset) -> Key | None:
        """The key of the data that a source dataset reads, None when it is not known."""
        if id(dataset) not in self._keys:
            self._keys[id(dataset)] = self._key(dataset)
        return self._keys[id(dataset)]

    def _key(self, dataset: Dataset) -> Key | None:
        if "data" in dataset.arguments and dataset.row is None and dataset.instance is None:
            value = dataset.arguments["data"].value
            return ("data", value.key) if isinstance(value, Value) else None
        row = dataset.row
        if isinstance(row, tables.Dataset) and not row.base:
            return self._row_key(dataset, row)
        if isinstance(dataset.instance, Instance):
            effects = self.graph.effects(dataset)
            keys = {key for key in effects.reads if not _is_noise(key)}
            if keys:
                return ("reads", frozenset(keys))
        return None

    def _row_key(self, dataset: Dataset, row: tables.Dataset) -> Key | None:
        if not dataset.known:
            return None
        if row.generator and row.generator in dataset.arguments:
            for application in dataset.applies:
                reads = {key for key in self.graph.effects_of(application).reads if not _is_noise(key)}
                return ("generator", frozenset(reads)) if reads else None
        parts: list[Any] = ["dataset", row.name[-1] if row.of else row.name[0]]
        given = False
        for parameter in row.parameters:
            argument = dataset.arguments.get(parameter.name)
            if argument is None or parameter.name in row.irrelevant or parameter.name in row.applies:
                continue
            if argument.value is None:
                if not argument.given and parameter.name in row.source:
                    return None
                continue
            given |= argument.given
            parts.append((parameter.name, self._pointed(path_key(argument.value))))
        if row.divides and row.divided_by:
            parts.append(("division", self._division(dataset, row)))
        return tuple(parts) if given or not row.source else None

    def _pointed(self, key: Key) -> Key:
        """What a path that the program itself makes a link points to."""
        for _ in range(4):
            if key not in self.graph.trace.links:
                break
            key = self.graph.trace.links[key][0]
        return key

    def _division(self, dataset: Dataset, row: tables.Dataset) -> Any:
        argument = dataset.arguments.get(row.divided_by)
        return argument.value.key if argument is not None and isinstance(argument.value, Value) else None


def _part(division: Dataset, step: Step) -> Any:
    """What tells one part of a division from another."""
    for derivation in division.derived:
        if derivation.extent == "fewer" and derivation.op in ("selected", "entry", "part"):
            return (derivation.op, derivation.part)
    return id(division)


def argument_that_says(dataset: Dataset) -> Argument | None:
    """The argument a reader would look at: the selector when it is given, else the path or array."""
    row = dataset.row
    if isinstance(row, tables.Dataset):
        names: tuple[str, ...] = (row.selector, row.divides, *row.source)
    else:
        names = tuple(dataset.arguments)
    for name in names:
        argument = dataset.arguments.get(name)
        if argument is not None and argument.given and isinstance(argument.value, Value):
            if isinstance(argument.value, Const) and isinstance(argument.value.value, bool) and row is None:
                continue
            return argument
    return None


def picks(sampler: Any) -> bool:
    """Whether a sampler visits only some of the samples; one that is not known is taken to."""
    if sampler is None:
        return False
    if isinstance(sampler, Object) and isinstance(sampler.made, Sampler):
        return sampler.made.extent != "same"
    return True


def is_certain(key: Any) -> bool:
    """Whether equality of the key is proved by constants or by being one object, not by an expression's form."""
    return not any(mentions(key, word) for word in ("parameter", "hook", "attribute", "name", "fresh")) and not any(
        _in_sets(key, word) for word in ("parameter", "hook", "attribute", "fresh")
    )


def _in_sets(key: Any, word: str) -> bool:
    if isinstance(key, frozenset):
        return any(mentions(part, word) or _in_sets(part, word) for part in key)
    if isinstance(key, tuple):
        return any(_in_sets(part, word) for part in key)
    return False


def _is_noise(key: Key) -> bool:
    """Reads that say nothing of which data it is: of the sample itself."""
    return key == ("sample",) or key[0] in ("range", "count")
