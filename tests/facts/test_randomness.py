"""What is random in a callable: each step by name, what it draws from, and what only looks like augmentation."""

import textwrap
from pathlib import Path

import pytest
from traced import trace

from auglint.facts.randomness import Random
from auglint.pipeline import Dataset

HEAD = """
import functools
import random

import albumentations as A
import cv2
import keras
import numpy as np
import tensorflow as tf
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms as T
from torchvision.datasets import ImageFolder
from torchvision.transforms import v2
import torchvision.transforms.functional as TF
"""


def steps(folder: Path, text: str, name: str = "x") -> list[Random]:
    """The random steps of what the dataset `x` applies to its samples."""
    program = trace(folder, HEAD + textwrap.dedent(text))
    made = program.made(name)
    assert isinstance(made, Dataset)
    return [step for _, found in program.facts.randomness.of_dataset(made) for step in found]


def of_transform(folder: Path, text: str) -> list[Random]:
    """The random steps of the transform that the last row of the text is."""
    *rows, last = textwrap.dedent(text).strip().split("\n")
    return steps(folder, "\n".join([*rows, f'x = ImageFolder("a", transform={last})']))


FIXED = """
T.ToTensor() | T.Resize(8) | T.CenterCrop(8) | T.Normalize((0.5,), (0.5,)) | T.Compose([T.Resize(8), T.ToTensor()])
T.RandomHorizontalFlip(p=0) | T.RandomHorizontalFlip(0.0) | T.RandomHorizontalFlip(p=1) | T.RandomVerticalFlip(p=1.0)
T.RandomApply([T.RandomRotation(5)], p=0) | T.RandomErasing(p=0) | T.ColorJitter() | T.ColorJitter(0, 0, 0, 0)
T.ColorJitter(brightness=0.0) | T.RandomRotation(0) | T.GaussianBlur(3, sigma=1.0) | T.Lambda(lambda i: i / 255)
T.Compose([]) | T.Compose([T.RandomHorizontalFlip(p=0)]) | A.Compose([A.HorizontalFlip(p=1)]) | A.Normalize()
A.HorizontalFlip(p=0) | A.Compose([A.HorizontalFlip(p=0.5)], p=0) | A.OneOf([A.HorizontalFlip()], p=0) | None | unknown
unknown(T.RandomHorizontalFlip()) | lambda i: i.resize((8, 8)) | functools.partial(TF.resize, size=8) | TF.hflip
keras.layers.Rescaling(1 / 255) | keras.layers.RandomRotation(0.0) | T.Lambda(unknown) | T.RandomHorizontalFlip
"""
RANDOM = """
T.RandomHorizontalFlip() | T.RandomHorizontalFlip(0.3) | T.RandomHorizontalFlip(p=unknown) | T.RandomCrop(8, padding=4)
T.RandomResizedCrop(8) | T.ColorJitter(0.1) | T.ColorJitter(hue=0.1) | T.ColorJitter(brightness=(0.5, 1.5))
T.RandomRotation(5) | T.RandomApply([T.ColorJitter(0.1)], p=1) | T.RandomErasing(p=1) | T.GaussianBlur(3)
T.Compose([T.Resize(8), T.RandomCrop(8)]) | T.Compose([T.Compose([T.RandomCrop(8)])]) | v2.RandomHorizontalFlip()
v2.Compose([v2.RandomCrop(8)]) | T.RandomChoice([T.Resize(8), T.CenterCrop(8)]) | T.AutoAugment() | T.RandAugment()
A.HorizontalFlip() | A.Compose([A.HorizontalFlip(p=0.5)]) | A.Compose([A.RandomCrop(8, 8)])
A.OneOf([A.HorizontalFlip()]) | A.Compose([A.HorizontalFlip()], p=1) | lambda i: TF.rotate(i, random.uniform(-5, 5))
lambda i: T.RandomCrop(8)(i)
lambda i: i + torch.randn_like(i) | lambda i: np.flip(i, random.choice([0, 1]))
T.Lambda(lambda i: i * random.random())
keras.layers.RandomFlip() | keras.Sequential([keras.layers.RandomFlip()]) | T.AugMix()
T.Compose([T.Resize(8)] + [T.RandomCrop(8)]) | T.Compose([*[T.RandomCrop(8)]]) | [T.RandomCrop(8)][0]
"""


def spelled(text: str) -> list[str]:
    return [one.strip() for row in text.strip().splitlines() for one in row.split(" | ")]


