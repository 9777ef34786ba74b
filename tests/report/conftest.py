"""Reports about a small training project."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from report_samples import FILES

from auglint.finding import Finding
from auglint.report import Report
from auglint.source.text import SourceError, SourceFile, source_from_text


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Report]:
    """Write a report about the small project, from its folder."""
    monkeypatch.chdir(tmp_path)

    def sources(path: Path) -> SourceFile | None:
        text = FILES.get(str(path))
        return None if text is None else source_from_text(path, text.encode())

    def make(*findings: Finding, errors: Sequence[SourceError] = (), files: int = 3, suppressed: int = 0) -> Report:
        return Report(findings, tuple(errors), files, suppressed, sources)

    return make
