"""Run a program in a process of its own, as `auglint confirm` does, and read what was seen of it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auglint.confirm.observation import Draw, Instrument, Observation, Pipeline, read

HERE = Path(__file__).parent
PROGRAMS = HERE / "programs"
CHILD = HERE.parents[1] / "auglint" / "confirm" / "inside" / "child.py"


@dataclass(frozen=True)
class Observed:
    """What was seen of one program; its pipelines by the names that its lines give them."""

    observation: Observation
    script: Path
    output: str = ""
    named: dict[str, Pipeline] = field(default_factory=dict)

    def draws(self, name: str, epoch: int = 0, instrument: Instrument = Instrument.PROBE) -> tuple[Draw, ...]:
        """The draws of one pass."""
        number = self.named[name].number
        (found,) = [
            each
            for each in self.observation.passes
            if (each.pipeline, each.epoch, each.instrument) == (number, epoch, instrument)
        ]
        return found.draws

    def outputs(self, name: str, epoch: int = 0) -> list[str]:
        """What came out of a probe's pass."""
        return [draw.output for draw in self.draws(name, epoch)]

    def samples(self, name: str, epoch: int = 0, instrument: Instrument = Instrument.DATA) -> list[str]:
        """Which samples a pass had."""
        return [draw.sample for draw in self.draws(name, epoch, instrument)]


def observe(script: Path, *argv: str, cwd: Path | None = None, roles: dict[str, str] | None = None) -> Observed:
    """Run a script, with arguments, and read what was seen. Pipelines are named by the variable of their line."""
    with tempfile.TemporaryDirectory() as folder:
        events, plan = Path(folder) / "events", Path(folder) / "plan.json"
        plan.write_text(
            json.dumps({"target": str(script.resolve()), "events": str(events), "argv": argv, "roles": roles or {}}),
            encoding="utf-8",
        )
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), str(HERE.parent), os.environ.get("PYTHONPATH", "")]),
            "CUDA_VISIBLE_DEVICES": "",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "TF_ENABLE_ONEDNN_OPTS": "0",
        }
        done = subprocess.run(
            [sys.executable, str(CHILD), str(plan)],
            cwd=cwd or folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=300,
            check=False,
        )
        observation = read(events.read_text(encoding="utf-8").splitlines())
    return Observed(observation, script, done.stdout, _named(observation.pipelines, script))


def _named(pipelines: Sequence[Pipeline], script: Path) -> dict[str, Pipeline]:
    """By the variables of their lines; of a line with several, in the order in which they were made."""
    lines = script.read_text(encoding="utf-8").splitlines()
    named: dict[str, Any] = {}
    for pipeline in pipelines:
        for spot in pipeline.spots:
            if spot.file == str(script.resolve()):
                names = [name.strip() for name in lines[spot.row - 1].split("=")[0].split(",")]
                free = [name for name in names if name.isidentifier() and name not in named]
                if free:
                    named[free[0]] = pipeline
                    break
    return named
