"""A small training project and what could be said about it."""

import json
from pathlib import Path

from auglint.finding import Applicability, Edit, Finding, Fix, Related, Severity
from auglint.pipeline import Site

TRAIN = """\
import torch
from torchvision import transforms
from torchvision.datasets import ImageFolder
from transforms import flip



tfm = transforms.Compose([
    flip,
    transforms.ToTensor(),
])
train_ds = ImageFolder("a/train", transform=tfm)

val_ds = ImageFolder("a/val", transform=tfm)
"""

TRANSFORMS = """\
from torchvision.transforms import RandomHorizontalFlip

# 翻转
flip = RandomHorizontalFlip(0.5)
"""

NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["# Fruit 🍎"]},
            {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": ["tfm = flip"]},
            {"cell_type": "markdown", "metadata": {}, "source": []},
            {
                "cell_type": "code",
                "metadata": {},
                "outputs": [],
                "execution_count": None,
                "source": ["%matplotlib inline\n", 'x="🍎"; val_ds = Folder("val", tfm)'],
            },
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
)

FILES = {"train.py": TRAIN, "transforms.py": TRANSFORMS, "fruit.ipynb": NOTEBOOK}


def site(path: str, row: int, column: int, length: int = 1, *, cell: int | None = None) -> Site:
    return Site(Path(path), row, column, row, column + length, cell)


SHARED = Finding(
    "AUG201",
    "shared-augmentation",
    Severity.WARNING,
    "one random pipeline reaches training and validation",
    site("train.py", 14, 41, 3),
    "and to validation here",
    (
        Related(Site(Path("train.py"), 8, 7, 11, 3), "created here"),
        Related(site("transforms.py", 4, 8, 25), "random here"),
        Related(site("train.py", 12, 45, 3), "given to training here"),
    ),
    "validation scores change from run to run.",
    "give validation a pipeline without random transforms.",
    (Fix("Use a new pipeline", Applicability.UNSAFE, (Edit(site("train.py", 14, 41, 3), "val_tfm"),)),),
)

IN_NOTEBOOK = Finding(
    "AUG301",
    "identical-split-data",
    Severity.ERROR,
    "both splits read this folder",
    site("fruit.ipynb", 2, 31, 3, cell=4),
    "read again here",
    (Related(site("fruit.ipynb", 1, 1, 3, cell=2), "made here"),),
    fixes=(Fix("Name it", Applicability.SUGGESTION, (Edit(site("fruit.ipynb", 1, 1, 3, cell=2), "t"),)),),
)

ADVICE = Finding("AUG101", "global-seed", Severity.INFO, "the splits share\none stream", site("transforms.py", 4, 1, 4))
