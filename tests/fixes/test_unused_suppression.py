"""AUG901: what is left of a file after comments that silence nothing are taken out."""

import json
from pathlib import Path

import pytest
from fixed import fixed, is_safe

from auglint import lint
from auglint.settings import Settings

USED = """\
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

train_set = ImageFolder("data/train", T.Compose([T.RandomResizedCrop(64), T.ToTensor()]))
val_set = ImageFolder("data/val", T.Compose([T.RandomCrop(64), T.ToTensor()]))"""


def after(folder: Path, text: str, name: str = "train.py") -> str:
    """The text after the fixes, which change nothing more when they are applied again."""
    (folder / name).write_text(text, encoding="utf-8", newline="")
    texts, landing = fixed(folder, "AUG901")
    assert landing.settled
    (folder / name).write_text(texts[name], encoding="utf-8", newline="")
    again, second = fixed(folder, "AUG901")
    assert again == texts
    assert not second.landed
    return texts[name]


@pytest.mark.parametrize(
    ("row", "left"),
    [
        ("x = 1  # auglint: ignore[AUG201]", "x = 1"),
        ("x = 1  # auglint: ignore", "x = 1"),
        ("x = 1\t# AUGLINT : Ignore [ aug201 , shared-augmentation ]  -- why", "x = 1"),
        ("x = 1  # auglint: ignore[AUG201] -- see #5", "x = 1  #5"),
        ("x = 1  # auglint: ignore[AUG201] -- the reason goes with it", "x = 1"),
        ("x = 1  # auglint: ignore[AUG201, AUG999]", "x = 1"),
        ("x = 1  # auglint: ignore AUG201, AUG302 -- why", "x = 1"),
        ("x = 1  # noqa: AUG201", "x = 1"),
        ("x = 1  # noqa: E501, AUG201", "x = 1  # noqa: E501"),
        ("x = 1  # noqa: AUG201, E501 -- long", "x = 1  # noqa: E501 -- long"),
        ("x = 1  # noqa: E501,AUG201,F401", "x = 1  # noqa: E501,F401"),
        ("x = 1  # noqa: AUG201 AUG302 E501", "x = 1  # noqa: E501"),
        ("x = 1  # noqa: AUG201,, E501", "x = 1  # noqa: E501"),
        ("x = 1  # noqa: AUG201 pylint: disable=all", "x = 1  # pylint: disable=all"),
        ("x = 1  # type: ignore # auglint: ignore[AUG201]", "x = 1  # type: ignore"),
        ("x = 1  # auglint: ignore[AUG201] -- why # noqa: E501", "x = 1  # noqa: E501"),
        ("x = 1  # noqa: E501 # auglint: ignore[AUG201] # type: ignore", "x = 1  # noqa: E501 # type: ignore"),
        ("x = '# auglint: ignore[AUG201]'  # noqa: AUG201", "x = '# auglint: ignore[AUG201]'"),
    ],
)
def test_the_comment_goes_and_what_is_not_of_it_stays(tmp_path: Path, row: str, left: str) -> None:
    for ending in ("\n", "\r\n", ""):
        assert after(tmp_path, f"y = 2{ending or chr(10)}{row}{ending}") == f"y = 2{ending or chr(10)}{left}{ending}"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_comment_on_a_row_of_its_own_goes_with_the_row(tmp_path: Path, ending: str) -> None:
    rows = ["# auglint: ignore-file[AUG201] -- old", "if True:", "    # auglint: ignore[AUG201]", "    x = 1", ""]
    assert after(tmp_path, ending.join(rows)) == ending.join(["if True:", "    x = 1", ""])
    assert after(tmp_path, f"x = 1{ending}  # noqa: AUG201") == "x = 1"
    assert after(tmp_path, f"x = 1{ending}  # noqa: AUG201{ending}") == f"x = 1{ending}"
    assert after(tmp_path, "# noqa: AUG201") == ""


def test_of_a_comment_that_silences_something_only_the_rest_goes(tmp_path: Path) -> None:
    assert after(tmp_path, f"{USED}  # auglint: ignore[AUG202] -- robustness\n").endswith("[AUG202] -- robustness\n")
    wanted = f"{USED}  # auglint: ignore[augmented-evaluation] -- robustness\n"
    text = f"{USED}  # auglint: ignore[AUG301, augmented-evaluation, AUG303] -- robustness\n"
    assert after(tmp_path, text) == wanted
    assert after(tmp_path, f"{USED}  # auglint: ignore[AUG202, AUG301]\n") == f"{USED}  # auglint: ignore[AUG202]\n"


@pytest.mark.parametrize(
    "row",
    [
        "x = 1  # auglint: ignore[augmented-evaluatoin]",
        "x = 1  # auglint: ignore[AUG201, augmented-evaluatoin]",
        "x = 1  # auglint ignore[AUG201]",
        "x = 1  # auglint: ignore[what ever]",
        "x = 1  # noqa",
        "x = 1  # noqa: E501",
    ],
)
def test_what_may_be_misspelt_or_is_not_ours_stays(tmp_path: Path, row: str) -> None:
    assert after(tmp_path, f"{row}\n") == f"{row}\n"


def test_a_file_that_cannot_be_parsed_is_left_alone(tmp_path: Path) -> None:
    text = "def f(:\n    pass  # auglint: ignore[AUG201]\n"
    assert after(tmp_path, text) == text


def test_in_a_notebook_only_the_row_changes(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# noqa: AUG201"]},
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "source": ["%matplotlib inline\n", "# noqa: AUG201\n", "x = 1"],
        },
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": "  y = 1\n  # auglint: ignore[AUG201]"},
    ]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
    found = json.loads(after(tmp_path, text, "work.ipynb"))["cells"]
    assert found[0] == cells[0]
    assert found[1]["source"] == ["%matplotlib inline\n", "x = 1"]
    assert "".join(found[2]["source"]) == "  y = 1"


def test_it_is_safe_and_needs_no_tree(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("x = 1  # auglint: ignore[AUG201]\n", encoding="utf-8")
    settings = Settings(tmp_path, respect_gitignore=False)
    (finding,) = lint.check(lint.discovered([tmp_path], settings), settings).findings
    assert is_safe(finding)
