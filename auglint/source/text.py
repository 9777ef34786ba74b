"""Text files: bytes to `SourceFile`, places in it, and one clear line for each file that cannot be read."""

import codecs
import errno
import re
import stat
import warnings
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from auglint.pipeline import Site
from auglint.source.lexer import place, row_starts, split_rows, too_deep

CODE_LIMIT = 5_000_000
NOTEBOOK_LIMIT = 100_000_000  # outputs, mostly pictures, are stored in the same file

_DEEP = "this code is nested too deeply to be read"
_CODING = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"[ \t\f]*(?:#|$)")
_INDENT_WITH_FORM_FEED = re.compile(r"[ \t\f]*\f(?=[ \t]*\S)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_IPYTHON = re.compile(
    r"\s*(?:%{1,2}[A-Za-z]|!|\?{1,2}\w|(?:pip3?|conda|cd|ls|wget|git|apt-get|mkdir|unzip)\s+[^\s=(.,:]|[^#'\"]*=\s*[!%]|[^#'\"]*\w\?{1,2}\s*$)"
)
_PYTHON_2 = re.compile(
    r"Missing parentheses in call to '(?:print|exec)'|multiple exception types must be parenthesized"
    r"|leading zeros in decimal integer|invalid (?:decimal|hexadecimal) literal"
)
_PYTHON_2_ONLY = re.compile(r"\s*raise\s+[\w.]+\s*,|[^#'\"]*<>")
_PYTHON_2_TEXT = re.compile(
    r"\s*(?:print(?:\s+[^\s(=]|\s*>>)|exec\s+[^\s(=]|except\s+[^:()]+,\s*\w+\s*:)"
    r"|.*(?:\b0[0-7]+\b|\b\d+[lL]\b|`)"
)


class SourceError(Exception):
    """Why a file, or one cell of a notebook, is not checked: one line, for the user.

    `row` and `column` are 1-based and count code points; `cell` is the 1-based place in the notebook, and rows then
    count within it. `is_source` says that the file is Python but cannot be understood (AUG900); it is False where
    there is no file to read.
    """

    def __init__(
        self,
        path: Path,
        message: str,
        row: int | None = None,
        column: int | None = None,
        cell: int | None = None,
        is_source: bool = True,
    ) -> None:
        super().__init__(path, message, row, column, cell, is_source)
        self.path = path
        self.message = message
        self.row = row
        self.column = column
        self.cell = cell
        self.is_source = is_source

    def __str__(self) -> str:
        places = [str(self.path), f"cell {self.cell}" if self.cell else "", self.row, self.column]
        return ":".join(str(one) for one in places if one) + f": {self.message}"


@dataclass(frozen=True)
class Cell:
    """One code cell of a notebook and where its code lies in the joined code.

    `index` is its 1-based place among all cells, `first_line` the 1-based line of `SourceFile.code` where it begins,
    `rows` its text as written, before magics are masked.
    """

    index: int
    first_line: int
    line_count: int
    rows: tuple[str, ...]


@dataclass(frozen=True)
class SourceFile:
    """Python code to parse, and the way back from a place in it to a place in the file.

    `path` is as it should be shown. `code` is the text, or all code cells joined in order, magics masked at equal
    length. `cells` is () for a plain file. `errors` tells of cells that were masked because they do not parse.
    `dropped` holds (line, text) for the few rows whose indentation is left out of `code`: form feeds, which libcst
    loses count of, and the margin of a cell that is indented as a whole.
    """

    path: Path
    code: str
    cells: tuple[Cell, ...] = ()
    errors: tuple[SourceError, ...] = ()
    dropped: tuple[tuple[int, str], ...] = ()

    def site(self, line: int, column: int, end_line: int, end_column: int) -> Site:
        """The place in the file of a span of `code`, given as libcst does: lines from 1, columns from 0.

        A span that runs on into the next cell ends with its own cell.
        """
        dropped = dict(self.dropped)
        column += len(dropped.get(line, "")) + 1
        end_column += len(dropped.get(end_line, "")) + 1
        if not self.cells:
            return Site(self.path, line, column, end_line, end_column)
        cell = self.cells[max(0, bisect_right(self.cells, line, key=lambda one: one.first_line) - 1)]
        row = line - cell.first_line + 1
        end_row = end_line - cell.first_line + 1
        if end_row > cell.line_count:
            end_row, end_column = cell.line_count, len(cell.rows[-1]) + 1
        return Site(self.path, row, column, end_row, end_column, cell.index)

    def rows(self, cell: int | None) -> Sequence[str]:
        """The rows as written, without line ends: of one cell, or of a plain file (None)."""
        if cell is not None:
            return next((one.rows for one in self.cells if one.index == cell), ())
        rows = split_rows(self.code)
        for line, text in self.dropped:
            rows[line - 1] = text + rows[line - 1]
        return rows


