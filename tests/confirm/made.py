"""Observations made by hand, for questions and verdicts: no framework, no process."""

import random
from collections.abc import Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any

from auglint.confirm.observation import Draw, Fact, Instrument, Observation, Pass, Pipeline, Spot
from auglint.confirm.questions import Answer, Question, answers

FILE = "train.py"


def spot(row: int, file: str = FILE, cell: int | None = None) -> Spot:
    return Spot(str(Path(file).resolve()), row, 5, cell)


def pipeline(number: int, role: str, **more: Any) -> Pipeline:
    """A pipeline of augmented samples of which everything is known; its line is ten times its number, plus ten."""
    usual = {"took": True, "sourced": True, "varies": True, "consumes": True, "resets": False, "indexed": True}
    return Pipeline(number, "torch loader", (spot(10 * number + 10),), role=role, **(usual | more))


def one_pass(
    number: int,
    outputs: Iterable[Hashable] = (),
    *,
    epoch: int = 0,
    instrument: Instrument = Instrument.PROBE,
    samples: Sequence[Hashable] = (),
    states: Sequence[Hashable] = (),
    workers: Sequence[int] = (),
    whole: bool = True,
) -> Pass:
    """A pass over a pipeline; what is not given is unknown."""
    came_out = [str(each) for each in outputs] or [""] * len(samples)
    draws = tuple(
        Draw(
            str(samples[place]) if samples else "",
            output,
            str(states[place]) if states else "",
            workers[place] if workers else 0,
        )
        for place, output in enumerate(came_out)
    )
    return Pass(number, epoch, 0, instrument, draws, whole)


def data(number: int, samples: Iterable[Hashable], epoch: int = 0, kind: str = "file", whole: bool = True) -> Pass:
    """A pass of which only the samples are known."""
    names = [f"{kind}:{each}" for each in samples]
    return one_pass(number, samples=names, epoch=epoch, instrument=Instrument.DATA, whole=whole)


def seen(*parts: Pipeline | Pass | Fact) -> Observation:
    return Observation(
        tuple(each for each in parts if isinstance(each, Pipeline)),
        tuple(each for each in parts if isinstance(each, Pass)),
        facts=tuple(each for each in parts if isinstance(each, Fact)),
    )


def answer(question: Question, *parts: Pipeline | Pass | Fact, about: tuple[int, ...] = ()) -> Answer:
    """The one answer to a question, or the one about some pipelines."""
    (found,) = [
        each for each in answers(seen(*parts)) if each.question is question and (not about or each.pipelines == about)
    ]
    return found


def fine(rng: random.Random, n: int = 64) -> list[float]:
    """Draws of a transform with many outcomes."""
    return [rng.random() for _ in range(n)]


def flips(rng: random.Random, n: int = 64, p: float = 0.5) -> list[bool]:
    """Draws of a transform with two outcomes."""
    return [rng.random() < p for _ in range(n)]
