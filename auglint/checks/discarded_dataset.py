"""AUG205: the dataset that a method returns is thrown away, and the one it was called on is as before."""

from collections.abc import Iterator
from dataclasses import dataclass

from auglint.checks.claim import Claim
from auglint.facts import Facts
from auglint.facts.places import shown_by_notebook
from auglint.finding import Severity
from auglint.pipeline import Dataset
from auglint.trace.statements import returns_nothing
from auglint.trace.values import Function, Value


@dataclass(frozen=True)
class Discarded:
    """A dataset that a statement makes and throws away."""

    dataset: Dataset


def check(facts: Facts) -> Iterator[Claim]:
    """Statements that make a dataset and keep it nowhere."""
    for made in dict.fromkeys(facts.trace.discarded):
        if shown_by_notebook(made.place) or _fills_a_cache(facts, made) or _looks_only(made):
            continue
        message = (
            f"`{made.name}` returns a new dataset, which is thrown away here: the one it was called on is unchanged"
        )
        related = tuple((derivation.parent.place, "made here") for derivation in made.derived)
        yield Claim(
            "AUG205", Severity.ERROR, message, made.place, "the result is not kept", related, subject=Discarded(made)
        )


def _fills_a_cache(facts: Facts, made: Dataset) -> bool:
    """Whether the same call stands somewhere else and is kept there."""
    mine = [argument.value.key for argument in made.arguments.values() if isinstance(argument.value, Value)]
    parents = {id(derivation.parent) for derivation in made.derived}
    return any(
        other is not made
        and other.row is made.row
        and other not in facts.trace.discarded
        and {id(derivation.parent) for derivation in other.derived} == parents
        and [argument.value.key for argument in other.arguments.values() if isinstance(argument.value, Value)] == mine
        for other in facts.trace.all(Dataset)
    )


def _looks_only(made: Dataset) -> bool:
    """Whether the samples are given, eagerly, to a function that returns nothing: it is called for what it does."""
    functions = [one.callable for one in made.applies if one.eager and isinstance(one.callable, Function)]
    return bool(functions) and all(returns_nothing(function) for function in functions)
