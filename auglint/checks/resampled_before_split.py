"""AUG305: samples are copied or mixed before the data is divided, so copies of one sample fall on both sides."""

from collections.abc import Iterator

from auglint.checks.claim import Claim
from auglint.facts import Facts
from auglint.finding import Severity
from auglint.pipeline import Split
from auglint.trace.values import Sequence, Value, mentions


def check(facts: Facts) -> Iterator[Claim]:
    """Divisions of resampled arrays."""
    for key, place in facts.trace.resampled.items():
        for split in facts.trace.all(Split):
            if any(_holds(argument.value, key) for argument in split.arguments.values()):
                message = (
                    "samples are copied or mixed here and the data is divided afterwards: a copy and its original can "
                    "fall on the two sides"
                )
                yield Claim("AUG305", Severity.WARNING, message, place, "resampled", ((split.place, "divided here"),))
                break


def _holds(value: object, key: tuple[object, ...]) -> bool:
    if isinstance(value, Sequence):
        return any(_holds(item.value, key) for item in value.items)
    return isinstance(value, Value) and mentions(value.key, "resampled") and _within(value.key, key)


def _within(key: object, wanted: tuple[object, ...]) -> bool:
    if not isinstance(key, tuple):
        return False
    return key[: len(wanted)] == wanted or key[:1] == ("hash",) or any(_within(part, wanted) for part in key)
