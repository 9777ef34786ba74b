"""AUG105: the function that seeds workers gives them all one seed, or the same seeds again in each epoch."""

from collections.abc import Iterator
from dataclasses import dataclass

from auglint.checks.claim import Claim
from auglint.facts import Facts
from auglint.facts.samples import given
from auglint.finding import Severity
from auglint.pipeline import Application, Key, Loader, Place, Seed
from auglint.trace.machine import tokens
from auglint.trace.values import Const, Value, newest


@dataclass(frozen=True)
class WorkerSeed:
    """A seed that the workers of a loader set. `function`: what they run; None where the seed is set on the spot.

    `before`: the seeds that were set before it in the same function.
    """

    seed: Seed
    loader: Loader
    function: Value | None = None
    before: tuple[Seed, ...] = ()


def check(facts: Facts) -> Iterator[Claim]:
    """Seeds that worker initialisers set."""
    said: set[Place] = set()
    for loader in facts.trace.all(Loader):
        if loader.row is None or loader.dataset is None or facts.only_evaluates(loader.dataset):
            continue
        function = given(loader, loader.row.worker_init)
        if function is None:
            continue
        for claim in (*_called_on_the_spot(facts, loader), *_seeds(facts, loader, function)):
            if claim.place not in said:
                said.add(claim.place)
                yield claim


def _called_on_the_spot(facts: Facts, loader: Loader) -> Iterator[Claim]:
    argument = loader.arguments[loader.row.worker_init]
    for seed in facts.trace.all(Seed):
        if seed.place.node is getattr(argument.place.node, "value", None):
            message = (
                f"`{seed.name}` is called here, once, in the parent process: what it returns is no function, so "
                "workers are not seeded by it"
            )
            subject = WorkerSeed(seed, loader)
            yield Claim("AUG105", Severity.ERROR, message, seed.place, "called on the spot", subject=subject)


def _fixed(key: Key, start: int) -> bool:
    """Whether a seed is the same in each epoch: made of constants, the worker's number and settings like `args.seed`.

    Of what is not known, only an attribute that is called a seed counts, of an object from before the worker started.
    """
    if not isinstance(key, tuple):
        return True
    if key[:1] == ("attribute",) and len(key) == 3 and "seed" in tokens(str(key[2][-1])):
        return newest(key) < start
    return key[:1] not in (("fresh",), ("element",)) and all(_fixed(part, start) for part in key)


def _persistent(loader: Loader) -> bool:
    """Whether the same workers serve all epochs, so that their streams go on."""
    value = given(loader, loader.row.persistent)
    return isinstance(value, Const) and value.value is True


def _seeds(facts: Facts, loader: Loader, function: Value) -> Iterator[Claim]:
    argument = loader.arguments[loader.row.worker_init]
    effects = facts.graph.effects_of(Application(function, argument.place, loader.chain, loader.conditions))
    drawn = facts.streams(loader)
    for number, seed in enumerate(effects.seeds):
        if not drawn & set(seed.streams) or not _fixed(seed.value, effects.serial):
            continue
        related = ((argument.place, "run in each worker by this loader"),)
        subject = WorkerSeed(seed, loader, function, tuple(effects.seeds[:number]))
        if not seed.varies:
            message = f"`{seed.name}` gives every worker the same seed: the workers draw the same values"
            label = "one seed for all workers"
            yield Claim("AUG105", Severity.ERROR, message, seed.place, label, related, subject=subject)
        elif not _persistent(loader):
            message = (
                f"`{seed.name}` depends on nothing but the worker's number: with workers that are started for each "
                "epoch, every epoch repeats the same draws"
            )
            label = "the same in each epoch"
            yield Claim("AUG105", Severity.WARNING, message, seed.place, label, related, subject=subject)
