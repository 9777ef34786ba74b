"""Is this the same data, and is it divided afterwards?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from auglint.facts.graph import Graph, Step
from auglint.facts.roles import Use
from auglint.pipeline import Argument, Dataset, Key, Sampler
from auglint.trace import tables
from auglint.trace.library import source_key
from auglint.trace.machine import carries
from auglint.trace.python import lineage
from auglint.trace.values import (
    NONE,
    Bound,
    Class,
    Const,
    Function,
    Instance,
    Library,
    Object,
    Partial,
    Union,
    Value,
    mentions,
    path_key,
)

UNPROVED = ("parameter", "hook", "attribute", "name", "fresh", "library", "os.getenv", "os.environ.get")


@dataclass(frozen=True)
class Data:
    """What a use reads: the key of the data, the dataset that reads it, and the parts that were taken on the way.

    Two uses read the same only if key and `parts` are equal: a part that is not known equals none but itself.
    """

    key: Key
    dataset: Dataset
    parts: tuple[Any, ...]
    constant: bool
    sampled: bool = False

    def contains(self, other: "Data") -> bool:
        """Whether all that `other` reads is read here: the same, or a sampler's choice of it against the whole."""
        if self.key != other.key or self.sampled:
            return False
        return self.parts == other.parts and (not other.sampled or self.dataset is not other.dataset)

    def is_part_of(self, other: "Data") -> bool:
        """Whether this was taken out of the whole that `other` is."""
        if self.sampled or other.sampled:
            return False
        if self.key == other.key:
            less = len(self.parts) - len(other.parts)
            return less > 0 and self.parts[less:] == other.parts
        numbers = dict.fromkeys(part[1] for part in parts_in(self.key))
        return self.parts == other.parts and any(_without(self.key, number) == other.key for number in numbers)


