"""AUG104: a generator held by a dataset or transform is copied into every worker, which then all draw alike."""

from collections.abc import Iterator

from auglint.checks.claim import Claim
from auglint.facts import Facts
from auglint.facts.samples import given, workers
from auglint.finding import Severity
from auglint.pipeline import Application, Dataset, Draw, Loader, Made, Place, Rng
from auglint.trace import tables
from auglint.trace.values import Const, Function, Partial


def check(facts: Facts) -> Iterator[Claim]:
    """Generators that are drawn from in workers, and that nothing seeds there."""
    said: set[Place] = set()
    for loader in facts.trace.all(Loader):
        count = workers(loader)
        if not count or loader.dataset is None or facts.only_evaluates(loader.dataset) or _seeded(facts, loader):
            continue
        for step in facts.graph.up(loader.dataset):
            for rng in (*_held(facts, step.dataset), *facts.copied_objects(step.dataset)):
                if rng.place not in said:
                    said.add(rng.place)
                    yield _claim(rng, loader.place, "the loader's workers")
        draw = facts.copied_stream(loader)
        if draw is not None and given(loader, loader.row.worker_init) is None and loader.place not in said:
            said.add(loader.place)
            yield _stream(loader, draw)
    for dataset in facts.trace.all(Dataset):
        if _in_processes(dataset) and not facts.only_evaluates(dataset):
            yield from _copied(facts, dataset, said)


def _held(facts: Facts, dataset: Dataset) -> list[Rng]:
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
    held = _held(facts, dataset)
    for rng in held:
        if rng.place not in said:
            said.add(rng.place)
            yield _claim(rng, dataset.place, "the worker processes")
    drawn = [d for s in facts.samples.of(dataset) for d in s.effects.draws if d.generator is None]
    if drawn and not held:
        message = (
            f"each worker process gets a copy of the global stream that `{drawn[0].name}` draws from: the processes "
            "draw the same values, and every epoch repeats them"
        )
        related = ((drawn[0].place, "drawn here for each sample"),)
        yield Claim("AUG104", Severity.ERROR, message, dataset.place, "runs in processes", related)


def _stream(loader: Loader, draw: Draw) -> Claim:
    message = (
        f"in the version that the project uses, each worker gets a copy of the global stream that `{draw.name}` draws "
        "from: the workers draw the same values, and every epoch repeats them"
    )
    related = ((draw.place, "drawn here for each sample"),)
    return Claim("AUG104", Severity.ERROR, message, loader.place, "starts workers that draw alike", related)


def _claim(made: Made, where: Place, who: str) -> Claim:
    message = (
        f"this generator is copied into each of {who}, seeded or not: all of them draw the same values, and with "
        "workers that are started for each epoch, every epoch repeats them"
    )
    related = ((where, "workers start here"),)
    return Claim("AUG104", Severity.ERROR, message, made.place, "copied into each worker", related)
