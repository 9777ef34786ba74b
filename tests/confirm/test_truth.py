"""The measured run-time truth, through the command: a part of its rows here, and all of them in the stored table."""

from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import healthy
import pytest
import truth

TORCH = (
    "6c-epoch",
    "7a-numpy-workers",
    "8d",
    "8i",
    "9b-workers",
    "10a-clean",
    "10d-shared-workers",
    "11c",
    "12b",
    "S4",
)
TENSORFLOW = ("1f", "2e", "4a", "4c", "S1", "S3")


def needs(*modules: str) -> pytest.MarkDecorator:
    missing = [name for name in modules if find_spec(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


def test_rows_have_names_of_their_own_and_programs_that_can_be_read() -> None:
    assert max(Counter(row.name for row in truth.ROWS).values()) == 1
    for row in truth.ROWS:
        compile(row.program(), row.name, "exec")


def check(name: str, folder: Path) -> None:
    (row,) = (row for row in truth.ROWS if row.name == name)
    result = truth.confirm(row.program(), folder)
    assert truth.wrong(row, result) == []


@needs("torch", "torchvision", "albumentations")
@pytest.mark.parametrize("name", TORCH)
def test_torch_rows(name: str, tmp_path: Path) -> None:
    check(name, tmp_path)


@needs("tensorflow", "keras")
@pytest.mark.parametrize("name", TENSORFLOW)
def test_tensorflow_rows(name: str, tmp_path: Path) -> None:
    check(name, tmp_path)


def stored() -> dict[str, list[str]]:
    """The rows of the stored table, by their names."""
    lines = truth.PAGE.read_text(encoding="utf-8").split("\nNot run:\n")[0].splitlines()
    cells = [line.strip("| ").replace("\\|", "¦").split(" | ") for line in lines if line.startswith("| ")]
    return {row[0]: row for row in cells if row[0] != truth.COLUMNS[0]}


def test_the_stored_table_has_every_row_and_all_are_right() -> None:
    table = stored()
    assert set(table) == {row.name for row in truth.ROWS}
    assert [row for row in table.values() if row[-1] != "yes"] == []
    for row in truth.ROWS:
        assert table[row.name][1] == row.scenario.replace("|", "¦")
        assert table[row.name][2] == truth.expected(row)


def test_random_programs_are_the_same_for_the_same_seed_and_can_be_read() -> None:
    for defect in ("", *healthy.DEFECTS):
        for seed in range(40):
            text, _ = healthy.write(seed, defect)
            assert text == healthy.write(seed, defect)[0]
            compile(text, f"{seed} {defect}", "exec")


@needs("torch", "torchvision", "lightning", "tensorflow", "keras")
@pytest.mark.parametrize("seed", [3])
def test_healthy_programs_are_not_accused(seed: int) -> None:
    assert healthy.run((seed, ""))["outcome"] == "right"