class Sources:
    """Data identity over one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._keys: dict[int, tuple[Key, ...]] = {}

    def of(self, use: Use) -> list[Data]:
        """The data that a use reads, one entry per source."""
        sampled = use.loader is not None and picks(use.loader.sampler)
        found: list[Data] = []
        for step in self.graph.up(use.dataset):
            if self._is_source(step):
                parts = tuple(_part(division) for division in step.divisions)
                selected = [d for d in step.divisions if d.derived and d.derived[0].op == "selected"]
                reader = selected[-1] if selected else step.dataset
                for key in self.keys(step.dataset):
                    found.append(Data(key, reader, parts, is_certain(key), sampled))
        return found

    def _is_source(self, step: Step) -> bool:
        return not self.graph.parents(step.dataset)

    def keys(self, dataset: Dataset) -> tuple[Key, ...]:
        """The keys of the data that a source dataset reads; two datasets with one in common read the same."""
        if id(dataset) not in self._keys:
            self._keys[id(dataset)] = tuple(key for key in self._find(dataset) if key is not None)
        return self._keys[id(dataset)]

    def _find(self, dataset: Dataset) -> Iterator[Key | None]:
        if "data" in dataset.arguments and dataset.row is None and dataset.instance is None:
            value = dataset.arguments["data"].value
            yield ("data", bare(value.key)) if isinstance(value, Value) else None
            return
        row = dataset.row
        if any("transform" not in name for name in dataset.overrides):
            return  # its samples may have been set anew
        if row is None and dataset.reader:
            yield ("reader", dataset.reader)
        elif isinstance(row, tables.Dataset) and not row.base:
            yield self._row_key(dataset, row)
        elif isinstance(dataset.instance, Instance):
            reads = {key for key in self.graph.effects(dataset).reads if not _is_noise(key)}
            if reads:
                yield ("reads", frozenset(reads))
            yield self._made_alike(dataset, dataset.instance)

    def _made_alike(self, dataset: Dataset, instance: Instance) -> Key | None:
        """Objects of one class, made with equal arguments and never changed, read the same, however they find it."""
        if dataset.drawn or dataset.overrides or "!" in dataset.arguments or "?" in dataset.arguments:
            return None
        parts: list[Any] = ["instance", id(instance.cls.node)]
        given = False
        for argument in dataset.arguments.values():
            if not isinstance(argument.value, Value) or carries(argument.value) or is_transform(argument.value):
                continue
            given |= argument.given
            parts.append((argument.name, self._pointed(bare(path_key(argument.value)))))
        state = [(name, value.key) for name, value in instance.slots.items() if isinstance(value, Const)]
        return (*parts, *state) if given else None

    def _row_key(self, dataset: Dataset, row: tables.Dataset) -> Key | None:
        if not dataset.known:
            return None
        if row.generator and row.generator in dataset.arguments:
            for application in dataset.applies:
                reads = {key for key in self.graph.effects_of(application).reads if not _is_noise(key)}
                return ("generator", frozenset(reads)) if reads else None
        key = source_key(dataset, row)
        return None if key is None else tuple(self._resolved(part) for part in key)

    def _resolved(self, part: Any) -> Any:
        return (part[0], self._pointed(part[1])) if isinstance(part, tuple) and len(part) == 2 else part

    def _pointed(self, key: Key) -> Key:
        """What a path that the program itself makes a link points to."""
        for _ in range(4):
            if key not in self.graph.trace.links:
                break
            key = self.graph.trace.links[key][0]
        return key


SAME_ROWS = frozenset(
    f".{name}" for name in ("reshape astype copy to_numpy ravel flatten squeeze toarray reset_index").split()
)
"""Methods of arrays and tables that keep one row for each sample, and their order."""


def bare(key: Key) -> Key:
    """What holds the samples of a value: without a constant factor, a change of type or shape, or a copy."""
    while True:
        inner = _inside(key)
        if inner is None:
            return key
        key = inner


def _inside(key: Key) -> Key | None:
    head = key[0] if key else None
    if head in ARITHMETIC and len(key) == 3 and key[2][:2] in (("const", "int"), ("const", "float")):
        return key[1] if isinstance(key[1], tuple) else None
    if head in SAME_ROWS and len(key) > 1 and isinstance(key[1], tuple):
        return key[1]
    if head == "index" and len(key) == 3 and key[2] == WHOLE and isinstance(key[1], tuple):
        return key[1]
    return None


ARITHMETIC = frozenset(("Divide", "Multiply", "Subtract", "Add"))
WHOLE = ("slice", NONE.key, NONE.key, NONE.key)


def parts_in(key: Any) -> Iterator[Key]:
    """The parts of divided arrays in a key: ("part", number of the division, whole, which)."""
    if isinstance(key, tuple | frozenset):
        if isinstance(key, tuple) and key[:1] == ("part",) and len(key) == 4:
            yield key
        for each in key:
            yield from parts_in(each)


def _without(key: Any, number: int) -> Any:
    """The key with the whole in place of each part of one division."""
    if not isinstance(key, tuple):
        return key
    if key[:1] == ("part",) and len(key) == 4 and key[1] == number:
        return key[2]
    return tuple(_without(each, number) for each in key)


def is_transform(value: Value) -> bool:
    """Whether a value is None or something to call: no data, in any case."""
    if isinstance(value, Instance):
        return any(name in base.slots for base in lineage(value.cls) for name in ("__call__", "forward"))
    return isinstance(value, Function | Class | Bound | Partial | Library) or (
        isinstance(value, Const) and value.value is None
    )


def _part(division: Dataset) -> Any:
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
    if sampler is None or (isinstance(sampler, Const) and sampler.value is None):
        return False
    if isinstance(sampler, Union):
        return any(picks(option.value) for option in sampler.options)
    if isinstance(sampler, Object) and isinstance(sampler.made, Sampler):
        row = sampler.made.row
        inside = sampler.made.arguments.get(row.inner) if row is not None and row.inner else None
        return picks(inside.value) if inside is not None else sampler.made.extent != "same"
    return True


def is_certain(key: Any) -> bool:
    """Whether equality of the key is proved by constants or by being one object, not by an expression's form."""
    return not any(mentions(key, word) or _in_sets(key, word) for word in UNPROVED)


def _in_sets(key: Any, word: str) -> bool:
    if isinstance(key, frozenset):
        return any(mentions(part, word) or _in_sets(part, word) for part in key)
    if isinstance(key, tuple):
        return any(_in_sets(part, word) for part in key)
    return False


def _is_noise(key: Key) -> bool:
    """Reads that say nothing of which data it is: of the sample itself."""
    return key[0] == "sample" or key[0] in ("range", "count")
