"""The pages of the catalogue: what is read from them, and what is said about a bad one."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auglint import catalogue
from auglint.catalogue import CatalogueError, read_names, read_rule

PAGE = """# AUG999 no-such-thing

```toml
code = "AUG999"
name = "no-such-thing"
severity = ["warning", "info"]
summary = "Finds nothing."
why = "It does not matter."
help = "Do nothing."
frameworks = ["torch"]
```

## What it does

Nothing, with `care`.

```toml
kept = true
```
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "AUG999.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_a_page_becomes_a_rule(page: Path) -> None:
    rule = read_rule(page.parent, "AUG999")
    assert (rule.code, rule.name, rule.severity) == ("AUG999", "no-such-thing", "warning or info")
    assert (rule.summary, rule.why, rule.help) == ("Finds nothing.", "It does not matter.", "Do nothing.")
    assert rule.frameworks == ("torch",)
    assert rule.text.startswith("# AUG999 no-such-thing\n\n## What it does\n")
    assert rule.text.endswith("```toml\nkept = true\n```\n")


def test_names_come_from_the_titles_alone(page: Path) -> None:
    page.write_text("# AUG999 no-such-thing\nthe rest is broken", encoding="utf-8")
    (page.parent / "notes.md").write_text("not a page", encoding="utf-8")
    assert read_names(page.parent) == {"AUG999": "no-such-thing"}


def test_pages_are_read_from_a_zip(page: Path) -> None:
    packed = page.parent / "rules.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(page, page.name)
    folder = zipfile.Path(packed)
    assert read_names(folder) == {"AUG999": "no-such-thing"}
    assert read_rule(folder, "AUG999").summary == "Finds nothing."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# AUG999 no-such-thing", "# AUG998 no-such-thing", "the first line must be '# AUG999 name-of-the-rule'"),
        ("# AUG999 no-such-thing", "AUG999", "the first line must be"),
        ("# AUG999 no-such-thing", "# AUG999 No_Such_Thing", "the first line must be"),
        ("```toml\ncode", "```\ncode", "a fenced toml block must follow the title"),
        ('code = "AUG999"', 'code = "AUG998"', "the title says code 'AUG999', the toml block 'AUG998'"),
        ('name = "no-such-thing"\n', "", "the title says name 'no-such-thing', the toml block None"),
        ('"warning", "info"', '"fatal"', "severity must be of error, warning, info, not ['fatal']"),
        ('["warning", "info"]', "[]", "severity must be of"),
        ('["warning", "info"]', "3", "severity must be a list of strings, not 3"),
        ('summary = "Finds nothing."\n', "", "summary must be one line of text, not None"),
        ('"Do nothing."', '"Do\\nnothing."', "help must be one line of text"),
        ('["torch"]', "[1]", "frameworks must be a list of strings, not [1]"),
        ("why = ", "why = why", "the toml block cannot be read: Invalid value"),
    ],
)
def test_a_bad_page_is_named_with_its_fault(page: Path, old: str, new: str, said: str) -> None:
    assert old in PAGE
    page.write_text(PAGE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        read_rule(page.parent, "AUG999")
    assert str(raised.value).startswith(f"AUG999.md: {said}")


def test_a_page_that_is_not_there_or_not_utf8(page: Path) -> None:
    with pytest.raises(CatalogueError, match=r"AUG998\.md: cannot be read"):
        read_rule(page.parent, "AUG998")
    page.write_bytes(b"# AUG999 \xff")
    with pytest.raises(CatalogueError, match=r"AUG999\.md: cannot be read"):
        read_names(page.parent)


def test_every_page_of_the_catalogue_is_a_rule() -> None:
    rules = catalogue.rules()
    assert list(rules) == sorted(rules) == list(catalogue.names())
    assert {"AUG101", "AUG201", "AUG202", "AUG203", "AUG301", "AUG303", "AUG900", "AUG901"} <= rules.keys()
    assert len({rule.name for rule in rules.values()}) == len(rules)
    assert catalogue.rules() is rules


@pytest.mark.parametrize("word", ["AUG201", "aug201", " shared-augmentation ", "Shared-Augmentation"])
def test_a_rule_is_found_by_code_and_by_name(word: str) -> None:
    rule = catalogue.rule(word)
    assert rule is not None
    assert (rule.code, rule.name) == ("AUG201", "shared-augmentation")


@pytest.mark.parametrize("word", ["", "AUG", "AUG2", "AUG20", "AUG2011", "shared", "E501"])
def test_half_a_code_is_no_rule(word: str) -> None:
    assert catalogue.rule(word) is None


def test_selectors() -> None:
    assert catalogue.codes_for("aug201") == catalogue.codes_for("shared-augmentation") == ("AUG201",)
    assert catalogue.codes_for("AUG2") == tuple(code for code in catalogue.names() if code[3] == "2")
    assert catalogue.codes_for("AUG") == tuple(catalogue.names())
    assert catalogue.codes_for("AUG7") == catalogue.codes_for("E501") == catalogue.codes_for("") == ()


def test_the_longer_selector_wins_and_between_equals_the_one_that_ignores() -> None:
    every = frozenset(catalogue.names())
    twos = frozenset(catalogue.codes_for("AUG2"))
    assert catalogue.select(["AUG"]) == every
    assert catalogue.select(["AUG"], ["AUG2"]) == every - twos
    assert catalogue.select(["AUG", "AUG201"], ["AUG2"]) == every - twos | {"AUG201"}
    assert catalogue.select(["shared-augmentation"], ["AUG2"]) == {"AUG201"}
    assert catalogue.select(["AUG2"], ["shared-augmentation"]) == twos - {"AUG201"}
    assert catalogue.select(["AUG201"], ["AUG201"]) == catalogue.select([]) == frozenset()


def test_what_was_probably_meant() -> None:
    assert catalogue.nearest("shared-augmentatin") == "shared-augmentation"
    assert catalogue.nearest("aug2O1") == "AUG201"
    assert catalogue.nearest("qqqqqq") is None
    assert catalogue.nearest("Selct", ["select", "ignore"]) == "select"


@given(st.text(max_size=20))
def test_any_word_can_be_asked_for(word: str) -> None:
    codes = catalogue.codes_for(word)
    assert set(codes) <= set(catalogue.names())
    rule = catalogue.rule(word)
    assert rule is None or codes == (rule.code,)


def test_codes_are_known_without_parsing_a_page() -> None:
    code = "import sys; from auglint import catalogue; catalogue.select(['AUG2']); print('tomllib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
