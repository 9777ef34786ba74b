"""What is asked of an observation, and the answers: pure functions, the same for every framework.

A question is about one pipeline or about two. An answer holds, does not hold, or is undecided; it says what was
compared, how much of it agrees, and how likely that is by chance.
"""

from dataclasses import dataclass
from enum import Enum

from auglint.finding import Evidence


class Question(Enum):
    """What can be wrong with pipelines at run time. The value completes "is it so that …"."""

    SAME_DATA = "evaluation holds training samples"
    SHARED_DRAWS = "evaluation repeats the draws of training"
    FROZEN = "every epoch repeats the draws of the first"
    DUPLICATED = "workers repeat each other's draws"
    CONSTANT = "all samples get one draw"
    AUGMENTED = "evaluation is augmented at random"
    REPEATED = "every worker delivers all samples"
    DISCARDED = "a dataset is made and never used"
    TRANSFORM_IGNORED = "a transform is set where nothing reads it"
    TRANSFORM_SHARED = "a transform is set for both parts of one dataset"


@dataclass(frozen=True)
class Answer:
    """The answer to a question. `holds` is None when it is undecided; `evidence.text` says why.

    `word` is the short verdict of a table: "leak", "shared stream", "frozen", "duplicated", "constant", "augmented",
    "deterministic", "independent", "undecided". `pipelines`: the numbers of the one or two it is about, training first.
    """

    question: Question
    pipelines: tuple[int, ...]
    holds: bool | None
    word: str
    evidence: Evidence
