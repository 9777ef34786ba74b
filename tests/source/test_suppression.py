import io
import json
import tokenize
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auglint.source.lexer import comments, place, row_starts
from auglint.source.suppression import Suppression, applies_to, malformed, suppressions
from auglint.source.text import SourceFile, source_from_text


def source(code: str) -> SourceFile:
    return source_from_text(Path("a.py"), code.encode())


def only(code: str) -> Suppression:
    (found,) = suppressions(source(code))
    return found


@pytest.mark.parametrize(
    ("comment", "codes", "kind", "reason"),
    [
        ("# auglint: ignore[AUG201] -- two views", ("AUG201",), "ignore", "two views"),
        ("# auglint: ignore[AUG201, shared-augmentation]", ("AUG201", "shared-augmentation"), "ignore", ""),
        ("# auglint: ignore", (), "ignore", ""),
        ("# auglint: ignore -- all of it", (), "ignore", "all of it"),
        ("# auglint: ignore-file[AUG301] -- generated", ("AUG301",), "ignore-file", "generated"),
        ("# auglint: ignore-file", (), "ignore-file", ""),
        ("#auglint:ignore[aug201]", ("AUG201",), "ignore", ""),
        ("# auglint:ignore AUG201", ("AUG201",), "ignore", ""),
        ("# auglint: ignore AUG201, AUG202 -- known", ("AUG201", "AUG202"), "ignore", "known"),
        ("# auglint: ignore[AUG201] known", ("AUG201",), "ignore", "known"),
        ("# auglint : Ignore [ AUG201 ]--known -- well", ("AUG201",), "ignore", "known -- well"),
        ("# type: ignore # auglint: ignore[AUG201] # pylint: x", ("AUG201",), "ignore", ""),
        ("# noqa", (), "noqa", ""),
        ("# noqa: AUG201", ("AUG201",), "noqa", ""),
        ("#NOQA:E501,aug201 AUG301 because", ("AUG201", "AUG301"), "noqa", "because"),
        ("# noqa: AUG201, E501", ("AUG201",), "noqa", ""),
    ],
)
def test_what_a_comment_says(comment: str, codes: tuple[str, ...], kind: str, reason: str) -> None:
    found = only(f"x = 1  {comment}\n")
    assert (found.codes, found.kind, found.reason) == (codes, kind, reason)
    assert found.whole_file is (kind == "ignore-file")
    assert malformed(source(comment)) == ()


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa: E501",
        "# noqa: because",
        "# noqa-free",
        "# use auglint: ignore[AUG201] here",
        "# auglint is a linter",
        "# auglint ignores this",
        "# pylint: disable=x",
        "x = '# auglint: ignore[AUG201]'",
        '"""\n# noqa\n"""',
        "f'# auglint: ignore {x}'",
    ],
)
def test_what_is_no_suppression(comment: str) -> None:
    assert suppressions(source(comment)) == ()
    assert malformed(source(comment)) == ()


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("# auglint: ignore[AUG2O1]", "'AUG2O1' is neither a code such as AUG201 nor the name of a rule"),
        ("# auglint: ignore[]", "'' is neither a code"),
        ("# auglint: ignore[AUG201", "write `# auglint: ignore[CODE] -- reason`"),
        ("# auglint: ignore because I say so", "write `# auglint: ignore[CODE] -- reason`"),
        ("# auglint: ignore-file: AUG201", "write `# auglint: ignore-file[CODE] -- reason`"),
        ("# auglint: disable=AUG201", "not understood"),
        ("# auglint: ignored[AUG201]", "not understood"),
        ("# auglint ignore[AUG201]", "a colon is missing"),
    ],
)
def test_malformed_comments_silence_nothing_and_are_told_of(comment: str, words: str) -> None:
    read = source(f"x = 1\ny = 2  {comment}\n")
    assert suppressions(read) == ()
    (found,) = malformed(read)
    assert words in found.message
    assert (found.site.row, found.site.column, found.site.end_column) == (2, 8, 8 + len(comment))


