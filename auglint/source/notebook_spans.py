"""The JSON of a notebook as text: where the sources of its cells stand, and one of them with a part replaced.

All texts given here are JSON that has been read before. A value is the raw text of a source: a string, or a list of
strings that are meant joined.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise

from auglint.source.lexer import NEWLINE

_SPACE = re.compile(r"[ \t\r\n]*")
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL
)
_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\u(?!00[0-7])")
_DECODER = json.JSONDecoder()


def source_spans(notebook: str) -> list[tuple[int, int]]:
    """Where the source of each cell stands; (0, 0) for a cell without one."""
    root = _values(notebook, _after_space(notebook, 0))
    parts = [root["cells"]] if "cells" in root and notebook[slice(*root["cells"])] != "null" else []
    if not parts and "worksheets" in root:
        sheets = _values(notebook, root["worksheets"][0]).values()
        parts = [_values(notebook, start)["cells"] for start, _ in sheets]
    cells = [_values(notebook, start) for part, _ in parts for start, _ in _values(notebook, part).values()]
    return [cell.get("source", cell.get("input", (0, 0))) for cell in cells]


def joined(value: str) -> str:
    """The source that a value means."""
    source: str | list[str] = json.loads(value)
    return "".join(source)


def escapes(notebook: str) -> bool:
    r"""Whether a notebook writes characters outside of ASCII as \u escapes only."""
    return notebook.isascii() and _ESCAPED.search(notebook) is not None


def replaced(value: str, start: int, end: int, new: str, *, ascii_only: bool) -> str:
    """A value after the characters from `start` to `end` of its source are replaced; what it need not change, stays.

    A list that holds a row in each string goes on doing so.
    """
    if start == end and not new:
        return value
    listed = value.startswith("[")
    spans = list(_values(value, 0).values()) if listed else [(0, len(value))]
    if not spans:
        value, spans = '[""]', [(1, 3)]
    texts = [json.loads(value[slice(*span)]) for span in spans]
    starts = list(accumulate(map(len, texts[:-1]), initial=0))
    first = bisect_right(starts, start) - 1
    last = bisect_right(starts, end) - 1
    start -= starts[first]
    end -= starts[last]
    text = texts[first][:start] + new + texts[last][end:]
    raw = _characters(value[slice(*spans[first])])[:start]
    raw += _characters(json.dumps(new, ensure_ascii=ascii_only))
    raw += _characters(value[slice(*spans[last])])[end:]
    by_row = listed and all(found.end() == len(one) for one in texts for found in NEWLINE.finditer(one))
    cuts = [found.end() for found in NEWLINE.finditer(text)] if by_row else []
    items = ['"' + "".join(raw[a:b]) + '"' for a, b in pairwise([0, *cuts, len(text)]) if a < b]
    begin = spans[first][0]
    if not items and not listed:
        items = ['""']
    elif not items and not first:
        return "[]"
    elif not items:  # nothing is left of the last ones
        begin = spans[first - 1][1]
    between = value[spans[0][1] : spans[1][0]] if len(spans) > 1 else "," + (value[1 : spans[0][0]] or " ")
    return value[:begin] + between.join(items) + value[spans[last][1] :]


def _characters(string: str) -> list[str]:
    """The raw text of each character of a string."""
    return _CHARACTER.findall(string[1:-1])


def _values(text: str, start: int) -> dict[str | int, tuple[int, int]]:
    """Where the values of the object or list at `start` stand, by key or index; of equal keys the last one counts."""
    return {key: (begin, end) for key, begin, end in _walk(text, start)}


def _walk(text: str, start: int) -> Iterator[tuple[str | int, int, int]]:
    key: str | int = 0
    index = 0
    position = _after_space(text, start + 1)
    while text[position] not in "]}":
        if text[start] == "{":
            key, position = _DECODER.raw_decode(text, position)
            position = _after_space(text, _after_space(text, position) + 1)
        else:
            key, index = index, index + 1
        _, end = _DECODER.raw_decode(text, position)
        yield key, position, end
        position = _after_space(text, end)
        if text[position] == ",":
            position = _after_space(text, position + 1)


def _after_space(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position
