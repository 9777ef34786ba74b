"""What the tests of codemods share: a program after the fixes of one code, which must be all there is to do."""

from pathlib import Path

from fixed import fixed


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


def program(*rows: str) -> str:
    """The text of these rows."""
    return "\n".join((*rows, ""))
