import json
from pathlib import Path
from typing import Any

import libcst
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auglint.source.lexer import split_rows
from auglint.source.magics import mask
from auglint.source.text import SourceError, SourceFile, read_source, source_from_text

BAD = Path(__file__).parents[1] / "bad_input"


def code_cell(source: Any, **metadata: Any) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": [], "source": source}


def read(*cells: Any, **metadata: Any) -> SourceFile:
    made = [code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    return load({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def load(value: Any) -> SourceFile:
    return source_from_text(Path("a.ipynb"), json.dumps(value).encode())


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("%matplotlib inline\nx = 1", "#                 \nx = 1"),
        ("!pip install \\\n   torch \\\n\nx = 1", "#             \n#         \n\nx = 1"),
        ("?print\nprint?\nnp.a??\nx = y?  # c", "#     \n#     \n#     \n#          "),
        ("files = !ls *.png\nfiles", "files = None     \nfiles"),
        ("x = !l", "x = 0 "),
        ("a, b = %sx ls", "a, b = None  "),
        ("d['k'] = !ls", "d['k'] = 0  "),
        ("d['a = !'] = 1", "d['a = !'] = 1"),
        ("x: list = !find .", "x: list = None   "),
        ("if a: x = !find .", "if a: x = None   "),
        ("if a:\n    !ls it's\n    !\n    %cd", "if a:\n    pass    \n    0\n    0  "),
        ("if a:\n    a?\nelse:\n    pass", "if a:\n    0 \nelse:\n    pass"),
        ("%time fit(x)", "0;    fit(x)"),
        ("%timeit -n 10 -r3 fit(x)", "0;                fit(x)"),
        ("if a:\n    %time fit(x)", "if a:\n    0;    fit(x)"),
        ("h = %time fit(x)", "h =       fit(x)"),
        ("%time for x in y: pass", "#                     "),
        ("%%time\nx = 1", "#     \nx = 1"),
        ("\n# first\n%%capture out\n%%time\nx = 1", "\n# first\n#            \n#     \nx = 1"),
        ("%%bash\nls 'it\n\ncd", "#     \n#     \n\n# "),
        ("%%html\n<!-- noqa -->", "#     \n#            "),
        ("%%writefile a.py\nx = 1", "#               \n#    "),
        ("%%unheard_of\nx = 1", "#           \n#    "),
        ("%sql\nselect = 1", "#   \n#         "),
        ("%md some *text*\nmore", "#              \n#   "),
        ("cd some/path\npip install it's\nls -l\nx", "#           \n#               \nls -l\nx"),
        ("time = 3\nls.x\nrun(1)\nls = [\n 1]", "time = 3\nls.x\nrun(1)\nls = [\n 1]"),
        ("x = (a\n % b)\ny = a \\\n % b", "x = (a\n % b)\ny = a \\\n % b"),
        ("s = '''\n%x\n!y\nz?\n'''", "s = '''\n%x\n!y\nz?\n'''"),
        ("x = 'a = !b'  # c?\nx != 3", "x = 'a = !b'  # c?\nx != 3"),
        ("await f()\nplot();", "await f()\nplot();"),
        ("x = 1\r\n!ls\r\nf()", "x = 1\r\n#  \r\nf()"),
        ("", ""),
    ],
)
def test_masking(written: str, masked: str) -> None:
    assert mask(written) == masked
    source = read(written)
    assert source.errors == ()
    assert source.code == masked + "\n"
    libcst.parse_module(source.code)


WORDS = """%time_|%%bash|%%time|!ls|?|x|_=_|(|)|[|]|'|"|'''|#|\\|if_a:|f'{a}'|é|cd_|pass|%|,|;|pip_install"""
pieces = st.sampled_from([*WORDS.replace("_", " ").split("|"), '"' * 3, "\n", "\n    ", "\r\n", "\f", "\u2028"])


@given(st.lists(pieces, max_size=25).map("".join))
def test_masking_keeps_every_row_as_long(written: str) -> None:
    masked = mask(written)
    assert [len(row) for row in split_rows(masked)] == [len(row) for row in split_rows(written)]
    assert len(masked) == len(written)


@example(["\n    %time \n    "], False)  # a last row of mere margin
@example(["\\\r\n"], False)  # a line continuation and nothing after it
@given(st.lists(st.lists(pieces, max_size=12).map("".join), min_size=1, max_size=4), st.booleans())
def test_every_place_has_its_way_back(cells: list[str], markdown: bool) -> None:
    made: list[Any] = [{"cell_type": "markdown", "metadata": {}, "source": "# x"}] if markdown else []
    source = read(*made, *cells)
    dropped = dict(source.dropped)
    lines = split_rows(source.code)
    assert len(lines) == sum(cell.line_count for cell in source.cells)
    for cell in source.cells:
        assert cell.rows == tuple(source.rows(cell.index))
        assert len(cell.rows) == cell.line_count
        assert cell.index > markdown
        for number, written in enumerate(cell.rows, 1):
            line = cell.first_line + number - 1
            left_out = dropped.get(line, "")
            assert written.startswith(left_out)
            assert len(left_out) + len(lines[line - 1]) == len(written)
            site = source.site(line, 0, line, len(lines[line - 1]))
            assert (site.cell, site.row, site.end_row) == (cell.index, number, number)
            assert (site.column, site.end_column) == (len(left_out) + 1, len(written) + 1)
    libcst.parse_module(source.code)


def test_cells_are_counted_with_markdown_and_joined_in_order() -> None:
    text = {"cell_type": "markdown", "metadata": {}, "source": ["# Title\n", "text"]}
    source = read(text, code_cell(["a = 1\n", "b = 2"]), text, code_cell("c = 3\n"))
    assert source.code == "a = 1\nb = 2\nc = 3\n"
    assert [(cell.index, cell.first_line, cell.line_count) for cell in source.cells] == [(2, 1, 2), (4, 3, 1)]
    site = source.site(3, 4, 3, 5)
    assert (site.cell, site.row, site.column, site.end_row, site.end_column) == (4, 1, 5, 1, 6)
    assert source.rows(2) == ("a = 1", "b = 2")
    assert source.rows(3) == ()


def test_a_span_ends_with_its_cell() -> None:
    source = read("def f():\n    return 1", "x = 2")
    site = source.site(1, 0, 3, 0)
    assert (site.cell, site.row, site.end_row, site.end_column) == (1, 1, 2, 13)


def test_a_broken_cell_does_not_lose_the_notebook() -> None:
    source = read_source(BAD / "broken_cell.ipynb")
    assert source.code == "import torch\nx = 1\n#       \n#     \ny = x\n"
    (error,) = source.errors
    assert (error.cell, error.row, error.column, error.message) == (3, 1, 9, "invalid syntax")
    assert source.rows(3) == ("for i in", "  pass")


@pytest.mark.parametrize(
    "broken", ["x = (", "x = \\", "'''", "if a:", "x = '\0'", "x = 1\n  y", "(" * 3000, "f(a ? b)"]
)
def test_broken_cells_stay_apart(broken: str) -> None:
    source = read(broken, "y = 2", "z = 3")
    assert [error.cell for error in source.errors] == [1]
    names = [line for line in split_rows(source.code) if not line.startswith("#")]
    assert names == ["y = 2", "z = 3"]


def test_newer_syntax_than_the_running_python_is_kept() -> None:
    written = "def first[T](items: list[T]) -> T:\n    !ls\n    return items[0]"
    source = read(written)
    assert source.errors == ()
    assert source.code.startswith("def first[T]")


def test_lone_surrogates_and_carriage_returns() -> None:
    source = read("x = '\ud800'", "y = 1\r", "\nz = 2")
    assert source.errors == ()
    libcst.parse_module(source.code)
    assert [cell.first_line for cell in source.cells] == [1, 2, 3]
    assert source.cells[0].rows == ("x = '\ufffd'",)


def test_a_cell_indented_as_a_whole() -> None:
    source = read("    x = 1\n    if x:\n        !ls\n        y = 2")
    assert source.code == "x = 1\nif x:\n    0  \n    y = 2\n"
    site = source.site(4, 4, 4, 5)
    assert (site.row, site.column, site.end_column) == (4, 9, 10)


def test_format_3() -> None:
    cells = [
        {"cell_type": "markdown", "source": "x"},
        {"cell_type": "code", "language": "python", "input": ["x = 1\n", "y = 2"]},
    ]
    source = load({"worksheets": [{"cells": cells}, {"cells": cells}], "nbformat": 3, "metadata": {}})
    assert source.code == "x = 1\ny = 2\n" * 2
    assert [cell.index for cell in source.cells] == [2, 4]


def test_other_languages_have_no_code() -> None:
    assert read_source(BAD / "julia.ipynb").code == ""
    assert read("x <- 1", language_info={"name": "R"}).code == ""
    assert read("x <- 1", kernelspec={"name": "ir", "display_name": "R"}).code == ""
    assert read("x = 1", kernelspec={"name": "conda-env", "display_name": "x"}).code == "x = 1\n"
    assert read("x = 1", language_info={"name": "python", "version": "3.11"}).code == "x = 1\n"
    assert read("x = 1", language_info=None, kernelspec=["odd"]).code == "x = 1\n"


def test_cells_of_other_languages_are_left_out() -> None:
    source = read(
        code_cell("select 1", vscode={"languageId": "sql"}), code_cell("x = 1", vscode={"languageId": "python"})
    )
    assert source.code == "x = 1\n"
    assert [cell.index for cell in source.cells] == [2]


@pytest.mark.parametrize(
    ("written", "code"),
    [("%sql select *\nfrom t", "#            \n#     "), ("%sql select *\nx = 1", "#            \nx = 1")],
)
def test_sql_line_or_cell(written: str, code: str) -> None:
    source = read(written)
    assert source.code == code + "\n"
    assert source.errors == ()


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        3,
        None,
        {"cells": None},
        {"cells": {}},
        {"cells": [3]},
        {"cells": [{}]},
        {"cells": [{"cell_type": "code"}]},
        {"cells": [{"cell_type": "code", "source": None}]},
        {"cells": [{"cell_type": "code", "source": ["a", 1]}]},
        {"worksheets": [{}]},
        {"worksheets": [3]},
        {"metadata": {}, "nbformat": 4},
    ],
)
def test_json_that_is_no_notebook(value: Any) -> None:
    with pytest.raises(SourceError, match="this is not a notebook"):
        load(value)


@pytest.mark.parametrize("data", [b"", b" \n", b"{", b"x = 1", b"[" * 100_000, b"\xff\xfe{}", b'{"a": ' + b"9" * 5000])
def test_no_json(data: bytes) -> None:
    with pytest.raises(SourceError, match="this is not a notebook") as caught:
        source_from_text(Path("a.ipynb"), data)
    assert "\n" not in str(caught.value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["cells", "cell_type", "source", "metadata", "worksheets", "vscode", "kernelspec", "language"]
            ),
            inner | st.just("code"),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_any_json_is_read_or_refused(value: Any) -> None:
    try:
        source = load(value)
    except SourceError:
        return
    assert isinstance(value, dict)
    assert len(split_rows(source.code)) == sum(cell.line_count for cell in source.cells)
