"""What a row of the table of measured run-time truth is: a program, and what a real run of it must show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from auglint.confirm.questions import Question

PROGRAMS = Path(__file__).resolve().parent / "programs"

BOTH = ("train", "validation")
CLAIMS = {
    "leak": (Question.SAME_DATA, BOTH),
    "shared": (Question.SHARED_DRAWS, BOTH),
    "frozen": (Question.FROZEN, ("train",)),
    "duplicated": (Question.DUPLICATED, ("train",)),
    "constant": (Question.CONSTANT, ("train",)),
    "augmented": (Question.AUGMENTED, ("validation",)),
    "repeated": (Question.REPEATED, ("train",)),
    "discarded": (Question.DISCARDED, ()),
    "ignored": (Question.TRANSFORM_IGNORED, ()),
    "transform": (Question.TRANSFORM_SHARED, ()),
}
"""Short names of what can be claimed: the question, and the roles it is asked of (validation first proves nothing)."""

DRAWS = ("leak", "shared", "frozen", "duplicated", "constant")


@dataclass(frozen=True)
class Row:
    """One row. `base`: the program in `programs/`; `changes`: what is replaced in its text, each exactly once.

    `holds`: claims that must be made. `one_of`: at least one of these must be. `may`: consequences of the same cause,
    and what the measurements leave open, that may be claimed as well. No other claim may be made. `raises`: the program
    ends with this error before a pipeline can be drawn from. `measured`: figures of a plain run (see `measure`).
    """

    name: str
    scenario: str
    base: str
    changes: Mapping[str, str] = field(default_factory=dict)
    holds: Sequence[str] = ()
    one_of: Sequence[str] = ()
    may: Sequence[str] = ()
    raises: str = ""

    def program(self) -> str:
        """The text of the program."""
        text = base(self.base)
        for old, new in self.changes.items():
            if text.count(old) != 1:
                raise ValueError(f"{self.name}: {text.count(old)} times in {self.base}: {old!r}")
            text = text.replace(old, new)
        return text

    @property
    def never(self) -> tuple[str, ...]:
        """The claims that would be false."""
        return tuple(name for name in CLAIMS if name not in {*self.holds, *self.one_of, *self.may})


def row(
    name: str,
    scenario: str,
    base: str,
    changes: Mapping[str, str] | None = None,
    *,
    holds: str = "",
    one_of: str = "",
    may: str = "",
    raises: str = "",
) -> Row:
    """A row from claims in one string each."""
    claims = (holds.split(), one_of.split(), may.split())
    unknown = {each for part in claims for each in part} - set(CLAIMS)
    if unknown:
        raise ValueError(f"{name}: no such claims: {unknown}")
    return Row(name, scenario, base, changes or {}, *claims, raises=raises)


@cache
def base(name: str) -> str:
    """The text of a stored program."""
    return (PROGRAMS / f"{name}.py").read_text(encoding="utf-8")
