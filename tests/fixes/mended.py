"""What the tests of codemods share: a program after the fixes of one code, which must be all there is to do."""

from pathlib import Path

from fixed import fixed

from auglint import lint
from auglint.settings import Settings


def mended(
    folder: Path, text: str, code: str, name: str = "train.py", *, suggestions: bool = False, refused: bool = False
) -> str:
    """The program after the fixes; nothing may be refused unless `refused`, and a second run must change nothing."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    texts, landing = fixed(folder, code, suggestions=suggestions)
    if not refused:
        assert [one.reason for one in landing.refused] == []
        assert landing.settled
    path.write_text(texts[name], encoding="utf-8", newline="")
    again, second = fixed(folder, code, suggestions=suggestions)
    assert again == texts
    assert not second.landed
    return texts[name]


def left_alone(folder: Path, text: str, code: str) -> bool:
    """Whether a program in which there is something to mend is not changed."""
    assert mended(folder, text, code) == text
    settings = Settings(folder, respect_gitignore=False)
    found = lint.check(lint.discovered([folder / "train.py"], settings), settings).findings
    return any(finding.code == code for finding in found)


def program(*rows: str) -> str:
    """The text of these rows."""
    return "\n".join((*rows, ""))
