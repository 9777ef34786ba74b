"""AUG102: one constant seed feeds the augmentation of both splits, so that they draw the same values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from auglint.checks.claim import Claim
from auglint.facts import Augmented, Facts, Use
from auglint.facts.places import report_place
from auglint.facts.randomness import Random
from auglint.finding import Severity
from auglint.pipeline import Consume, Frame, Key, Made, Place, Seed
from auglint.trace import tables
from auglint.trace.values import Const


@dataclass(frozen=True)
class Start:
    """A constant seed: where it is given, through which calls, and its key."""

    place: Place
    chain: tuple[Frame, ...]
    key: Key


@dataclass(frozen=True)
class Alike:
    """All that an evaluation's and a training's draws start from. Some of it is equal.

    `per_batch`: the seeds go up by one with each batch. `replayed`: the two sides' augmentation, where the seeds are of
    ops in a graph.
    """

    mine: tuple[Start, ...]
    theirs: tuple[Start, ...]
    per_batch: bool = False
    replayed: tuple[Augmented, Augmented] | None = None


def check(facts: Facts) -> Iterator[Claim]:
    """Equal seeds on the two sides: of steps, of flows, or set right before each side's pass."""
    said: set[Place] = set()
    for use in facts.evaluation:
        for train in facts.partners(use):
            if facts.exclusive(use.dataset, train.dataset):
                continue
            for claim in (*_steps(facts, use, train), *_flows(facts, use, train), *_passes(facts, use, train)):
                if claim.place not in said:
                    said.add(claim.place)
                    yield claim


def _steps(facts: Facts, use: Use, train: Use) -> Iterator[Claim]:
    for mine in facts.augmented(use):
        for theirs in facts.augmented(train):
            if mine.dataset is theirs.dataset:
                continue
            found: dict[Place, Place] = {}  # the seeds of evaluation, and those of training that they equal
            for step in mine.steps:
                others = [one for one in theirs.steps if _alike(step, one)]
                others.sort(key=lambda one: one.seed_place != step.seed_place)  # in a function of both, the same line
                other = others[0] if others else None
                if other is not None and step.seed_place is not None and other.seed_place is not None:
                    place, first = _place(step, other, step.seed_place), _place(other, step, other.seed_place)
                    found.setdefault(place, first if first != place else theirs.dataset.place)
            if found:
                (place, first), *more = found.items()
                replayed = (theirs, mine) if any(step.replays for step in mine.steps) else None
                alike = Alike(_starts(mine), _starts(theirs), replayed=replayed)
                yield _claim(use, place, first, alike, [where for where, _ in more])


def _starts(one: Augmented) -> tuple[Start, ...]:
    starts = []
    for step in one.steps:
        made = _made(step)
        if step.seed is not None and step.seed_place is not None and _constant(step.seed):
            starts.append(Start(step.seed_place, made.chain if made is not None else (), step.seed))
    return tuple(starts)


def _alike(one: Random, other: Random) -> bool:
    """Whether two steps start from one constant seed, each with a stream of its own."""
    if one.seed is None or one.seed != other.seed or one.stream != other.stream or not _constant(one.seed):
        return False
    return one.state is None or one.state is not other.state


def _constant(key: Key) -> bool:
    return key[0] == "const" and isinstance(key[2], int) and not isinstance(key[2], bool)


def _place(step: Random, other: Random, seed: Place) -> Place:
    mine, theirs = _made(step), _made(other)
    if mine is None or theirs is None or mine.place != theirs.place:
        return seed
    return report_place(mine, seed, theirs)


def _made(step: Random) -> Made | None:
    return next((holder for holder in reversed(step.holders) if isinstance(holder, Made)), None)


def _flows(facts: Facts, use: Use, train: Use) -> Iterator[Claim]:
    """Data whose own seed parameter seeds the augmentation it applies."""
    for mine in facts.augmented(use):
        for theirs in facts.augmented(train):
            one, two = _seed_of(mine), _seed_of(theirs)
            if one is not None and two is not None and one[0] == two[0] and mine.dataset is not theirs.dataset:
                alike = Alike(
                    tuple(Start(where, each.dataset.chain, key) for each, key, where in _seeds(facts, use)),
                    tuple(Start(where, each.dataset.chain, key) for each, key, where in _seeds(facts, train)),
                    per_batch=any(one.dataset.row.seed_per_batch for one in (mine, theirs)),
                )
                yield _claim(use, one[1], two[1], alike)


def _seeds(facts: Facts, use: Use) -> Iterator[tuple[Augmented, Key, Place]]:
    for one in facts.augmented(use):
        seed = _seed_of(one)
        if seed is not None:
            yield one, *seed


def _seed_of(one: Augmented) -> tuple[Key, Place] | None:
    row = one.dataset.row
    if not isinstance(row, tables.Dataset) or not row.seed:
        return None
    argument = one.dataset.arguments.get(row.seed)
    if argument is None or not isinstance(argument.value, Const) or argument.value.value is None:
        return None
    return argument.value.key, argument.place


def _passes(facts: Facts, use: Use, train: Use) -> Iterator[Claim]:
    """The same global seed set right before a pass over each side."""
    for mine in _before(facts, use):
        for theirs in _before(facts, train):
            if (
                mine is not theirs
                and mine.value == theirs.value
                and mine.constant
                and set(mine.streams) & set(theirs.streams)
            ):
                one, two = (Start(seed.place, seed.chain, seed.value) for seed in (mine, theirs))
                yield _claim(use, mine.place, theirs.place, Alike((one,), (two,)))


def _before(facts: Facts, use: Use) -> Iterator[Seed]:
    """The seed set last before each pass over a use, with no other pass in between."""
    streams = {step.stream for one in facts.augmented(use) for step in one.steps if step.seed is None}
    events: list[Seed | Consume] = [s for s in facts.trace.all(Seed) if streams & set(s.streams)]
    events += [consume for consume in facts.trace.consumed if not consume.by_name]
    events.sort(key=lambda event: event.order)
    for first, second in pairwise(events):
        if isinstance(first, Seed) and isinstance(second, Consume) and second.data is use.made and second.by == "loop":
            yield first


def _claim(use: Use, place: Place, other: Place, alike: Alike, more: Sequence[Place] = ()) -> Claim:
    message = (
        f"training and {use.role.value} augment from the same seed: the n-th draw of one is the n-th draw of the other"
    )
    related = [(other, "training starts from this seed")] if other != place else []
    related.extend((where, "seeded alike, too") for where in more)
    label = f"the same seed for {use.role.value}"
    return Claim("AUG102", Severity.WARNING, message, place, label, tuple(related), subject=alike)
