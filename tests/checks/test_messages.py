"""The words of the findings: one plain sentence each, and never more than what was measured."""

import re
from pathlib import Path

import pytest
from page_examples import examples, pages
from test_cases import CASES, cases
from traced import check

from auglint.catalogue import names
from auglint.checks import CODES, check_program
from auglint.finding import Finding, Severity
from auglint.source.text import SourceError, read_source
from auglint.trace import Project


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """All findings on the cases and on the examples of the rule pages."""
    places = [CASES / case for case in cases()]
    for code in pages():
        for number, example in enumerate(examples(code)):
            folder = tmp_path_factory.mktemp(f"{code}_{number}")
            example.write(folder)
            places.append(folder)
    findings: list[Finding] = []
    codes = set(CODES) & set(names())
    for place in places:
        project = Project(read_source)
        files = [file for file in place.rglob("*") if file.suffix in (".py", ".ipynb")] if place.is_dir() else [place]
        for file in files:
            try:
                findings += check_program(project, file, codes) if project.touches(file) else []
            except SourceError:
                continue  # the page about such files
    assert {finding.code for finding in findings} == codes
    return findings


def test_every_message_is_one_short_sentence(found: list[Finding]) -> None:
    for finding in found:
        message = finding.message
        assert message == message.strip() and "\n" not in message
        assert not message.endswith((".", "!", ",", ";", ":"))
        assert not re.search(r"[.!?] +[A-Z]", message), message
        assert len(message) < 300, message
        assert re.match(r"[a-z`]", message), message
        assert "  " not in message and " ," not in message and "()" not in message, message


def test_every_place_has_words_of_its_own(found: list[Finding]) -> None:
    for finding in found:
        assert finding.label and not finding.label.endswith(".")
        sites = [finding.site, *(related.site for related in finding.related)]
        assert len(set(sites)) == len(sites), finding
        for related in finding.related:
            words = related.message
            assert words and words == words.strip() and "\n" not in words and not words.endswith((".", ",", ":"))
            assert len(words) < 160, words


def test_why_and_help_are_sentences(found: list[Finding]) -> None:
    for finding in found:
        for text in (finding.why, finding.help):
            assert text[0].isupper() or text[0] == "`", text
            assert text.endswith(".") and "\n" not in text


def test_no_internal_word_is_shown(found: list[Finding]) -> None:
    words = re.compile(r"\b(None|fresh|Unknown|Const|parameter\(|hook|stand_in|Role|Strength|<|object at 0x)")
    for finding in found:
        for text in (finding.message, finding.label, *(related.message for related in finding.related)):
            assert not words.search(text.replace("`None`", "")), text


def test_the_seed_is_never_said_to_make_identical_images(found: list[Finding]) -> None:
    for finding in found:
        if finding.code == "AUG101":
            text = " ".join((finding.message, *(related.message for related in finding.related)))
            assert not re.search(r"identical (images|samples|augment)|the same (images|samples|augment)", text)


def test_the_words_of_each_severity(found: list[Finding]) -> None:
    for finding in found:
        assumed = re.search(r"\bif the expression means\b", finding.message)
        if finding.code == "AUG301":
            assert (finding.severity is Severity.WARNING) is bool(assumed), finding.message


# The global seed -----------------------------------------------------------------------------------------------------

TORCH_SEED = """
import torch
from torchvision import transforms as T
from torchvision.datasets import ImageFolder
torch.manual_seed(7)
train_set = ImageFolder("a", transform=T.RandomCrop(8))
val_set = ImageFolder("b", transform=T.RandomCrop(8))
"""
TF_SEED = """
import tensorflow as tf
tf.random.set_seed(7)
def flip(image):
    return tf.image.random_flip_left_right(image)
train_set = tf.data.Dataset.list_files("a/*").map(flip)
val_set = tf.data.Dataset.list_files("b/*").map(flip)
"""


def test_a_seed_in_torch_is_advice_and_no_defect(tmp_path: Path) -> None:
    (finding,) = check(tmp_path, TORCH_SEED, "AUG101")
    assert finding.severity is Severity.INFO
    assert "one torch stream" in finding.message and "differ" in finding.message
    assert not re.search(r"\b(wrong|defect|error|bug|leak|replay|repeat|same values|alike)", finding.message)


def test_a_seed_in_tensorflow_replays(tmp_path: Path) -> None:
    (finding,) = check(tmp_path, TF_SEED, "AUG101")
    assert finding.severity is Severity.WARNING
    assert "same values" in finding.message and "repeats" in finding.message


def test_the_seed_is_told_once_and_the_graver_first(tmp_path: Path) -> None:
    rows = TORCH_SEED + TF_SEED + "test_set = ImageFolder('c', transform=T.RandomCrop(8))\n"
    (finding,) = check(tmp_path, rows, "AUG101")
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "change",
    [
        ("torch.manual_seed(7)", "torch.manual_seed(args.seed)"),
        ("torch.manual_seed(7)", "torch.cuda.manual_seed(7)"),
        ("torch.manual_seed(7)\n", ""),
        ('"b", transform=T.RandomCrop(8)', '"b", transform=T.CenterCrop(8)'),
        ("val_set = ", "torch.manual_seed(8)\nval_set = "),
        ("torch.manual_seed(7)", "import random\nrandom.seed(7)"),
    ],
)
def test_no_word_of_a_seed_that_does_not_govern_both(change: tuple[str, str], tmp_path: Path) -> None:
    assert check(tmp_path, TORCH_SEED.replace(*change), "AUG101") == []


