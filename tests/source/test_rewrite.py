import difflib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from auglint.finding import Edit
from auglint.pipeline import Site
from auglint.source.notebook_spans import escapes, joined, replaced
from auglint.source.rewrite import RewriteError, moved, overlap, rewrite
from auglint.source.text import SourceError, source_from_text

SCRIPT = Path("a.py")
NOTEBOOK = Path("a.ipynb")
CASES = Path(__file__).parents[1] / "cases"
LINE_END = re.compile("\r\n|\r|\n")

Change = tuple[int, int, str]  # offsets into a text, and the new text with "\n"


def edit(row: int, column: int, end_row: int, end_column: int, text: str, **more: Any) -> Edit:
    return Edit(Site(more.pop("path", SCRIPT), row, column, end_row, end_column, **more), text)


def insertion(row: int, column: int, text: str, **more: Any) -> Edit:
    return edit(row, column, row, column, text, **more)


def script(before: bytes, *edits: Edit) -> bytes:
    return rewrite(SCRIPT, before, edits)


def in_cell(row: int, column: int, end_row: int, end_column: int, text: str, cell: int = 1) -> Edit:
    return edit(row, column, end_row, end_column, text, path=NOTEBOOK, cell=cell)


def source_after(source: Any, *edits: Edit) -> Any:
    """The source of a notebook's only cell after the edits."""
    data = json.dumps(notebook([code_cell(source)]), indent=1).encode()
    return json.loads(rewrite(NOTEBOOK, data, edits))["cells"][0]["source"]


def notebook(cells: list[Any]) -> dict[str, Any]:
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def code_cell(source: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}


# What the edits should do, said once more, and from offsets only.


def place(text: str, offset: int) -> tuple[int, int]:
    rows = LINE_END.split(text[:offset])
    return len(rows), len(rows[-1]) + 1


def as_edit(text: str, change: Change, path: Path = SCRIPT, cell: int | None = None) -> Edit:
    return Edit(Site(path, *place(text, change[0]), *place(text, change[1]), cell), change[2])


def with_line_ends(text: str, change: Change) -> str:
    behind = LINE_END.search(text, change[0])
    found = [behind[0]] if behind else LINE_END.findall(text)
    return change[2].replace("\n", found[-1] if found else "\n")


def changed(text: str, changes: Sequence[Change]) -> str:
    result = text
    for change in sorted(changes, reverse=True):
        result = result[: change[0]] + with_line_ends(text, change) + result[change[1] :]
    return result


# Words without "%", "!" and the like: nothing is IPython by accident.
PIECES = [
    *"xy#=é 😀",
    "\t",
    "\f",
    "\v",
    "\x1c",
    "\x85",
    "\u2028",
    "\ufeff",
    "\\",
    '"',
    "'",
    "\x7f",
    "/",
    "\\u00e9",
    "\x1b",
]


def texts(*line_ends: str, without: str = "") -> st.SearchStrategy[str]:
    pieces = [piece for piece in PIECES if piece not in tuple(without)]
    return st.lists(st.sampled_from([*pieces, *line_ends, *line_ends, *line_ends]), max_size=25).map("".join)


@st.composite
def changes_of(draw: st.DrawFn, text: str, start: int = 0, without: str = "") -> list[Change]:
    """Changes of a text that neither overlap nor touch, in any order."""
    inside = {found.start() + 1 for found in re.finditer("\r\n", text)}
    offsets = [offset for offset in range(start, len(text) + 1) if offset not in inside]
    chosen = sorted(draw(st.lists(st.sampled_from(offsets), min_size=1, max_size=6)))
    changes: list[Change] = []
    while chosen:
        begin = chosen.pop(0)
        end = chosen.pop(0) if chosen and draw(st.booleans()) else begin
        if not changes or begin > changes[-1][1]:
            changes.append((begin, end, draw(texts("\n", without=without))))
    return draw(st.permutations(changes))


