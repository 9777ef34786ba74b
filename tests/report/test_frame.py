"""Code frames, exactly as they are printed."""

import unicodedata
from pathlib import Path
from textwrap import dedent

from hypothesis import given
from hypothesis import strategies as st

from auglint.pipeline import Site
from auglint.report.display import glyph
from auglint.report.frame import Mark, frame

HERE = Path("train.py")


def shown(text: str, *marks: tuple[tuple[int, int, int, int], str, bool], gutter: int = 1, colour: bool = False) -> str:
    places = [Mark(Site(HERE, *span), label, primary) for span, label, primary in marks]
    return "\n".join(frame(places, text.split("\n"), gutter, "warning", colour)) + "\n"


def expect(picture: str) -> str:
    return dedent(picture).lstrip("\n")


def test_one_mark() -> None:
    assert shown("import torch\ntorch.manual_seed(0)", ((2, 1, 2, 21), "set here", True)) == expect("""
           |
         2 | torch.manual_seed(0)
           | ^^^^^^^^^^^^^^^^^^^^ set here
        """)


def test_rows_in_order_with_elision_and_a_single_row_between_shown() -> None:
    text = "a = 1\nb = 2\nc = 3\n\nd = 5\ne = 6\nf = 7"
    marks = [
        ((7, 1, 7, 2), "seventh", True),
        ((1, 1, 1, 2), "first", False),
        ((3, 1, 3, 2), "third", False),
        ((6, 1, 6, 2), "sixth", False),
    ]
    assert shown(text, *marks) == expect("""
           |
         1 | a = 1
           | - first
         2 | b = 2
         3 | c = 3
           | - third
         ...
         6 | e = 6
           | - sixth
         7 | f = 7
           | ^ seventh
        """)


def test_several_labels_on_one_row_do_not_touch() -> None:
    text = "fit(train(tfm), val(tfm), test(tfm))"
    marks = [
        ((1, 11, 1, 14), "given to training here", False),
        ((1, 21, 1, 24), "and to validation here", True),
        ((1, 32, 1, 35), "and to the test split here", False),
    ]
    assert shown(text, *marks) == expect("""
           |
         1 | fit(train(tfm), val(tfm), test(tfm))
           |           ---       ^^^        --- and to the test split here
           |           |         |
           |           |         and to validation here
           |           given to training here
        """)


def test_a_mark_within_another_stays_visible() -> None:
    text = "loader(tfm, workers=2)"
    marks = [((1, 1, 1, 23), "the loader", True), ((1, 8, 1, 11), "its transform", False)]
    assert shown(text, *marks) == expect("""
           |
         1 | loader(tfm, workers=2)
           | ^^^^^^^---^^^^^^^^^^^^ the loader
           |        |
           |        its transform
        """)


def test_marks_that_start_together() -> None:
    text = "make(tfm)(x)"
    marks = [((1, 1, 1, 5), "made", False), ((1, 1, 1, 10), "called", False), ((1, 1, 1, 13), "used", True)]
    assert shown(text, *marks) == expect("""
           |
         1 | make(tfm)(x)
           | ---------^^^ used
           | |
           | called
           | made
        """)


def test_a_mark_without_label_needs_no_row_of_its_own() -> None:
    text = "f(a, b)"
    assert shown(text, ((1, 3, 1, 4), "first", False), ((1, 6, 1, 7), "", True)) == expect("""
           |
         1 | f(a, b)
           |   -  ^
           |   |
           |   first
        """)


def test_of_several_rows_the_first_is_marked() -> None:
    text = "tfm = Compose([  \n" + "    Flip(),\n" * 60 + "])"
    assert shown(text, ((1, 7, 62, 3), "created here", True)) == expect("""
           |
         1 | tfm = Compose([
           |       ^^^^^^^^^ created here (lines 1-62)
        """)


def test_a_span_to_the_end_of_its_row_is_one_row() -> None:
    assert shown("seed(0)\nx", ((1, 1, 2, 1), "here", True)) == expect("""
           |
         1 | seed(0)
           | ^^^^^^^ here
        """)


def test_wide_characters_keep_the_marks_in_place() -> None:
    text = '読む("画像", é́, "🙂", tfm)'
    column = text.index("tfm") + 1
    assert shown(text, ((1, column, 1, column + 3), "here", True), ((1, 4, 1, 8), "folder", False)) == expect("""
           |
         1 | 読む("画像", é́, "🙂", tfm)
           |      ------           ^^^ here
           |      |
           |      folder
        """)


def test_joined_emoji_are_shown_apart() -> None:
    text = "f('👩\u200d🔬', tfm)"
    assert shown(text, ((1, 10, 1, 13), "here", True)) == expect("""
           |
         1 | f('👩🔬', tfm)
           |           ^^^ here
        """)


def test_tabs_are_four_spaces() -> None:
    assert shown("\tif x:\n\t\tf(\ttfm)", ((2, 6, 2, 9), "here", True)) == expect("""
           |
         2 |         f(    tfm)
           |               ^^^ here
        """)


def test_control_and_bidirectional_characters_are_never_sent_raw() -> None:
    text = "x = '\x1b[2J\u202e\x9b\u2028\ud800'; tfm"
    column = text.index("tfm") + 1
    assert shown(text, ((1, column, 1, column + 3), "\x1b[31mhere\r\nand on", True)) == expect(r"""
           |
         1 | x = '\x1b[2J\u202e\x9b\u2028\ud800'; tfm
           |                                      ^^^ \x1b[31mhere and on
        """)


