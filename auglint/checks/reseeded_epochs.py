"""AUG106: every epoch starts from the same state: a seed, a generator or a sampler that is not told of epochs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.global_seed import Replayed
from auglint.facts import Facts, Use
from auglint.facts.samples import given
from auglint.finding import Severity
from auglint.pipeline import Consume, Loader, Loop, Place, Rng, Role, Sampler, Seed
from auglint.trace.machine import tokens
from auglint.trace.values import Const, Object, Value, mentions, newest, options

IN_GRAPH = (
    "Draw with generator objects, with stateless ops whose seeds come with the data, or in layers of the "
    "model: a global seed that is set once before training freezes the epochs just as well."
)


@dataclass(frozen=True)
class Restarted:
    """A seed, a generator or a sampler that is the same in each epoch in which training data passes."""

    made: Seed | Rng | Sampler
    consume: Consume


def check(facts: Facts) -> Iterator[Claim]:
    """Epochs that repeat the first one."""
    said: set[Place] = set()
    for claim in (*_seeds(facts), *_generators(facts), *_samplers(facts), *_mapped(facts)):
        if claim.place not in said:
            said.add(claim.place)
            yield claim


def _epochs(facts: Facts) -> Iterator[tuple[Use, Consume]]:
    """The passes over training data that stand in a loop of epochs."""
    for use in facts.train:
        for consume in facts.trace.consumed:
            passes = consume.data is use.made and consume.by == "loop" and consume.role is Role.TRAIN
            if passes and len(consume.loops) > 1:
                yield use, consume


def _seeds(facts: Facts) -> Iterator[Claim]:
    seeds = facts.trace.all(Seed)
    for use, consume in _epochs(facts):
        for seed in seeds:
            alike = all(one.value == seed.value for one in seeds if one.place == seed.place)
            if (
                not alike
                or not seed.loops
                or not seed.loops[-1].counting
                or seed.loops[-1] is not consume.loops[-2]
                or changes(seed)
                or _of_runs(seed.loops[-1])
            ):
                continue
            if _drawn(facts, use) & set(seed.streams) or _drives(seed.generator, use):
                message = (
                    f"`{seed.name}` sets the same seed at the start of each epoch: every epoch repeats the order and "
                    "the draws of the first"
                )
                yield _claim(message, seed.place, consume.place, "the same in each epoch", Restarted(seed, consume))


RUNS = frozenset(
    ("trial run fold repeat repetition rep replicate experiment member round seed width depth size").split()
)
"""What a loop counts when each turn trains a model of its own."""


def _of_runs(loop: Loop) -> bool:
    """Whether a loop counts runs, by the name it counts with: each starts anew, and is meant to see the same."""
    target = getattr(loop.place.node, "target", None)
    return bool(RUNS & set(tokens(getattr(target, "value", "") or "")))


def changes(seed: Seed) -> bool:
    """Whether a seed may differ from one run of its loop to the next."""
    loop = seed.loops[-1]
    return mentions(seed.value, "element") or newest(seed.value) > loop.serial or _counted(seed, loop)


def _counted(seed: Seed, loop: Loop) -> bool:
    """Whether a seed is written with a name that a `while` loop counts with: its body is followed only once."""
    lines = [line.body[0] for line in loop.place.node.body.body if isinstance(line, cst.SimpleStatementLine)]
    raised = [line.target for line in lines if isinstance(line, cst.AugAssign)]
    names = {target.value for target in raised if isinstance(target, cst.Name)}
    return isinstance(loop.place.node, cst.While) and bool(names & set(_names(seed.place.node)))


def _names(node: cst.CSTNode) -> Iterator[str]:
    if isinstance(node, cst.Name):
        yield node.value
    for child in node.children:
        yield from _names(child)


def _drawn(facts: Facts, use: Use) -> set[str]:
    """The streams that a pass over training data draws from: for the samples, and for their order."""
    streams = {step.stream for one in facts.augmented(use) for step in one.steps}
    loader = use.loader
    if loader is not None and loader.row is not None:
        shuffle = given(loader, loader.row.shuffle)
        if isinstance(shuffle, Const) and shuffle.value is True:
            streams.add(loader.row.worker_stream)
    return streams


def _drives(rng: Rng | None, use: Use) -> bool:
    """Whether a generator orders the samples of a use."""
    loader = use.loader
    if rng is None or loader is None:
        return False
    pending = [argument.value for argument in loader.arguments.values()]
    while pending:
        value = pending.pop()
        made = value.made if isinstance(value, Object) else None
        if made is rng:
            return True
        if isinstance(made, Sampler):
            pending.extend(argument.value for argument in made.arguments.values())
    return False


def _generators(facts: Facts) -> Iterator[Claim]:
    for use, consume in _epochs(facts):
        loader = use.loader
        value = given(loader, loader.row.generator) if loader is not None and loader.row is not None else None
        if not isinstance(value, Object) or not isinstance(value.made, Rng) or loader is None:
            continue
        rng, loop = value.made, consume.loops[-2]
        if any(seed.generator is rng for seed in facts.trace.all(Seed)):
            continue  # told at the seed
        inside = rng.loops and rng.loops[-1] is loop and loader.loops and loader.loops[-1] is loop
        if inside and rng.seed is not None and rng.seed[0] == "const":
            message = (
                "a loader is made anew in each epoch with a generator that starts from the same seed: every epoch "
                "repeats the order of the first"
            )
            yield _claim(message, rng.place, loader.place, "the same in each epoch", Restarted(rng, consume))


def _samplers(facts: Facts) -> Iterator[Claim]:
    for _, consume in _epochs(facts):
        loader = consume.data
        if not isinstance(loader, Loader) or loader.sampler is None:
            continue
        for sampler in _all_samplers(loader.sampler):
            if not sampler.row.told or sampler.told or _made_anew(sampler):
                continue
            shuffle = sampler.arguments.get(sampler.row.shuffle)
            orders = shuffle is not None and isinstance(shuffle.value, Const) and shuffle.value.value is True
            if orders and sampler.row.told not in facts.trace.methods:
                message = (
                    f"`{sampler.row.told}` is never called on this sampler: it shuffles into the same order in every "
                    "epoch"
                )
                subject = Restarted(sampler, consume)
                yield _claim(message, sampler.place, consume.place, "is not told of epochs", subject)


def _made_anew(sampler: Sampler) -> bool:
    """Whether a sampler is made in each epoch, from something that changes with it."""
    keys = [argument.value.key for argument in sampler.arguments.values() if isinstance(argument.value, Value)]
    return bool(sampler.loops) and any(mentions(key, "element") for key in keys)


def _all_samplers(value: Value) -> Iterator[Sampler]:
    """The samplers that a value may be, and those inside of them."""
    for option in options(value):
        made = option.value.made if isinstance(option.value, Object) else None
        if isinstance(made, Sampler) and made.row is not None:
            yield made
            inside = made.arguments.get(made.row.inner)
            if inside is not None and isinstance(inside.value, Value):
                yield from _all_samplers(inside.value)


def _mapped(facts: Facts) -> Iterator[Claim]:
    """A seed before the traced random ops of training alone."""
    drawing = any(step.replays for use in facts.evaluation for one in facts.augmented(use) for step in one.steps)
    for use in facts.train:
        repeated = any(d.op == "repeat" for dataset in facts.ancestors(use) for d in dataset.derived)
        if repeated or not _several_passes(facts, use):
            continue
        for one in facts.augmented(use):
            own = [
                step.seed_place
                for step in one.steps
                if step.replays and step.seed is not None and step.seed[0] == "const" and step.seed_place is not None
            ]
            if own and not drawing:
                yield _repeats(own[0], Replayed(None, one), list(dict.fromkeys(own[1:])))
            for step in one.steps:
                if not step.replays:
                    continue
                seeds = [s for s in facts.trace.all(Seed) if step.stream in s.streams and s.order < one.dataset.order]
                if seeds and seeds[-1].constant and not seeds[-1].loops and not drawing and step.seed is None:
                    yield _repeats(seeds[-1].place, Replayed(seeds[-1], one))


def _several_passes(facts: Facts, use: Use) -> bool:
    return any(
        consume.data is use.made
        and consume.role is Role.TRAIN
        and not (consume.once and not consume.loops)
        and (consume.by != "loop" or len(consume.loops) > 1)
        for consume in facts.trace.consumed
    )


def _repeats(place: Place, subject: Replayed, more: Sequence[Place] = ()) -> Claim:
    message = (
        "with this seed the random ops of the mapped pipeline start alike in each pass: every epoch repeats the draws "
        "of the first"
    )
    claim = _claim(message, place, subject.train.application.place, "the same in each pass")
    alike = tuple((each, "seeded alike, too") for each in more if each != place)
    return replace(claim, help=IN_GRAPH, related=(*claim.related, *alike), subject=subject)


def _claim(message: str, place: Place, where: Place, label: str, subject: object = None) -> Claim:
    related = ((where, "the training data passes here"),)
    return Claim("AUG106", Severity.WARNING, message, place, label, related, subject=subject)
