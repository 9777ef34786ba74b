"""One line for each finding, as ruff writes it: `path:line:col: CODE message`.

`[*]` marks what --fix mends; after a real run its verdict stands behind: `[confirmed]`.
"""

from auglint.finding import Applicability, Finding, Verdict
from auglint.report import Report
from auglint.report.colour import Style, paint
from auglint.report.display import flat, place


def render(report: Report, colour: bool) -> str:
    """One line for each finding."""
    return "".join(f"{line(finding, colour)}\n" for finding in report.findings)


def line(finding: Finding, colour: bool) -> str:
    """The line of one finding, without its end."""
    where = paint(place(finding.site), "strong", colour)
    safe = finding.fix is not None and finding.fix.applicability is Applicability.SAFE
    refuted = finding.verdict is Verdict.REFUTED
    mark = " [*]" if safe and not refuted else ""
    style: Style = "good" if refuted else finding.severity.value
    verdict = "" if finding.verdict is None else f" {paint(f'[{finding.verdict.value}]', style, colour)}"
    return f"{where}: {paint(flat(finding.code), style, colour)}{mark} {flat(finding.message)}{verdict}"
