"""Programs after auglint's fixes, for tests: in memory, through the same engine as the command."""

import re
from collections.abc import Mapping
from pathlib import Path

from auglint import lint
from auglint.finding import Applicability, Finding, Fix
from auglint.fixes.landing import Landing, land
from auglint.settings import Settings

_LABEL = re.compile(r"[ \t]*#\s*(?:expect|allow):\s*AUG\d{3}[^#\"\n]*(?=$|\n|\\n)")


def fixed(folder: Path, *codes: str, suggestions: bool = False) -> tuple[dict[str, str], Landing]:
    """The texts of the files in a folder after the fixes of some codes, and what became of the fixes.

    With `suggestions`, the first fix of each finding is taken, also when it is only offered.
    """
    settings = Settings(folder, respect_gitignore=False, fix=True, unsafe_fixes=True, fixable=codes)
    session = lint.Session(lint.discovered([folder], settings), settings)
    if suggestions:

        def choose(finding: Finding) -> Fix | None:
            return finding.fixes[0] if finding.code in codes and finding.fixes else None

        landing = land(session, choose, lambda path: True)
    else:
        landing = lint.fix(session)
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in (".py", ".ipynb")]
    changes = {path.absolute(): after for path, (_, after) in session.changes().items()}
    texts = {
        path.relative_to(folder).as_posix(): changes.get(path.absolute(), path.read_bytes()).decode() for path in files
    }
    return texts, landing


def write(files: Mapping[str, str], folder: Path) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def without_labels(text: str) -> str:
    """A program without the labels that say what must be found in it."""
    return _LABEL.sub("", text)


def is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.applicability is Applicability.SAFE
