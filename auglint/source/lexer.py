"""A tolerant lexer: enough of Python's surface to tell code from strings and comments in text that may be broken.

`tokenize` gives up at the first fault and does not know notebooks; this never raises. It is what masking of magics,
suppression comments and the guard against deep nesting stand on.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

NEWLINE = re.compile(r"\r\n?|\n")

TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\r\n]*)
  | (?P<string>(?P<prefix>(?<!\w)[bBfFrRtTuU]{1,2}(?=['"]))?(?:
        \"{3}[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:\"{3}|\Z)
      | '{3}[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*(?:'{3}|\Z)
      | "[^"\\\r\n]*(?:\\(?:\r\n|.)[^"\\\r\n]*)*"?
      | '[^'\\\r\n]*(?:\\(?:\r\n|.)[^'\\\r\n]*)*'?
    ))
  | (?P<continued>\\[ \t]*(?:\r\n?|\n))
  | (?P<newline>\r\n?|\n)
  | (?P<open>[(\[{])
  | (?P<close>[)\]}])
  | (?P<separator>[,;])
  | (?P<magic>(?<![-+*/%@&|^<>=!:])=[ \t]*(?=[!%]))
  | (?P<help>\?{1,2}(?=[ \t;]*(?:[\r\n\#]|\Z)))
  | (?P<link>\*\*|[-+*/%@&|^~.]|\b(?:not|and|or|if|for|lambda|await)\b)
    """,
    re.VERBOSE | re.DOTALL,
)

DEEPEST_BRACKETS = 200  # what CPython itself accepts
DEEPEST_CHAIN = 1000  # the parsers recurse: libcst's kills the process somewhere above


def split_rows(text: str) -> list[str]:
    r"""The rows of a text as Python counts them: they end at \n, \r\n and \r, never at a form feed."""
    rows = NEWLINE.split(text)
    if not rows[-1]:
        rows.pop()
    return rows


def row_starts(text: str) -> list[int]:
    """The offset at which each row begins."""
    return [0, *(found.end() for found in NEWLINE.finditer(text))]


def place(starts: list[int], offset: int) -> tuple[int, int]:
    """The 1-based line and 0-based column of an offset, given `row_starts`."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1]


def comments(text: str) -> Iterator[re.Match[str]]:
    """Every comment, as a match over the text."""
    return (token for token in TOKEN.finditer(text) if token.lastgroup == "comment")


def too_deep(text: str, *, formatted: bool = False) -> int | None:
    """The offset where nesting goes beyond what a recursive parser survives, or None.

    Counts brackets that are open, operators that nest in one expression, and `elif` arms. `formatted` says that the
    text is the inside of an f-string, where only the parts in braces count.
    """
    levels = [0]
    total = 0
    for token in TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "string":
            if "f" in (prefix := (token["prefix"] or "").lower()) or "t" in prefix:
                inside = too_deep(token[0].lstrip("bBfFrRtTuU").strip("\"'"), formatted=True)
                if inside is not None:
                    return token.start()
        elif kind == "open":
            levels[-1] += 1
            levels.append(0)
            total += 1
        elif kind == "close" and len(levels) > 1:
            total -= levels.pop()
        elif kind == "separator" or (kind == "newline" and len(levels) == 1):
            total -= levels[-1]
            levels[-1] = 0
        elif kind == "link" and not (formatted and len(levels) == 1):
            levels[-1] += 1
            total += 1
        if len(levels) > DEEPEST_BRACKETS or total > DEEPEST_CHAIN:
            return token.start()
    return None if formatted else _many_arms(text)


def _many_arms(text: str) -> int | None:
    """The offset of an `elif` that has too many before it."""
    arms: dict[str, int] = {}
    if text.count("elif") <= DEEPEST_CHAIN:
        return None
    for row in re.finditer(r"^([ \t]*)(elif\b|[^\s#])", text.replace("\r", "\n"), re.MULTILINE):
        arms[row[1]] = arms.get(row[1], 0) + 1 if row[2] == "elif" else 0
        if arms[row[1]] > DEEPEST_CHAIN:
            return row.start()
    return None
