"""AUG304: an iterable dataset that does not ask which worker it is in, in a loader with workers."""

from collections.abc import Iterator
from dataclasses import dataclass

from auglint.checks.claim import Claim
from auglint.facts import Facts
from auglint.facts.samples import given, workers
from auglint.finding import Severity
from auglint.pipeline import Dataset, Loader
from auglint.trace import tables
from auglint.trace.values import Instance


@dataclass(frozen=True)
class Unsharded:
    """An iterable dataset, and a loader each of whose workers runs through all of it."""

    dataset: Dataset
    loader: Loader


def check(facts: Facts) -> Iterator[Claim]:
    """Loaders with workers over iterable datasets."""
    for loader in facts.trace.all(Loader):
        count = workers(loader)
        if loader.dataset is None or not count or count < 2 or given(loader, loader.row.worker_init) is not None:
            continue
        steps = list(facts.graph.up(loader.dataset))
        if any(shards(facts, step.dataset) for step in steps):
            continue
        for step in steps:
            if unsharded(facts, step.dataset):
                message = (
                    "every worker runs through the whole stream, so each sample comes once per worker in each epoch, "
                    "unless the workers read different sources"
                )
                related = ((step.dataset.place, "the iterable dataset is made here"),)
                subject = Unsharded(step.dataset, loader)
                yield Claim("AUG304", Severity.WARNING, message, loader.place, "has workers", related, subject=subject)
                break


def unsharded(facts: Facts, dataset: Dataset) -> bool:
    """Whether a dataset of the project is iterated from its start to an end, by whoever asks."""
    row, instance = dataset.row, dataset.instance
    if not isinstance(row, tables.Dataset) or not row.iterable or not isinstance(instance, Instance):
        return False
    interpreter = facts.interpreter
    effects = facts.graph.effects(dataset)
    endless = effects.endless and bool(effects.draws)  # each worker draws items of its own
    return interpreter.find_method(instance, "__iter__") is not None and not endless and not effects.unread


def shards(facts: Facts, dataset: Dataset) -> bool:
    """Whether a dataset's class asks which worker or rank it is in."""
    row = dataset.row
    if not isinstance(row, tables.Dataset) or not row.iterable or not isinstance(dataset.instance, Instance):
        return False
    calls = facts.graph.effects(dataset).calls
    return bool(calls & set(row.shards)) or any("worker" in call or "rank" in call for call in calls)
