"""The vocabulary of a training pipeline: what a trace is made of.

Two producers write it, the static interpreter (`auglint.trace`) and, later, the run-time observer. They meet by `Site`.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Site:
    """A span of source text, as people and editors count it.

    `row`/`column` and `end_row`/`end_column` are 1-based and count code points; the end is exclusive. In a notebook
    `cell` is the 1-based place in the notebook's `cells` (markdown cells included) and rows count within that cell;
    in a plain file it is None.
    """

    path: Path
    row: int
    column: int
    end_row: int
    end_column: int
    cell: int | None = None
