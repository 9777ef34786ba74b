"""AUG205: the dataset that a method returns is thrown away, and the one it was called on is as before."""

from collections.abc import Iterator

from auglint.checks.claim import Claim
from auglint.facts import Facts
from auglint.facts.places import shown_by_notebook
from auglint.finding import Severity


def check(facts: Facts) -> Iterator[Claim]:
    """Statements that make a dataset and keep it nowhere."""
    for made in dict.fromkeys(facts.trace.discarded):
        if shown_by_notebook(made.place):
            continue
        message = (
            f"`{made.name}` returns a new dataset, which is thrown away here: the one it was called on is unchanged"
        )
        related = tuple((derivation.parent.place, "made here") for derivation in made.derived)
        yield Claim("AUG205", Severity.ERROR, message, made.place, "the result is not kept", related)
