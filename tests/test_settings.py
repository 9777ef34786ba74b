"""The settings: which file counts, what it may say, and every mistake with its place."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from auglint import catalogue
from auglint.finding import Severity
from auglint.settings import Settings, SettingsError, load_settings, parse_settings


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(text: str, name: str = "auglint.toml") -> str:
    with pytest.raises(SettingsError) as raised:
        parse_settings(Path(name), text)
    assert str(raised.value) == raised.value.text
    return raised.value.text


EVERYTHING = """
select = ["AUG2", "identical-split-data"]
ignore = ["AUG203"]
extend-select = ["AUG101"]
exclude = ["old"]
extend-exclude = ["third_party/**"]
respect-gitignore = false
force-exclude = true
fail-on = "error"
output-format = "concise"

[per-file-ignores]
"tests/*" = ["AUG2"]
"""


def test_everything_that_can_be_set(project: Path) -> None:
    (project / "auglint.toml").write_text(EVERYTHING)
    assert load_settings(project) == Settings(
        root=project,
        select=("AUG2", "identical-split-data"),
        ignore=("AUG203",),
        extend_select=("AUG101",),
        per_file_ignores={"tests/*": ("AUG2",)},
        exclude=("old",),
        extend_exclude=("third_party/**",),
        respect_gitignore=False,
        force_exclude=True,
        fail_on=Severity.ERROR,
        output_format="concise",
    )
    twos = {code for code in catalogue.names() if code.startswith("AUG2")}
    assert load_settings(project).codes == {"AUG101", "AUG301", *twos} - {"AUG203"}


def test_without_a_file_every_rule_is_on(project: Path) -> None:
    assert load_settings(project) == Settings(project)
    assert Settings(project).codes == set(catalogue.names())
    assert Settings(project).fail_on is Severity.WARNING


def test_the_closest_file_counts_and_nothing_is_merged(project: Path) -> None:
    inner = project / "src" / "pkg"
    inner.mkdir(parents=True)
    (project / "pyproject.toml").write_text('[tool.auglint]\nfail-on = "error"\nselect = ["AUG201"]\n')
    assert load_settings(inner).root == project
    (project / "src" / "auglint.toml").write_text('fail-on = "info"\n')
    found = load_settings(inner / "train.py")
    assert (found.root, found.fail_on, found.select) == (project / "src", Severity.INFO, ("AUG",))
    (inner / "pyproject.toml").write_text("[project]\nname = 'auglint-user'\n[tool.other]\nx = 1\n")
    assert load_settings(inner).root == project / "src"


def test_in_one_folder_the_hidden_file_counts_first_and_pyproject_last(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.auglint]\nselect = ["AUG101"]\n')
    assert load_settings(project).select == ("AUG101",)
    (project / "auglint.toml").write_text('select = ["AUG201"]\n')
    assert load_settings(project).select == ("AUG201",)
    (project / ".auglint.toml").write_text('select = ["AUG301"]\n')
    assert load_settings(project).select == ("AUG301",)


def test_a_path_through_another_folder_is_followed_from_where_it_leads(project: Path) -> None:
    (project / "a").mkdir()
    (project / "b").mkdir()
    (project / "a" / "auglint.toml").write_text('fail-on = "info"\n')
    assert load_settings(Path("a/../b")).root == project


def test_a_broken_file_of_others_on_the_way_up_is_passed_over(project: Path) -> None:
    inner = project / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[project\nname =")
    (project / "auglint.toml").write_text('fail-on = "info"\n')
    assert load_settings(inner).fail_on is Severity.INFO
    (inner / "pyproject.toml").write_text("[tool.auglint\nselect = 1")
    with pytest.raises(SettingsError, match="not valid TOML"):
        load_settings(inner)


def test_isolated_reads_no_file_and_config_reads_the_named_one(project: Path) -> None:
    (project / "auglint.toml").write_text("broken")
    other = project / "elsewhere" / "lint.toml"
    other.parent.mkdir()
    other.write_text('select = ["AUG201"]\n')
    assert load_settings(project, isolated=True) == Settings(project)
    assert load_settings(project, config=other) == Settings(project, select=("AUG201",))


def test_a_named_pyproject_must_have_the_table(project: Path) -> None:
    other = project / "pyproject.toml"
    other.write_text("[tool.other]\n")
    with pytest.raises(SettingsError, match=r"^pyproject\.toml: there is no \[tool\.auglint\] in this file$"):
        load_settings(project, config=other)


@pytest.mark.parametrize("start", ["x" * 300, "loop/train.py", "missing/train.py"])
def test_a_start_that_cannot_be_entered(project: Path, start: str) -> None:
    (project / "loop").symlink_to(project / "loop")
    (project / "auglint.toml").write_text('fail-on = "info"\n')
    assert load_settings(Path(start)).fail_on is Severity.INFO


def test_a_byte_order_mark_is_passed_over(project: Path) -> None:
    (project / "auglint.toml").write_bytes(b'\xef\xbb\xbffail-on = "info"\r\n')
    assert load_settings(project).fail_on is Severity.INFO


def test_a_file_that_is_no_text(project: Path) -> None:
    (project / "auglint.toml").write_bytes(b'select = []\nexclude = ["\xff"]\n')
    with pytest.raises(SettingsError, match=r"^auglint\.toml:2: not valid UTF-8$"):
        load_settings(project)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything is readable here")
def test_a_file_that_may_not_be_read(project: Path) -> None:
    (project / "auglint.toml").write_text("")
    (project / "auglint.toml").chmod(0)
    with pytest.raises(SettingsError, match=r"^auglint\.toml: cannot be read: "):
        load_settings(project)


# The command line ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "given", "codes"),
    [
        ('ignore = ["AUG201"]', {"select": ("AUG201",)}, {"AUG201"}),
        ('select = ["AUG101"]\nextend-select = ["AUG301"]', {"select": ("AUG201",)}, {"AUG201"}),
        ('select = ["AUG201", "AUG101"]', {"ignore": ("AUG2",)}, {"AUG101"}),
        ('select = ["AUG20"]\nignore = ["AUG203"]', {"ignore": ("AUG202",)}, {"AUG201", "AUG204", "AUG205"}),
        ('select = ["AUG101"]\nignore = ["AUG201"]', {"extend_select": ("AUG201",)}, {"AUG101", "AUG201"}),
        ('select = ["AUG101"]\nignore = ["AUG2"]', {"extend_select": ("AUG201",)}, {"AUG101", "AUG201"}),
        ('select = []\nextend-select = ["AUG201"]', {"extend_select": ("AUG301",)}, {"AUG201", "AUG301"}),
        ("", {"select": ("AUG2",), "ignore": ("AUG202", "AUG203")}, {"AUG201", "AUG204", "AUG205"}),
        ("", {"ignore": ("AUG",)}, set()),
    ],
)  # fmt: skip
def test_the_command_line_wins(project: Path, file: str, given: dict[str, Any], codes: set[str]) -> None:
    (project / "auglint.toml").write_text(file)
    assert load_settings(project, overrides=given).codes == codes


def test_other_options_replace_the_file_and_more_excludes_add_to_it(project: Path) -> None:
    (project / "auglint.toml").write_text(EVERYTHING)
    given = {"fail_on": Severity.INFO, "exclude": ("new",), "extend_exclude": ("more",), "respect_gitignore": True}
    found = load_settings(project, overrides=given)
    assert (found.fail_on, found.exclude, found.respect_gitignore) == (Severity.INFO, ("new",), True)
    assert found.extend_exclude == ("third_party/**", "more")
    assert found.output_format == "concise"


# Mistakes ------------------------------------------------------------------------------------------------------------


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = """[project]
name = "select"  # ignore

