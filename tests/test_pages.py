"""The catalogue's pages: well formed, tied to the checks, and every example says what auglint says."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Collection
from importlib import import_module
from pathlib import Path

import page_examples
import pytest
from fixed import fixed, without_labels, write
from page_examples import SECTIONS, Example, Label

PAGES = page_examples.pages()
EXAMPLES = [example for code in PAGES for example in page_examples.examples(code)]
FIELDS = ("code", "name", "severity", "summary", "why", "help", "frameworks")
OF_AUGLINT_ITSELF = {"AUG900", "AUG901"}

# file, cell, row, code, severity
Said = tuple[str, int | None, int, str, str]


def test_there_is_a_page_for_every_check_and_a_check_for_every_page() -> None:
    from auglint.checks import CODES

    assert set(PAGES) == set(CODES) | OF_AUGLINT_ITSELF
    assert all(callable(import_module(f"auglint.checks.{name}").check) for name in CODES.values())


@pytest.mark.parametrize("code", PAGES)
def test_a_page_has_all_its_parts_in_order(code: str) -> None:
    text = page_examples.read_page(code)
    fields = header(text)
    assert text.splitlines()[0] == f"# {fields['code']} {fields['name']}"
    assert fields["code"] == code
    assert [title for title, _ in page_examples.sections(code)] == list(SECTIONS)
    assert all(body.strip() for _, body in page_examples.sections(code))
    assert text.endswith("\n")
    assert not [row for row in text.splitlines() if row != row.rstrip()]


@pytest.mark.parametrize("code", PAGES)
def test_a_page_states_every_field(code: str) -> None:
    fields = header(page_examples.read_page(code))
    assert tuple(fields) == FIELDS
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", fields["name"])
    assert fields["severity"]
    assert set(fields["severity"]) <= {"error", "warning", "info"}
    for key in ("summary", "why", "help"):
        sentence = fields[key]
        assert len(sentence) < 160, key
        assert re.fullmatch(r"[A-Z].*[^.]\.", sentence), key
        assert not re.search(r"[.!?]\s+[A-Z]", sentence), f"{key} is more than one sentence"


@pytest.mark.parametrize("code", PAGES)
def test_a_page_names_threads_not_addresses(code: str) -> None:
    assert "://" not in page_examples.read_page(code)
    references = dict(page_examples.sections(code))["References"]
    assert re.search(r"[\w.-]+/[\w.-]+#\d+", references)


@pytest.mark.parametrize("code", PAGES)
def test_a_page_reads_in_the_catalogue(code: str) -> None:
    from auglint import catalogue

    rule = catalogue.rules()[code]
    fields = header(page_examples.read_page(code))
    assert rule.name == fields["name"]
    assert rule.severity == " or ".join(fields["severity"])
    assert catalogue.rule(rule.name) == rule
    assert all(f"## {title}\n" in rule.text for title in SECTIONS)


@pytest.mark.parametrize("code", PAGES)
def test_a_page_has_bad_and_good_examples(code: str) -> None:
    found = page_examples.examples(code)
    assert {"Bad", "Good"} == {example.section for example in found}
    for example in found:
        labels = [label for label in example.labels() if label.required]
        if example.section == "Bad":
            assert any(code in label.codes for label in labels), example


def test_no_example_comes_twice() -> None:
    seen: dict[tuple[tuple[str, str], ...], Example] = {}
    for example in EXAMPLES:
        key = tuple(sorted(example.files.items()))
        assert key not in seen, f"{example} is {seen[key]}"
        seen[key] = example
    titles = [(example.code, example.section, example.title) for example in EXAMPLES]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_compiles(example: Example) -> None:
    if (example.code, example.section) == ("AUG900", "Bad"):
        with pytest.raises(SyntaxError):
            ast.parse(example.program())
        return
    for name, text in example.files.items():
        if name.endswith(".py"):
            ast.parse(text, name)
        else:
            assert json.loads(text)["nbformat"] == 4


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.code not in OF_AUGLINT_ITSELF], ids=str)
def test_an_example_reports_what_it_says(example: Example, tmp_path: Path) -> None:
    example.write(tmp_path)
    compare(findings(tmp_path, example.files), example.labels())


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.code in OF_AUGLINT_ITSELF], ids=str)
def test_the_command_reports_what_an_example_says(example: Example, tmp_path: Path) -> None:
    example.write(tmp_path)
    command = [sys.executable, "-m", "auglint", "check", "--isolated", "--output-format", "json", "."]
    env = os.environ | {"PYTHONPATH": str(page_examples.RULES.parent)}
    run = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    labels = example.labels()
    unreadable = any("AUG900" in label.codes for label in labels)
    assert run.returncode == (2 if unreadable else 1 if labels else 0), run.stderr
    compare({command_said(finding) for finding in json.loads(run.stdout)}, labels)


FIXED = [example for code in PAGES for example in page_examples.fixed_examples(code)]


def test_every_rule_with_a_fix_shows_what_it_makes() -> None:
    from auglint.fixes import MENDED_BY

    assert {example.code for example in FIXED} == {*MENDED_BY, "AUG901"}
    for code in set(PAGES) - {*MENDED_BY, "AUG901"}:
        assert "no automatic fix" in dict(page_examples.sections(code))["Fix safety"], code


@pytest.mark.parametrize("example", FIXED, ids=str)
def test_a_fixed_example_is_what_the_fix_makes_of_the_bad_one(example: Example, tmp_path: Path) -> None:
    bad = page_examples.example(example.code, "Bad", example.title)
    write({name: without_labels(text) for name, text in bad.files.items()}, tmp_path)
    texts, landing = fixed(tmp_path, example.code, suggestions=True)
    assert landing.settled
    assert [refusal.reason for refusal in landing.refused] == []
    changed = {name: text for name, text in texts.items() if text != without_labels(bad.files[name])}
    assert changed == dict(example.files)


WANTED = Label(frozenset({"AUG201", "AUG202"}), ("error", "warning"), "train.py", None, 4, required=True)
MET: Said = ("train.py", None, 4, "AUG202", "warning")


def test_a_label_is_met_by_its_own_finding_only() -> None:
    compare({MET}, [WANTED])
    strangers: list[set[Said]] = [
        set(),
        {("train.py", None, 5, "AUG202", "warning")},
        {("data.py", None, 4, "AUG202", "warning")},
        {("train.py", 1, 4, "AUG202", "warning")},
        {("train.py", None, 4, "AUG203", "warning")},
        {("train.py", None, 4, "AUG202", "info")},
        {MET, ("train.py", None, 4, "AUG301", "error")},
        {MET, ("train.py", None, 4, "AUG201", "warning")},
    ]
    for said in strangers:
        with pytest.raises(AssertionError):
            compare(said, [WANTED])


def test_every_label_of_a_page_is_read() -> None:
    for code in PAGES:
        written = re.findall(r"# (?:expect|allow): (AUG[^\"\n]*)", page_examples.read_page(code))
        read = [label for example in page_examples.examples(code) for label in example.labels()]
        assert len(read) == sum(len(each.replace("\\n", "").split(", ")) for each in written)


def header(text: str) -> dict[str, str]:
    info, block = next(page_examples.blocks(text))
    assert info == "toml"
    assert text.splitlines()[1:3] == ["", "```toml"]
    return tomllib.loads(block)


def findings(folder: Path, files: Collection[str]) -> set[Said]:
    """What each file of the folder, taken as the start of a program, is found to hold."""
    from auglint.checks import CODES, check_program
    from auglint.source.text import read_source
    from auglint.trace import Project

    project = Project(read_source)
    said: set[Said] = set()
    for name in files:
        for finding in check_program(project, folder / name, tuple(CODES)):
            fields = header(page_examples.read_page(finding.code))
            assert finding.name == fields["name"]
            assert finding.severity.value in fields["severity"]
            site = finding.site
            said.add((site.path.name, site.cell, site.row, finding.code, finding.severity.value))
    return said


def command_said(finding: dict[str, object]) -> Said:
    row = finding["location"]["row"]  # type: ignore[index]
    assert finding["name"] == header(page_examples.read_page(str(finding["code"])))["name"]
    place = Path(str(finding["filename"])).name
    return place, finding["cell"], row, str(finding["code"]), str(finding["severity"])  # type: ignore[return-value]


def compare(said: set[Said], labels: list[Label]) -> None:
    """Every wanted label is met by one finding, and every finding meets a label."""
    rest = set(said)
    missing = []
    for label in sorted(labels, key=lambda label: not label.required):
        met = {each for each in rest if meets(each, label)}
        if label.required and not met:
            missing.append(label)
        rest -= set(sorted(met, key=str)[:1])
    assert (missing, rest) == ([], set())


def meets(said: Said, label: Label) -> bool:
    file, cell, row, code, severity = said
    return (
        (file, cell, row) == (label.file, label.cell, label.row)
        and code in label.codes
        and severity in label.severities
    )