@pytest.mark.parametrize("transform", spelled(FIXED))
def test_a_transform_that_does_not_draw(transform: str, tmp_path: Path) -> None:
    assert of_transform(tmp_path, transform) == []


@pytest.mark.parametrize("transform", spelled(RANDOM))
def test_a_transform_that_draws(transform: str, tmp_path: Path) -> None:
    assert of_transform(tmp_path, transform) != []


@pytest.mark.parametrize(
    ("transform", "names", "streams"),
    [
        ("T.Compose([T.RandomCrop(8), T.ToTensor(), T.RandomErasing()])", ["RandomCrop", "RandomErasing"], {"torch"}),
        (
            "A.Compose([A.HorizontalFlip(p=0.5), A.Normalize(), A.RandomCrop(8, 8)])",
            ["HorizontalFlip", "RandomCrop"],
            {"own"},
        ),
        ("lambda i: i * random.uniform(0, 1)", ["uniform"], {"python"}),
        ("lambda i: i + np.random.normal(0, 1, i.shape)", ["normal"], {"numpy"}),
        ("lambda i: i + torch.rand(3)", ["rand"], {"torch"}),
        ("lambda i: tf.image.random_flip_left_right(i)", ["random_flip_left_right"], {"tensorflow"}),
        ("keras.layers.RandomFlip()", ["RandomFlip"], {"keras"}),
    ],
)
def test_steps_have_names_and_streams(transform: str, names: list[str], streams: set[str], tmp_path: Path) -> None:
    found = of_transform(tmp_path, transform)
    assert [step.name for step in found] == names
    assert {step.stream for step in found} == streams


# Containers and callables of one's own ------------------------------------------------------------------------------

OWN = {
    "class with __call__": "class Own:\n    def __call__(self, i): return i * random.random()\nOwn()",
    "class with forward": "class Own(torch.nn.Module):\n    def forward(self, i): return i * torch.rand(1)\nOwn()",
    "generator of its own": "class Own:\n    def __init__(self): self.rng = np.random.default_rng(3)\n"
    "    def __call__(self, i): return i + self.rng.normal(size=i.shape)\nOwn()",
    "transform in an attribute": "class Own:\n    def __init__(self): self.t = T.RandomCrop(8)\n"
    "    def __call__(self, i): return self.t(i)\nOwn()",
    "steps of its own": "class Steps:\n    def __init__(self, steps): self.steps = steps\n    def __call__(self, i):\n"
    "        for step in self.steps:\n            i = step(i)\n        return i\nSteps([T.Resize(8), T.RandomCrop(8)])",
    "function": "def own(i):\n    if random.random() < 0.5:\n        i = TF.hflip(i)\n    return i\nown",
    "function that calls another": "def flip(i):\n    return TF.hflip(i) if random.random() < 0.5 else i\n"
    "def own(i): return flip(i)\nown",
    "factory": "def make(p):\n    def own(i):\n        return i if random.random() < p else TF.hflip(i)\n"
    "    return own\nmake(0.5)",
    "partial": "def own(i, p): return i * random.uniform(0, p)\nfunctools.partial(own, p=0.5)",
    "bound method": "class Own:\n    def flip(self, i): return i * random.random()\nOwn().flip",
    "a list that grows": "steps = [T.Resize(8)]\nsteps.append(T.RandomCrop(8))\nT.Compose(steps)",
    "inherited": "class Base:\n    def __call__(self, i): return self.change(i)\nclass Own(Base):\n"
    "    def change(self, i): return i + np.random.rand()\nOwn()",
    "a mask that is multiplied": "def own(i):\n    keep = np.random.rand(*i.shape) > 0.1\n    return i * keep\nown",
    "cut at a drawn place": "def own(i):\n    top = random.randint(0, 8)\n    return i[top : top + 24]\nown",
    "written in place": "def own(i):\n    y = np.random.randint(8)\n    i[y : y + 4] = 0\n    return i\nown",
    "an angle that is drawn": "def own(i):\n    angle = random.choice([0, 90])\n    return i.rotate(angle)\nown",
}
OWN_FIXED = {
    "deterministic class": "class Own:\n    def __call__(self, i): return i / 255\nOwn()",
    "it draws, but not for the sample": "def own(i):\n    print(random.random())\n    return i\nown",
    "a branch that is off": "def make(augment):\n    def own(i):\n"
    "        return TF.rotate(i, random.random()) if augment else i\n    return own\nmake(False)",
    "seeded by the sample's index": "def own(i):\n    rng = np.random.default_rng(i)\n    return i + rng.normal()\nown",
    "two views of one sample": "t = T.RandomCrop(8)\ndef own(i): return t(i), t(i)\nown",
    "two views by a class": "class Two:\n    def __init__(self, t): self.t = t\n"
    "    def __call__(self, i): return [self.t(i), self.t(i)]\nTwo(T.RandomCrop(8))",
    "never reached": "def own(i):\n    return i\n    return i * random.random()\nown",
    "drawn once, before": "angle = random.uniform(0, 5)\ndef own(i): return TF.rotate(i, angle)\nown",
}


