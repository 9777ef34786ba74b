"""Renaming, splitting, wrapping, cutting into cells and importing otherwise do not change what is found.

Every case is rewritten in each of the ways of `transformations.py`, and must be told as its labels say, which moved
along with the code.
"""

from pathlib import Path

import pytest
from page_examples import labels_in
from test_cases import CASES, cases, compared
from transformations import TRANSFORMATIONS, Files, Transformation

from auglint import lint
from auglint.settings import Settings

FOUND = [case for case in cases() if not case.startswith("missed/") and not case.endswith(".ipynb")]


def files_of(case: str) -> Files:
    """The files of a case, its entry first."""
    path = CASES / case
    if path.is_file():
        return {path.name: path.read_text(encoding="utf-8")}
    names = [file.relative_to(path).as_posix() for file in sorted(path.rglob("*")) if "__pycache__" not in file.parts]
    files = [name for name in sorted(names, key=lambda name: name != "train.py") if (path / name).is_file()]
    return {name: (path / name).read_text(encoding="utf-8") for name in files}


def rewritten(files: Files, transformation: Transformation) -> Files | None:
    """All files after a transformation of those that are Python; None when it does not apply."""
    new = transformation({name: text for name, text in files.items() if name.endswith(".py")})
    return None if new is None else {**{n: text for n, text in files.items() if not n.endswith(".py")}, **new}


def differences(files: Files, folder: Path) -> list[str]:
    """What is missed and what is wrongly told, after the files were written to a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    settings = Settings(folder, respect_gitignore=False)
    report = lint.check(lint.discovered([folder], settings), settings)
    labels = [label for name, text in files.items() for label in labels_in(name, text)]
    missed, wrong = compared(report, labels, folder)
    return [*map(str, report.errors), *(f"missed: {one}" for one in missed), *(f"wrong: {one}" for one in wrong)]


@pytest.mark.parametrize("case", FOUND)
def test_style_does_not_change_the_findings(case: str, tmp_path: Path) -> None:
    files = files_of(case)
    wrong = {}
    for transformation in TRANSFORMATIONS:
        name = transformation.__name__
        new = rewritten(files, transformation)
        if new is not None and (found := differences(new, tmp_path / name)):
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize("transformation", TRANSFORMATIONS, ids=lambda each: each.__name__)
def test_each_transformation_changes_most_cases_and_writes_python(transformation: Transformation) -> None:
    changed = 0
    for case in FOUND:
        files = files_of(case)
        new = rewritten(files, transformation)
        if new is not None and new != files:
            changed += 1
            for name, text in new.items():
                if name.endswith(".py"):
                    compile(text, name, "exec")
    assert changed > len(FOUND) // 2
