"""What auglint reports: a finding, its places, and how it could be mended."""

from dataclasses import dataclass
from enum import Enum
from functools import total_ordering

from auglint.pipeline import Site


@total_ordering
class Severity(Enum):
    """How much the code proves. ERROR: it proves the defect; WARNING: under one stated assumption; INFO: advice."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    def __lt__(self, other: object) -> bool:
        """Order by weight, info first."""
        if not isinstance(other, Severity):
            return NotImplemented
        order = list(Severity)
        return order.index(self) < order.index(other)


@dataclass(frozen=True)
class Related:
    """Another place of the same story, with its own sentence ("given to training here")."""

    site: Site
    message: str


@dataclass(frozen=True)
class Edit:
    """Replace the text of `site` by `text`; an empty span inserts."""

    site: Site
    text: str


class Applicability(Enum):
    """How safe a fix is; says nothing about how sure the finding is."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    SUGGESTION = "suggestion"


@dataclass(frozen=True)
class Fix:
    """A titled list of edits that belong together: all land or none."""

    title: str
    applicability: Applicability
    edits: tuple[Edit, ...]


class Verdict(Enum):
    """What a real run showed of a finding: that it holds, that it does not, or neither."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Evidence:
    """What a verdict stands on: `k` of `n` things that were compared agree.

    `chance`: the share expected to agree by chance. `log_bound`: the natural logarithm of a bound on the probability
    that as many agree by chance (a claim is made only up to 1e-9). `compared` says what; `text` is the whole in one
    sentence; `lag`: by how many places one series is behind the other.
    """

    text: str
    compared: str = ""
    n: int = 0
    k: int = 0
    chance: float = 0.0
    log_bound: float = 0.0
    lag: int = 0

    @property
    def agreement(self) -> float:
        """The share that agrees, 0 when nothing was compared."""
        return self.k / self.n if self.n else 0.0


@dataclass(frozen=True)
class Finding:
    """One defect at one primary place.

    `label` is the short text under the primary span in a code frame ("and to validation here"); `related` tells the
    rest of the story in the order of the data flow. `why` and `help` are one sentence each: why it matters, what to do.
    `fixes`: the best first. `verdict` and `evidence`: what a real run showed, if there was one.
    """

    code: str
    name: str
    severity: Severity
    message: str
    site: Site
    label: str = ""
    related: tuple[Related, ...] = ()
    why: str = ""
    help: str = ""
    fixes: tuple[Fix, ...] = ()
    verdict: Verdict | None = None
    evidence: Evidence | None = None

    @property
    def fix(self) -> Fix | None:
        """The fix that a run may apply, a safe one first; suggestions are for people to choose from."""
        kinds = (Applicability.SAFE, Applicability.UNSAFE)
        return next((fix for kind in kinds for fix in self.fixes if fix.applicability is kind), None)
