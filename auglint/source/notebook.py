"""Notebooks: JSON to the Python of all code cells, joined, with a way back from every place in it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auglint.source.lexer import row_starts, split_rows, too_deep
from auglint.source.magics import blank, has_sql_line, mask
from auglint.source.text import Cell, SourceError, SourceFile, clean, drop_form_feeds, explain

_OTHER_KERNELS = ("ir", "julia", "bash", "javascript", "deno", "scala", "xcpp", ".net")


def read_notebook(path: Path, data: bytes) -> SourceFile:
    """The notebook's Python. A cell that does not parse is masked and told of in `errors`. Raises SourceError."""
    notebook = _load(path, data)
    found = list(_code_cells(path, notebook))
    if not _is_python(notebook):
        return SourceFile(path, "")
    cells: list[Cell] = []
    errors: list[SourceError] = []
    dropped: list[tuple[int, str]] = []
    joined: list[str] = []
    line = 1
    for index, written in found:
        code, error, left_out = _python(path, index, written, line)
        rows = split_rows(_ended(written))
        cells.append(Cell(index, line, len(rows), tuple(rows)))
        errors += [error] if error else []
        dropped += left_out
        joined.append(_ended(code))
        line += len(rows)
    return SourceFile(path, "".join(joined), tuple(cells), tuple(errors), tuple(dropped))


def _load(path: Path, data: bytes) -> dict[str, Any]:
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = f"this is not a notebook: byte 0x{data[error.start]:02x} is not valid UTF-8"
        raise SourceError(path, message, data.count(b"\n", 0, error.start) + 1) from None
    except json.JSONDecodeError as error:
        if not data.strip():
            raise SourceError(path, "this is not a notebook: the file is empty") from None
        message = f"this is not a notebook: no JSON ({error.msg.lower()})"
        raise SourceError(path, message, error.lineno, error.colno) from None
    except (RecursionError, ValueError):
        raise SourceError(path, "this is not a notebook: its JSON cannot be read") from None
    if not isinstance(notebook, dict):
        kind = "a list" if isinstance(notebook, list) else "a single value"
        raise SourceError(path, f"this is not a notebook: its JSON is {kind}, not an object with cells")
    return notebook


def _code_cells(path: Path, notebook: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """(1-based index among all cells, source) of the Python code cells."""
    for index, cell in enumerate(_cells(path, notebook), 1):
        if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
            raise SourceError(path, "this is not a notebook: a cell without a type", cell=index)
        if cell["cell_type"] != "code":
            continue
        source = cell.get("source", cell.get("input"))
        if isinstance(source, list) and all(isinstance(part, str) for part in source):
            source = "".join(source)
        if not isinstance(source, str):
            raise SourceError(path, "this is not a notebook: a code cell without source", cell=index)
        language = _get(cell, "metadata", "vscode", "languageId") or _get(cell, "language") or "python"
        if str(language).lower() == "python":
            yield index, clean(source)


def _cells(path: Path, notebook: dict[str, Any]) -> list[Any]:
    """All cells in order; those of nbformat 3 lie in worksheets."""
    cells = notebook.get("cells")
    if cells is None and isinstance(sheets := notebook.get("worksheets"), list):
        cells = []
        for sheet in sheets:
            part = _get(sheet, "cells")
            if not isinstance(part, list):
                raise SourceError(path, "this is not a notebook: a worksheet without cells")
            cells += part
    if not isinstance(cells, list):
        raise SourceError(path, "this is not a notebook: it has no cells")
    return cells


def _is_python(notebook: dict[str, Any]) -> bool:
    """Whether the notebook's language is Python, or not said."""
    kernel = _get(notebook, "metadata", "kernelspec", "name")
    language = _get(notebook, "metadata", "language_info", "name") or _get(
        notebook, "metadata", "kernelspec", "language"
    )
    if isinstance(language, str) and language:
        return language.lower().startswith(("python", "ipython"))
    return not (isinstance(kernel, str) and kernel.lower().startswith(_OTHER_KERNELS))


def _get(value: Any, *keys: str) -> Any:
    """The value under nested keys, None where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _python(
    path: Path, index: int, written: str, line: int
) -> tuple[str, SourceError | None, tuple[tuple[int, str], ...]]:
    """A cell's masked code, what is wrong with it, and what was left out of its rows."""
    code, form_feeds = drop_form_feeds(written, line)
    code, margin = _drop_margin(code, line)
    dropped = dict(form_feeds)
    for number, text in margin:
        dropped[number] = dropped.get(number, "") + text
    code = mask(code)
    found = _refused(code)
    if found is None:
        return code, None, tuple(dropped.items())
    if has_sql_line(written):
        return blank(written), None, ()
    message, row, column = found
    if row is None:
        return blank(written), SourceError(path, message, cell=index), ()
    column += 1 + len(dropped.get(line + row - 1, ""))
    return blank(written), SourceError(path, message, row, column, index), ()


def _drop_margin(code: str, line: int) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Leave out the indentation of a cell that is indented as a whole, as IPython does."""
    first = next((row for row in split_rows(code) if row.strip()), "")
    margin = first[: len(first) - len(first.lstrip(" \t"))]
    if not margin:
        return code, ()
    dropped = []
    pieces = []
    starts = row_starts(code)
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(code)], strict=True), line):
        if code.startswith(margin, start, end) and code[start:end] != margin:  # a row must not vanish
            dropped.append((number, margin))
            start += len(margin)
        pieces.append(code[start:end])
    return "".join(pieces), tuple(dropped)


def _ended(code: str) -> str:
    return code if code.endswith("\n") else code + "\n"


def _refused(code: str) -> tuple[str, int | None, int] | None:
    """What Python says against the code, unless libcst, which knows newer syntax, takes it."""
    found = explain(code, notebook=True)
    if found is None:
        last = code.rstrip()
        if last.endswith("\\") and "#" not in last.rpartition("\n")[2]:  # Python forgives it, libcst does not
            return "the cell ends in a line continuation", None, 0
        return None
    if "\0" in code or too_deep(code) is not None:
        return found
    import libcst

    try:
        libcst.parse_module(code)
    except (libcst.ParserSyntaxError, libcst.CSTValidationError, RecursionError, ValueError):
        return found
    return None
