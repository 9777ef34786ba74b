"""Which versions a project uses, from every kind of file that says so."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from traced import write

from auglint.trace.versions import Versions, parse_versions, read_versions, release


def may_be(folder: Path, name: str, *versions: str) -> list[bool]:
    """Whether the project surely uses one of these versions."""
    found = read_versions(folder)[name]
    return [found.within((version, f"{version}.1")) for version in versions]


POETRY = '[[package]]\nname = "albumentations"\nversion = "1.4.24"\n\n[metadata]\nlock-version = "2.0"\n'
FILES = {
    "requirements.txt": "# pins\ntorch==1.8.1  # old\nAlbumentations[all] == 1.4.24 ; extra\n-r more.txt\n",
    "requirements-dev.txt": "albumentations==1.4.24 --hash=sha256:0\n",
    "requirements/train.txt": "albumentations===1.4.24\n",
    "constraints.txt": "albumentations==1.4.24\n",
    "environment.yml": "dependencies:\n  - python=3.10\n  - pip:\n    - albumentations==1.4.24\n",
    "uv.lock": 'version = 1\n[[package]]\nname = "albumentations"\nversion = "1.4.24"\n',
    "poetry.lock": POETRY,
    "pdm.lock": POETRY,
    "pylock.toml": 'lock-version = "1.0"\n[[packages]]\nname = "albumentations"\nversion = "1.4.24"\n',
    "Pipfile.lock": json.dumps({"default": {"albumentations": {"version": "==1.4.24"}}, "develop": {}}),
    "pyproject.toml": '[project]\ndependencies = ["torch", "albumentations[x]==1.4.24"]\n',
}


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_is_understood(name: str, tmp_path: Path) -> None:
    write(tmp_path, {name: FILES[name]})
    assert may_be(tmp_path, "albumentations", "1.4.23", "1.4.24", "1.4.25") == [False, True, False]


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("[project.optional-dependencies]\ntrain = ['torch==1.8.1']", "1.8.1", "1.8.2"),
        ("[dependency-groups]\ntrain = ['torch>=1.8,<1.9', {include-group = 'x'}]", "1.8", "1.9"),
        ("[tool.poetry.dependencies]\ntorch = '1.8.1'", "1.8.1", "1.8.2"),
        ("[tool.poetry.dependencies]\ntorch = '^1.8'", "1.8", "2"),
        ("[tool.poetry.dependencies]\ntorch = '^0.4.1'", "0.4.1", "0.5"),
        ("[tool.poetry.dependencies]\ntorch = {version = '~=1.8.0', source = 'x'}", "1.8", "1.9"),
    ],
)
def test_places_in_a_pyproject(text: str, first: str, end: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    found = read_versions(tmp_path)["torch"]
    assert found.within((first, end))
    assert not found.within((f"{first}.1", end))


@pytest.mark.parametrize(
    ("asked", "inside"),
    [
        ("==1.8.1", True),
        ("==1.8.*", True),
        ("~=1.8.0", True),
        (">=1.7,<1.9", True),
        (">1.7, <=1.8.1", True),
        ("<1.9", True),
        ("<=1.8.2+cu111", True),
        ("==1.8.1+cpu", True),
        ("== v1.8.1", True),
        ("~=1.8", False),  # 1.9 as well
        ("==1.9", False),
        ("==1.9.0", False),
        ("==1.13.1", False),
        (">=1.7", False),
        (">=1.7,<=1.9", False),
        ("!=1.9", False),
    ],
)
def test_versions_before_another_one(asked: str, inside: bool) -> None:
    found = parse_versions({"Torch": asked}).get("torch")
    assert (found is not None and found.within(("0", "1.9"))) is inside


def test_conda_calls_torch_pytorch_and_means_all_patches_by_one_sign(tmp_path: Path) -> None:
    (tmp_path / "environment.yml").write_text("dependencies:\n  - pytorch=1.8=py3.8_cuda\n  - numpy=1.20.1\n")
    found = read_versions(tmp_path)
    assert found["torch"] == Versions((1, 8), (1, 9))
    assert found["numpy"].within(("1.20.1", "1.20.2"))


def test_a_lock_file_wins_and_the_nearest_folder_counts(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": "torch==2.0\n", "uv.lock": '[[package]]\nname = "torch"\nversion = "2.1"\n'})
    assert may_be(tmp_path / "src", "torch", "2.0", "2.1") == [False, True]
    write(tmp_path, {"src/requirements.txt": "torch==2.2\n"})
    assert may_be(tmp_path / "src", "torch", "2.1", "2.2") == [False, True]


def test_a_repository_ends_the_search(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": "torch==2.0\n", "inner/.git/HEAD": "", "inner/train.py": ""})
    assert read_versions(tmp_path / "inner") == {}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("text", ["", "\0", "{", "[[package]]\nname = 1\n", '{"default": 1}', "==\n===\n-\n==1.0\n"])
def test_files_that_say_nothing(name: str, text: str, tmp_path: Path) -> None:
    write(tmp_path, {name: text})
    assert read_versions(tmp_path) == {}


def test_a_folder_by_that_name_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").mkdir()
    assert read_versions(tmp_path) == {}


releases = st.lists(st.integers(0, 99), min_size=1, max_size=4)


@given(releases, releases)
def test_an_exact_version_is_between_two_others_as_numbers_are(one: list[int], other: list[int]) -> None:
    text, end = (".".join(map(str, each)) for each in (one, other))
    (found,) = parse_versions({"x": text}).values()
    assert found.within(("0", end)) == (release(text) < release(end))
    assert found.within((end, "100")) == (release(end) <= release(text))


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    parse_versions({"x": text})
