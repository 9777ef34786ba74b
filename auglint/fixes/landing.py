"""Landing fixes: which may be applied together, what they do to the findings, and what is not applied, and why.

Nothing is written here. Each round applies what does not overlap to the texts in memory, and the programs are checked
again: a fix that does not parse, leaves its finding or brings another is taken back and reported.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from auglint.finding import Edit, Finding, Fix
from auglint.pipeline import Site
from auglint.source.rewrite import RewriteError, moved, overlap, rewrite
from auglint.source.text import SourceError

ROUNDS = 10
CONSEQUENCES = frozenset(("AUG901",))
"""What a fix may bring: a suppression that has nothing left to suppress."""

LEFT_OF: Mapping[str, tuple[str, ...]] = {"AUG202": ("AUG201",), "AUG106": ("AUG101", "AUG102")}
"""What may be left of another finding that is gone: evaluation still draws, though nothing that training has; training
still repeats its epochs, though evaluation draws no more."""


_DEFINES = re.compile(r"^[ \t]*(?:def[ \t]+)?(\w[\w.]*)(?:\(.*\).*:| = \S.*)$(?<!,)", re.MULTILINE)
"""A row that defines a function, or gives a name a value."""


class Run(Protocol):
    """A run that can be asked again after texts have changed."""

    def look(self) -> tuple[Sequence[Finding], Sequence[SourceError]]:
        """The findings and errors now."""

    def text(self, path: Path) -> bytes:
        """What a file says now."""

    def change(self, texts: Mapping[Path, bytes]) -> None:
        """Let files say something else."""

    def bystanders(self, findings: Iterable[Finding], files: Iterable[Path]) -> Mapping[Path, object]:
        """What programs do that read one of the files, and are no part of a program with one of the findings."""


@dataclass(frozen=True)
class Refusal:
    """A fix that was not applied, and why."""

    finding: Finding
    fix: Fix
    reason: str


@dataclass(frozen=True)
class Landing:
    """What became of the fixes of a run: `landed` in order, `refused`, and whether the last round left none to do."""

    landed: tuple[tuple[Finding, Fix], ...] = ()
    refused: tuple[Refusal, ...] = ()
    settled: bool = True


@dataclass(frozen=True)
class _Try:
    finding: Finding
    fix: Fix

    @property
    def files(self) -> set[Path]:
        return {edit.site.path for edit in self.fix.edits}


@dataclass(frozen=True)
class _Refused:
    """A refusal, where its finding is now, and how many fixes had landed before it."""

    site: Site
    after: int
    refusal: Refusal


def land(run: Run, choose: Callable[[Finding], Fix | None], may_change: Callable[[Path], bool]) -> Landing:
    """Apply the fixes that `choose` picks, round by round, to the texts of a run.

    `may_change`: whether a file may be edited. A fix that would edit another is refused.
    """
    landed: list[tuple[Finding, Fix]] = []
    refused: list[_Refused] = []

    def known(finding: Finding) -> bool:
        mark = _at(finding.code, finding.site)
        return any(_at(each.refusal.finding.code, each.site) == mark for each in refused)

    def refuse(one: _Try, reason: str) -> None:
        refused.append(_Refused(one.finding.site, len(landed), Refusal(one.finding, one.fix, reason)))

    def keep(batch: Sequence[_Try]) -> str | None:
        reason = _attempt(run, batch)
        if reason is None:
            landed.extend((one.finding, one.fix) for one in batch)
            edits = _edits(batch)
            refused[:] = [replace(each, site=_moved(each.site, edits)) for each in refused]
        return reason

    for _ in range(ROUNDS):
        batch: list[_Try] = []
        tries = [_Try(each, fix) for each in run.look()[0] if not known(each) and (fix := choose(each)) is not None]
        if not tries and any(each.after < len(landed) for each in refused):
            # What has landed since may have made room for what was refused before.
            refused[:] = [each for each in refused if each.after == len(landed)]
            continue
        first = [one for one in tries if not _comes_late(one.finding)]
        for one in first or tries:
            foreign = next((path for path in sorted(one.files) if not may_change(path)), None)
            if foreign is not None:
                refuse(one, f"it would change {foreign}, which this run was not asked to check")
            elif not any(_collide(one, other) for other in batch):
                batch.append(one)
        if not tries:
            return Landing(tuple(landed), tuple(each.refusal for each in refused))
        reason = keep(batch) if batch else None
        if reason is not None and len(batch) > 1:
            # Something in it is wrong: each is tried alone, and what is good alone is tried together again.
            reasons = [(one, _attempt(run, [one], keep=False)) for one in batch]
            for one, reason in reasons:
                if reason is not None:
                    refuse(one, reason)
            good = [one for one, reason in reasons if reason is None]
            if good and keep(good) is not None:
                keep(good[:1])
        elif reason is not None:
            refuse(batch[0], reason)
    left = any(choose(finding) for finding in run.look()[0] if not known(finding))
    return Landing(tuple(landed), tuple(each.refusal for each in refused), settled=not left)


def _comes_late(finding: Finding) -> bool:
    """Whether other fixes come first: what evaluation does not apply any more needs no seed of its own."""
    return finding.code < "AUG2"


def _collide(one: _Try, other: _Try) -> bool:
    if any(overlap(mine, theirs) for mine in one.fix.edits for theirs in other.fix.edits):
        return True
    return bool(_defined(one) & _defined(other))


def _defined(one: _Try) -> set[tuple[Path, str]]:
    """What a fix defines in rows of its own, and in which file: neither of two fixes knows the name is taken."""
    return {(edit.site.path, name) for edit in one.fix.edits for name in _DEFINES.findall(edit.text)}


def _edits(batch: Iterable[_Try]) -> dict[Path, list[Edit]]:
    """The edits of a batch, by file."""
    edits: dict[Path, list[Edit]] = {}
    for one in batch:
        for edit in one.fix.edits:
            edits.setdefault(edit.site.path, []).append(edit)
    return edits


def _attempt(run: Run, batch: Sequence[_Try], *, keep: bool = True) -> str | None:
    """Apply a batch and check again: None when all is well, else why not, and the texts are as before."""
    findings, errors = run.look()
    edits = _edits(batch)
    try:
        before = {path: run.text(path) for path in edits}
        after = {path: rewrite(path, before[path], edits[path]) for path in edits}
    except (RewriteError, SourceError) as error:
        return str(error)
    bystanders = run.bystanders([one.finding for one in batch], edits)
    run.change(after)
    reason = _verdict(batch, edits, findings, errors, *run.look())
    if reason is None:
        now = run.bystanders((), edits)
        other = next((path for path, gist in bystanders.items() if now.get(path, gist) != gist), None)
        reason = None if other is None else f"it would change what {other} does, which has no such finding"
    if reason is not None or not keep:
        run.change(before)
    return reason


def _verdict(
    batch: Sequence[_Try],
    edits: Mapping[Path, Sequence[Edit]],
    findings: Iterable[Finding],
    errors: Sequence[SourceError],
    found: Iterable[Finding],
    failed: Sequence[SourceError],
) -> str | None:
    """What is wrong with the outcome of a batch."""
    known = {(error.path, error.cell, error.message) for error in errors}
    for error in failed:
        if (error.path, error.cell, error.message) not in known:
            return f"it does not fit here: {error.message}"
    findings, found = list(findings), list(found)
    mine = [one.finding for one in batch]
    gone = Counter(one.code for one in findings if one not in mine) - Counter(one.code for one in found)
    before = {_at(one.code, _moved(one.site, edits)) for one in findings}
    fixed = {_at(one.finding.code, _moved(one.finding.site, edits)) for one in batch}
    for finding in found:
        where = _at(finding.code, finding.site)
        if where in fixed:
            return "the finding would still be there"
        left = any(gone[code] for code in LEFT_OF.get(finding.code, ()))
        if where not in before and not left and finding.code not in CONSEQUENCES:
            return f"it would bring {finding.code} in row {finding.site.row}: {finding.message}"
    return None


def _at(code: str, site: Site) -> tuple[str, Path, int | None, int, int]:
    return code, site.path.absolute(), site.cell, site.row, site.column


def _moved(site: Site, edits: Mapping[Path, Sequence[Edit]]) -> Site:
    """Where a place lies after the edits."""
    mine = [edit for edit in edits.get(site.path, ()) if edit.site.cell == site.cell]
    row, column = moved(site.row, site.column, mine)
    return Site(site.path, row, column, row, column, site.cell)
