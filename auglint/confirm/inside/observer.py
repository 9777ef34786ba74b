"""What all watched frameworks share: one observer for a run, with its limits, its places and its end."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from os import getpid
from time import monotonic
from typing import Any

from auglint.confirm.inside import seeds
from auglint.confirm.inside.patches import Patches
from auglint.confirm.inside.seeds import SeedLog
from auglint.confirm.observation import Writer


@dataclass(frozen=True)
class Limits:
    """How much is drawn. `samples` of a pass, `epochs`, `members`: samples whose identity is asked.

    `dry_seconds`: how long the program may go on after its first pipeline was used; `pictures` kept of a pass.
    """

    samples: int = 64
    epochs: int = 2
    members: int = 100_000
    dry_seconds: float = 10.0
    pictures: int = 12


@dataclass
class Observer:
    """Watches one run. Frameworks add what they know: `exercises` are called, in their order, when the run ends.

    `known`: what each framework knows so far, for those that build on it. `given`: loaders that were named, by role.
    `roles`: the role that the code itself gives to what is made at some places. `on_first_use` is called when the first
    pipeline is used, `on_end` when all is done. `failure`: the first error when they were drawn from. `process`: the
    one that is watched, not the copies it makes by forking.
    """

    writer: Writer
    limits: Limits = field(default_factory=Limits)
    patches: Patches = field(default_factory=Patches)
    seeds: SeedLog = field(default_factory=SeedLog)
    exercises: list[Callable[[], None]] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict)
    given: list[tuple[str, Any]] = field(default_factory=list)
    roles: Callable[[Any], str] = lambda spots: ""
    failure: BaseException | None = None
    ended: bool = False
    busy: bool = False
    used: float = 0.0
    on_first_use: Callable[[], None] = lambda: None
    on_end: Callable[[], None] = lambda: None
    process: int = field(default_factory=getpid)
    _pipelines: int = 0
    _passes: int = 0

    def watch(self) -> None:
        """Watch seeds and all frameworks from now on; nothing is imported for it."""
        from auglint.confirm.inside import FRAMEWORKS, load

        seeds.install(self.patches, self.seeds)
        for name in FRAMEWORKS:
            load(name).install(self)

    def number(self) -> int:
        """The number of a new pipeline."""
        self._pipelines += 1
        return self._pipelines - 1

    def order(self) -> int:
        """The place of a new pass among all."""
        self._passes += 1
        return self._passes - 1

    def write(self, event: Any) -> None:
        """Write what was seen; Pipeline, Pass, Start or Fact."""
        self.writer.write(event)

    def progress(self, text: str) -> None:
        """Tell whoever waits what is being done."""
        self.writer.line("progress", text=text)

    def first_use(self) -> None:
        """A pipeline is used: from now on the time of the dry run counts."""
        if not self.used:
            self.used = monotonic()
            self.on_first_use()

    def overdue(self) -> bool:
        """Whether the dry run has had its time."""
        return bool(self.used) and monotonic() - self.used > self.limits.dry_seconds

    def stop(self, why: str) -> None:
        """The program has gone far enough: look at its pipelines, and end. Does not return when the run is a child."""
        if getpid() != self.process:
            self.on_end()
            return
        if self.busy:
            return
        self.busy = True
        self.writer.line("stop", why=why)
        began = monotonic()
        for exercise in self.exercises:
            try:
                exercise()
            except (Exception, SystemExit) as error:
                self.failed(error)
        self.writer.line("time", part="exercise", seconds=monotonic() - began)
        if self.failure is not None:
            problem = f"{type(self.failure).__name__}: {self.failure}"
            self.writer.line("problem", text=f"a pipeline could not be drawn from ({problem})")
        self.writer.line("end")
        self.ended = True
        self.on_end()

    def failed(self, error: BaseException) -> None:
        """Something could not be drawn from: the first error is told at the end."""
        import traceback

        self.failure = self.failure or error
        if os.environ.get("AUGLINT_DEBUG"):
            traceback.print_exc()
