import os
import pickle
import subprocess
import sys
from pathlib import Path

import libcst
import pytest
from hypothesis import given
from hypothesis import strategies as st
from libcst.metadata import MetadataWrapper, PositionProvider

from auglint.source.text import (
    CODE_LIMIT,
    NOTEBOOK_LIMIT,
    SourceError,
    SourceFile,
    nesting_error,
    read_source,
    source_from_text,
    syntax_error,
)

BAD = Path(__file__).parents[1] / "bad_input"


def source(code: str | bytes) -> SourceFile:
    return source_from_text(Path("a.py"), code if isinstance(code, bytes) else code.encode())


def refused(path: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_source(path)
    assert "\n" not in str(caught.value)
    return caught.value


def places(read: SourceFile) -> dict[str, tuple[int, int]]:
    """Where each name of the code lies in the file, by the way of libcst."""
    positions = MetadataWrapper(libcst.parse_module(read.code)).resolve(PositionProvider)
    sites = {}
    for node, span in positions.items():
        if isinstance(node, libcst.Name):
            site = read.site(span.start.line, span.start.column, span.end.line, span.end.column)
            sites[node.value] = (site.row, site.column)
    return sites


@pytest.mark.parametrize(
    ("name", "words", "row", "column"),
    [
        ("undeclared_latin_1.py", "byte 0xee is not valid utf-8: save the file as UTF-8", 2, 8),
        ("unknown_encoding.py", "unknown encoding 'utf-9'", 1, None),
        ("utf_16.py", "UTF-16", 1, None),
        ("nul.py", "NUL byte", 2, 6),
        ("empty.ipynb", "the file is empty", None, None),
        ("not_json.ipynb", "no JSON", 1, 1),
        ("list.ipynb", "its JSON is a list", None, None),
        ("python_that_is_json.ipynb", "it has no cells", None, None),
        ("cell_without_source.ipynb", "a code cell without source", None, None),
    ],
)
def test_bad_file_is_one_clear_line(name: str, words: str, row: int | None, column: int | None) -> None:
    error = refused(BAD / name)
    assert words in error.message
    assert (error.row, error.column, error.is_source) == (row, column, True)


@pytest.mark.parametrize(
    ("name", "words", "row", "column"),
    [
        ("syntax_error.py", "'(' was never closed", 3, 37),
        ("python_2.py", "this is Python 2", 3, 1),
        ("ipython_lines.py", "IPython, not Python: keep it in a notebook or comment it out", 3, 1),
    ],
)
def test_syntax_errors_have_a_place(name: str, words: str, row: int, column: int) -> None:
    error = syntax_error(read_source(BAD / name))
    assert error is not None
    assert words in error.message
    assert (error.row, error.column, error.is_source) == (row, column, True)


@pytest.mark.parametrize("row", ["exec 'x'", "print x, y", "raise E, 'no'", "if a <> b: pass", "n = 0777"])
def test_python_2_is_named(row: str) -> None:
    error = syntax_error(source(f"a = 1\n{row}\n"))
    assert error is not None
    assert error.message.startswith("this is Python 2")
    assert error.row == 2


@pytest.mark.parametrize("row", ["%cd x", "!ls", "?print", "print??", "files = !ls", "pip install x", "%%time"])
def test_ipython_is_named(row: str) -> None:
    error = syntax_error(source(f"a = 1\n{row}\n"))
    assert error is not None
    assert error.message.startswith("this line is IPython")
    assert (error.row, error.column) == (2, 1)


def test_no_syntax_error_in_python() -> None:
    assert syntax_error(source("x = 5 % 3\nprint('%d' % x)\n")) is None
    assert syntax_error(source("")) is None


def test_indentation_error_points_at_the_text() -> None:
    error = syntax_error(source("a = 1\n   b = 2\n"))
    assert error is not None
    assert (error.row, error.column) == (2, 4)


def test_an_empty_file_and_a_declared_encoding_are_fine() -> None:
    assert read_source(BAD / "empty.py").code == ""
    assert "entraîné" in read_source(BAD / "declared_latin_1.py").code
    assert source(b"#!/usr/bin/python\r# vim: set fileencoding=latin-1 :\rx = '\xe9'\r").code.endswith("'é'\r")
    assert source(b"x = 1\n\n# coding: latin-1\n").code.startswith("x")


@pytest.mark.parametrize("name", ["rot13", "hex", "utf-16", "base64", "undefined", "unicode_internal"])
def test_codecs_that_are_not_source_encodings(name: str) -> None:
    with pytest.raises(SourceError, match=r"unknown encoding|not valid"):
        source(f"# coding: {name}\nx = 1\n")


def test_the_mark_and_the_coding_line_must_agree() -> None:
    assert places(source(b"\xef\xbb\xbf# coding: utf-8\nx = 1\n")) == {"x": (2, 1)}
    assert places(source(b"\xef\xbb\xbfx = y\n")) == {"x": (1, 1), "y": (1, 5)}
    with pytest.raises(SourceError, match="UTF-8 mark"):
        source(b"\xef\xbb\xbf# coding: latin-1\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_count_as_python_counts_them(end: str) -> None:
    read = source(end.join(["a = '\v\x1c\x85\u2028'; b = 1", "'''", "'''; c = 1", "\fd = 1", "é = e", ""]))
    assert places(read) == {"a": (1, 1), "b": (1, 13), "c": (3, 6), "d": (4, 2), "é": (5, 1), "e": (5, 5)}
    assert read.rows(None)[3] == "\fd = 1"
    assert len(read.rows(None)) == 5


def test_form_feeds_before_code_keep_columns() -> None:
    read = source("if a:\n    b\n  \f \f    c = 1\n\f    d = c2\n\f\n\f# e\nf = '\f'\n")
    assert places(read) == {"a": (1, 4), "b": (2, 5), "c": (3, 10), "d": (4, 6), "c2": (4, 10), "f": (7, 1)}


def test_too_large(tmp_path: Path) -> None:
    large = tmp_path / "large.py"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    assert refused(large).message == "50.0 MB of Python is too large: auglint reads up to 5 MB"
    notebook = tmp_path / "large.ipynb"
    with notebook.open("wb") as file:
        file.truncate(NOTEBOOK_LIMIT + 1)
    assert "auglint reads up to 100 MB" in refused(notebook).message
    with pytest.raises(SourceError, match="too large"):
        source(b"#" * (CODE_LIMIT + 1))


def test_what_is_not_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "broken.py").symlink_to("gone.py")
    (tmp_path / "a.py").symlink_to("b.py")
    (tmp_path / "b.py").symlink_to("a.py")
    (tmp_path / "file.py").write_text("")
    messages = {
        "pipe.py": "this is a pipe, not a file",
        "folder.py": "this is a folder, not a file",
        "broken.py": "this link is broken: it leads to gone.py",
        "a.py": "this link leads back to itself",
        "none.py": "no such file or folder",
        "file.py/none.py": "no such file or folder",
        "x" * 300: "cannot be read: file name too long",
        "nul\0.py": "this cannot be the name of a file",
    }
    for name, message in messages.items():
        error = refused(tmp_path / name)
        assert (error.message, error.is_source) == (message, False)
    assert refused(Path("/dev/zero")).message == "this is a device, not a file"


def test_unreadable(tmp_path: Path) -> None:
    secret = tmp_path / "secret.py"
    secret.write_text("x = 1\n")
    secret.chmod(0)
    if os.geteuid() != 0:
        assert refused(secret).message == "cannot be read: permission denied"
        return
    tmp_path.chmod(0o755)
    script = (
        "import os, sys; from pathlib import Path; from auglint.source.text import read_source, SourceError\n"
        "os.chdir(sys.argv[1]); os.setuid(65534)\n"
        "try: read_source(Path('secret.py'))\n"
        "except SourceError as error: print(error, error.is_source)"
    )
    command = [sys.executable, "-c", script, tmp_path]
    done = subprocess.run(command, cwd=BAD.parents[1], capture_output=True, text=True, check=True)
    assert done.stdout == "secret.py: cannot be read: permission denied False\n"


def test_paths_are_shown_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text("x = 1\n")
    monkeypatch.chdir(tmp_path)
    assert read_source(tmp_path / "src" / "a.py").path == Path("src/a.py")
    monkeypatch.chdir(tmp_path / "src")
    assert read_source(Path("../src/a.py")).path == Path("../src/a.py")


@pytest.mark.parametrize(
    "code",
    [
        "x = " + "(" * 5000 + ")" * 5000,
        "x = " + "[" * 5000,
        "x = " + "-" * 20000 + "1",
        "x = " + "+\\\n".join("1" * 20000),
        "x = (" + "\n+".join("1" * 20000) + ")",
        "x = a" + ".b()" * 20000,
        "x = a" + "[0, 1]" * 20000,
        "x = " + "not " * 20000 + "1",
        "x = " + "lambda: " * 20000 + "1",
        "x = " + "1 if a else " * 20000 + "1",
        "x = " + " and ".join("a" * 20000),
        "if a:\n  b\n" + "elif a:\n  b\n" * 20000,
        "x = f'{" + "(" * 5000 + ")" * 5000 + "}'",
    ],
    ids=lambda code: code[:12].replace("\n", " "),
)
def test_deep_nesting_is_seen_before_a_parser_dies_of_it(code: str) -> None:
    error = nesting_error(source(code))
    assert error is not None
    assert error.message == "this code is nested too deeply to be read"
    assert error.row is not None


def test_wide_code_is_not_deep() -> None:
    wide = [
        "x = [" + "(-1.5, [a.b, (2 + 3)]), " * 1200 + "]\n",
        "x = a + b(c) - d[0]\n" * 1200,
        "x = '((((((((' # ((((((\n" * 500,
        "if a:\n  b\nelif c:\n  d\nelse:\n  e\n" * 1200,
        "x = f'" + "." * 1200 + "'\n",
        "f(" + "a=b.c, " * 1200 + ")\n",
        "x = [\n" + "    'a' 'b',\n" * 1200 + "]\n",
    ]
    for code in wide:
        assert nesting_error(source(code)) is None
        libcst.parse_module(code)


def test_what_passes_the_guard_survives_libcst() -> None:
    for code in ["x = " + "(" * 190 + ")" * 190, "x = " + "-" * 990 + "1", "x = " + " and ".join("a" * 990)]:
        assert nesting_error(source(code)) is None
        libcst.parse_module(code)


def test_syntax_error_survives_deep_nesting() -> None:
    for code in ["x = " + "(" * 5000, "x = " + "-" * 100_000 + "1", "".join(" " * n + "if x:\n" for n in range(150))]:
        error = syntax_error(source(code))
        assert error is not None
        assert error.message == "this code is nested too deeply to be read"


def test_errors_cross_processes() -> None:
    error = SourceError(Path("a.ipynb"), "no", 3, 4, 2, False)
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error) == "a.ipynb:cell 2:3:4: no"
    assert vars(again) == vars(error)
    read = source("\fx = 1\n")
    assert pickle.loads(pickle.dumps(read)) == read


@given(st.binary(max_size=300), st.sampled_from(["a.py", "a.ipynb"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        read = source_from_text(Path(name), data)
    except SourceError as error:
        assert "\n" not in str(error)
    else:
        syntax_error(read)
        nesting_error(read)
        read.rows(None)


@given(st.text(alphabet="ab(){}[]'\"#\\\n\r\f \t=,.?!%:f", max_size=200))
def test_any_text_has_its_rows_back(text: str) -> None:
    read = source(text)
    joined = "\n".join(read.rows(None))
    assert joined == text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    error = syntax_error(read)
    if error is not None and error.row is not None and error.column is not None:
        assert 1 <= error.row <= max(1, len(read.rows(None)))
        assert 1 <= error.column <= len(read.rows(None)[error.row - 1]) + 1