# What sharing does by itself -----------------------------------------------------------------------------------------

FOLDERS = 'train_set = ImageFolder("a", transform=augment)\nval_set = ImageFolder("b", transform=augment)\n'
FILES = "tf.data.Dataset.list_files"
MAPPED = f'train_set = {FILES}("a/*").map(augment)\nval_set = {FILES}("b/*").map(augment)\n'
HEAD = """
import random
import albumentations as A
import keras
import numpy as np
import tensorflow as tf
from torchvision import transforms as T
from torchvision.datasets import ImageFolder
"""
SHARED = {
    "torchvision": (False, "augment = T.Compose([T.RandomCrop(8)])\n" + FOLDERS),
    "albumentations": (True, "augment = A.Compose([A.HorizontalFlip(p=0.5)])\n" + FOLDERS),
    "a class without state": (
        False,
        "class Noise:\n    def __call__(self, image): return image * random.random()\naugment = Noise()\n" + FOLDERS,
    ),
    "a Keras layer": (True, "augment = keras.Sequential([keras.layers.RandomFlip(seed=3)])\n" + MAPPED),
    "a function": (False, "def augment(image): return tf.image.random_flip_left_right(image)\n" + MAPPED),
}
HOLDS, HOLDS_NOT = "holds its generator", "holds no state"


@pytest.mark.parametrize("name", SHARED)
def test_what_sharing_does_by_itself(name: str, tmp_path: Path) -> None:
    stateful, text = SHARED[name]
    (finding,) = check(tmp_path, HEAD + text, "AUG201")
    assert (HOLDS in finding.message) is stateful
    if not stateful:
        assert not re.search(r"depend on how much|one split's draws", finding.message)
    assert "validation" in finding.message


def test_only_an_object_is_said_to_be_an_object(tmp_path: Path) -> None:
    (finding,) = check(tmp_path, HEAD + SHARED["a function"][1], "AUG201")
    assert "function" in finding.message


def test_since_when_is_told_with_the_version(tmp_path: Path) -> None:
    (finding,) = check(tmp_path, HEAD + SHARED["albumentations"][1], "AUG201")
    assert "(from albumentations 1.4.21 on)" in finding.message


def test_the_split_is_called_by_its_role(tmp_path: Path) -> None:
    text = HEAD + "augment = T.Compose([T.RandomCrop(8)])\n" + FOLDERS.replace("val_set", "test_set")
    (finding,) = check(tmp_path, text, "AUG201")
    assert "test data" in finding.message and "validation" not in finding.message
    assert finding.label == "and to test here"


def test_many_steps_are_not_all_named(tmp_path: Path) -> None:
    wanted = ("RandomCrop", "RandomHorizontalFlip", "RandomRotation", "RandomErasing", "ColorJitter")
    steps = "T.RandomCrop(8), T.RandomHorizontalFlip(), T.RandomRotation(5), T.RandomErasing(), T.ColorJitter(0.1)"
    (finding,) = check(tmp_path, f"{HEAD}augment = T.Compose([{steps}])\n{FOLDERS}", "AUG201")
    assert [name in finding.message for name in wanted] == [True, True, True, False, False]
    assert "…" in finding.message


# Constants and symbols -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("train", "val", "severity"),
    [
        ('ImageFolder("a")', 'ImageFolder("a")', Severity.ERROR),
        ('ImageFolder("a/")', 'ImageFolder(os.path.join(".", "a"))', Severity.ERROR),
        ("ImageFolder(DATA)", "ImageFolder(DATA)", Severity.ERROR),
        ("ImageFolder(args.data)", "ImageFolder(args.data)", Severity.WARNING),
        ('ImageFolder(args.data + "/a")', 'ImageFolder(f"{args.data}/a")', Severity.WARNING),
    ],
)
def test_constants_prove_and_symbols_assume(train: str, val: str, severity: Severity, tmp_path: Path) -> None:
    text = f"""
import argparse, os
from torchvision.datasets import ImageFolder
args = argparse.ArgumentParser().parse_args()
DATA = "data"
train_set = {train}
val_set = {val}
"""
    (finding,) = check(tmp_path, text, "AUG301")
    assert finding.severity is severity
    assert ("if the expression means the same both times" in finding.message) is (severity is Severity.WARNING)


def test_parameters_of_a_function_are_symbols(tmp_path: Path) -> None:
    text = """
from torchvision.datasets import ImageFolder
def main(folder):
    train_set = ImageFolder(folder)
    val_set = ImageFolder(folder)
"""
    (finding,) = check(tmp_path, text, "AUG301")
    assert finding.severity is Severity.WARNING
    (finding,) = check(tmp_path, text + 'main("a")\n', "AUG301")
    assert finding.severity is Severity.ERROR
