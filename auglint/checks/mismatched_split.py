"""AUG302: the parts for training and evaluation come from divisions that do not match, so they overlap."""

from collections.abc import Iterator
from dataclasses import dataclass

from auglint.checks.claim import Claim
from auglint.facts import Facts, Use
from auglint.facts.data import Data, argument_that_says, bare, parts_in
from auglint.facts.overlap import (
    cut_by_one_knife,
    divided_anew,
    division,
    halves_of_two,
    overlapping,
    parts_of_two,
    same_end,
    unequal,
)
from auglint.facts.places import report_place
from auglint.finding import Severity
from auglint.pipeline import Dataset, Place, Split, Strength
from auglint.trace.values import Value


@dataclass(frozen=True)
class Parts:
    """Parts for evaluation and training, with where each is cut; `unequal`: the arguments in which two calls differ."""

    mine: Dataset
    theirs: Dataset
    here: Place
    there: Place
    unequal: tuple[str, ...] = ()


@dataclass(frozen=True)
class Divisions:
    """Two random divisions of which parts are used as if they were one; the first is the one to keep."""

    first: Split
    second: Split


@dataclass(frozen=True)
class Whole:
    """Training on the whole, given at a place, of which evaluation uses a part."""

    evaluation: Use
    part: Data
    place: Place


def check(facts: Facts) -> Iterator[Claim]:
    """Parts of one whole that were not cut by one knife."""
    said: set[Place] = set()
    for use in facts.evaluation:
        if _has_counterpart(facts, use) or _fit_is_scored(facts, use):
            continue  # beside it, another run may divide the same data anew
        for train in facts.partners(use):
            if facts.exclusive(use.dataset, train.dataset) or facts.on_purpose(use):
                continue
            claim = _claim(facts, use, train) or _whole(facts, use, train) or _halves(facts, use, train)
            if claim is not None and claim.place not in said:
                said.add(claim.place)
                yield claim
    for one, other in halves_of_two(facts.trace):
        if other.place not in said:
            yield _two_divisions(one, other)


def _has_counterpart(facts: Facts, use: Use) -> bool:
    """Whether training somewhere uses the other part of just the division that a use is a part of."""
    mine_of = {part[1]: part[3] for data in facts.sources.of(use) for part in parts_in(data.key)}
    for train in facts.train:
        if train.consume is None and train.loader is None:
            continue
        parts = [part for data in facts.sources.of(train) for part in parts_in(data.key)]
        if any(mine_of.get(number, which) != which for _, number, _, which in parts):
            return True
        for mine in facts.ancestors(use):
            if any(cut_by_one_knife(facts.trace, mine, theirs) for theirs in facts.ancestors(train)):
                return True
    return False


def _fit_is_scored(facts: Facts, use: Use) -> bool:
    """Whether a use is only iterated without gradients, and so is data of another kind: the fit is scored as well."""
    mine = facts.sources.of(use)
    others = [facts.sources.of(other) for other in facts.evaluation if other.made is not use.made]
    apart = any(data and all(one.dataset is not two.dataset for one in data for two in mine) for data in others)
    return use.evidence.strength <= Strength.MODE and apart


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
            elif (
                facts.same_whole(mine, theirs)
                and divided_anew(facts.trace, mine, theirs)
                and not (use.evidence.strength <= Strength.SELECTOR and _is_scored_on(facts, theirs))
            ):
                message = (
                    f"the part for {use.role.value} and the part for training come from two random divisions of the "
                    "same data: they overlap as chance will have it"
                )
            elif overlapping(mine, theirs) or same_end(mine, theirs):
                message = f"the part for {use.role.value} overlaps the part for training: some samples are in both"
            else:
                continue
            here, there = _cut(facts, mine, theirs), _cut(facts, theirs, mine)
            place = report_place(mine, here, theirs, there)
            related = ((report_place(theirs, there, mine, here), "the part for training is cut here"),)
            one, other = division(facts.trace, theirs), division(facts.trace, mine)
            subject: Parts | Divisions = Parts(mine, theirs, here, there, names)
            if one is not None and other is not None:
                subject = Divisions(one, other)
            return Claim(
                "AUG302", Severity.ERROR, message, place, "does not match the other part", related, subject=subject
            )
    return None


def _is_scored_on(facts: Facts, part: Dataset) -> bool:
    """Whether the other part of the division that a training part comes from serves evaluation."""
    return any(cut_by_one_knife(facts.trace, part, one) for use in facts.evaluation for one in facts.ancestors(use))


def _halves(facts: Facts, use: Use, train: Use) -> Claim | None:
    """Parts of two random divisions of the same arrays."""
    for mine in facts.sources.of(use):
        for theirs in facts.sources.of(train):
            found = parts_of_two(facts.trace, theirs.key, mine.key)
            if found is not None:
                return _two_divisions(*found)
    return None


def _two_divisions(one: Split, other: Split) -> Claim:
    message = (
        "the parts kept of this division and of another division of the same arrays are used as halves of one: "
        "they overlap as chance will have it"
    )
    place = report_place(other, other.place, one)
    related = ((report_place(one, one.place, other), "the other part is cut here"),)
    return Claim(
        "AUG302", Severity.ERROR, message, place, "does not match the other part", related,
        subject=Divisions(one, other),
    )  # fmt: skip


def _whole(facts: Facts, use: Use, train: Use) -> Claim | None:
    """Training on all of what an evaluation part was taken from, and on nothing less."""
    for mine in facts.sources.of(use):
        for theirs in facts.sources.of(train):
            if mine.is_part_of(theirs) and not facts.leaves_out(mine, theirs):
                message = (
                    f"training uses the whole that the part for {use.role.value} was taken from: every "
                    f"{use.role.value} sample is trained on"
                )
                start = use.dataset.place if use.consume is None else use.consume.place
                related = ((start, f"the part for {use.role.value}"),)
                read = theirs.dataset.row is not None or theirs.dataset.instance is not None  # no bare array
                cut = argument_that_says(theirs.dataset) if read and mine.key != theirs.key else None
                place = _given(train) if cut is None else cut.place
                return Claim(
                    "AUG302", Severity.ERROR, message, place, "the whole, not the other part", related,
                    subject=Whole(use, mine, place),
                )  # fmt: skip
    return None


def _given(use: Use) -> Place:
    """Where a use was given its data: to a loader, a call, or the dataset that reads it."""
    if use.loader is not None and use.loader.arguments["dataset"].given:
        return use.loader.arguments["dataset"].place
    return use.dataset.place if use.consume is None else use.consume.place


def _cut(facts: Facts, dataset: Dataset, other: Dataset) -> Place:
    """The slice or call that cuts a part; when one call cuts both, what it was told about this one."""
    for argument in dataset.arguments.values():
        if isinstance(argument.value, Value) and (key := bare(argument.value.key)) in facts.trace.slices:
            return facts.trace.slices[key]
    said = argument_that_says(dataset) if dataset.place == other.place else None
    return said.place if said is not None else dataset.place
