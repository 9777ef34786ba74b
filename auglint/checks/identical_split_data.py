"""AUG301: training and evaluation read the same data."""

from collections.abc import Iterator
from dataclasses import dataclass

from auglint.checks.claim import Claim
from auglint.facts import Facts, Use
from auglint.facts.data import Data, argument_that_says
from auglint.facts.places import report_place
from auglint.finding import Severity
from auglint.pipeline import Consume, Dataset, Loader, Place, Strength


@dataclass(frozen=True)
class Same:
    """What evaluation uses, the dataset that reads its data, and the one that reads the same data for training."""

    use: Use
    mine: Dataset
    theirs: Dataset


def check(facts: Facts) -> Iterator[Claim]:
    """The same path, selector or object on both sides, and nothing that divides it."""
    said: set[Place] = set()
    for claim in (*_passed(facts), *_opened(facts)):
        if claim.place not in said:
            said.add(claim.place)
            yield claim


def _passed(facts: Facts) -> Iterator[Claim]:
    """One object given to one call for both."""
    for train, other in facts.pairs_passed():
        if train.data is other.data and not facts.trace.overfits and not facts.called_on_purpose(other.chain):
            yield _one_object(train, other)


def _one_object(train: Consume, other: Consume) -> Claim:
    message = f"`{other.by}` is given one and the same dataset for training and for evaluation"
    related = ((train.data.place, "made here"), (train.place, "given for training here"))
    return Claim("AUG301", Severity.ERROR, message, other.place, "and for evaluation here", related)


def _opened(facts: Facts) -> Iterator[Claim]:
    """Two datasets, or loaders, over the same data."""
    told = {id(other.data) for train, other in facts.pairs_passed() if train.data is other.data}
    for use in facts.evaluation:
        if id(use.made) in told:
            continue
        if use.evidence.strength < Strength.SELECTOR or facts.on_purpose(use) or facts.only_looked_up(use):
            continue
        if facts.trace.moved or "predict" in use.evidence.reason:
            continue  # relative paths mean other folders; predictions are no scores
        for mine in facts.sources.of(use):
            for train in facts.partners(use):
                if train.made is use.made or facts.exclusive(use.dataset, train.dataset, use.made, train.made):
                    continue
                theirs = next((data for data in facts.sources.of(train) if mine.contains(data)), None)
                if theirs is not None and not _scored_too(use, mine, theirs) and not _beside_other(facts, use, train):
                    yield _same(facts, use, mine, train, theirs)
                    break


def _scored_too(use: Use, mine: Data, theirs: Data) -> bool:
    """Whether the training data itself is scored, beside other data: only a call to evaluate says evaluation."""
    consume = use.consume
    told = use.evidence.strength > Strength.ARGUMENT or (consume is not None and consume.decisive)
    return mine.dataset is theirs.dataset and not told and use.evidence.reason.startswith("`")


def _beside_other(facts: Facts, use: Use, train: Use) -> bool:
    """Whether the call that is given a use for evaluation is given other data for it, too: the first is a reference."""
    call = use.consume.call if use.consume is not None else use.evidence.place
    trained = facts.sources.of(train)
    return call is not None and any(
        call is (other.consume.call if other.consume is not None else other.evidence.place)
        and other.made is not use.made
        and not any(mine.contains(theirs) for mine in facts.sources.of(other) for theirs in trained)
        for other in facts.evaluation
    )


def _same(facts: Facts, use: Use, mine: Data, train: Use, theirs: Data) -> Claim:
    role = use.role.value
    if mine.dataset is theirs.dataset:
        place, start, what = _same_object(facts, use, train)
        severity = Severity.ERROR
    else:
        place, start = _place(mine.dataset, theirs.dataset), _place(theirs.dataset, mine.dataset)
        severity = Severity.ERROR if mine.constant else Severity.WARNING
        what = "read the same data"
    assumption = "" if severity is Severity.ERROR else ", if the expression means the same both times"
    message = f"training and {role} {what}{assumption}: nothing divides it afterwards"
    related = [(start, "training reads it here"), (theirs.dataset.place, "the training dataset is made here")]
    common = {frame.place for frame in theirs.dataset.chain}
    related.extend(
        (f.place, f"through this call of `{f.function}`") for f in mine.dataset.chain if f.place not in common
    )
    if use.evidence.place is not None:
        related.append((use.evidence.place, f"this side serves {role}: {use.evidence.reason}"))
    shown = tuple((where, text) for where, text in related if where != place)
    subject = Same(use, mine.dataset, theirs.dataset)
    return Claim("AUG301", severity, message, place, f"{role} reads the same", shown, subject=subject)


def _same_object(facts: Facts, use: Use, train: Use) -> tuple[Place, Place, str]:
    shared = facts.ancestors(train)
    branch = [dataset for dataset in facts.ancestors(use) if dataset not in shared]
    if branch and use.dataset is not train.dataset:
        return branch[-1].place, train.dataset.place, "go back to one and the same dataset"

    def where(one: Use) -> Place:
        if one.consume is not None and one.consume.by != "loop":
            return one.consume.place
        made = one.made
        if isinstance(made, Loader):
            return made.arguments["dataset"].place if made.arguments["dataset"].given else made.place
        return made.place

    mine, theirs = where(use), where(train)
    if mine == theirs:
        mine = report_place(use.made, mine, train.made)
    return mine, theirs, "use one and the same dataset"


def _place(dataset: Dataset, other: Dataset) -> Place:
    mine, theirs = argument_that_says(dataset), argument_that_says(other)
    argument = mine.place if mine is not None else dataset.place
    return report_place(dataset, argument, other, theirs.place if mine is not None and theirs is not None else None)
