"""AUG204: a transform is set on a part of a dataset, where it has no effect, or on the dataset both parts share."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from auglint.checks.claim import Claim
from auglint.facts import Facts
from auglint.finding import Severity
from auglint.pipeline import Dataset, Write
from auglint.trace import tables
from auglint.trace.values import Instance


@dataclass(frozen=True)
class Assigned:
    """A transform that was set on one of these parts, or, with `through`, on the dataset that they share."""

    write: Write
    parts: tuple[Dataset, ...]
    through: bool


def check(facts: Facts) -> Iterator[Claim]:
    """Attributes set on parts of datasets, and on what parts share."""
    for write in facts.trace.writes:
        if write.dataset.derived and write.dataset.instance is None:
            if _is_part(write.dataset) and _applies(facts, write):
                yield _no_effect(write)
        elif _is_transform(write.dataset, write.name) and not _toggled(facts, write):
            children = facts.graph.children.get(id(write.dataset), [])
            made_before = [child for child in children if isinstance(child, Dataset) and child.order < write.order]
            parts = [child for child in made_before if _is_part(child)]
            sides = {evidence.role.side for part in parts if (evidence := facts.serves(part)) is not None}
            if len(sides) > 1:
                yield _both(write, parts)


def _toggled(facts: Facts, write: Write) -> bool:
    """Whether the attribute is set anew for each phase, with a pass over the data after each time."""
    writes = [one for one in facts.trace.writes if one.dataset is write.dataset and one.name == write.name]
    orders = sorted(one.order for one in writes)
    passes = [consume.order for consume in facts.trace.consumed if consume.by == "loop"]
    return len({one.place for one in writes}) > 1 and all(
        any(first < order < second for order in passes) for first, second in pairwise((*orders, float("inf")))
    )


def _is_part(dataset: object) -> bool:
    return isinstance(dataset, Dataset) and any(
        d.extent == "fewer" and d.op in ("part", "subset") for d in dataset.derived
    )


def _applies(facts: Facts, write: Write) -> bool:
    """Whether the attribute is one that a dataset above applies to its samples."""
    return any(
        _is_transform(step.dataset, write.name)
        for step in facts.graph.up(write.dataset)
        if step.dataset is not write.dataset
    )


def _is_transform(dataset: Dataset, name: str) -> bool:
    if isinstance(dataset.row, tables.Dataset) and name in dataset.row.applies:
        return True
    return isinstance(dataset.instance, Instance) and "transform" in name and name in dataset.instance.slots


def _no_effect(write: Write) -> Claim:
    message = (
        f"a subset has no `{write.name}`: setting it changes nothing, its samples still pass through that of the "
        "dataset it was taken from"
    )
    related = tuple((d.parent.place, "the transform that stays in force was given here") for d in write.dataset.derived)
    subject = Assigned(write, (write.dataset,), through=False)
    return Claim("AUG204", Severity.ERROR, message, write.place, "has no effect", related, subject=subject)


def _both(write: Write, parts: list[Dataset]) -> Claim:
    message = f"the parts share one dataset, so setting its `{write.name}` changes it for training and evaluation alike"
    related = tuple((part.place, "divided here") for part in parts[:2])
    subject = Assigned(write, tuple(parts), through=True)
    return Claim("AUG204", Severity.ERROR, message, write.place, "changes both parts", related, subject=subject)
