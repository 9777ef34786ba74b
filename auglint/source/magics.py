"""IPython's additions to Python, masked: the text of a cell becomes Python of the same rows and the same row lengths.

So every place in the masked text is the place in the cell. What is masked runs no Python that auglint could follow,
with two exceptions that keep their code: `%time f()` and cells under `%%time`-like magics.
"""

import ast
import re
import warnings

from auglint.source.lexer import NEWLINE, TOKEN, split_rows


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PYTHON_CELL_MAGICS = _words(
    "autopx beartype capture chime debug heat local lprun memit memray mprun notify prun px pyinstrument scalene "
    "snakeviz time timeit tqdm unittest wandb"
)
"""Cell magics that run their body as Python in the notebook's own names."""

AUTOMAGICS = _words(
    "alias autoreload bookmark cat cd clear conda config cp debug env history less ll load load_ext ls lsmagic man "
    "mamba matplotlib mkdir more mv pdb pinfo pip pip3 popd pushd pwd pylab reload_ext reset rm rmdir run store system "
    "tensorboard time timeit unload_ext uv who whos xmode apt apt-get bash git python python3 unzip wget"
)

_FIRST_CODE = re.compile(r"(?:[ \t\f]*(?:\#[^\r\n]*)?(?:\r\n?|\n))*[ \t]*")
_INDENT = re.compile(r"[ \t\f]*")
_ROW = re.compile(r"[^\r\n]*")
_MAGIC_ROWS = re.compile(r"(?:[^\r\n]*\\[ \t]*(?:\r\n?|\n))*[^\r\n]*")
_CELL_MAGIC = re.compile(r"%%([\w.-]*)")
_OTHER_LANGUAGE = re.compile(
    r"%(?:(?:md|md-sandbox|scala|sh|fs|skip)(?:[ \t][^\r\n]*)?|(?:sql|r|R)[ \t]*)(?=[\r\n]|\Z)", re.ASCII
)
_SQL_LINE = re.compile(r"%(?:sql|r|R)\b")
_TIMED = re.compile(r"%(?:time|timeit|prun|memit|pyinstrument)[ \t]+(?:-\w+[ \t]+(?:\d+[ \t]+)?)*")
_AUTOMAGIC = re.compile(
    r"([A-Za-z][\w-]*)(?:[ \t]+(?![=.,:(\[]|[-+*/%@&|^<>]=|(?:in|is|if|and|or|not)\b)[^\r\n]*)?(?=[\r\n]|\Z)"
)


def mask(text: str) -> str:
    """The cell's text as Python, every row as long as before. It need not parse: the cell may be wrong otherwise."""
    head = 0
    while (start := _first_code(text, head)) < len(text):
        magic = _CELL_MAGIC.match(text, start)
        if magic is None:
            break
        if magic[1] not in PYTHON_CELL_MAGICS:
            return blank(text)
        end = _end(_ROW, text, start)
        text = text[:start] + blank(text[start:end]) + text[end:]
        head = end
    if _OTHER_LANGUAGE.match(text, start):
        return blank(text)
    return text[:head] + _mask_rows(text[head:])


def blank(text: str) -> str:
    """Every row a comment of the same length."""
    return re.sub(r"[^\r\n]+", lambda row: _comment(row[0]), text)


def has_sql_line(text: str) -> bool:
    """Whether the cell begins with a magic that may make the whole cell another language's (`%sql select ...`)."""
    return _SQL_LINE.match(text, _first_code(text, 0)) is not None


def _mask_rows(text: str) -> str:
    pieces = []
    position = 0
    while position < len(text):
        start = _end(_INDENT, text, position)
        if text[start : start + 1] in tuple("%!?,;/"):
            end = _end(_MAGIC_ROWS, text, start)
            masked = _timed(text[start:end]) or _statement(text[start:end], indented=start > position)
        elif start == position and _is_automagic(text, start):
            end = _end(_ROW, text, start)
            masked = _comment(text[start:end])
        else:
            end, masked = _logical_line(text, start, indented=start > position)
        newline = NEWLINE.match(text, end)
        after = newline.end() if newline else end
        pieces += [text[position:start], masked, text[end:after]]
        position = after
    return "".join(pieces)


def _logical_line(text: str, start: int, *, indented: bool) -> tuple[int, str]:
    """Where the logical line ends (before its line end) and its text, masked where it is not Python."""
    depth = 0
    for token in TOKEN.finditer(text, start):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif kind == "newline":
            return token.start(), text[start : token.start()]
        elif kind == "magic":
            end = _end(_MAGIC_ROWS, text, token.end())
            return end, text[start : token.end()] + _value(text[token.end() : end])
        elif kind == "help":
            end = _end(_ROW, text, token.end())
            return end, _statement(text[start:end], indented=indented)
    return len(text), text[start:]


def _timed(magic: str) -> str | None:
    """`%time f()` as `0;    f()`, or None when there is no statement in it."""
    found = _TIMED.match(magic)
    if found is None:
        return None
    masked = "0;".ljust(found.end()) + magic[found.end() :]
    return masked if _parses(masked) else None


def _value(magic: str) -> str:
    """The right side of `x = !ls`, which must stay an expression."""
    found = _TIMED.match(magic)
    if found is not None and _parses(kept := " " * found.end() + magic[found.end() :], "x = "):
        return kept
    return _fill(magic, "None" if len(_rows_of(magic)[0]) >= 4 else "0")


def _statement(magic: str, *, indented: bool) -> str:
    """A comment; where a block may need a statement, one that does nothing."""
    if not indented:
        return blank(magic)
    return _fill(magic, "pass" if len(_rows_of(magic)[0]) >= 4 else "0")


def _fill(magic: str, first: str) -> str:
    """`first`, padded to the first row; the other rows become comments."""
    length = len(_rows_of(magic)[0])
    return first.ljust(length) + blank(magic[length:])


def _is_automagic(text: str, start: int) -> bool:
    found = _AUTOMAGIC.match(text, start)
    return found is not None and found[1] in AUTOMAGICS and not _parses(found[0])


def _parses(code: str, before: str = "") -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(before + code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _comment(row: str) -> str:
    return "#".ljust(len(row))


def _rows_of(text: str) -> list[str]:
    return split_rows(text) or [""]


def _first_code(text: str, position: int) -> int:
    return _end(_FIRST_CODE, text, position)


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position
