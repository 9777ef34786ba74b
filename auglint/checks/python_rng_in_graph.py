"""AUG107: a draw by Python or NumPy in a function that is traced into a graph: it is made once, while tracing."""

from collections.abc import Iterator
from dataclasses import dataclass

from auglint.checks.claim import Claim
from auglint.facts import Facts
from auglint.finding import Severity
from auglint.pipeline import Application, Dataset, Draw, Place, Rng


@dataclass(frozen=True)
class Traced:
    """A draw that is made while an applied function is traced."""

    draw: Draw
    application: Application


def check(facts: Facts) -> Iterator[Claim]:
    """Draws that a traced function makes outside the graph."""
    said: set[Place] = set()
    for dataset in facts.trace.all(Dataset):
        for application in dataset.applies:
            if application.eager:
                continue
            for draw in facts.graph.effects_of(application).draws:
                if isinstance(draw.generator, Rng) and draw.generator.inside and draw.generator.seed is not None:
                    continue  # made and seeded in the function itself: one value for all is what was asked for
                if draw.frozen and draw.place not in said:
                    said.add(draw.place)
                    message = (
                        f"`{draw.name}` is called once, while the mapped function is traced: every sample of the "
                        "dataset gets the one value it returned"
                    )
                    related = ((application.place, "traced by this call"),)
                    yield Claim(
                        "AUG107", Severity.ERROR, message, draw.place, "drawn once, at tracing", related,
                        subject=Traced(draw, application),
                    )  # fmt: skip
