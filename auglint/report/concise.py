"""One line for each finding, as ruff writes it: `path:line:col: CODE message`; `[*]` marks what --fix mends."""

from auglint.finding import Applicability, Finding
from auglint.report import Report
from auglint.report.colour import paint
from auglint.report.display import flat, place


def render(report: Report, colour: bool) -> str:
    """One line for each finding."""
    return "".join(f"{line(finding, colour)}\n" for finding in report.findings)


def line(finding: Finding, colour: bool) -> str:
    """The line of one finding, without its end."""
    where = paint(place(finding.site), "strong", colour)
    safe = finding.fix is not None and finding.fix.applicability is Applicability.SAFE
    mark = " [*]" if safe else ""
    return f"{where}: {paint(flat(finding.code), finding.severity.value, colour)}{mark} {flat(finding.message)}"