@pytest.mark.parametrize("name", OWN)
def test_a_callable_of_ones_own_that_draws(name: str, tmp_path: Path) -> None:
    assert of_transform(tmp_path, OWN[name]) != []


@pytest.mark.parametrize("name", OWN_FIXED)
def test_a_callable_of_ones_own_that_does_not_draw_for_the_sample(name: str, tmp_path: Path) -> None:
    assert of_transform(tmp_path, OWN_FIXED[name]) == []


@pytest.mark.parametrize(
    ("name", "holds"), [("generator of its own", True), ("class with __call__", False), ("function", False)]
)
def test_who_holds_a_generator(name: str, holds: bool, tmp_path: Path) -> None:
    (step,) = of_transform(tmp_path, OWN[name])
    assert (step.state is not None) is holds
    assert (step.stream == "own") is holds


@pytest.mark.parametrize(
    ("transform", "holds"),
    [
        ("A.Compose([A.HorizontalFlip(p=0.5)])", True),
        ("T.Compose([T.RandomCrop(8)])", False),
        ("keras.layers.RandomFlip(seed=3)", True),
    ],
)
def test_which_library_transforms_hold_a_generator(transform: str, holds: bool, tmp_path: Path) -> None:
    (step,) = of_transform(tmp_path, transform)
    assert (step.state is not None) is holds


# Datasets of one's own ----------------------------------------------------------------------------------------------

DATASET = """
class Own(Dataset):
    def __init__(self, files, transform=None, augment=True):
        self.files, self.transform, self.augment = files, transform, augment
    def __len__(self):
        return len(self.files)
    def __getitem__(self, n):
"""


def dataset(body: str, call: str = 'Own(["a"])') -> str:
    return DATASET + textwrap.indent(textwrap.dedent(body).strip(), "        ") + f"\nx = {call}\n"


READ = "image = Image.open(self.files[n])\n"
DRAWING = {
    "flip": READ + "if random.random() < 0.5:\n    image = TF.hflip(image)\nreturn image",
    "under a flag that is on": READ
    + "if self.augment and random.random() < 0.5:\n    image = TF.hflip(image)\nreturn image",
    "noise": READ + "return image + np.random.normal(0, 1, image.size)",
    "transform made here": READ + "return T.RandomCrop(8)(image)",
    "global transform": READ + "return CROP(image)",
}


@pytest.mark.parametrize("name", DRAWING)
def test_a_dataset_that_draws(name: str, tmp_path: Path) -> None:
    assert steps(tmp_path, "CROP = T.RandomCrop(8)\n" + dataset(DRAWING[name])) != []


def test_a_method_of_the_dataset_draws(tmp_path: Path) -> None:
    text = dataset(READ + "return self.change(image)").replace(
        "\nx = ", "\n    def change(self, image):\n        return image.rotate(random.uniform(0, 5))\nx = "
    )
    assert [step.name for step in steps(tmp_path, text)] == ["uniform"]


PICKING = {
    "another sample": READ + "other = Image.open(random.choice(self.files))\nreturn image, other",
    "another sample by index": READ + "m = random.randrange(len(self))\nreturn image, self.files[m]",
    "a caption": READ + "return image, random.choice(self.captions[n])",
    "seeded by the index": READ + "rng = random.Random(n)\nreturn image.rotate(rng.uniform(0, 5))",
    "seeded by the index, numpy": READ + "rng = np.random.default_rng(n)\nreturn image + rng.normal()",
    "seeded by the index and an attribute": READ
    + "rng = np.random.default_rng(self.s + n)\nreturn image + rng.normal()",
    "seeded by the index, torch": READ
    + "g = torch.Generator().manual_seed(n)\nreturn image + torch.randn(3, generator=g)",
    "a stretch of frames": READ + "first = random.randint(0, 9)\nreturn self.files[first : first + 8]",
    "another when it is broken": "try:\n    return Image.open(self.files[n])\nexcept OSError:\n"
    "    return self[random.randrange(len(self))]",
    "flag that is off": READ + "if self.augment and random.random() < 0.5:\n    image = TF.hflip(image)\nreturn image",
    "a draw that is only tested": READ + "if random.random() < 0.5:\n    print(n)\nreturn image",
    "nothing": READ + "return image",
}


