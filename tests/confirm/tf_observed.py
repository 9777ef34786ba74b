"""What was seen of a program, asked by the names of its variables."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from observed import observe

from auglint.confirm.observation import Draw, Instrument, Observation, Pass, Pipeline
from auglint.confirm.statistics import agreement, common

PROGRAMS = Path(__file__).parent / "programs"


@dataclass(frozen=True)
class Named:
    """What was seen of one program; its pipelines by the variables of the lines they were made in."""

    observation: Observation
    pipelines: dict[str, Pipeline]

    def passed(self, name: str, epoch: int = 0, instrument: Instrument = Instrument.PROBE) -> Pass:
        """One pass of a pipeline."""
        asked = (self.pipelines[name].number, epoch, instrument)
        (found,) = [each for each in self.observation.passes if (each.pipeline, each.epoch, each.instrument) == asked]
        return found

    def draws(self, name: str, epoch: int = 0, instrument: Instrument = Instrument.PROBE) -> tuple[Draw, ...]:
        """The draws of one pass."""
        return self.passed(name, epoch, instrument).draws

    def outputs(self, name: str, epoch: int = 0) -> list[str]:
        """What came out of a probe's pass."""
        return [draw.output for draw in self.draws(name, epoch)]

    def samples(self, name: str, epoch: int = 0, instrument: Instrument = Instrument.DATA) -> list[str]:
        """Which samples a pass had."""
        return [draw.sample for draw in self.draws(name, epoch, instrument)]

    def in_common(self, one: str, other: str, epoch: int = 0) -> int:
        """How many samples two pipelines share in an epoch."""
        return len(set(self.samples(one, epoch)) & set(self.samples(other, epoch)))

    def alike(self, one: str, other: str, epoch: int = 0) -> float:
        """The share of draws that agree place by place, where chance is ruled out; 0.0 where it is not."""
        found = agreement(self.outputs(one, epoch), self.outputs(other, epoch))
        return found.share if found.is_sure else 0.0

    def frozen(self, name: str) -> float:
        """The share of draws of the second epoch that are those of the first, whatever their order."""
        found = common(self.outputs(name), self.outputs(name, 1))
        return found.share if found.is_sure else 0.0

    def distinct(self, name: str, epoch: int = 0) -> int:
        """How many different outputs a probe's pass has."""
        return len(set(self.outputs(name, epoch)))


def observe_named(script: Path, *argv: str, **plan: Any) -> Named:
    """Run a program in a process of its own, and read what was seen of it."""
    observation = observe(script, *argv, **plan)
    return Named(observation, _named(observation.pipelines, script))


def _named(pipelines: Sequence[Pipeline], script: Path) -> dict[str, Pipeline]:
    """By the variables of their statements; of one with several, in the order in which they were made."""
    tree = ast.parse(script.read_text(encoding="utf-8"))
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    named: dict[str, Pipeline] = {}
    for pipeline in pipelines:
        for spot in pipeline.spots:
            if spot.file != str(script.resolve()):
                continue
            names = [
                each.id
                for node in assigned
                if node.lineno <= spot.row <= (node.end_lineno or node.lineno)
                for target in node.targets
                for each in ast.walk(target)
                if isinstance(each, ast.Name)
            ]
            free = [name for name in names if name not in named]
            if free:
                named[free[0]] = pipeline
                break
    return named
