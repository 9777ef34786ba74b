"""How text is shown: its width in terminal cells, what is escaped, and how a place is written."""

import re
import unicodedata

from auglint.pipeline import Site

_TAB = "    "
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_BREAKS = re.compile(r"\s*[\n\r\v\f\x85\u2028\u2029]\s*")


def glyph(char: str) -> tuple[str, int]:
    """One code point as a code frame shows it, with its width in terminal cells.

    A tab is four spaces wherever it stands; control and bidirectional characters are escaped; a combining mark has
    no width.
    """
    if char == "\t":
        return _TAB, len(_TAB)
    if char in _JOINERS:
        # Terminals disagree on the width of joined emoji; apart, each has its own.
        return "", 0
    category = unicodedata.category(char)
    if category in _UNSAFE:
        shown = _escaped(char)
        return shown, len(shown)
    if category in {"Mn", "Me"} or "\u1160" <= char <= "\u11ff":
        return char, 0
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1


def escape(text: str) -> str:
    """The text with everything that could move a cursor or reorder a line written as a Python escape."""
    if text.isprintable():
        return text
    return "".join(
        _escaped(char) if unicodedata.category(char) in _UNSAFE and char not in _JOINERS else char for char in text
    )


def flat(text: str) -> str:
    """The text on one line: line breaks become a space, other control characters are escaped."""
    return escape(_BREAKS.sub(" ", text.strip()).replace("\t", " "))


def place(site: Site) -> str:
    """Where a finding is, as editors read it: `path:row:column`, in a notebook `path:cell N:row:column`."""
    cell = "" if site.cell is None else f":cell {site.cell}"
    return f"{escape(str(site.path))}{cell}:{site.row}:{site.column}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
