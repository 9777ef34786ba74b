"""The format for people: message, code frame with a label at every place involved, why it matters and what to do."""

from auglint.finding import Applicability, Finding, Verdict
from auglint.report import Report, Rows, row_reader
from auglint.report.colour import Style, paint
from auglint.report.display import flat, place
from auglint.report.evidence import verdict
from auglint.report.frame import Mark, frame, merge

_HOW = {
    Applicability.SAFE: "--fix",
    Applicability.UNSAFE: "--fix --unsafe-fixes",
    Applicability.SUGGESTION: "offered in editors",
}


def render(report: Report, colour: bool) -> str:
    """All findings, with an empty line between them."""
    rows = row_reader(report)
    return "\n".join(_finding(finding, rows, colour) for finding in report.findings)


def _finding(finding: Finding, rows: Rows, colour: bool) -> str:
    refuted = finding.verdict is Verdict.REFUTED
    style: Style = "good" if refuted else finding.severity.value
    marks = merge(
        [Mark(finding.site, finding.label, True), *(Mark(other.site, other.message) for other in finding.related)]
    )
    frames: dict[tuple[object, ...], list[Mark]] = {}
    for mark in marks:
        frames.setdefault((mark.site.path, mark.site.cell), []).append(mark)
    gutter = len(str(max(mark.site.row for mark in marks)))
    margin = paint(" " * gutter + " |", "gutter", colour)

    code = paint(flat(finding.code), style, colour)
    severity = paint("refuted" if refuted else finding.severity.value, style, colour)
    lines = [f"{code} {flat(finding.name)}: {severity}: {paint(flat(finding.message), 'strong', colour)}"]
    for number, group in enumerate(frames.values()):
        first = group[0].site if number == 0 else min(mark.site for mark in group)
        if number:
            lines.append(margin)
        text = rows(first)
        arrow = paint(" " * gutter + (":::" if number else "-->"), "gutter", colour)
        if text is None:
            lines += [f"{arrow} {place(mark.site)}" + (f": {flat(mark.label)}" if mark.label else "") for mark in group]
        else:
            lines += [f"{arrow} {place(first)}", *frame(group, text, gutter, style, colour)]
    lines.append(margin)
    notes = [("verdict", verdict(finding))]
    if not refuted:
        notes += [("why", finding.why), ("help", finding.help)]
        notes += [("fix", f"{fix.title} ({_HOW[fix.applicability]})") for fix in finding.fixes]
    notes += [("more", f"auglint explain {finding.code}")]
    equals = paint(" " * gutter + " =", "gutter", colour)
    lines += [f"{equals} {paint(f'{title}:', 'strong', colour)} {flat(text)}" for title, text in notes if text]
    return "\n".join(lines) + "\n"