def read_source(path: Path) -> SourceFile:
    """Read a Python file, or a notebook when its name ends in .ipynb. Raises SourceError, nothing else."""
    return source_from_text(path, read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """What stands in a file that is small enough to be read as source. Raises SourceError, nothing else."""
    problem = refusal(path)
    if problem is not None:
        raise problem
    limit = _limit(path)
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
            size = max(len(data), file.seek(0, 2)) if len(data) > limit else len(data)
    except OSError as error:
        raise _os_error(path, error) from None
    if size > limit:
        raise _too_large(path, size)
    return data


def source_from_text(path: Path, data: bytes) -> SourceFile:
    """The same for bytes that are already here, such as standard input. Raises SourceError, nothing else."""
    if len(data) > _limit(path):
        raise _too_large(path, len(data))
    if is_notebook(path):
        from auglint.source.notebook import read_notebook

        source = read_notebook(shown(path), data)
        if len(source.code) > CODE_LIMIT:
            raise _too_large(path, len(source.code))
        return source
    code, dropped = drop_form_feeds(decode(shown(path), data))
    return SourceFile(shown(path), code, dropped=dropped)


def is_notebook(path: Path) -> bool:
    """Whether the name says that this is a notebook."""
    return path.suffix.lower() == ".ipynb"


def shown(path: Path) -> Path:
    """The path as it should be shown: relative to the current folder when below it."""
    if not path.is_absolute():
        return path
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def refusal(path: Path) -> SourceError | None:
    """Why nothing can be read from this path, or None for a regular file. Never opens it, so never blocks."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        return _os_error(path, error)
    if stat.S_ISREG(mode):
        return None
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    kind = kinds.get(stat.S_IFMT(mode), "a device")
    return SourceError(shown(path), f"this is {kind}, not a file", is_source=False)


def decode(path: Path, data: bytes) -> str:
    """Source bytes to text as PEP 263 says: a byte order mark, a coding line, else UTF-8. Raises SourceError."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise SourceError(path, "this file is UTF-16, which Python does not read: save it as UTF-8", 1)
    marked = data.startswith(codecs.BOM_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8)
    row, encoding = declared(data)
    if marked and encoding.lower().replace("_", "-") not in ("utf-8", "utf8", "utf-8-sig"):
        raise SourceError(path, f"the file starts with a UTF-8 mark but says it is {encoding!r}", row)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fits = b"#\n".decode(encoding) == "#\n"
            text = data.decode(encoding) if fits else ""
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("latin-1")
        at, column = place(row_starts(before), len(before))
        hint = "" if row else ": save the file as UTF-8, or name its encoding in the first line"
        message = f"byte 0x{data[error.start]:02x} is not valid {encoding}{hint}"
        raise SourceError(path, message, at, column + 1) from None
    except (LookupError, ValueError):
        fits = False
    if not fits:
        raise SourceError(path, f"unknown encoding {encoding!r}", row)
    if "\0" in text:
        at, column = place(row_starts(text), text.index("\0"))
        raise SourceError(path, "this is not Python text: it contains a NUL byte", at, column + 1)
    return clean(text)


def clean(text: str) -> str:
    """Replace lone surrogates, which no parser takes, one for one."""
    return _SURROGATE.sub("\ufffd", text)


def drop_form_feeds(text: str, line: int = 1) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Leave out indentation up to a form feed, and say what was left out of which line (the first being `line`)."""
    if "\f" not in text:
        return text, ()
    starts = row_starts(text)
    dropped = []
    pieces = []
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), line):
        row = text[start:end]
        if found := _INDENT_WITH_FORM_FEED.match(row):
            dropped.append((number, found[0]))
        pieces.append(row[found.end() :] if found else row)
    return "".join(pieces), tuple(dropped)


def syntax_error(source: SourceFile) -> SourceError | None:
    """What the running Python says against the code, in place and in the user's words; None when it says nothing.

    The caller asks once libcst has refused the code: syntax newer than the running Python is an error here.
    """
    found = explain(source.code, notebook=bool(source.cells))
    if found is None:
        return None
    message, line, column = found
    if line is None:
        return SourceError(source.path, message)
    site = source.site(line, column, line, column)
    return SourceError(source.path, message, site.row, site.column, site.cell)


def nesting_error(source: SourceFile) -> SourceError | None:
    """Whether the code nests so deeply that libcst would end the process. To be asked before libcst is given it."""
    if len(source.code) < 200 or (offset := too_deep(source.code)) is None:
        return None
    line, column = place(row_starts(source.code), offset)
    site = source.site(line, column, line, column)
    return SourceError(source.path, _DEEP, site.row, site.column, site.cell)


def explain(code: str, *, notebook: bool = False) -> tuple[str, int | None, int] | None:
    """(message, 1-based line, 0-based column) of the first syntax error, or None."""
    import ast

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code)
    except SyntaxError as error:
        line = error.lineno
        column = max(0, (error.offset or 1) - 1)
        message = error.msg
        indented = isinstance(error, IndentationError)
    except (RecursionError, MemoryError):
        return _DEEP, None, 0
    except ValueError as error:
        return str(error), None, 0
    else:
        return None
    rows = split_rows(code)
    line = min(max(1, line), len(rows)) if line and rows else None
    if message.startswith(("too many nested", "f-string: too many nested", "too many levels")):
        return _DEEP, line, column
    row = rows[line - 1][:1000] if line else ""
    if not notebook and _IPYTHON.match(row):
        message = "this line is IPython, not Python: keep it in a notebook or comment it out"
        column = len(row) - len(row.lstrip())
    elif _PYTHON_2_ONLY.match(row) or (_PYTHON_2.match(message) and _PYTHON_2_TEXT.match(row)):
        message = "this is Python 2, auglint reads Python 3: " + message.partition(". Did")[0]
    elif indented:
        column = len(row) - len(row.lstrip())
    return " ".join(message.split()), line, min(column, len(rows[line - 1]) if line else 0)


def _limit(path: Path) -> int:
    return NOTEBOOK_LIMIT if is_notebook(path) else CODE_LIMIT


def _too_large(path: Path, size: int) -> SourceError:
    limit = _limit(path)
    what = "notebook" if is_notebook(path) else "Python"
    if is_notebook(path) and size <= limit:
        limit, what = CODE_LIMIT, "Python in a notebook"
    message = f"{size / 1e6:.1f} MB of {what} is too large: auglint reads up to {limit // 1_000_000} MB"
    return SourceError(shown(path), message)


def declared(data: bytes) -> tuple[int | None, str]:
    """The row of the coding line and the encoding it names."""
    for number, row in enumerate(re.split(rb"\r\n?|\n", data[:4096], maxsplit=2)[:2], 1):
        if found := _CODING.match(row):
            return number, found[1].decode("ascii", "replace")
        if not _BLANK.match(row):
            break
    return None, "utf-8"


def _os_error(path: Path, error: OSError | ValueError) -> SourceError:
    if isinstance(error, ValueError):
        message = "this cannot be the name of a file"
    elif error.errno == errno.ELOOP:
        message = "this link leads back to itself"
    elif error.errno == errno.ENOENT and path.is_symlink():
        message = f"this link is broken: it leads to {path.readlink()}"
    elif error.errno in (errno.ENOENT, errno.ENOTDIR):
        message = "no such file or folder"
    else:
        message = f"cannot be read: {(error.strerror or str(error)).lower()}"
    return SourceError(shown(path), message, is_source=False)
