"""One confirmation: check a program, run it up to its first batches, and settle its findings by what was seen."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from auglint import lint
from auglint.confirm.observation import Observation
from auglint.confirm.program import SECONDS, ProgramError, Run, Target, run
from auglint.confirm.program import target as target_of
from auglint.confirm.questions import Answer, answers
from auglint.confirm.verdicts import QUESTIONS, settle
from auglint.finding import Evidence, Finding, Verdict
from auglint.report import Report
from auglint.settings import Settings
from auglint.source.discovery import Discovery


@dataclass(frozen=True)
class Trial:
    """A program's findings with their verdicts, and what they were judged by."""

    report: Report
    run: Run
    answers: tuple[Answer, ...]

    @property
    def observation(self) -> Observation:
        """What was seen."""
        return self.run.observation


def confirm(
    target: Target,
    settings: Settings,
    *,
    seconds: float = SECONDS,
    limits: Mapping[str, Any] | None = None,
    python: str = sys.executable,
    step: Callable[[str], None] = lambda text: None,
) -> Trial:
    """Check a program with its project, run it, and judge each finding. Raises ProgramError when it cannot be run."""
    files = _files(target)
    step("reading the code")
    report = _checked(files, settings)
    ran = run(target, roles=_roles(files, settings), limits=limits, seconds=seconds, python=python, step=step)
    found = answers(ran.observation)
    return Trial(judged(report, found, ran, settings), ran, found)


def confirm_all(
    report: Report,
    settings: Settings,
    *,
    seconds: float = SECONDS,
    python: str = sys.executable,
    step: Callable[[str], None] = lambda text: None,
) -> Report:
    """Run each file that has findings, as a program, and judge its findings; files without are left alone."""
    findings: list[Finding] = []
    by_file: dict[Path, list[Finding]] = {}
    for finding in report.findings:
        by_file.setdefault(finding.site.path, []).append(finding)
    for path, mine in by_file.items():
        part = replace(report, findings=tuple(mine))
        if not any(finding.code in QUESTIONS for finding in mine):
            findings += mine
            continue
        try:
            step(f"running {path}")
            ran = run(target_of(str(path)), roles=_roles((path,), settings), seconds=seconds, python=python, step=step)
        except ProgramError as error:
            ran = Run(Observation(), problem=str(error))
        findings += judged(part, answers(ran.observation), ran, settings).findings
    return replace(report, findings=tuple(sorted(findings, key=lint.order)), confirmed=True)


def judged(report: Report, found: Sequence[Answer], ran: Run, settings: Settings) -> Report:
    """A report with the verdicts of a run. After a run that showed nothing, all is undecided."""
    if ran.problem:
        why = Evidence(ran.problem)
        findings = [
            replace(each, verdict=Verdict.UNDECIDED, evidence=why) if each.code in QUESTIONS else each
            for each in report.findings
        ]
        return replace(report, findings=tuple(findings), confirmed=True)
    settled = settle(report.findings, found, ran.observation)
    enabled = lint.enabled_codes(settings)
    added = [_shown(each) for each in settled.added if each.code in enabled(each.site.path)]
    whole = sorted((*settled.findings, *lint.unsilenced(added, report.sources)), key=lint.order)
    return replace(report, findings=tuple(whole), confirmed=True)


def _shown(finding: Finding) -> Finding:
    """A finding of the run under the name that findings of the code have: relative, where it lies below here."""
    path = finding.site.path
    here = Path.cwd()
    return (
        replace(finding, site=replace(finding.site, path=path.relative_to(here)))
        if path.is_relative_to(here)
        else finding
    )


def _files(target: Target) -> tuple[Path, ...]:
    """The files to read for a target: a module's own is looked for here, without importing anything."""
    if target.path is not None:
        return (target.path,)
    place = Path(*target.where.split("."))
    candidates = (place.with_suffix(".py"), place / "__init__.py")
    return tuple(path for path in candidates if path.is_file())[:1]


def _checked(files: tuple[Path, ...], settings: Settings) -> Report:
    """The findings of a program, those in other files of its project included."""
    report = lint.check(Discovery(files, ()), settings)
    if report.elsewhere:
        report = lint.check(Discovery((*files, *report.elsewhere), ()), settings)
    return report


def _roles(files: tuple[Path, ...], settings: Settings) -> dict[str, str]:
    """The roles that the code gives to loaders and datasets, by where they are made; none where they disagree.

    By row and column, and by row alone (column 0): of a chain of calls a run sees the start, a finding a name in it.
    """
    found: dict[str, set[str]] = {}
    for program in lint.traced(Discovery(files, ()), settings).programs:
        for split in program.splits:
            sites = [
                split.site,
                *(thing.site for kind in ("loader", "dataset") for thing in split.of(kind) if thing.site),
            ]
            for site in sites:
                for column in (site.column, 0):
                    key = f"{site.path.resolve()}:{site.cell or ''}:{site.row}:{column}"
                    found.setdefault(key, set()).add(split.role)
    return {key: next(iter(roles)) for key, roles in found.items() if len(roles) == 1}
