"""What data serves: each kind of evidence alone, which one wins, and that a conflict gives no role."""

import textwrap
from pathlib import Path

import pytest
from traced import Program, trace

from auglint.facts import Facts
from auglint.pipeline import Evidence, Role, Strength

HEAD = """
import numpy as np
import torch
import keras
import lightning as L
from torch.utils.data import DataLoader, Dataset, Subset, TensorDataset, random_split
from keras.utils import image_dataset_from_directory as images
from torchvision.datasets import CIFAR10, ImageFolder
net = keras.Model()
model = make_model()
"""


def program(folder: Path, text: str) -> Program:
    return trace(folder, HEAD + textwrap.dedent(text))


def evidence(folder: Path, text: str, name: str = "x") -> Evidence | None:
    traced = program(folder, text)
    return traced.facts.roles.of(traced.made(name))


TRAIN, VALIDATION, TEST = Role.TRAIN, Role.VALIDATION, Role.TEST
LOOP = """
for images, labels in {0}:
    loss = model(images)
    loss.backward()
"""
SCORE = """
with torch.no_grad():
    for images, labels in {0}:
        model(images)
"""
HELPER = """
def build({0}):
    return ImageFolder("data")
"""

ALONE = [
    ("consumed", TRAIN, Strength.CONSUMED, 'x = DataLoader(ImageFolder("a"))' + LOOP.format("x")),
    ("consumed, counted", TRAIN, Strength.CONSUMED, 'x = DataLoader(ImageFolder("a"))' + LOOP.format("enumerate(x)")),
    ("fit", TRAIN, Strength.CONSUMED, 'x = images("a")\nnet.fit(x, validation_data=y)'),
    ("fit's other", VALIDATION, Strength.CONSUMED,
     'x = images("a")\nnet.fit(y, validation_data=x)'),
    ("evaluate", VALIDATION, Strength.ARGUMENT, 'x = images("a")\nkeras.Model().evaluate(x)'),
    ("name", VALIDATION, Strength.NAME, 'val_set = ImageFolder("a")\nx = val_set'),
    ("name of an attribute", TEST, Strength.NAME, 'class A: pass\nA.test_set = ImageFolder("a")\nx = A.test_set'),
    ("key", VALIDATION, Strength.NAME, 'd = {"train": ImageFolder("a"), "val": ImageFolder("b")}\nx = d["val"]'),
    ("key set later", TRAIN, Strength.NAME, 'd = {}\nd["train"] = ImageFolder("a")\nx = d["train"]'),
    ("key of a comprehension", TEST, Strength.NAME,
     'd = {k: ImageFolder(k) for k in ("train", "test")}\nx = d["test"]'),
    ("loop variable", TRAIN, Strength.ARGUMENT,
     'd = []\nfor part in ("train", "test"):\n    d.append(ImageFolder(part))\nx = d[0]'),
    ("argument", VALIDATION, Strength.ARGUMENT, HELPER.format("part") + 'x = build("val")'),
    ("keyword argument", VALIDATION, Strength.ARGUMENT, HELPER.format("part") + 'x = build(part="valid")'),
    ("flag", TRAIN, Strength.ARGUMENT, HELPER.format("is_train") + "x = build(True)"),
    ("flag that is off", VALIDATION, Strength.ARGUMENT, HELPER.format("is_train") + "x = build(is_train=False)"),
    ("name of the helper", VALIDATION, Strength.ARGUMENT,
     'def make_val():\n    return ImageFolder("a")\nx = make_val()'),
    ("branch of a root", VALIDATION, Strength.ARGUMENT,
     'def f(split):\n    if split == "val":\n        return ImageFolder("a")\nx = f("val" or unknown)'),
    ("selector", TRAIN, Strength.SELECTOR, 'x = CIFAR10("a", train=True)'),
    ("selector by default", TRAIN, Strength.SELECTOR, 'x = CIFAR10("a")'),
    ("selector that is off", TEST, Strength.SELECTOR, 'x = CIFAR10("a", train=False)'),
    ("selector by place", TEST, Strength.SELECTOR, 'x = CIFAR10("a", False)'),
    ("selector of a class", VALIDATION, Strength.SELECTOR,
     "class A(Dataset):\n    def __init__(self, split): self.s = split\n    def __getitem__(self, n): return n\n"
     'x = A("val")'),
    ("name of an array", VALIDATION, Strength.PATH, "x_val = np.load('a')\nx = DataLoader(x_val)"),
    ("no gradients", VALIDATION, Strength.MODE, 'x = DataLoader(ImageFolder("a"))' + SCORE.format("x")),
    ("shuffled", TRAIN, Strength.SHUFFLE, 'x = DataLoader(ImageFolder("a"), shuffle=True)'),
]  # fmt: skip


