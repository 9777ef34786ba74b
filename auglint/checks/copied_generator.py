"""AUG104: a generator held by a dataset or transform is copied into every worker, which then all draw alike."""

from collections.abc import Iterator
from dataclasses import dataclass

from auglint.checks.claim import Claim
from auglint.facts import Facts
from auglint.facts.samples import given, workers
from auglint.finding import Severity
from auglint.pipeline import Application, Dataset, Draw, Loader, Made, Place, Rng
from auglint.trace import tables
from auglint.trace.values import Const, Function, Partial


@dataclass(frozen=True)
class Copied:
    """A generator, or without one a global stream, of which each worker of a loader, or of a dataset, has a copy."""

    made: Made | None
    loader: Loader | None = None
    dataset: Dataset | None = None


def check(facts: Facts) -> Iterator[Claim]:
    """Generators that are drawn from in workers, and that nothing seeds there."""
    said: set[Place] = set()
    for loader in facts.trace.all(Loader):
        for made in copied(facts, loader):
            if made.place not in said:
                said.add(made.place)
                yield _claim(made, loader.place, "the loader's workers", Copied(made, loader))
        draw = copied_stream(facts, loader)
        if draw is not None and loader.place not in said:
            said.add(loader.place)
            yield _stream(loader, draw)
    for dataset in facts.trace.all(Dataset):
        if _in_processes(dataset) and not facts.only_evaluates(dataset):
            yield from _copied(facts, dataset, said)


def copied(facts: Facts, loader: Loader) -> list[Made]:
    """The generators, and objects with one, that are copied into a loader's workers and seeded by nothing there."""
    found: list[Made] = []
    if loader.dataset is not None and _trains_in_workers(facts, loader):
        for step in facts.graph.up(loader.dataset):
            for made in (*held(facts, step.dataset), *facts.copied_objects(step.dataset)):
                if all(made is not one for one in found):
                    found.append(made)
    return found


def copied_stream(facts: Facts, loader: Loader) -> Draw | None:
    """A draw from a global stream that is copied into a loader's workers and seeded by nothing there."""
    if not _trains_in_workers(facts, loader) or given(loader, loader.row.worker_init) is not None:
        return None
    return facts.copied_stream(loader)


def _trains_in_workers(facts: Facts, loader: Loader) -> bool:
    """Whether a loader has workers that may make samples for training, and that nothing seeds."""
    if not workers(loader) or loader.dataset is None:
        return False
    return not facts.only_evaluates(loader.dataset) and not _seeded(facts, loader)


def held(facts: Facts, dataset: Dataset) -> list[Rng]:
    """The generators made before, and drawn from for each sample."""
    found: list[Rng] = []
    for sampling in facts.samples.of(dataset):
        for draw in sampling.effects.draws:
            rng = draw.generator
            if (
                isinstance(rng, Rng)
                and not rng.varies
                and all(rng is not one for one in (*sampling.effects.rngs, *found))
            ):
                found.append(rng)
    return found


def _seeded(facts: Facts, loader: Loader) -> bool:
    """Whether something seeds or replaces objects in each worker; a function that is not known is taken to."""
    function = given(loader, loader.row.worker_init)
    if function is None:
        return False
    if not isinstance(function, Function | Partial):
        return True
    argument = loader.arguments[loader.row.worker_init]
    effects = facts.graph.effects_of(Application(function, argument.place, loader.chain, loader.conditions))
    return bool(effects.writes) or not effects.seeds


def _in_processes(dataset: Dataset) -> bool:
    row = dataset.row
    if not isinstance(row, tables.Dataset) or not row.processes:
        return False
    argument = dataset.arguments.get(row.processes)
    return argument is not None and isinstance(argument.value, Const) and argument.value.value is True


def _copied(facts: Facts, dataset: Dataset, said: set[Place]) -> Iterator[Claim]:
    own = held(facts, dataset)
    for rng in own:
        if rng.place not in said:
            said.add(rng.place)
            yield _claim(rng, dataset.place, "the worker processes", Copied(rng, dataset=dataset))
    drawn = [d for s in facts.samples.of(dataset) for d in s.effects.draws if d.generator is None]
    if drawn and not own:
        message = (
            f"each worker process gets a copy of the global stream that `{drawn[0].name}` draws from: the processes "
            "draw the same values, and every epoch repeats them"
        )
        related = ((drawn[0].place, "drawn here for each sample"),)
        subject = Copied(None, dataset=dataset)
        yield Claim("AUG104", Severity.ERROR, message, dataset.place, "runs in processes", related, subject=subject)


def _stream(loader: Loader, draw: Draw) -> Claim:
    message = (
        f"in the version that the project uses, each worker gets a copy of the global stream that `{draw.name}` draws "
        "from: the workers draw the same values, and every epoch repeats them"
    )
    related = ((draw.place, "drawn here for each sample"),)
    subject = Copied(None, loader)
    label = "starts workers that draw alike"
    return Claim("AUG104", Severity.ERROR, message, loader.place, label, related, subject=subject)


def _claim(made: Made, where: Place, who: str, subject: Copied) -> Claim:
    message = (
        f"this generator is copied into each of {who}, seeded or not: all of them draw the same values, and with "
        "workers that are started for each epoch, every epoch repeats them"
    )
    related = ((where, "workers start here"),)
    return Claim("AUG104", Severity.ERROR, message, made.place, "copied into each worker", related, subject=subject)