@st.composite
def scripts(draw: st.DrawFn) -> tuple[str, bytes, str, list[Change]]:
    """An encoding, what stands before the text in the file, the text, and changes."""
    encoding, mark = draw(st.sampled_from([("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("latin-1", b"")]))
    head = draw(
        st.sampled_from(["# coding: latin-1\n", "# -*- coding: latin-1 -*-\r\n\f"])
        if encoding != "utf-8"
        else st.just("x")
    )
    text = head + draw(texts("\n", "\r\n", "\r"))
    if encoding == "latin-1":
        text = text.encode("latin-1", "ignore").decode("latin-1")
    return encoding, mark, text, draw(changes_of(text, start=len(head)))


@given(scripts())
def test_a_script_is_changed_as_its_text_would_be(given: tuple[str, bytes, str, list[Change]]) -> None:
    encoding, mark, text, changes = given
    edits = [as_edit(text, change) for change in changes]
    data = mark + text.encode(encoding)
    expected = changed(text, changes)
    try:
        expected_data = mark + expected.encode(encoding)
    except UnicodeEncodeError:
        with pytest.raises(RewriteError, match=r" cannot be written in latin-1"):
            rewrite(SCRIPT, data, edits)
        return
    assert rewrite(SCRIPT, data, edits) == expected_data


@given(st.sampled_from(["\n", "\r\n", "\r"]).flatmap(texts), st.data())
def test_moved_follows_a_mark_in_the_text(text: str, data: st.DataObject) -> None:
    changes = sorted(data.draw(changes_of(text)))
    offset = data.draw(st.integers(0, len(text)).filter(lambda one: text[max(0, one - 1) : one + 1] != "\r\n"))
    row, column = place(text, offset)
    mark = "\ue000"
    for start, end, _ in changes:  # what is replaced around a place leaves its start
        offset = start if start < offset < end else offset
    marked = text[:offset] + mark + text[offset:]
    shifted = [
        (start + (start > offset or start == offset < end), end + (end > offset), new) for start, end, new in changes
    ]
    after = changed(marked, shifted)
    edits = [as_edit(text, change) for change in changes]
    assert moved(row, column, edits) == place(after, after.index(mark))


@given(texts("\n", "\r\n"), st.data())
def test_overlap_means_a_common_place(text: str, data: st.DataObject) -> None:
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda pair: (min(pair), max(pair)))
    one, other = data.draw(spans), data.draw(spans)
    inside = {found.start() + 1 for found in re.finditer("\r\n", text)}
    assume(not inside & {*one, *other})
    common = set(range(one[0], one[1] + 1)) & set(range(other[0], other[1] + 1))
    assert overlap(as_edit(text, (*one, "x")), as_edit(text, (*other, "y"))) == bool(common)
    edits = [as_edit(text, (*one, "x")), as_edit(text, (*other, "y"))]
    if common:
        with pytest.raises(RewriteError, match="two edits meet"):
            rewrite(SCRIPT, ("#" + text).encode(), edits)


def test_edits_of_other_files_or_cells_never_overlap() -> None:
    one = insertion(1, 1, "x")
    assert overlap(one, one)
    assert overlap(one, insertion(1, 1, "x", path=SCRIPT.absolute()))
    assert not overlap(one, insertion(1, 1, "x", path=Path("b.py")))
    assert not overlap(in_cell(1, 1, 1, 1, "x", cell=1), in_cell(1, 1, 1, 1, "x", cell=2))


# Scripts by example


def test_a_call_gets_an_argument_and_nothing_else_changes() -> None:
    before = b"\xef\xbb\xbfx = f( a ,\tb)  # \xc3\xa9\r\n\x0cy = 'z'"
    after = b"\xef\xbb\xbfx = f( a ,\tb, seed=0)  # \xc3\xa9\r\n\x0cy = 'z'"
    assert script(before, insertion(1, 13, ", seed=0")) == after


@pytest.mark.parametrize(
    ("before", "row", "after"),
    [
        (b"a\r\nb\n", 1, b"x\r\na\r\nb\n"),
        (b"a\r\nb\n", 2, b"a\r\nx\nb\n"),
        (b"a\r\nb", 2, b"a\r\nx\r\nb"),
        (b"a\rb\r", 3, b"a\rb\rx\r"),
        (b"", 1, b"x\n"),
        (b"a", 1, b"x\na"),
    ],
)
def test_a_row_ends_as_its_neighbours(before: bytes, row: int, after: bytes) -> None:
    assert script(before, insertion(row, 1, "x\n")) == after


def test_rows_end_neither_at_a_form_feed_nor_at_a_separator() -> None:
    assert script("a\fb\u2028c\x85\nd\n".encode(), edit(2, 1, 2, 2, "x")) == "a\fb\u2028c\x85\nx\n".encode()


def test_columns_count_what_is_left_out_for_libcst() -> None:
    source = source_from_text(SCRIPT, b"if x:\n \x0c    y = 1\n")
    (line,) = (number for number, row in enumerate(source.code.split("\n"), 1) if "y" in row)
    column = source.code.split("\n")[line - 1].index("y")
    site = source.site(line, column, line, column + 1)
    assert script(b"if x:\n \x0c    y = 1\n", Edit(site, "zz")) == b"if x:\n \x0c    zz = 1\n"


def test_nothing_to_do() -> None:
    assert script(b"\xef\xbb\xbfx\r") == b"\xef\xbb\xbfx\r"


@pytest.mark.parametrize(
    ("before", "edits", "message"),
    [
        (b"# coding: ascii\nx\n", [insertion(2, 1, "é")], "é cannot be written in ascii"),
        (b"x\n", [insertion(1, 1, "\udc80")], "U+DC80 cannot be written in utf-8"),
        (b"x\n", [insertion(1, 3, "y")], "there is no row 1, column 3"),
        (b"x\n", [insertion(3, 1, "y")], "there is no row 3, column 1"),
        (b"x\n", [insertion(0, 1, "y")], "there is no row 0, column 1"),
        (b"x\n", [edit(1, 2, 1, 1, "y")], "the edit ends before it starts"),
        (b"x\n", [insertion(1, 1, "y"), insertion(1, 1, "z")], "two edits meet in row 1"),
        (b"xyz\n", [edit(1, 2, 1, 3, "a"), edit(1, 1, 1, 2, "b")], "two edits meet in row 1"),
        (b"x\n", [insertion(1, 1, "y", path=Path("b.py"))], "the edit is one of b.py, not of a.py"),
        (b"x\n", [insertion(1, 1, "y", cell=1)], "the edit names a cell of a script"),
        (b"x\n", [insertion(1, 1, "\0")], "what is written would be read as something else"),
        # The line that names the encoding is pushed to where Python does not look for it.
        (b"#\n# coding: latin-1\n\xe9", [insertion(1, 1, "#\n")], "what is written would be read as something else"),
        (
            b"# coding: utf-7\n+AGE-\n",
            [insertion(1, 1, "#")],
            "writing the file in utf-7 would change more than the edits",
        ),
    ],
)
def test_what_cannot_be_done_to_a_script(before: bytes, edits: list[Edit], message: str) -> None:
    with pytest.raises(RewriteError) as error:
        script(before, *edits)
    assert str(error.value) == message


def test_a_script_that_cannot_be_read() -> None:
    with pytest.raises(SourceError):
        script(b"\xff", insertion(1, 1, "x"))


# Notebooks


def in_rows(text: str, line_end: re.Pattern[str] = LINE_END) -> list[str]:
    ends = [found.end() for found in line_end.finditer(text)]
    return [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True) if a < b]


@st.composite
def sources(draw: st.DrawFn, text: str) -> str | list[str]:
    """A text as a notebook may hold it."""
    shape = draw(st.sampled_from(["rows", "splitlines", "one", "pieces"]))
    if shape == "one":
        return text
    if shape == "rows":
        return in_rows(text)
    if shape == "splitlines":
        return text.splitlines(keepends=True)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=4)))
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def written(source: str | list[str], indent: int | str | None, depth: int, ascii_only: bool) -> str:
    """The JSON of a source that stands at a depth of a notebook."""
    unit = " " * indent if isinstance(indent, int) else indent or ""
    return json.dumps(source, indent=indent, ensure_ascii=ascii_only).replace("\n", "\n" + unit * depth)