[tool.auglint]
selct = ["AUG201"]
ignore = [
    "AUG201",
    "shared-augmentatin",  # typo
]
fail-on = "warn"
force-exclude = "yes"

[tool.auglint.per-file-ignores]
"tests/*" = ["AUG2O1"]
"""
    assert (
        said(text, "pyproject.toml")
        == """\
pyproject.toml:5:1: unknown key 'selct'; did you mean 'select'?
  |
5 | selct = ["AUG201"]
  | ^^^^^

pyproject.toml:8:5: no rule has the code or name 'shared-augmentatin'; did you mean 'shared-augmentation'?
  |
8 |     "shared-augmentatin",  # typo
  |     ^^^^^^^^^^^^^^^^^^^^

pyproject.toml:10:11: fail-on must be one of info, warning, error; did you mean 'warning'?
   |
10 | fail-on = "warn"
   |           ^^^^^^

pyproject.toml:11:1: force-exclude must be true or false, not a string
   |
11 | force-exclude = "yes"
   | ^^^^^^^^^^^^^

pyproject.toml:14:14: no rule has the code or name 'AUG2O1'; did you mean 'AUG201'?
   |
14 | "tests/*" = ["AUG2O1"]
   |              ^^^^^^^^"""
    )


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ('select = "AUG201"', "auglint.toml:1:1: select must be a list of strings, not a string\n"),
        ("select = [1]", "auglint.toml:1:1: select must hold strings, not a number\n"),
        ('exclude = ["a", " "]', "auglint.toml:1:17: exclude holds an empty string\n"),
        ("exclude = 1979-05-27", "auglint.toml:1:1: exclude must be a list of strings, not a date or time\n"),
        ("per-file-ignores = []", "auglint.toml:1:1: per-file-ignores must be a table of patterns and lists of codes"),
        ('per-file-ignores."*" = "AUG1"', "auglint.toml:1:19: * must be a list of strings, not a string\n"),
        ("output-format = 1", "auglint.toml:1:1: output-format must be one of full, concise, json, lsp, not a number"),
        ("fail_on = 'info'", "auglint.toml:1:1: unknown key 'fail_on'; did you mean 'fail-on'?\n"),
        ("zzzz = 1", "auglint.toml:1:1: unknown key 'zzzz'; auglint 0."),
        ("[tool.auglint]\nselect = []", "auglint.toml:1:2: in this file the keys stand at the top, without"),
        ('"\\u0073elct" = 1', "auglint.toml: unknown key 'selct'; did you mean 'select'?"),
    ],
)
def test_each_kind_of_mistake(text: str, start: str) -> None:
    assert said(text).startswith(start)


@pytest.mark.parametrize(
    "text",
    [
        '[tool]\nauglint.selct = 1\n',
        '[tool.auglint]\n"selct" = 1\n',
        'tool.auglint = { ignore = [], selct = 1 }\n\n',
        '[tool]\nother = """\n[tool.auglint]\nselct = 2\n"""\n[tool."auglint"]\nselct = 1',
        '# selct\n[selct]\nx = 1\n[tool.auglint]\nselct = 1',
    ],
)  # fmt: skip
def test_the_place_is_right_however_the_table_is_written(text: str) -> None:
    rows = text.split("\n")
    row = max(number for number, line in enumerate(rows, 1) if "selct" in line)
    column = rows[row - 1].index("selct") + 1
    assert said(text, "pyproject.toml").startswith(f"pyproject.toml:{row}:{column}: unknown key 'selct'")


def test_a_mistake_of_toml_has_its_place() -> None:
    assert said('ignore = []\nselect = ["AUG201"\nfail-on = "info"\n') == (
        "auglint.toml:3:1: not valid TOML: Unclosed array\n"
        '  |\n3 | fail-on = "info"\n  | ^'
    )  # fmt: skip
    assert said("select = [") == "auglint.toml: not valid TOML: Invalid value (at end of document)"


@pytest.mark.parametrize("text", ["x = " + "9" * 5000, "x = " + "[" * 5000, "x = 1\rselect = []"])
def test_what_makes_tomllib_stumble(text: str) -> None:
    assert "not valid TOML" in said(text)


def test_the_frame_keeps_to_the_terminal() -> None:
    text = said('exclude = ["' + "x" * 500 + '"]\tselect = 1')
    assert max(map(len, text.split("\n"))) <= 130
    assert text.endswith("^")
    assert "\x1b" not in said('exclude = ["\x1b[31m"]')


values = st.recursive(
    st.booleans() | st.integers() | st.text() | st.sampled_from(["AUG2", "AUG201", "warning", "json", "tests/*"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from(
    ["select", "ignore", "extend-select", "per-file-ignores", "exclude", "extend-exclude", "fail-on", "tool"]
) | st.text(max_size=8)


def toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        escaped = (c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in value)
        return '"' + "".join(escaped) + '"'
    if isinstance(value, list):
        return "[" + ",\n  ".join(map(toml, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(key)} = {toml(each)}" for key, each in value.items()) + "}"
    return str(value)


@given(st.dictionaries(keys, values, max_size=4), st.sampled_from(["auglint.toml", "pyproject.toml"]))
@example({"per-file-ignores": {"": ["AUG2"]}}, "auglint.toml")
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_document_gives_settings_or_says_why_not(document: dict[str, Any], name: str) -> None:
    head = "[tool.auglint]\n" if name == "pyproject.toml" else ""
    text = head + "\n".join(f"{toml(key)} = {toml(value)}" for key, value in document.items())
    try:
        fields = parse_settings(Path(name), text)
    except SettingsError as error:
        assert all(part.startswith(f"{name}:") for part in error.text.split("\n\n"))
    else:
        assert Settings(Path(), **fields).codes <= set(catalogue.names())


@given(st.text() | st.text(alphabet="[]{}\"'=.,#\n selctAUG0129-"))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_gives_settings_or_says_why_not(text: str) -> None:
    try:
        parse_settings(Path("auglint.toml"), text)
    except SettingsError as error:
        assert error.text.startswith("auglint.toml:")