@pytest.mark.parametrize(("role", "strength", "text"), [case[1:] for case in ALONE], ids=[case[0] for case in ALONE])
def test_evidence_alone(role: Role, strength: Strength, text: str, tmp_path: Path) -> None:
    found = evidence(tmp_path, text)
    assert found is not None
    assert (found.role, found.strength) == (role, strength)
    assert found.reason and not found.reason.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        'x = ImageFolder("a")',
        'x = DataLoader(ImageFolder("a"))',
        'x = DataLoader(ImageFolder("a"), shuffle=False)',
        'x = DataLoader(ImageFolder("a"), shuffle=unknown)',
        'data = ImageFolder("a")\nx = data',
        'x = CIFAR10("a", train=unknown)',
        HELPER.format("part") + 'x = build("data/val")',
        HELPER.format("part") + "x = build(unknown)",
        HELPER.format("download") + "x = build(True)",
        'x = DataLoader(ImageFolder("a"))\nfor images, labels in x:\n    print(images.shape)',
        'd = [ImageFolder(k) for k in unknown]\nx = ImageFolder("a")',
    ],
)
def test_no_evidence_no_role(text: str, tmp_path: Path) -> None:
    assert evidence(tmp_path, text) is None


STRONGER = [
    ("consumed over name", TRAIN, 'val_loader = DataLoader(ImageFolder("a"))\nx = val_loader' + LOOP.format("x")),
    ("fit over name", VALIDATION,
     'train_b = images("a")\nx = train_b\nnet.fit(y, validation_data=x)'),
    ("hook over name", VALIDATION,
     'train_loader = DataLoader(ImageFolder("a"))\nx = train_loader\n'
     "class M(L.LightningModule):\n    def val_dataloader(self): return x\nM()"),
    ("name over selector", VALIDATION, 'val_set = CIFAR10("a", train=True)\nx = val_set'),
    ("name over argument", TEST, HELPER.format("part") + 'test_set = build("val")\nx = test_set'),
    ("name over no gradients", TRAIN, 'train_b = DataLoader(ImageFolder("a"))\nx = train_b' + SCORE.format("x")),
    ("argument over selector", VALIDATION,
     'def build(part):\n    return CIFAR10("a", train=True)\nx = build("val")'),
    ("selector over no gradients", TRAIN, 'x = CIFAR10("a", train=True)' + SCORE.format("DataLoader(x)")),
    ("selector below over shuffled", TEST, 'x = DataLoader(CIFAR10("a", train=False), shuffle=True)'),
    ("name below over no gradients", TRAIN,
     'train_set = ImageFolder("a")\nx = DataLoader(train_set)' + SCORE.format("x")),
    ("no gradients over shuffled", VALIDATION, 'x = DataLoader(ImageFolder("a"), shuffle=True)' + SCORE.format("x")),
    ("the loader's name over the dataset's", VALIDATION,
     'train_set = ImageFolder("a")\nval_loader = DataLoader(train_set)\nx = val_loader'),
]  # fmt: skip


@pytest.mark.parametrize(("role", "text"), [case[1:] for case in STRONGER], ids=[case[0] for case in STRONGER])
def test_the_stronger_evidence_wins(role: Role, text: str, tmp_path: Path) -> None:
    found = evidence(tmp_path, text)
    assert found is not None and found.role is role


@pytest.mark.parametrize(
    "text",
    [
        'train_set = val_set = ImageFolder("a")\nx = train_set',
        'train_set = ImageFolder("a")\nval_set = train_set\nx = val_set',
        'data = ImageFolder("a")\nd = {"train": data, "val": data}\nx = data',
        'x = images("a")\nnet.fit(x, validation_data=x)',
        'def build(train, is_training):\n    return ImageFolder("a")\nx = build(True, False)',
        'train_set = ImageFolder("a")\nval_set = ImageFolder("b")\nx = train_set + val_set',
        'train_set = val_set = ImageFolder("a")\nx = DataLoader(train_set)',
    ],
)
def test_a_conflict_gives_no_role(text: str, tmp_path: Path) -> None:
    assert evidence(tmp_path, text) is None


