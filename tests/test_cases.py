"""Training code of many shapes, each program with the findings it must have, or none.

A case is a script, a notebook, or a folder of files in `cases/`. Its labels are those of the rule pages' examples
(see `page_examples.py`): a wanted finding starts at the labelled row or spans it. Any other error or warning fails;
an info counts only where one is wanted.

What auglint does not see yet stands in `cases/missed/`: there the labels must be missed, and a case that is found has
to move out, so that the list of what is missed is never out of date.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from page_examples import Label, labels_in

from auglint import lint
from auglint.finding import Finding, Severity
from auglint.report import Report
from auglint.settings import Settings

CASES = Path(__file__).resolve().parent / "cases"


def cases() -> list[str]:
    """Every case, by its place below `cases/`."""
    found = [entry for folder in sorted(CASES.iterdir()) if folder.is_dir() for entry in sorted(folder.iterdir())]
    wanted = [entry for entry in found if entry.is_dir() or entry.suffix in (".py", ".ipynb")]
    return [entry.relative_to(CASES).as_posix() for entry in wanted if not entry.name.startswith(("_", "."))]


def labels(case: Path) -> Iterator[Label]:
    """The labels of a case; their `file` is the name below `cases/`."""
    files = sorted(case.rglob("*")) if case.is_dir() else [case]
    for file in files:
        if file.suffix in (".py", ".ipynb"):
            yield from labels_in(file.relative_to(CASES).as_posix(), file.read_text(encoding="utf-8"))


def compared(report: Report, labels: Iterable[Label], root: Path) -> tuple[list[str], list[str]]:
    """What is missed, and what is told that no label wants; the labels' files lie in `root`."""
    rest = list(report.findings)
    missed = []
    for label in sorted(labels, key=lambda label: not label.required):
        met = next((finding for finding in rest if meets(finding, label, root)), None)
        if met is not None:
            rest.remove(met)
        elif label.required:
            missed.append(f"{label.file}:{label.cell or ''}:{label.row} {'|'.join(sorted(label.codes))}")
    return missed, [told(finding) for finding in rest if finding.severity > Severity.INFO]


def meets(finding: Finding, label: Label, root: Path) -> bool:
    """Whether this finding is the one a label wants."""
    site = finding.site
    return (
        finding.code in label.codes
        and finding.severity.value in label.severities
        and site.path.absolute() == root / label.file
        and site.cell == label.cell
        and site.row <= label.row <= site.end_row
    )


def told(finding: Finding) -> str:
    site = finding.site
    cell = f"cell {site.cell}:" if site.cell else ""
    return f"{site.path.name}:{cell}{site.row} {finding.code} {finding.severity.value}: {finding.message}"


@pytest.mark.parametrize("case", cases())
def test_a_case_is_told_as_labelled(case: str) -> None:
    known = case.startswith("missed/")
    settings = Settings(CASES, respect_gitignore=False)
    report = lint.check(lint.discovered([CASES / case], settings), settings)
    assert report.errors == ()
    missed, wrong = compared(report, labels(CASES / case), CASES)
    if known:
        assert missed, "it is found now: move it to where the found ones are"
        assert wrong == []
    else:
        assert (missed, wrong) == ([], [])


def test_there_are_cases_with_and_without_findings() -> None:
    counts = [sum(label.required for label in labels(CASES / case)) for case in cases()]
    assert sum(map(bool, counts)) >= 40
    assert counts.count(0) >= 30
