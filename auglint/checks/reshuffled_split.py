"""AUG303: a shuffle that draws a new order in each pass stands before the division into train and evaluation."""

from collections.abc import Iterator
from dataclasses import dataclass

from auglint.checks.claim import Claim
from auglint.facts import Facts
from auglint.finding import Severity
from auglint.pipeline import Dataset, Place
from auglint.trace import tables
from auglint.trace.values import Const, Value


@dataclass(frozen=True)
class Reshuffled:
    """A dataset with a new order in each pass, and the parts that are cut from it."""

    dataset: Dataset
    parts: tuple[Dataset, ...]


def check(facts: Facts) -> Iterator[Claim]:
    """Reshuffled data, divided by position."""
    for dataset in facts.trace.all(Dataset):
        if not reshuffles(dataset):
            continue
        parts = _parts(facts, dataset)
        pair = _sides(facts, parts)
        if pair is None:
            continue
        message = (
            "this shuffle draws a new order in each pass, and the data is divided by position after it: samples move "
            "between training and evaluation from pass to pass"
        )
        related = tuple((part.place, "divided here") for part in dict.fromkeys(pair))
        yield Claim(
            "AUG303", Severity.ERROR, message, _shuffle_place(dataset), "shuffled anew in each pass", related,
            subject=Reshuffled(dataset, tuple(parts)),
        )  # fmt: skip


def reshuffles(dataset: Dataset) -> bool:
    """Whether a dataset gives its samples a new order in each pass."""
    row = dataset.row
    if isinstance(row, tables.Derive) and row.op == "shuffle":
        return all(
            name in dataset.arguments
            and isinstance(dataset.arguments[name].value, Const)
            and dataset.arguments[name].value.value not in (value,)
            for name, value in row.stops.items()
        ) and bool(row.stops)
    if isinstance(row, tables.Dataset) and row.reshuffles:
        argument = dataset.arguments.get(row.reshuffles)
        return argument is not None and isinstance(argument.value, Const) and argument.value.value in (True, None)
    return False


def _parts(facts: Facts, dataset: Dataset) -> list[Dataset]:
    """The first datasets below that leave samples out by their position."""
    found: list[Dataset] = []
    pending = [(dataset, False)]
    while pending:
        parent, numbered = pending.pop()
        for child in facts.graph.children.get(id(parent), []):
            if not isinstance(child, Dataset):
                continue
            extents = {d.extent for d in child.derived}
            if {d.op for d in child.derived} & {"part", "entry", "selected"}:
                continue  # divided by the source or before any pass, not by position
            ops = {d.op for d in child.derived}
            if "fewer" in extents:
                if numbered or "filter" not in ops:  # a filter looks at the sample, unless it was numbered here
                    found.append(child)
            elif "join" not in extents:
                pending.append((child, numbered or "enumerate" in ops))
    return found


def _sides(facts: Facts, parts: list[Dataset]) -> tuple[Dataset, Dataset] | None:
    """A part for training and another for evaluation; take and skip of one count are a division in any case."""
    pair = _take_and_skip(parts)
    by_side: dict[str, list[Dataset]] = {"train": [], "evaluation": []}
    for use in facts.uses:
        for ancestor in facts.ancestors(use):
            if any(ancestor is part for part in parts):
                by_side[use.side].append(ancestor)
    for train in by_side["train"]:
        for other in by_side["evaluation"]:
            both_from_the_front = train.derived[0].op == other.derived[0].op == "take"
            if train is not other and not both_from_the_front and not facts.exclusive(train, other):
                return train, other
    trained = {id(part) for part in by_side["train"]}
    return None if pair is not None and all(id(part) in trained for part in pair) else pair


def _take_and_skip(parts: list[Dataset]) -> tuple[Dataset, Dataset] | None:
    for one in parts:
        for two in parts:
            first, second = one.derived[0], two.derived[0]
            if first.op == "take" and second.op == "skip" and first.parent is second.parent:
                counts = [next(iter(part.arguments.values())).value for part in (one, two)]
                if all(isinstance(count, Value) for count in counts) and counts[0].key == counts[1].key:
                    return one, two
    return None


def _shuffle_place(dataset: Dataset) -> Place:
    return dataset.place
