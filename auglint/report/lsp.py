"""The format for editors: an array of the Language Server Protocol's PublishDiagnosticsParams.

Places are 0-based and count UTF-16 code units, the protocol's default, as a file cannot negotiate; ends are exclusive.
A notebook cell has no address of its own that lasts: it is the notebook's with the fragment `#cell=N`.
A finding that a real run has refuted is a hint, the least that the protocol has.
"""

from auglint.finding import Finding, Fix, Severity, Verdict
from auglint.pipeline import Site
from auglint.report import Report, Rows, row_reader, with_errors
from auglint.report.as_json import Json, dumps, json_verdict

_SEVERITY = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFO: 3}
_HINT = 4


def render(report: Report, colour: bool) -> str:
    """One element for each file or notebook cell with findings; never in colour."""
    rows = row_reader(report)
    diagnostics: dict[str, list[Json]] = {}
    for finding in with_errors(report):
        diagnostics.setdefault(_uri(finding.site), []).append(_diagnostic(finding, rows))
    return dumps([{"uri": uri, "diagnostics": found} for uri, found in diagnostics.items()])


def _diagnostic(finding: Finding, rows: Rows) -> Json:
    diagnostic: dict[str, Json] = {
        "range": _range(finding.site, rows),
        "severity": _HINT if finding.verdict is Verdict.REFUTED else _SEVERITY[finding.severity],
        "code": finding.code,
        "source": "auglint",
        "message": finding.message + (f" [{finding.verdict.value}]" if finding.verdict else ""),
    }
    if finding.related:
        diagnostic["relatedInformation"] = [
            {"location": {"uri": _uri(other.site), "range": _range(other.site, rows)}, "message": other.message}
            for other in finding.related
        ]
    data: dict[str, Json] = {}
    if finding.site.cell is not None:
        data["cell"] = finding.site.cell
    if finding.fixes:
        data["fixes"] = [_fix(fix, rows) for fix in finding.fixes]
    if finding.verdict:
        data |= json_verdict(finding)
    return diagnostic | {"data": data} if data else diagnostic


def _fix(fix: Fix, rows: Rows) -> Json:
    return {
        "title": fix.title,
        "applicability": fix.applicability.value,
        # An edit may lie in another file than its finding, so each says where.
        "edits": [
            {"uri": _uri(edit.site), "range": _range(edit.site, rows), "newText": edit.text} for edit in fix.edits
        ],
    }


def _uri(site: Site) -> str:
    return site.path.absolute().as_uri() + ("" if site.cell is None else f"#cell={site.cell}")


def _range(site: Site, rows: Rows) -> Json:
    return {
        "start": _position(site, site.row, site.column, rows),
        "end": _position(site, site.end_row, site.end_column, rows),
    }


def _position(site: Site, row: int, column: int, rows: Rows) -> Json:
    text = rows(site)
    before = column - 1
    if text is not None and row <= len(text):
        before = len(text[row - 1][:before].encode("utf-16-le", "surrogatepass")) // 2
    return {"line": row - 1, "character": before}
