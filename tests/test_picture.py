"""The terminal picture of the README shows what auglint says today."""

import xml.etree.ElementTree as ET

import picture
from hypothesis import given
from hypothesis import strategies as st

ANSI = st.sampled_from(["", "1", "1;31", "34"])
TEXT = st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=300)


def test_the_picture_is_of_today() -> None:
    stored = picture.PICTURE.read_text(encoding="utf-8")
    assert stored == picture.draw(), "the picture is out of date: run `python tests/picture.py`"


def test_the_picture_of_the_pipeline_is_of_today() -> None:
    stored = picture.PIPELINE.read_text(encoding="utf-8")
    assert stored == picture.draw_pipeline(), "the picture is out of date: run `python tests/picture.py`"


def test_the_picture_shows_findings_and_the_summary() -> None:
    texts = [element.text or "" for element in ET.fromstring(picture.draw()).iter() if element.tag.endswith("text")]
    shown = " ".join(texts)
    assert all(wanted in shown for wanted in ("AUG201", "given to training here", "Found 1 finding"))


@given(st.lists(st.tuples(ANSI, TEXT), max_size=6))
def test_wrapping_keeps_every_character_in_its_colour(parts: list[tuple[str, str]]) -> None:
    row = "".join(f"\x1b[{codes}m{text}\x1b[0m" if codes else text for codes, text in parts)
    lines = picture.wrapped(row)
    shown = [(codes, letter) for line in lines for codes, text in line for letter in text]
    assert shown == [(codes, letter) for codes, text in parts for letter in text]
    assert all(sum(len(text) for _, text in line) <= picture.COLUMNS for line in lines)
    assert all(sum(len(text) for _, text in line) == picture.COLUMNS for line in lines[:-1])