INDENTS: st.SearchStrategy[int | str | None] = st.sampled_from([None, 1, 4, "\t"])


@given(
    texts("\n", "\r\n", "\r", without="/\f").flatmap(lambda text: st.tuples(st.just(text), sources(text))),
    INDENTS,
    st.data(),
)
def test_a_source_is_changed_as_its_text_would_be(
    given: tuple[str, str | list[str]], indent: int | str | None, data: st.DataObject
) -> None:
    text, source = given
    ascii_only = data.draw(st.booleans())
    value = before = written(source, indent, 3, ascii_only)
    changes = data.draw(changes_of(text))
    for change in sorted(changes, reverse=True):
        value = replaced(value, change[0], change[1], with_line_ends(text, change), ascii_only=ascii_only)
    after = changed(text, changes)
    assert joined(value) == after
    assert value.isascii() or not ascii_only
    if isinstance(source, str):
        assert value == json.dumps(after, ensure_ascii=ascii_only)
    elif source == in_rows(text) and len(set(LINE_END.findall(text + after))) <= 1:
        assert json.loads(value) == in_rows(after)
        if len(source) > 1 and after:
            assert value == written(in_rows(after), indent, 3, ascii_only)
    assert value == before or any(start < end or new for start, end, new in changes)


def python_cells() -> st.SearchStrategy[str]:
    """Comments and strings, which are Python whatever is in them."""
    row = texts(without="\\\"'/\f").flatmap(
        lambda text: st.sampled_from([f"# {text}", f"x = 'é{text}'", f"x = {len(text)}", ""])
    )
    return st.tuples(st.lists(row, max_size=5), st.sampled_from(["\n", "\n", "\r\n"]), st.booleans()).map(
        lambda made: made[1].join(made[0]) + made[1] * made[2]
    )


