"""AUG302: the parts for training and evaluation come from divisions that do not match, so they overlap."""

from collections.abc import Iterator

from auglint.checks.claim import Claim
from auglint.facts import Facts, Use
from auglint.facts.data import argument_that_says
from auglint.facts.overlap import divided_anew, halves_of_two, overlapping, unequal
from auglint.facts.places import report_place
from auglint.finding import Severity
from auglint.pipeline import Dataset, Place


def check(facts: Facts) -> Iterator[Claim]:
    """Parts of one whole that were not cut by one knife."""
    said: set[Place] = set()
    for use in facts.evaluation:
        for train in facts.partners(use):
            if facts.exclusive(use.dataset, train.dataset) or facts.on_purpose(use):
                continue
            claim = _claim(facts, use, train)
            if claim is not None and claim.place not in said:
                said.add(claim.place)
                yield claim
    for one, other in halves_of_two(facts.trace):
        message = (
            "the parts kept of this division and of another division of the same arrays are used as halves of one: "
            "they overlap as chance will have it"
        )
        related = ((one.place, "the other part is cut here"),)
        yield Claim("AUG302", Severity.ERROR, message, other.place, "does not match the other part", related)


def _claim(facts: Facts, use: Use, train: Use) -> Claim | None:
    for mine in facts.ancestors(use):
        for theirs in facts.ancestors(train):
            if mine is theirs:
                continue
            names = unequal(mine, theirs)
            if names:
                message = (
                    f"the two parts are cut by calls that differ in {', '.join(names)}: many {use.role.value} samples "
                    "are in the training part too"
                )
            elif facts.same_whole(mine, theirs) and divided_anew(facts.trace, mine, theirs):
                message = (
                    f"the part for {use.role.value} and the part for training come from two random divisions of the "
                    "same data: they overlap as chance will have it"
                )
            elif overlapping(mine, theirs):
                message = f"the part for {use.role.value} overlaps the part for training: some samples are in both"
            else:
                continue
            here, there = _cut(mine, theirs), _cut(theirs, mine)
            place = report_place(mine, here, theirs, there)
            related = ((report_place(theirs, there, mine, here), "the part for training is cut here"),)
            return Claim("AUG302", Severity.ERROR, message, place, "does not match the other part", related)
    return None


def _cut(dataset: Dataset, other: Dataset) -> Place:
    """The call that cuts a part; when one call cuts both, what it was told about this one."""
    argument = argument_that_says(dataset) if dataset.place == other.place else None
    return argument.place if argument is not None else dataset.place