def test_a_very_long_row_is_cut_to_what_matters() -> None:
    text = "a" * 1000 + "(first)" + "b" * 1000 + "(second)" + "c" * 1000
    one, two = text.index("first") + 1, text.index("second") + 1
    marks = [((1, one, 1, one + 5), "here", True), ((1, two, 1, two + 6), "and here", False)]
    assert shown(text, *marks) == (
        "  |\n"
        f"1 | ...{'a' * 49}(first){'b' * 49}...{'b' * 49}(second){'c' * 49}...\n"
        f"  | {' ' * 53}^^^^^{' ' * 103}------ and here\n"
        f"  | {' ' * 53}|\n"
        f"  | {' ' * 53}here\n"
    )


def test_a_very_long_span_is_cut_in_its_middle() -> None:
    text = "f('" + "x" * 9000 + "')"
    assert shown(text, ((1, 3, 1, 9005), "here", True)) == (
        f"  |\n1 | f('{'x' * 49}...{'x' * 49}')\n  |   {'^' * 103} here\n"
    )


def test_an_empty_span_is_one_caret() -> None:
    assert shown("f(a)", ((1, 4, 1, 4), "missing here", True)) == expect("""
           |
         1 | f(a)
           |    ^ missing here
        """)


def test_the_end_of_the_file() -> None:
    assert shown("f(a)\n", ((2, 1, 2, 1), "nothing follows", True)) == expect("""
           |
         2 |
           | ^ nothing follows
        """)
    assert shown("f(a)", ((1, 5, 1, 5), "after the last character", True)) == expect("""
           |
         1 | f(a)
           |     ^ after the last character
        """)


def test_a_place_that_is_no_longer_there() -> None:
    assert shown("f(a)", ((1, 40, 1, 44), "gone", False), ((9, 3, 9, 7), "gone too", True)) == expect("""
           |
         1 | f(a)
           |     - gone
         ...
         9 |
           | ^ gone too
        """)


def test_styles() -> None:
    text = "f(a, b)"
    lines = shown(text, ((1, 3, 1, 4), "first", False), ((1, 6, 1, 7), "second", True), colour=True)
    assert lines.split("\n") == [
        "\x1b[34m  |\x1b[0m",
        "\x1b[34m1 |\x1b[0m f(a, b)",
        "\x1b[34m  |\x1b[0m   \x1b[36m-\x1b[0m  \x1b[1;33m^\x1b[0m \x1b[1;33msecond\x1b[0m",
        "\x1b[34m  |\x1b[0m   \x1b[36m|\x1b[0m",
        "\x1b[34m  |\x1b[0m   \x1b[36mfirst\x1b[0m",
        "",
    ]


TRICKY = "ab \t\x1b\x00\u202e\u2028\u0301\u20dd\u200d\ufe0f\u1100\u1161画🙂\ud800"
TEXTS = st.one_of(st.text(TRICKY, max_size=40), st.text(max_size=40))
ROWS = st.lists(TEXTS, min_size=1, max_size=6)


def cells(printed: str) -> int:
    """The width of text on a terminal, reckoned apart from the code under test."""
    zero = {"Mn", "Me"}
    wide = sum(unicodedata.east_asian_width(char) in ("W", "F") for char in printed)
    none = sum(unicodedata.category(char) in zero or 0x1160 <= ord(char) < 0x1200 for char in printed)
    return len(printed) + wide - none


@st.composite
def spans(draw: st.DrawFn, rows: list[str]) -> Site:
    ends = []
    for _ in range(2):
        row = draw(st.integers(1, len(rows)))
        ends.append((row, draw(st.integers(1, len(rows[row - 1]) + 1))))
    (row, column), (end_row, end_column) = sorted(ends)
    return Site(HERE, row, column, end_row, end_column)


@given(st.data(), ROWS, st.booleans())
def test_no_text_and_no_span_can_break_a_frame(data: st.DataObject, rows: list[str], colour: bool) -> None:
    places = data.draw(st.lists(spans(rows), min_size=1, max_size=5))
    labels = [data.draw(TEXTS) for _ in places]
    marks = [Mark(site, label, index == 0) for index, (site, label) in enumerate(zip(places, labels, strict=True))]
    lines = frame(marks, rows, 2, "error", colour)
    unsafe = {"Cc", "Cs", "Zl", "Zp"} if not colour else {"Cs", "Zl", "Zp"}
    assert not any(unicodedata.category(char) in unsafe for line in lines for char in line)
    if not colour:
        numbers = [int(line[:2]) for line in lines if line[:2].strip().isdigit()]
        assert numbers == sorted(set(numbers))
        assert {site.row for site in places} <= set(numbers)


@given(st.data(), TEXTS)
def test_the_caret_stands_under_what_it_marks(data: st.DataObject, text: str) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    _, code, underline = frame([Mark(Site(HERE, 1, start + 1, 1, end + 1), "", True)], [text], 1, "error", False)
    before, marked, after = ("".join(glyph(c)[0] for c in part) for part in (text[:start], text[start:end], text[end:]))
    assert code[4:] == (before + marked + after).rstrip()
    assert underline[4:] == " " * cells(before) + "^" * max(1, cells(marked))


@given(TEXTS, TEXTS, st.integers(0, 300), st.integers(0, 300))
def test_the_caret_stands_right_where_a_row_is_cut(before: str, after: str, left: int, right: int) -> None:
    text = f"{before}{'x' * left}{before}🎯{after}{'x' * right}"
    column = text.rindex("🎯") + 1
    _, code, underline = frame([Mark(Site(HERE, 1, column, 1, column + 1), "", True)], [text], 1, "error", False)
    assert underline[4:] == " " * cells(code[4 : code.rindex("🎯")]) + "^^"


@given(TEXTS)
def test_a_glyph_is_as_wide_as_it_says(text: str) -> None:
    for char in text:
        printed, width = glyph(char)
        assert cells(printed) == width