@st.composite
def notebooks(draw: st.DrawFn) -> tuple[list[str], list[str], dict[int, str], dict[int, list[Change]], int]:
    """The JSON between the sources, the JSON of the sources, the texts of code cells and changes, by cell, and BOM."""
    indent, ascii_only, old = draw(INDENTS), draw(st.booleans()), draw(st.booleans())
    cells: list[dict[str, Any]] = []
    raw: list[str] = []
    code: dict[int, str] = {}
    for index in range(1, draw(st.integers(1, 4)) + 1):
        kind = draw(st.sampled_from(["code", "code", "markdown"]))
        text = draw(python_cells())
        if kind == "code":
            code[index] = text
        name = "input" if old and kind == "code" else "source"
        raw.append(written(draw(sources(text)), indent, 5 if old else 3, ascii_only))
        outputs = [{"text": ["é\u001b[0m\r", '"source": ["x"]'], "data": {"source": "no", "n": "FLOAT"}}]
        cell = {"cell_type": kind, name: "SOURCE", "metadata": {"source": []}, "outputs": outputs, "n": "FLOAT"}
        cells.append(dict(draw(st.permutations(list(cell.items())))))
    root: dict[str, Any] = {"metadata": {"é": "FLOAT"}, "nbformat": 3 if old else 4, "nbformat_minor": 0}
    root |= {"worksheets": [{"cells": cells[:1]}, {"cells": cells[1:]}]} if old else {"cells": cells}
    root = dict(draw(st.permutations(list(root.items()))))
    text = json.dumps(root, indent=indent, ensure_ascii=ascii_only)
    text = text.replace('"FLOAT"', draw(st.sampled_from(["1e-5", "1.0E5", "NaN", "-0.0"])))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
        raw = [one.replace("\n", "\r\n") for one in raw]
    text += draw(st.sampled_from(["", "\n", " \r\n"]))
    touched = draw(st.lists(st.sampled_from(sorted(code)), min_size=1, unique=True)) if code else []
    changes = {index: draw(changes_of(code[index], without="/\f")) for index in touched}
    return text.split('"SOURCE"'), raw, code, changes, draw(st.integers(0, 1))


@settings(deadline=None)
@given(notebooks())
def test_only_the_sources_of_touched_cells_change(
    given: tuple[list[str], list[str], dict[int, str], dict[int, list[Change]], int],
) -> None:
    between, raw, code, changes, marks = given
    mark = b"\xef\xbb\xbf" * marks
    data = mark + "".join(a + b for a, b in zip(between, [*raw, ""], strict=True)).encode()
    edits = [as_edit(code[cell], one, NOTEBOOK, cell) for cell, some in changes.items() for one in some]
    result = rewrite(NOTEBOOK, data, edits)
    assert result.startswith(mark)
    text = result.removeprefix(mark).decode()
    position = 0
    for index, part in enumerate(between, 1):
        assert text.startswith(part, position), "something between the sources has changed"
        position += len(part)
        if index > len(raw):
            break
        value, end = json.JSONDecoder().raw_decode(text, position)
        if index in changes:
            assert "".join(value) == changed(code[index], changes[index])
            assert isinstance(value, str) == raw[index - 1].startswith('"')
        else:
            assert text[position:end] == raw[index - 1]
        position = end
    assert position == len(text)