@pytest.mark.parametrize("name", PICKING)
def test_draws_that_are_no_augmentation(name: str, tmp_path: Path) -> None:
    assert steps(tmp_path, dataset(PICKING[name], 'Own(["a"], augment=False)')) == []


def test_what_a_dataset_is_given_is_told_at_the_argument(tmp_path: Path) -> None:
    text = dataset(READ + "return self.transform(image)", 'Own(["a"], transform=T.RandomCrop(8))')
    program = trace(tmp_path, HEAD + text)
    made = program.made("x")
    assert isinstance(made, Dataset)
    ((application, (step,)),) = program.facts.randomness.of_dataset(made)
    assert step.name == "RandomCrop"
    assert application.place == made.arguments["transform"].place


def test_a_transform_that_is_set_later_replaces_the_first(tmp_path: Path) -> None:
    plain = 'x = ImageFolder("a", transform=T.RandomCrop(8))\nx.transform = T.CenterCrop(8)'
    assert steps(tmp_path, plain) == []
    wild = 'x = ImageFolder("a", transform=T.CenterCrop(8))\nx.transform = T.RandomCrop(8)'
    assert [step.name for step in steps(tmp_path, wild)] == ["RandomCrop"]


def test_conditions_of_a_step_that_is_there_only_sometimes(tmp_path: Path) -> None:
    text = """
    steps = [T.Resize(8)]
    if unknown.wild:
        steps.append(T.RandomCrop(8))
    T.Compose(steps)
    """
    (step,) = of_transform(tmp_path, text)
    assert step.name == "RandomCrop" and len(step.conditions) == 1


def test_a_choice_between_two_transforms(tmp_path: Path) -> None:
    (step,) = of_transform(tmp_path, "T.RandomCrop(8) if unknown.train else T.CenterCrop(8)")
    assert step.conditions and {arm for _, arm in step.conditions} == {True}


def test_the_objects_on_the_way_are_the_holders(tmp_path: Path) -> None:
    (step,) = of_transform(tmp_path, "inner = T.RandomCrop(8)\nouter = T.Compose([inner])\nouter")
    assert [getattr(holder, "name", "") for holder in step.holders] == ["Compose", "RandomCrop"]


FLIP = "stateless_random_flip_left_right"


@pytest.mark.parametrize(
    ("function", "names"),
    [
        ("lambda i: tf.image.random_flip_left_right(i)", ["random_flip_left_right"]),
        ("lambda i, y: (tf.image.random_brightness(i, 0.2), y)", ["random_brightness"]),
        ("lambda i: i + tf.random.normal([3])", ["normal"]),
        ("lambda i: tf.image.stateless_random_flip_left_right(i, seed=rng.make_seeds(1)[0])", [FLIP]),
        ("lambda i: tf.image.stateless_random_flip_left_right(i, seed=(1, 2))", []),
        ("lambda i, seed: tf.image.stateless_random_flip_left_right(i, seed=seed)", []),
        ("lambda i: layer(i, training=True)", ["RandomFlip"]),
        ("lambda i: layer(i)", ["RandomFlip"]),
        ("lambda i: layer(i, training=False)", []),
        ("lambda i: tf.image.resize(i, (8, 8))", []),
        ("lambda i: tf.cast(i, tf.float32) / 255.0", []),
        ("unknown", []),
    ],
)
def test_mapped_functions(function: str, names: list[str], tmp_path: Path) -> None:
    text = f"""
    layer = keras.layers.RandomFlip()
    rng = tf.random.Generator.from_seed(3)
    x = tf.data.Dataset.from_tensor_slices(unknown).map({function})
    """
    assert [step.name for step in steps(tmp_path, text)] == names


def test_mapped_functions_are_traced_and_python_ones_are_run(tmp_path: Path) -> None:
    (mapped,) = steps(tmp_path, "x = tf.data.Dataset.from_tensor_slices(unknown).map(tf.image.random_flip_left_right)")
    assert not mapped.eager
    (run,) = of_transform(tmp_path, "lambda i: i * random.random()")
    assert run.eager
