"""AUG103: a constant seed, or a generator that always starts alike, where each sample is made."""

from collections.abc import Iterator
from dataclasses import dataclass

from auglint.checks.claim import Claim
from auglint.facts import Facts
from auglint.facts.randomness import is_active, is_random
from auglint.facts.samples import Sampling, about_program
from auglint.finding import Severity
from auglint.pipeline import Augmentation, Dataset, Draw, Effects, Loader, Place, Rng, Seed
from auglint.trace.python import lineage
from auglint.trace.values import Const, Instance, mentions, newest


@dataclass(frozen=True)
class StartsAlike:
    """A seed, a generator, a transform with a seed of its own or a seeded draw that is alike for each sample."""

    made: Seed | Rng | Augmentation | Draw
    sampling: Sampling


def check(facts: Facts) -> Iterator[Claim]:
    """Seeds and generators made anew, and alike, for each sample."""
    said: set[Place] = set()
    for sampling in samplings(facts):
        if facts.only_evaluates(sampling.dataset) or _knows_epochs(sampling.dataset):
            continue
        if sampling.generator and sampling.effects.endless:
            continue  # one pass that never ends
        for place, what, made in alike(sampling):
            if place not in said:
                said.add(place)
                yield _claim(place, what, StartsAlike(made, sampling))


def samplings(facts: Facts) -> Iterator[Sampling]:
    """All that the program runs to make samples and batches."""
    for dataset in facts.trace.all(Dataset):
        yield from facts.samples.of(dataset)
    for loader in facts.trace.all(Loader):
        yield from facts.samples.of_collate(loader)


def alike(sampling: Sampling) -> Iterator[tuple[Place, str, Seed | Rng | Augmentation | Draw]]:
    """The places that make every sample's draws start from the same state, in words, and what is made there."""
    effects = sampling.effects
    streams = {draw.stream for draw in effects.draws}
    for target, _, _ in (*effects.applied, *effects.inner):
        streams |= _streams(target)
    for seed in effects.seeds:
        if (
            not seed.varies
            and not _new(seed.value, effects)
            and _always(seed, sampling)
            and streams & set(seed.streams)
        ):
            yield seed.place, f"`{seed.name}` sets the same seed", seed
    for rng in effects.rngs:
        fixed = rng.seed is not None or rng.row.unseeded == "constant"
        fixed = fixed and not rng.varies and not rng.kept and not _new(rng.seed, effects)
        if fixed and _always(rng, sampling) and any(d.generator is rng for d in effects.draws):
            start = "the same seed" if rng.seed is not None else "its one default seed"
            yield rng.place, f"a new `{rng.name}` starts from {start}", rng
    for target, application, _ in (*effects.applied, *effects.inner):
        made = getattr(target, "made", None)
        if not isinstance(made, Augmentation) or made.order < effects.start or not made.row.shared_state:
            continue
        given = made.arguments.get(made.row.seed)
        always = not about_program(application.conditions - sampling.conditions)
        if always and given is not None and isinstance(given.value, Const) and given.value.value is not None:
            yield given.place, f"a new `{made.name}` starts from the same seed", made
    for draw in effects.draws:
        if (
            draw.stream == "stateless"
            and draw.seed is not None
            and not draw.varies
            and not mentions(draw.seed, "fresh")
        ):
            yield draw.place, f"`{draw.name}` is given the same seed", draw


def _new(key: object, effects: Effects) -> bool:
    """Whether a seed holds a value that came up while the sample was made, from where is not known."""
    return newest(key) > effects.serial


def _streams(target: object) -> set[str]:
    """The streams that a transform of a library draws from."""
    made = getattr(target, "made", None)
    if not isinstance(made, Augmentation) or not is_active(made):
        return set()
    found = {made.row.stream} if is_random(made) else set()
    for step in made.steps:
        for item in getattr(step, "items", ()):
            found |= _streams(item.value)
    return found


def _always(made: Seed | Rng, sampling: Sampling) -> bool:
    """Whether it happens for every sample: behind a flag of the program, it may happen once."""
    return not about_program(made.conditions - sampling.conditions)


def _knows_epochs(dataset: Dataset) -> bool:
    """Whether a dataset class is told of epochs: then a seed it holds may change with them."""
    instance = dataset.instance
    if not isinstance(instance, Instance):
        return False
    return any("epoch" in name for cls in lineage(instance.cls) for name in (*cls.slots, *instance.slots))


def _claim(place: Place, what: str, subject: StartsAlike) -> Claim:
    sampling = subject.sampling
    if sampling.generator:
        message = f"{what} at each pass over the data: every epoch repeats the same draws"
        severity = Severity.WARNING
    else:
        one = "batch" if sampling.batch else "sample"
        message = f"{what} for each {one}: all {one}{'e' * sampling.batch}s get the same draw, in every epoch"
        severity = Severity.ERROR
    related = ((sampling.dataset.place, "for the samples of this dataset"),)
    return Claim("AUG103", severity, message, place, "starts alike each time", related, subject=subject)