ROWS = st.lists(st.text("xyé 😀", min_size=1).map("# ".__add__), min_size=2, max_size=6)


@settings(deadline=None)
@given(ROWS, st.data(), st.sampled_from([1, 4, "\t"]), st.booleans())
def test_a_changed_row_is_one_row_of_the_diff(
    rows: list[str], data: st.DataObject, indent: int | str, ascii_only: bool
) -> None:
    text = json.dumps(notebook([code_cell(in_rows("\n".join(rows)))]), indent=indent, ensure_ascii=ascii_only)
    row = data.draw(st.integers(1, len(rows)))
    new = data.draw(st.text("xyé 😀", min_size=1))
    result = rewrite(NOTEBOOK, text.encode(), [in_cell(row, 3, row, len(rows[row - 1]) + 1, new)]).decode()
    assert difference(text, result) == (0 if rows[row - 1] == f"# {new}" else 1,) * 2
    result = rewrite(NOTEBOOK, text.encode(), [in_cell(row, 1, row, 1, "# new\n# too\n")]).decode()
    assert difference(text, result) == (0, 2)
    if row < len(rows):
        result = rewrite(NOTEBOOK, text.encode(), [in_cell(row, 1, row + 1, 1, "")]).decode()
        assert difference(text, result) == (1, 0)


def difference(before: str, after: str) -> tuple[int, int]:
    """How many rows of a file went and came."""
    rows = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    return sum(row.startswith("- ") for row in rows), sum(row.startswith("+ ") for row in rows)


@pytest.mark.parametrize("path", sorted(CASES.rglob("*.ipynb")), ids=lambda path: path.stem)
def test_real_notebooks(path: Path) -> None:
    """A row more in each cell whose first row is Python is as many rows more in the file."""
    data = path.read_bytes()
    cells = [cell for cell in source_from_text(path, data).cells if cell.rows[0].startswith(("import", "from", "#"))]
    result = rewrite(path, data, [insertion(1, 1, "# new\n", path=path, cell=cell.index) for cell in cells])
    assert cells
    assert difference(data.decode(), result.decode()) == (0, len(cells))
    again = [edit(1, 1, 2, 1, "", path=path, cell=cell.index) for cell in cells]
    assert rewrite(path, result, again) == data


@pytest.mark.parametrize(
    ("before", "edits", "after"),
    [
        (["a\n", "b"], [in_cell(2, 1, 2, 2, "c")], ["a\n", "c"]),
        (["a\n", "b"], [in_cell(1, 2, 2, 1, "; ")], ["a; b"]),
        (["a\n", "b"], [in_cell(1, 1, 2, 1, "")], ["b"]),
        (["a\n", "b"], [in_cell(1, 2, 2, 2, "")], ["a"]),
        (["a\n", "b"], [in_cell(2, 1, 2, 2, "")], ["a\n"]),
        (["a\n", "b"], [in_cell(1, 1, 2, 2, "")], []),
        (["a\n", "b"], [in_cell(2, 2, 2, 2, "\nc\n")], ["a\n", "b\n", "c\n"]),
        (["a\n"], [in_cell(2, 1, 2, 1, "b")], ["a\n", "b"]),
        (["a"], [in_cell(1, 1, 1, 1, "b\n\n")], ["b\n", "\n", "a"]),
        (["a\r\n", "b"], [in_cell(1, 2, 1, 2, "\nc")], ["a\r\n", "c\r\n", "b"]),
        ([], [in_cell(1, 1, 1, 1, "a\nb")], ["a\n", "b"]),
        ([""], [in_cell(1, 1, 1, 1, "a\nb")], ["a\n", "b"]),
        ([""], [in_cell(1, 1, 1, 1, "")], [""]),
        (["a\n", ""], [in_cell(2, 1, 2, 1, "b")], ["a\n", "b"]),
        (["a\nb\n", "c"], [in_cell(2, 1, 3, 1, "x\ny\n")], ["a\nx\ny\nc"]),
        ("", [in_cell(1, 1, 1, 1, "a\nb")], "a\nb"),
        ("a\nb", [in_cell(1, 1, 2, 2, "")], ""),
        ("a\nb", [in_cell(2, 2, 2, 2, "\tc"), in_cell(1, 1, 1, 1, '"é"\n')], '"é"\na\nb\tc'),
    ],
)
def test_the_shape_of_a_source_is_kept(before: Any, edits: list[Edit], after: Any) -> None:
    assert source_after(before, *edits) == after


