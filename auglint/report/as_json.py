"""The format for programs: a JSON array in ruff's shape, places 1-based in code points.

After a real run each finding has `verdict` and `evidence`, null where the run says nothing of it.
"""

import json
from collections.abc import Mapping, Sequence
from math import exp

from auglint.finding import Applicability, Edit, Evidence, Finding, Fix
from auglint.pipeline import Site
from auglint.report import Report, with_errors
from auglint.report.evidence import log10

Json = str | int | float | None | Sequence["Json"] | Mapping[str, "Json"]


def render(report: Report, colour: bool) -> str:
    """All findings, source files that cannot be understood among them; never in colour."""
    findings = with_errors(report)
    ran = report.confirmed or any(finding.verdict for finding in findings)
    return dumps([{**_finding(finding), **(json_verdict(finding) if ran else {})} for finding in findings])


def dumps(value: Json) -> str:
    """JSON in pure ASCII, so that any stream can take it, without lone surrogates, so that any parser can."""
    return json.dumps(_sound(value), indent=2) + "\n"


def _sound(value: Json) -> Json:
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, Mapping):
        return {key: _sound(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_sound(item) for item in value]
    return value


def _finding(finding: Finding) -> dict[str, Json]:
    return {
        **json_place(finding.site),
        "code": finding.code,
        "name": finding.name,
        "message": finding.message,
        "severity": finding.severity.value,
        "url": None,
        "fix": None if finding.fix is None else _fix(finding.fix),
        "suggestions": [_fix(fix) for fix in finding.fixes if fix.applicability is Applicability.SUGGESTION],
        "related": [{**json_place(other.site), "message": other.message} for other in finding.related],
        "label": finding.label,
        "why": finding.why,
        "help": finding.help,
    }


def json_verdict(finding: Finding) -> dict[str, Json]:
    """The verdict of a real run and what it stands on, as all JSON of auglint writes it; null without."""
    return {
        "verdict": finding.verdict.value if finding.verdict else None,
        "evidence": _evidence(finding.evidence) if finding.evidence else None,
    }


def _evidence(evidence: Evidence) -> Json:
    """The numbers are null where nothing was compared, and `log10_bound` also where chance is impossible."""
    counted = evidence.n > 0
    return {
        "n": evidence.n,
        "agreed": evidence.k,
        "agreement": evidence.agreement if counted else None,
        "chance": evidence.chance if counted else None,
        "bound": exp(min(evidence.log_bound, 0.0)) if counted else None,
        "log10_bound": log10(evidence.log_bound) if counted else None,
        "lag": evidence.lag,
        "compared": evidence.compared,
        "text": evidence.text,
    }


def json_place(site: Site) -> dict[str, Json]:
    """A place as all JSON of auglint writes it."""
    return {
        "filename": str(site.path.absolute()),
        "cell": site.cell,
        "location": {"row": site.row, "column": site.column},
        "end_location": {"row": site.end_row, "column": site.end_column},
    }


def _fix(fix: Fix) -> Json:
    return {
        "message": fix.title,
        "applicability": fix.applicability.value,
        "edits": [_edit(edit) for edit in fix.edits],
    }


def _edit(edit: Edit) -> Json:
    return {"content": edit.text, **json_place(edit.site)}
