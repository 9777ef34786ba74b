"""What the user gets to see: one module per output format, the summary line, colours and progress."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from auglint.catalogue import rule
from auglint.finding import Applicability, Finding, Severity, Verdict
from auglint.pipeline import Site
from auglint.report.colour import Style, paint
from auglint.report.display import counted, escape, flat
from auglint.source.text import SourceError, SourceFile

Rows = Callable[[Site], Sequence[str] | None]
"""The rows of the file or notebook cell a site lies in; None when it cannot be had."""


@dataclass(frozen=True)
class Report:
    """The outcome of a run.

    `findings` come in the order they are shown; `files` counts the files that were checked; `suppressed` the findings
    a comment silenced; `sources` gives the text of a file again, or None when it cannot. `elsewhere`: files that
    were not asked for, with errors or warnings of these programs. `confirmed`: the findings were held against a real
    run.
    """

    findings: tuple[Finding, ...]
    errors: tuple[SourceError, ...]
    files: int
    suppressed: int
    sources: Callable[[Path], SourceFile | None]
    elsewhere: tuple[Path, ...] = ()
    confirmed: bool = False


def _format(module: str) -> Callable[[Report, bool], str]:
    def render(report: Report, colour: bool) -> str:
        text: str = import_module(f"auglint.report.{module}").render(report, colour)
        return text

    return render


FORMATS: Mapping[str, Callable[[Report, bool], str]] = {
    "full": _format("full"),
    "concise": _format("concise"),
    "json": _format("as_json"),
    "lsp": _format("lsp"),
}
"""The output formats by name: each turns a report into text, in colour or not. Their modules are imported on use."""


def render(report: Report, format: str, colour: bool) -> str:
    """The findings in one of FORMATS, for stdout; "" when a format for people has nothing to say."""
    return FORMATS[format](report, colour)


def row_reader(report: Report) -> Rows:
    """Look up the rows around a site; the last few files are kept."""

    @lru_cache(maxsize=16)
    def rows(path: Path, cell: int | None) -> Sequence[str] | None:
        source = report.sources(path)
        return None if source is None else source.rows(cell)

    return lambda site: rows(site.path, site.cell)


def error_finding(error: SourceError) -> Finding:
    """A source file that cannot be understood, as a finding for formats that machines read."""
    row, column = error.row or 1, error.column or 1
    site = Site(error.path, row, column, row, column, error.cell)
    page = rule("AUG900")
    assert page is not None
    return Finding(page.code, page.name, Severity.ERROR, error.message, site, why=page.why, help=page.help)


def with_errors(report: Report) -> list[Finding]:
    """The findings, and among them, by file and place, the source files that cannot be understood."""

    def order(finding: Finding) -> tuple[Path, int, int, int]:
        return finding.site.path, finding.site.cell or 0, finding.site.row, finding.site.column

    return sorted([*report.findings, *(error_finding(error) for error in report.errors if error.is_source)], key=order)


def error_line(error: SourceError, colour: bool = False) -> str:
    """One line for stderr about a file that could not be checked, without its end."""
    if error.is_source:
        from auglint.report.concise import line

        return line(error_finding(error), colour)
    return f"{paint(escape(str(error.path)), 'strong', colour)}: {flat(error.message)}"


def summary(report: Report, colour: bool) -> str:
    """One line for stderr: what was found in how many files, and what could not be checked."""
    unread = {error.path for error in report.errors if error.cell is None}
    failed = len(unread)
    partly = len({error.path for error in report.errors} - unread)
    files = counted(report.files, "file")
    silenced = f"; {report.suppressed} suppressed" if report.suppressed else ""
    parts = []
    if report.findings:
        tally = dict.fromkeys(sorted(Severity, reverse=True), 0)
        standing = [finding for finding in report.findings if finding.verdict is not Verdict.REFUTED]
        for finding in standing:
            tally[finding.severity] += 1
        kinds = [
            f"{number} info" if severity is Severity.INFO else counted(number, severity.value)
            for severity, number in tally.items()
            if number
        ]
        refuted = len(report.findings) - len(standing)
        kinds += [f"{refuted} refuted"] if refuted else []
        style: Style = max(finding.severity for finding in standing).value if standing else "good"
        found = paint(f"Found {counted(len(report.findings), 'finding')}", style, colour)
        parts.append(f"{found} ({', '.join(kinds)}) in {files}{silenced}.")
        parts += _fixable(standing)
    elif report.files and (failed or partly or report.elsewhere):
        parts.append(f"No findings in {files}{silenced}.")
    elif report.files:
        parts.append(f"{paint('All clear', 'good', colour)}: {files} checked{silenced}.")
    elif not failed:
        parts.append("No files to check.")
    if failed:
        parts.append(paint(f"{counted(failed, 'file')} could not be checked.", "error", colour))
    if partly:
        parts.append(paint(f"{counted(partly, 'notebook')} could be checked in part only.", "error", colour))
    if report.elsewhere:
        shown = ", ".join(escape(str(path)) for path in report.elsewhere[:3])
        more = f" and {len(report.elsewhere) - 3} more" if len(report.elsewhere) > 3 else ""
        parts.append(f"There is more in files that were not named: {shown}{more}.")
    return " ".join(parts)


def _fixable(findings: Sequence[Finding]) -> list[str]:
    """Which option would fix how many of the findings."""
    safe = sum(one.fix is not None and one.fix.applicability is Applicability.SAFE for one in findings)
    unsafe = sum(one.fix is not None for one in findings) - safe
    if safe and unsafe:
        return [f"{safe} fixable with --fix, {unsafe} more with --fix --unsafe-fixes."]
    if safe:
        return [f"{safe} fixable with --fix."]
    return [f"{unsafe} fixable with --fix --unsafe-fixes."] if unsafe else []
