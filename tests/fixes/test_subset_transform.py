"""AUG204: the part whose transform is set gets a dataset of its own."""

from pathlib import Path

import pytest
from mended import left_alone, mended, program

HEAD = """\
import torch
from torch.utils.data import DataLoader, Dataset, Subset, random_split
from torchvision import datasets
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

train_tf = T.Compose([T.RandomResizedCrop(64), T.ToTensor()])
eval_tf = T.Compose([T.CenterCrop(64), T.ToTensor()])
whole = ImageFolder("data/all", transform=eval_tf)
"""
SPLIT = "train_part, val_part = random_split(whole, [80, 20])\n"
LOADERS = """
train_loader = DataLoader(train_part, batch_size=16, shuffle=True)
val_loader = DataLoader(val_part, batch_size=16)
"""
IMPORT = "import copy\n\n"


def test_without_effect_before(tmp_path: Path) -> None:
    text = HEAD + SPLIT + "\n# augment\ntrain_part.transform = train_tf  # now\n" + LOADERS
    wanted = (
        IMPORT + HEAD + SPLIT + "\ntrain_part.dataset = copy.copy(train_part.dataset)\n# augment\n"
        "train_part.dataset.transform = train_tf  # now\n" + LOADERS
    )
    assert mended(tmp_path, text, "AUG204") == wanted


def test_both_parts(tmp_path: Path) -> None:
    text = HEAD + SPLIT + "train_part.transform = train_tf\nval_part.transform = eval_tf\n" + LOADERS
    wanted = (
        IMPORT + HEAD + SPLIT + "train_part.dataset = copy.copy(train_part.dataset)\n"
        "train_part.dataset.transform = train_tf\n"
        "val_part.dataset = copy.copy(val_part.dataset)\n"
        "val_part.dataset.transform = eval_tf\n" + LOADERS
    )
    assert mended(tmp_path, text, "AUG204") == wanted


def test_through_the_shared_dataset(tmp_path: Path) -> None:
    text = HEAD + SPLIT + "train_part.dataset.transform = train_tf\n" + LOADERS
    wanted = (
        IMPORT + HEAD + SPLIT + "train_part.dataset = copy.copy(train_part.dataset)\n"
        "train_part.dataset.transform = train_tf\n" + LOADERS
    )
    assert mended(tmp_path, text, "AUG204") == wanted


def test_the_import_stands_beside_its_like(tmp_path: Path) -> None:
    body = HEAD + SPLIT + "train_part.transform = train_tf\n" + LOADERS
    found = mended(tmp_path, "#!/usr/bin/env python\nimport argparse\nimport os  # for paths\n\n" + body, "AUG204")
    assert found.startswith(
        "#!/usr/bin/env python\nimport argparse\nimport copy\nimport os  # for paths\n\nimport torch\n"
    )
    found = mended(tmp_path, "import copy as cp\n" + body, "AUG204")
    assert "train_part.dataset = cp.copy(train_part.dataset)\n" in found
    found = mended(tmp_path, "from __future__ import annotations\n" + body, "AUG204")
    assert found.startswith("from __future__ import annotations\nimport copy\n\nimport torch\n")


def test_a_dataset_of_the_project_that_looks_its_transform_up(tmp_path: Path) -> None:
    text = program(
        "import torch",
        "from torch.utils.data import DataLoader, Dataset, random_split",
        "from torchvision import transforms as T",
        "",
        "",
        "class Scans(Dataset):",
        "    def __init__(self, files, transform=None):",
        "        self.files, self.transform = files, transform",
        "",
        "    def __len__(self):",
        "        return len(self.files)",
        "",
        "    def __getitem__(self, i):",
        "        return self.transform(torch.load(self.files[i]))",
        "",
        "",
        "def loaders(files):",
        "    train, val = random_split(Scans(files, T.CenterCrop(64)), [0.8, 0.2])",
        "    if True:",
        "        train.transform = T.RandomCrop(64)",
        "    return DataLoader(train, shuffle=True), DataLoader(val)",
        "",
        "",
        "train_loader, val_loader = loaders(['a.pt'])",
    )
    found = mended(tmp_path, text, "AUG204")
    assert (
        "        train.dataset = copy.copy(train.dataset)\n        train.dataset.transform = T.RandomCrop(64)\n"
        in found
    )
    assert found.replace("import copy\n\n", "").count("\n") == text.count("\n") + 1
    other = text.replace("self.transform(torch", "self.pipeline(torch").replace(
        "self.files, self.transform = files, transform",
        "self.files, self.transform, self.pipeline = files, transform, transform or T.ToTensor()",
    )
    assert left_alone(tmp_path, other, "AUG204")


@pytest.mark.parametrize(
    "row",
    [
        "whole.transform = train_tf",
        "for part in (train_part, val_part):\n    part.transform = train_tf",
        "for epoch in range(3):\n    train_part.transform = train_tf",
        "train_part.transform = val_part.transform = train_tf",
        "train_part.transform = train_tf; print(train_part)",
        "copy = 1\ntrain_part.transform = train_tf",
        "[train_part, val_part][0].transform = train_tf",
    ],
)
def test_what_is_not_sure_is_left_alone(tmp_path: Path, row: str) -> None:
    text = f"{HEAD}{SPLIT}{row}\n{LOADERS}"
    assert left_alone(tmp_path, text, "AUG204")


@pytest.mark.parametrize(
    "whole",
    [
        'datasets.CocoDetection("images", "labels.json", transform=eval_tf)',
        'datasets.Places365("places", transform=eval_tf)',
        'datasets.VOCSegmentation("voc", transform=eval_tf)',
    ],
)
def test_a_dataset_that_does_not_look_the_attribute_up(tmp_path: Path, whole: str) -> None:
    text = HEAD.replace('ImageFolder("data/all", transform=eval_tf)', whole)
    text += SPLIT + "train_part.transform = train_tf\n" + LOADERS
    assert left_alone(tmp_path, text, "AUG204")


def test_after_a_pass_over_the_part(tmp_path: Path) -> None:
    text = HEAD + SPLIT + LOADERS + "for x, y in train_loader:\n    print(x)\ntrain_part.transform = train_tf\n"
    assert left_alone(tmp_path, text, "AUG204")


def test_a_part_that_is_divided_again_is_not_set_through_one_of_its_parts(tmp_path: Path) -> None:
    text = HEAD + program(
        "rest, test_part = random_split(whole, [80, 20])",
        "train_part, val_part = random_split(rest, [60, 20])",
        "val_part.dataset.transform = eval_tf",
    )
    assert left_alone(tmp_path, text + LOADERS, "AUG204")
