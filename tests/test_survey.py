"""The survey of real projects names cases that exist, and its table adds up."""

import re

from auglint_command import ROOT
from test_cases import CASES, cases

SURVEY = (ROOT / "tests" / "SURVEY.md").read_text(encoding="utf-8")
ROWS = [[cell.strip(" *") for cell in row.strip("|").split("|")] for row in SURVEY.splitlines() if row.startswith("| ")]


def test_the_cases_it_names_exist() -> None:
    named = {name for row in ROWS if len(row) == 2 for name in re.findall(r"`([a-z]+(?:_[a-z0-9]+)+)`", row[1])}
    known = {case.removeprefix("survey/").removesuffix(".py") for case in cases() if case.startswith("survey/")}
    assert len(named) > 30
    assert named <= known, CASES


def test_its_table_adds_up() -> None:
    projects = [row for row in ROWS if len(row) == 6 and "/" in row[0]]
    (total,) = [row for row in ROWS if row[0] == "all 32"]
    assert len(projects) == 32
    for column in (2, 4, 5):
        assert sum(int(row[column].replace("–", "0")) for row in projects) == int(total[column])
    for row in projects:
        counts = [int((re.search(r"× (\d+)", part) or [0, 1])[1]) for part in row[3].split(",") if part.strip("– ")]
        assert sum(counts) == int(row[4].replace("–", "0")), row
