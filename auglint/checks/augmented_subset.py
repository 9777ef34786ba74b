"""AUG203: one dataset that augments at random is divided, so the evaluation part is augmented too."""

from collections.abc import Iterator
from dataclasses import dataclass

from auglint.checks.claim import Claim
from auglint.checks.shared_augmentation import named
from auglint.facts import Augmented, Facts, Use
from auglint.facts.places import report_place
from auglint.finding import Severity
from auglint.pipeline import Place


@dataclass(frozen=True)
class Divided:
    """A random application to a dataset that was divided afterwards, for evaluation and for training alike."""

    mine: Augmented
    train: Use


def check(facts: Facts) -> Iterator[Claim]:
    """Random augmentation above a division."""
    said: set[Place] = set()
    for use in facts.evaluation:
        if facts.averaged(use) or facts.on_purpose(use):
            continue
        for mine in facts.augmented(use):
            for train in facts.partners(use):
                if mine.divided and mine.dataset in facts.ancestors(train) and train.made is not use.made:
                    division = mine.divisions[0]
                    if facts.exclusive(mine.application, division, train.dataset):
                        continue
                    other = next((t for t in facts.augmented(train) if t.dataset is mine.dataset), None)
                    theirs = other.divisions[0] if other is not None and other.divisions else division
                    place = report_place(division, division.place, theirs)
                    if place not in said:
                        said.add(place)
                        yield _claim(mine, train, place)
                    break


def _claim(mine: Augmented, train: Use, place: Place) -> Claim:
    role = mine.use.role.value
    message = (
        f"the dataset is augmented at random ({named(list(mine.steps))}) and then divided, so the {role} part is "
        "augmented too"
    )
    related = [(mine.application.place, "the random augmentation is given here")]
    related.extend((step.place, "random step") for step in mine.steps[:3])
    evidence = mine.use.evidence
    if evidence.place is not None:
        related.append((evidence.place, f"this part serves {role}: {evidence.reason}"))
    return Claim(
        "AUG203", Severity.WARNING, message, place, f"the {role} part comes from here",
        tuple((where, text) for where, text in related if where != place), subject=Divided(mine, train),
    )  # fmt: skip
