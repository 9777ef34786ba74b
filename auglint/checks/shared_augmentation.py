"""AUG201: one random augmentation object reaches training and evaluation. AUG202: evaluation has one of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from auglint.checks.claim import Claim
from auglint.facts import Augmented, Facts
from auglint.facts.places import report_place
from auglint.facts.randomness import Random
from auglint.finding import Severity
from auglint.pipeline import Augmentation, Made, Place
from auglint.trace.values import Instance


@dataclass(frozen=True)
class Applied:
    """A random augmentation of evaluation data; `theirs` and `shared` where training has the same object."""

    mine: Augmented
    theirs: Augmented | None = None
    shared: object = None


def check(facts: Facts) -> Iterator[Claim]:
    """Random augmentation on evaluation data, shared with training or not."""
    said: set[Place] = set()
    for use in facts.evaluation:
        if facts.averaged(use) or facts.on_purpose(use):
            continue
        for found in facts.augmented(use):
            mine = facts.assumed_alike(found)
            if mine is None:
                continue
            if any(mine.dataset in facts.ancestors(train) for train in facts.train) and (
                mine.divided or not mine.divisions
            ):
                continue  # one dataset for both: divided (AUG203) or identical (AUG301)
            claim = _claim(facts, mine)
            if claim is not None and claim.place not in said:
                said.add(claim.place)
                yield claim


def _claim(facts: Facts, mine: Augmented) -> Claim | None:
    others = [
        theirs
        for train in facts.partners(mine.use)
        for theirs in facts.augmented(train)
        if not facts.exclusive(mine.dataset, theirs.dataset, mine.application, theirs.application)
    ]
    trains = [train for train in facts.partners(mine.use) if not facts.exclusive(mine.dataset, train.dataset)]
    if not trains and (facts.train or not facts.scored(mine.use)):
        return None
    for theirs in others:
        shared = next((h for h in mine.holders if any(h is other for other in theirs.holders)), None)
        if shared is not None and not isinstance(shared, type(mine.dataset)):
            return _shared(mine, theirs, shared)
    other = others[0].dataset if others else trains[0].dataset if trains else None
    return _own(mine, other)


def _shared(mine: Augmented, theirs: Augmented, shared: object) -> Claim:
    place = report_place(mine.dataset, mine.application.place, theirs.dataset, theirs.application.place)
    steps = [step for step in mine.steps if any(holder is shared for holder in step.holders)]
    state = next((step.state for step in steps if step.state is not None), None)
    name = shared.name if isinstance(shared, Made) else shared.cls.name if isinstance(shared, Instance) else ""
    what = f"the random `{name}`" if name else "one random function"
    role = _role(mine)
    message = (
        f"{what} ({named(steps)}) of training is also applied to the {role} data{_passes(steps, role)}; "
        f"{_sharing(shared, state)}"
    )
    related: list[tuple[Place, str]] = []
    if isinstance(shared, Augmentation):
        related.append((shared.place, "made here"))
    related.extend((step.place, "random step") for step in steps[:3])
    related.append((report_place(theirs.dataset, theirs.application.place, mine.dataset), "given to training here"))
    related.extend(story(mine, place, theirs.dataset))
    return Claim(
        "AUG201", Severity.WARNING, message, place, f"and to {_role(mine)} here", tuple(related),
        subject=Applied(mine, theirs, shared),
    )  # fmt: skip


def _passes(steps: list[Random], role: str) -> str:
    """Whether each pass sees other images, where nothing seeds the draws anew."""
    fresh = any(step.stream != "own" and step.seed is None and not step.replays for step in steps)
    return f", so {role} images change from pass to pass" if fresh else f", so {role} images are changed at random"


def _sharing(shared: object, state: Made | None) -> str:
    """What sharing the object itself does, beside augmenting evaluation data."""
    if state is None:
        what = "object" if isinstance(shared, Made | Instance) else "function"
        return f"the {what} holds no state, so two equal ones would do the same"
    row = getattr(state, "row", None)
    since = f" (from {row.name[0].partition('.')[0]} {row.since} on)" if row is not None and row.since else ""
    return f"it also holds its generator{since}, so each split's draws depend on the other's"


def _own(mine: Augmented, other: Made | None) -> Claim:
    argument = mine.application.place
    place = report_place(mine.dataset, argument, other) if other is not None else argument
    role = _role(mine)
    steps = list(mine.steps)
    itself = mine.application.callable is mine.dataset.instance  # it may draw which images make up a sample
    what = (
        f"each sample of the {role} data is made with random draws"
        if itself
        else f"the {role} data is augmented at random"
    )
    message = f"{what} ({named(steps)}){_passes(steps, role)}"
    related = [(step.place, "random step") for step in mine.steps[:4]]
    related.extend(story(mine, place, other))
    return Claim(
        "AUG202", Severity.WARNING, message, place, f"random for {_role(mine)}", tuple(related), subject=Applied(mine)
    )


def story(mine: Augmented, place: Place, other: Made | None) -> list[tuple[Place, str]]:
    """The remaining steps: where it is applied, the calls that lead there alone, why it serves evaluation."""
    found: list[tuple[Place, str]] = [(mine.application.place, "applied here")]
    common = {frame.place for frame in other.chain} if other is not None else set()
    found.extend(
        (frame.place, f"through this call of `{frame.function}`")
        for frame in mine.dataset.chain
        if frame.place not in common
    )
    evidence = mine.use.evidence
    if evidence.place is not None:
        found.append((evidence.place, f"it serves {_role(mine)}: {evidence.reason}"))
    return [(where, text) for where, text in found if where != place]


def named(steps: list[Random]) -> str:
    """The random steps, by name, the first few."""
    names = list(dict.fromkeys(step.name for step in steps))
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")


def _role(mine: Augmented) -> str:
    return mine.use.role.value
