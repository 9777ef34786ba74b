"""AUG101: a fixed global seed, and both splits draw from the stream that it seeds."""

from collections.abc import Iterator
from dataclasses import dataclass

from auglint.checks.claim import Claim
from auglint.facts import Augmented, Facts, Use
from auglint.finding import Severity
from auglint.pipeline import Place, Seed
from auglint.trace.values import Const


@dataclass(frozen=True)
class Replayed:
    """One seed that governs training's draws, and those of `other`. `seed` is None where the draws' own seeds do.

    `replays`: they are drawn in a graph, alike in each pass; else the two sides only share a stream.
    """

    seed: Seed | None
    train: Augmented
    other: Augmented | None = None
    replays: bool = True


def check(facts: Facts) -> Iterator[Claim]:
    """The seed that governs both splits; at most one per program, the graver first."""
    best: Claim | None = None
    for use in facts.evaluation:
        for train in facts.partners(use):
            if facts.exclusive(train.dataset, use.dataset) or facts.own_generator(train) or facts.own_generator(use):
                continue
            for one in facts.augmented(train):
                for two in facts.augmented(use):
                    claim = _claim(facts, one, two, use)
                    if claim is not None and (best is None or claim.severity > best.severity):
                        best = claim
    if best is not None:
        yield best


def _claim(facts: Facts, train: Augmented, other: Augmented, use: Use) -> Claim | None:
    for replays in (True, False):
        for stream in _streams(train, replays) & _streams(other, replays):
            seed = _governing(facts, stream, train, other)
            if seed is not None:
                if replays:
                    return _replayed(seed, train, other)
                drawn = {step.stream for one in (train, other) for step in one.steps}
                return _shared(seed, train, other, stream, workers=stream not in drawn)
    return None


def _streams(one: Augmented, replays: bool) -> set[str]:
    """The global streams an application draws from without a seed of its own; only those that replay, if asked."""
    streams = {
        step.stream
        for step in one.steps
        if step.seed is None and step.stream not in ("own", "stateless") and (step.replays or not replays)
    }
    loader = one.use.loader
    if streams and loader is not None and loader.row is not None and loader.row.worker_stream:
        workers = loader.arguments.get(loader.row.workers)
        if (
            workers is not None
            and workers.given
            and not (isinstance(workers.value, Const) and workers.value.value == 0)
        ):
            return {loader.row.worker_stream}  # in a worker, it seeds all others
    return streams


def _governing(facts: Facts, stream: str, train: Augmented, other: Augmented) -> Seed | None:
    """The one constant seed of the stream that is set before either pipeline is built."""
    start = min(train.dataset.order, other.dataset.order)
    seeds = [seed for seed in facts.trace.all(Seed) if stream in seed.streams]
    before = [seed for seed in seeds if seed.order < start and not seed.loops]
    between = [seed for seed in seeds if start <= seed.order <= max(train.dataset.order, other.dataset.order)]
    if not before or between or not before[-1].constant:
        return None
    seed = before[-1]
    return None if facts.exclusive(seed, train.dataset, other.dataset) else seed


def _replayed(seed: Seed, train: Augmented, other: Augmented) -> Claim:
    message = (
        "with this global seed the random ops of both mapped pipelines are seeded alike: training and "
        f"{other.use.role.value} draw the same values in the same order, and each pass over a pipeline repeats the last"
    )
    return Claim(
        "AUG101", Severity.WARNING, message, seed.place, "seeds both pipelines", _related(train, other),
        subject=Replayed(seed, train, other),
    )  # fmt: skip


def _shared(seed: Seed, train: Augmented, other: Augmented, stream: str, *, workers: bool) -> Claim:
    role = other.use.role.value
    if workers:
        message = (
            f"the workers of training and of {role} are seeded from the one {stream} stream that is seeded here: their "
            "draws differ, but what one draws depends on how often the other was iterated before"
        )
    else:
        message = (
            f"training and {role} draw from the one {stream} stream that is seeded here: their draws differ, but what "
            "one draws depends on how much the other drew before"
        )
    return Claim(
        "AUG101",
        Severity.INFO,
        message,
        seed.place,
        "seeds one stream for both",
        _related(train, other),
        why="One seed at the top is good practice; it only makes the splits depend on each other's number of draws.",
        help="Nothing needs to change; a generator for each split makes their draws independent of each other.",
        subject=Replayed(seed, train, other, replays=False),
    )


def _related(train: Augmented, other: Augmented) -> tuple[tuple[Place, str], ...]:
    return (
        (train.application.place, "training draws here"),
        (other.application.place, f"{other.use.role.value} draws here"),
    )