def test_validation_and_test_are_no_conflict(tmp_path: Path) -> None:
    found = evidence(tmp_path, 'val_set = test_set = ImageFolder("a")\nx = val_set')
    assert found is not None and found.role.side == "evaluation"


# Inherited ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "text"),
    [
        (VALIDATION, 'val_set = ImageFolder("a")\nx = DataLoader(val_set)'),
        (VALIDATION, 'val_set = ImageFolder("a")\nx = DataLoader(Subset(val_set, [1]))'),
        (TRAIN, 'train_a = ImageFolder("a")\ntrain_b = ImageFolder("b")\nx = DataLoader(train_a + train_b)'),
        (TRAIN, 'train_set = ImageFolder("a")\nd, x = random_split(train_set, [1, 2])'),
        (TRAIN, 'train_set = ImageFolder("a")\nx, val_set = random_split(train_set, [1, 2])'),
        (None, 'data = ImageFolder("a")\nx, val_set = random_split(data, [1, 2])'),
        (None, 'data = ImageFolder("a")\ntrain_set, val_set = random_split(data, [1, 2])\nx = data'),
    ],
)
def test_what_has_no_evidence_of_its_own_takes_that_of_what_it_came_from(
    role: Role | None, text: str, tmp_path: Path
) -> None:
    found = evidence(tmp_path, text)
    assert (found.role if found else None) is role


def test_a_parent_that_serves_both_says_nothing_of_a_part(tmp_path: Path) -> None:
    text = """
    train_data = ImageFolder("a")
    train_set, val_set, x = random_split(train_data, [1, 2, 3])
    """
    assert evidence(tmp_path, text) is None


# Sides ---------------------------------------------------------------------------------------------------------------


def sides(facts: Facts) -> tuple[int, int]:
    return len(facts.train), len(facts.evaluation)


def test_iterating_without_gradients_counts_where_the_program_trains(tmp_path: Path) -> None:
    score = 'x = DataLoader(ImageFolder("b"))' + SCORE.format("x")
    train = 'a = DataLoader(ImageFolder("a"))' + LOOP.format("a")
    assert sides(program(tmp_path, score).facts) == (0, 0)
    assert sides(program(tmp_path, train + score).facts) == (1, 1)
    named = 'train_loader = DataLoader(ImageFolder("a"))\n'
    assert sides(program(tmp_path, named + score).facts) == (1, 0)  # nothing is trained here


def test_a_shuffled_loader_alone_does_not_evaluate(tmp_path: Path) -> None:
    text = 'a = DataLoader(ImageFolder("a"), shuffle=True)\nb = DataLoader(ImageFolder("b"))\n'
    assert sides(program(tmp_path, text).facts) == (1, 0)


def test_a_dataset_that_something_is_made_of_is_no_end(tmp_path: Path) -> None:
    facts = program(
        tmp_path, 'train_set = ImageFolder("a")\ntrain_loader = DataLoader(train_set)\nval_set = ImageFolder("b")\n'
    ).facts
    assert [(type(use.made).__name__, use.side) for use in facts.uses] == [
        ("Loader", "train"),
        ("Dataset", "evaluation"),
    ]


def test_a_loop_that_trains_in_one_branch_only_does_not_decide(tmp_path: Path) -> None:
    text = """
    def run(loader, optimiser=None):
        for images, labels in loader:
            loss = model(images)
            if optimiser is not None:
                loss.backward()
    x = DataLoader(ImageFolder("a"))
    run(x, unknown)
    """
    found = evidence(tmp_path, text)
    assert found is None


def test_lightning_hooks_say_what_they_return(tmp_path: Path) -> None:
    text = """
    class Data(L.LightningDataModule):
        def train_dataloader(self): return DataLoader(ImageFolder("a"))
        def val_dataloader(self): return [DataLoader(ImageFolder("b")), DataLoader(ImageFolder("c"))]
        def test_dataloader(self): return {"one": DataLoader(ImageFolder("d"))}
    Data()
    """
    roles = [use.role for use in program(tmp_path, text).facts.uses]
    assert roles == [TRAIN, VALIDATION, VALIDATION, TEST]