def test_a_list_of_one_row_takes_its_layout_from_what_stands_before_the_row() -> None:
    assert replaced('[\r\n\t"a"\r\n]', 1, 1, "\nb", ascii_only=False) == '[\r\n\t"a\\n",\r\n\t"b"\r\n]'
    assert replaced('["a"]', 1, 1, "\nb", ascii_only=False) == '["a\\n", "b"]'
    assert replaced('["a\\n" , "b"]', 2, 2, "c\n", ascii_only=False) == '["a\\n" , "c\\n" , "b"]'


def test_escapes_stay_as_they_are_written() -> None:
    assert replaced(r'"\ud83D\uDE00\u0041\/x"', 3, 4, "y", ascii_only=False) == r'"\ud83D\uDE00\u0041\/y"'
    assert replaced(r'"\ud83D\uDE00\u0041\/x"', 1, 3, "é", ascii_only=True) == r'"\ud83D\uDE00\u00e9x"'


@pytest.mark.parametrize(
    ("notebook", "answer"),
    [
        (r'"\u00e9"', True),
        (r'"\\\u2028"', True),
        (r'"\\u00e9"', False),  # a backslash and a word
        (r'"\u001b"', False),  # every notebook writes those so
        (r'"\u00e9" "é"', False),
        ("", False),
    ],
)
def test_whether_a_notebook_writes_escapes(notebook: str, answer: bool) -> None:
    assert escapes(notebook) is answer


def test_of_equal_keys_the_last_counts() -> None:
    before = b'{"cells": [], "cells": [{"source": "a", "cell_type": "code", "source": ["b"]}]}'
    after = b'{"cells": [], "cells": [{"source": "a", "cell_type": "code", "source": ["c"]}]}'
    assert rewrite(NOTEBOOK, before, [in_cell(1, 1, 1, 2, "c")]) == after


def test_cells_null_means_worksheets() -> None:
    before = '{"worksheets": [{}, {"cells": [{"cell_type": "code", "input": "a"}]}], "cells": null}'
    before = before.replace("{}", '{"cells": [{"cell_type": "heading"}]}')
    after = before.replace('"a"', '"b"')
    assert rewrite(NOTEBOOK, before.encode(), [in_cell(1, 1, 1, 2, "b", cell=2)]) == after.encode()


@pytest.mark.parametrize(
    ("before", "edits", "after"),
    [
        ("%time f(x)", [in_cell(1, 9, 1, 10, "y")], "%time f(y)"),
        ("x = !ls\nf(x)", [in_cell(2, 3, 2, 4, "y"), in_cell(1, 1, 1, 2, "y")], "y = !ls\nf(y)"),
        ("%%time\nf(x)", [in_cell(2, 1, 2, 1, "seed(0)\n")], "%%time\nseed(0)\nf(x)"),
        ("!ls\nf(x)", [in_cell(1, 1, 1, 1, "seed(0)\n")], "seed(0)\n!ls\nf(x)"),
        ("!ls\nf(x)", [in_cell(1, 4, 1, 4, "\nseed(0)")], "!ls\nseed(0)\nf(x)"),
        ("  a = 1\n  !ls\n  b = 1", [in_cell(3, 3, 3, 4, "c")], "  a = 1\n  !ls\n  c = 1"),
        ("if x:\n  \f  y = 1", [in_cell(2, 6, 2, 7, "z")], "if x:\n  \f  z = 1"),
    ],
)
def test_python_beside_ipython_is_edited(before: str, edits: list[Edit], after: str) -> None:
    assert source_after(before, *edits) == after


