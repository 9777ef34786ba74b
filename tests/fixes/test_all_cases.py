"""Every case with every fix that is offered for it: the outcome parses, says nothing new, and keeps all comments."""

import ast
import io
import json
import shutil
import tokenize
from collections import Counter
from pathlib import Path

import pytest
from fixed import fixed
from test_cases import CASES, cases

from auglint import lint
from auglint.checks import CODES
from auglint.finding import Finding, Fix
from auglint.fixes.landing import land
from auglint.settings import Settings
from auglint.source.magics import mask


def copied(case: str, folder: Path) -> Path:
    """The case in a folder of its own."""
    source = CASES / case
    if source.is_dir():
        shutil.copytree(source, folder, dirs_exist_ok=True)
    else:
        shutil.copy(source, folder)
    return folder


def codes_of(name: str, text: str) -> list[str]:
    """The Python of a file: one text, or one for each code cell."""
    if not name.endswith(".ipynb"):
        return [text]
    return [mask("".join(cell["source"])) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]


def comments(name: str, text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for code in codes_of(name, text):
        tokens = tokenize.generate_tokens(io.StringIO(code + "\n").readline)
        found.update(token.string for token in tokens if token.type == tokenize.COMMENT)
    return found


def session_of(folder: Path) -> lint.Session:
    settings = Settings(folder, respect_gitignore=False)
    return lint.Session(lint.discovered([folder], settings), settings)


@pytest.mark.parametrize("case", cases())
def test_the_fixes_of_a_case(case: str, tmp_path: Path) -> None:
    folder = copied(case, tmp_path)
    session = session_of(folder)
    before = Counter(finding.code for finding in session.report().findings)
    offered = [finding for finding in session.report().findings if finding.fixes]
    if not offered:
        return
    old = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in session.found.files}
    texts, landing = fixed(folder, *CODES, "AUG901")
    assert landing.settled
    for name, text in texts.items():
        if text == old.get(name):
            continue
        for code in codes_of(name, text):
            ast.parse(code)
        assert comments(name, text) >= comments(name, old[name]), f"{name}: a comment is lost"
        (folder / name).write_text(text, encoding="utf-8")
    again = session_of(folder)
    after = Counter(finding.code for finding in again.report().findings)
    fixed_codes = Counter(finding.code for finding, _ in landing.landed)
    assert after - before <= Counter({"AUG901": 99}), "a fix brings a finding"
    assert after.total() <= before.total() - fixed_codes.total() + after["AUG901"]
    assert fixed(folder, *CODES, "AUG901")[0] == texts, "fixing the fixed program changes it again"


def test_many_findings_have_a_fix(tmp_path: Path) -> None:
    """How far the fixes reach, by code: what falls below this was lost."""
    found: Counter[str] = Counter()
    mended: Counter[str] = Counter()
    settings = Settings(CASES, respect_gitignore=False)
    paths = [CASES / case for case in cases()]
    for finding in lint.check(lint.discovered(paths, settings), settings).findings:
        found[finding.code] += 1
        mended[finding.code] += bool(finding.fixes)
    print(", ".join(f"{code} {mended[code]}/{found[code]}" for code in sorted(found)))
    assert len([code for code in mended if mended[code]]) >= 14


@pytest.mark.parametrize("case", cases())
def test_each_alternative_can_be_applied(case: str, tmp_path: Path) -> None:
    """A suggestion may leave another finding, for a person to see; but it parses, and mends what it is offered for."""
    folder = copied(case, tmp_path)
    for number in range(3):
        session = session_of(folder)

        def choose(finding: Finding, number: int = number) -> Fix | None:
            return finding.fixes[number] if len(finding.fixes) > number else None

        landing = land(session, choose, lambda path: True)
        for refusal in landing.refused:
            assert not refusal.reason.startswith("it does not fit"), refusal
            assert refusal.reason != "the finding would still be there", refusal
