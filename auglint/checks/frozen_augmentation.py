"""AUG108: random augmentation whose results are stored, so that every later pass repeats the first one's draws."""

from collections.abc import Iterator
from dataclasses import dataclass

from auglint.checks.claim import Claim
from auglint.checks.shared_augmentation import named
from auglint.facts import Facts
from auglint.facts.randomness import Random
from auglint.finding import Severity
from auglint.pipeline import Application, Dataset
from auglint.trace import tables
from auglint.trace.values import mentions


@dataclass(frozen=True)
class Stored:
    """A dataset that stores samples which were augmented at random before."""

    dataset: Dataset


def check(facts: Facts) -> Iterator[Claim]:
    """Random steps above a cache, or in a function whose results are kept."""
    evaluated = {id(dataset) for use in facts.evaluation for dataset in facts.ancestors(use)}
    trained = {id(dataset) for use in facts.train for dataset in facts.ancestors(use)}
    for dataset in facts.trace.all(Dataset):
        row = dataset.row
        if not isinstance(row, tables.Derive) or (id(dataset) in evaluated and id(dataset) not in trained):
            continue
        if row.stores:
            for step in facts.graph.up(dataset):
                for application, steps in facts.randomness.of_dataset(step.dataset):
                    extra = dataset.conditions - step.dataset.conditions
                    if any(mentions(condition[0], "parameter") for condition in extra):
                        continue  # only if somebody asks for it
                    if step.dataset is not dataset and not facts.exclusive(dataset, step.dataset, application):
                        yield _stored(dataset, application, steps)
                        break
                else:
                    continue
                break
        elif row.once and not dataset.loops:  # in a loop, each run of it draws anew
            mapped = [a.value for name in row.applies if (a := dataset.arguments.get(name)) is not None]
            for application, steps in facts.randomness.of_dataset(dataset):
                if any(application.callable is function for function in mapped):
                    yield _once(dataset, application, steps)


def _stored(dataset: Dataset, application: Application, steps: list[Random]) -> Claim:
    message = (
        f"the augmented samples ({named(steps)}) are stored by `{dataset.name}`: every later pass repeats the draws of "
        "the first"
    )
    related = ((application.place, "augmented at random here"), *((step.place, "random step") for step in steps[:3]))
    label = "stored here, after the random step"
    return Claim("AUG108", Severity.ERROR, message, dataset.place, label, related, subject=Stored(dataset))


def _once(dataset: Dataset, application: Application, steps: list[Random]) -> Claim:
    message = (
        f"`{dataset.name}` runs its random function ({named(steps)}) once for each sample and keeps the results: every "
        "epoch sees the same draws, as long as nothing maps anew"
    )
    related = tuple((step.place, "random step") for step in steps[:3])
    return Claim("AUG108", Severity.WARNING, message, dataset.place, "random, and run once", related)