@pytest.mark.parametrize(
    ("source", "one"),
    [
        ("!pip install x", in_cell(1, 5, 1, 5, "3")),
        ("f()\n!ls", in_cell(1, 1, 2, 4, "")),
        ("f()\n!ls -l\ng()", in_cell(2, 4, 2, 4, "x")),
        ("f()\n!ls", in_cell(2, 4, 2, 4, "  # noqa")),
        ("f()\n!ls", in_cell(2, 1, 2, 1, "x = ")),
        ("f()\n!ls", in_cell(1, 4, 2, 1, "; ")),
        ("%%bash\n\nls", in_cell(2, 1, 2, 1, "seed(0)\n")),
        ("%sql select a\n\nfrom b", in_cell(2, 1, 2, 1, "seed(0)")),
        ("%%time\nf()", in_cell(1, 1, 1, 1, "seed(0)\n")),
        ("%time f()", in_cell(1, 3, 1, 4, "x")),
        ("f()", in_cell(1, 1, 1, 1, "!ls\n")),
    ],
)
def test_ipython_is_left_alone(source: str, one: Edit) -> None:
    with pytest.raises(RewriteError, match="what is edited is IPython, not Python"):
        source_after(source, one)


@pytest.mark.parametrize(
    ("source", "one", "message"),
    [
        ("a = = 1", in_cell(1, 1, 1, 2, "b"), "cell 1 is not Python: invalid syntax"),
        ("a", in_cell(1, 1, 1, 2, "b", cell=2), "cell 2 is not Python"),
        ("a", in_cell(2, 1, 2, 1, "b"), "there is no row 2, column 1"),
        ("a", insertion(1, 1, "b", path=NOTEBOOK), "the edit names no cell"),
        ("a", in_cell(1, 1, 1, 2, "'\udc80'"), "U+DC80 cannot be written in utf-8"),
        ("'\ud83dx\ude00'", in_cell(1, 3, 1, 4, ""), "what is written would be read as something else"),
    ],
)
def test_what_cannot_be_done_to_a_notebook(source: str, one: Edit, message: str) -> None:
    with pytest.raises(RewriteError) as error:
        source_after(source, one)
    assert str(error.value) == message


def test_cells_of_other_languages_are_not_python() -> None:
    cells = [{"cell_type": "markdown", "source": "a"}, code_cell("a") | {"metadata": {"vscode": {"languageId": "sql"}}}]
    for data in (notebook(cells), notebook(cells) | {"metadata": {"language_info": {"name": "R"}}}):
        for cell in (1, 2):
            with pytest.raises(RewriteError, match=f"cell {cell} is not Python"):
                rewrite(NOTEBOOK, json.dumps(data).encode(), [in_cell(1, 1, 1, 1, "b", cell=cell)])


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", json.dumps(notebook([])).encode("utf-16")])
def test_no_notebook(data: bytes) -> None:
    with pytest.raises(SourceError):
        rewrite(NOTEBOOK, data, [in_cell(1, 1, 1, 1, "b")])


# `moved` by example


@pytest.mark.parametrize(
    ("at", "edits", "to"),
    [
        ((1, 5), [insertion(1, 3, "xx")], (1, 7)),
        ((1, 3), [insertion(1, 3, "xx")], (1, 5)),
        ((1, 2), [insertion(1, 3, "xx")], (1, 2)),
        ((1, 3), [insertion(1, 3, "x\nyy")], (2, 3)),
        ((2, 5), [insertion(1, 1, "a\nb\n"), edit(2, 1, 2, 3, "")], (4, 3)),
        ((3, 4), [edit(1, 5, 3, 2, "x")], (1, 8)),
        ((2, 9), [edit(1, 5, 3, 2, "x")], (1, 5)),
        ((5, 1), [edit(1, 5, 3, 2, "x")], (3, 1)),
        ((1, 5), [edit(1, 5, 3, 2, "x")], (1, 5)),
    ],
)
def test_where_a_place_goes(at: tuple[int, int], edits: list[Edit], to: tuple[int, int]) -> None:
    assert moved(*at, edits) == to