def test_the_understood_part_of_a_malformed_comment_counts() -> None:
    read = source("x = 1  # auglint: ignore[AUG201, AUG2O2] -- known\n")
    assert [one.codes for one in suppressions(read)] == [("AUG201",)]
    assert len(malformed(read)) == 1


@pytest.mark.parametrize("broken", ["x = (\n", "if x\n", "x = '\n", "   y\n x\n", "x = $ ? !\n", "def f(:\n", "\\\n"])
def test_broken_code_keeps_its_comments(broken: str) -> None:
    found = only(f"{broken}z = 1  # noqa: AUG201\n")
    assert found.site.row == broken.count("\n") + 1
    assert found.site.column == 8


def test_where_a_comment_counts() -> None:
    read = source("loader = DataLoader(  # noqa: AUG201\n    data,\n    shuffle=True,  # noqa: AUG202\n)\n")
    first, inner = suppressions(read)
    site = read.site(2, 4, 3, 16)
    assert applies_to(inner, site)
    assert not applies_to(first, site)
    assert applies_to(first, site, statement_row=1)
    whole = only("# auglint: ignore-file[AUG201]\n\n")
    assert applies_to(whole, site)
    assert whole.covers("AUG201", "shared-augmentation")
    assert not whole.covers("AUG301", "identical-split-data")
    assert only("# noqa").covers("AUG301", "identical-split-data")


def test_comments_in_notebooks_count_in_their_cell() -> None:
    texts = ["x = 1\ny = 2  # noqa: AUG201", "%time f()  # auglint: ignore", "%%bash\nls # noqa", "!ls # noqa\nz = 1"]
    cells = [{"cell_type": "code", "source": text} for text in texts]
    read = source_from_text(Path("a.ipynb"), json.dumps({"cells": cells}).encode())
    found = suppressions(read)
    assert [(one.site.cell, one.site.row, one.site.column) for one in found] == [(1, 2, 8), (2, 1, 12)]
    assert not applies_to(found[0], read.site(4, 0, 4, 1))
    assert applies_to(found[0], read.site(2, 0, 2, 1))


def test_columns_count_code_points_after_a_form_feed() -> None:
    found = only("\fé = '𝒳'  # noqa\n")
    assert (found.site.row, found.site.column) == (1, 11)


code_pieces = st.sampled_from(
    [
        "x",
        "'a#b'",
        '"#"',
        "'''\n#'''",
        "# c",
        "\n",
        "\r\n",
        "(",
        ")",
        "\\\n",
        "rb'\\'#'",
        "f'#{a}'",
        " ",
        "''",
        '"""#"""',
    ]
)


@given(st.lists(code_pieces, max_size=15).map("".join))
def test_comments_are_those_of_tokenize(code: str) -> None:
    code = code.replace("\r\n", "\n")
    try:
        compile(code, "x", "exec")
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (SyntaxError, tokenize.TokenError):
        return
    expected = [(token.start, token.string) for token in tokens if token.type == tokenize.COMMENT]
    starts = row_starts(code)
    assert [(place(starts, one.start()), one[0]) for one in comments(code)] == expected


def test_comments_of_the_standard_library_are_those_of_tokenize() -> None:
    for module in (json, tokenize, io):
        text = Path(module.__file__).read_text(encoding="utf-8")
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        expected = [token.string for token in tokens if token.type == tokenize.COMMENT]
        assert [one[0] for one in comments(text)] == expected


@given(st.text(alphabet="# auglint:ore[],-fAUG201noqa\n'", max_size=60))
def test_any_comment_is_read(text: str) -> None:
    read = source(text)
    for one in (*suppressions(read), *malformed(read)):
        row = read.rows(None)[one.site.row - 1]
        assert row[one.site.column - 1] == "#"
        assert one.site.end_column <= len(row) + 1
