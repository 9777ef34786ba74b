"""AUG305: samples are copied or mixed before the data is divided, so copies of one sample fall on both sides."""

from collections.abc import Iterator

from auglint.checks.claim import Claim
from auglint.facts import Facts
from auglint.facts.data import SAME_ROWS
from auglint.finding import Severity
from auglint.pipeline import Place, Split
from auglint.trace.copies import place_of_copy
from auglint.trace.values import Const, Sequence, Value, mentions


def check(facts: Facts) -> Iterator[Claim]:
    """Divisions of resampled arrays."""
    said: set[Place] = set()
    for split in facts.trace.all(Split):
        shuffle = split.arguments.get("shuffle")
        if shuffle is not None and isinstance(shuffle.value, Const) and shuffle.value.value is False:
            continue  # neighbours stay together
        for place in _resampled(facts, split):
            if place not in said:
                said.add(place)
                yield _claim(place, split)


def _resampled(facts: Facts, split: Split) -> Iterator[Place]:
    """Where samples of a division were copied."""
    for argument in split.arguments.values():
        for key, place in facts.trace.resampled.items():
            if _holds(argument.value, key):
                yield place
        for array in argument.value.items if isinstance(argument.value, Sequence) else ():
            copy = place_of_copy(array.value, facts.interpreter.altered, argument.place)
            if copy is not None:
                yield copy


def _claim(place: Place, split: Split) -> Claim:
    message = (
        "samples are copied or mixed here and the data is divided afterwards: a copy and its original can fall on the "
        "two sides"
    )
    return Claim("AUG305", Severity.WARNING, message, place, "resampled", ((split.place, "divided here"),))


def _holds(value: object, key: tuple[object, ...]) -> bool:
    if isinstance(value, Sequence):
        return any(_holds(item.value, key) for item in value.items)
    return isinstance(value, Value) and mentions(value.key, "resampled") and _within(value.key, key)


def _within(key: object, wanted: tuple[object, ...]) -> bool:
    """Whether a key holds the samples, and not merely something that was computed of them or their columns."""
    if not isinstance(key, tuple):
        return False
    if key[:1] == ("attribute",) and key[2:] == (Const("T").key,):
        return False
    if key and isinstance(key[0], str) and key[0].startswith("."):
        return key[0] in SAME_ROWS and len(key) > 1 and _within(key[1], wanted)
    return key[: len(wanted)] == wanted or key[:1] == ("hash",) or any(_within(part, wanted) for part in key)
