"""AUG101, its advice: each loader gets a generator of its own."""

from pathlib import Path

import pytest
from mended import mended

PROGRAM = """\
import torch
from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

SEED = 3
torch.manual_seed(SEED)

random_tf = T.Compose([T.RandomCrop(64), T.ToTensor()])
train_set = ImageFolder("data/train", random_tf)
train_loader = DataLoader(train_set, shuffle=True, num_workers=2)
val_loader = DataLoader(
    ImageFolder("data/val", random_tf),
    num_workers=2,
)
"""


def test_each_split_gets_its_own(tmp_path: Path) -> None:
    want = PROGRAM.replace("num_workers=2)", "num_workers=2, generator=torch.Generator().manual_seed(SEED))")
    want = want.replace("num_workers=2,\n", "num_workers=2,\n    generator=torch.Generator().manual_seed(SEED + 1),\n")
    assert mended(tmp_path, PROGRAM, "AUG101", suggestions=True) == want


def test_it_is_only_offered(tmp_path: Path) -> None:
    assert mended(tmp_path, PROGRAM, "AUG101") == PROGRAM


@pytest.mark.parametrize("workers", ["num_workers=0", "num_workers=int(input())"])
def test_without_workers_it_would_not_help(tmp_path: Path, workers: str) -> None:
    text = PROGRAM.replace("num_workers=2", workers)
    assert mended(tmp_path, text, "AUG101", suggestions=True) == text


def test_a_call_for_both_would_give_them_one_seed(tmp_path: Path) -> None:
    text = PROGRAM[: PROGRAM.index("train_set")] + (
        "\n\ndef load(folder):\n    return DataLoader(ImageFolder(folder, random_tf), num_workers=2)\n\n\n"
        'train_loader = load("data/train")\nval_loader = load("data/val")\n'
    )
    assert mended(tmp_path, text, "AUG101", suggestions=True) == text
