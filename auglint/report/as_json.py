"""The format for programs: a JSON array in ruff's shape, places 1-based in code points."""

import json
from collections.abc import Mapping, Sequence

from auglint.finding import Applicability, Edit, Finding, Fix
from auglint.pipeline import Site
from auglint.report import Report, with_errors

Json = str | int | None | Sequence["Json"] | Mapping[str, "Json"]


def render(report: Report, colour: bool) -> str:
    """All findings, source files that cannot be understood among them; never in colour."""
    return dumps([_finding(finding) for finding in with_errors(report)])


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


def _finding(finding: Finding) -> Json:
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
