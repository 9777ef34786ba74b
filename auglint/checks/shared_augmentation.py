"""AUG201: one random augmentation object reaches training and evaluation. AUG202: evaluation has one of its own."""

from collections.abc import Iterator

from auglint.checks.claim import Claim
from auglint.facts import Augmented, Facts
from auglint.facts.places import report_place
from auglint.facts.randomness import Random
from auglint.finding import Severity
from auglint.pipeline import Augmentation, Made, Place


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
            if any(mine.dataset in facts.ancestors(train) for train in facts.train):
                continue  # one dataset for both: divided (AUG203) or identical (AUG301)
            claim = _claim(facts, mine)
            if claim is not None and claim.place not in said:
                said.add(claim.place)
                yield claim


def _claim(facts: Facts, mine: Augmented) -> Claim | None:
    others = [
        theirs
        for train in facts.train
        for theirs in facts.augmented(train)
        if not facts.exclusive(mine.dataset, theirs.dataset, mine.application, theirs.application)
    ]
    trains = [train for train in facts.train if not facts.exclusive(mine.dataset, train.dataset)]
    if not trains:
        return None
    for theirs in others:
        shared = next((h for h in mine.holders if any(h is other for other in theirs.holders)), None)
        if shared is not None and not isinstance(shared, type(mine.dataset)):
            return _shared(mine, theirs, shared)
    return _own(mine, others[0] if others else None, trains[0].dataset)


def _shared(mine: Augmented, theirs: Augmented, shared: object) -> Claim:
    place = report_place(mine.dataset, mine.application.place, theirs.dataset)
    steps = [step for step in mine.steps if any(holder is shared for holder in step.holders)]
    state = next((step.state for step in steps if step.state is not None), None)
    name = shared.name if isinstance(shared, Made) else "this function"
    what = f"the random `{name}`" if isinstance(shared, Made) else "one random function"
    if state is not None:
        effect = "and with it the generator inside: the two splits take turns on one stream"
    else:
        effect = "so validation images change at random in every pass"
    message = f"{what} ({named(steps)}) of training is also applied to the {_role(mine)} data, {effect}"
    related: list[tuple[Place, str]] = []
    if isinstance(shared, Augmentation):
        related.append((shared.place, "made here"))
    related.extend((step.place, "random step") for step in steps[:3])
    related.append((report_place(theirs.dataset, theirs.application.place, mine.dataset), "given to training here"))
    related.extend(story(mine, place))
    return Claim("AUG201", Severity.WARNING, message, place, f"and to {_role(mine)} here", tuple(related))


def _own(mine: Augmented, theirs: Augmented | None, train: Made) -> Claim:
    other = theirs.dataset if theirs is not None else train
    place = report_place(mine.dataset, mine.application.place, other)
    message = (
        f"the {_role(mine)} data is augmented at random ({named(list(mine.steps))}), so its images change in every pass"
    )
    related = [(step.place, "random step") for step in mine.steps[:4]]
    related.extend(story(mine, place))
    return Claim("AUG202", Severity.WARNING, message, place, f"random for {_role(mine)}", tuple(related))


def story(mine: Augmented, place: Place) -> list[tuple[Place, str]]:
    """The remaining steps: where the dataset is made, which calls lead there, why it serves evaluation."""
    found: list[tuple[Place, str]] = [(mine.dataset.place, "the dataset is made here")]
    found.append((mine.application.place, "applied here"))
    found.extend((frame.place, f"through this call of `{frame.function}`") for frame in mine.dataset.chain)
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
