"""torch: divided data before and after the fixes: who sees what, how often, and whether a seed still repeats it."""

import inspect
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
import torchvision_shim  # noqa: F401
from bench import changed, common, digests, run, run_example, run_fixed, say, write_data
from fixed import fixed, write
from page_examples import Example
from torch.utils.data import DataLoader

from auglint.trace import tables

SAMPLERS = """\
import torch
from torch.utils.data import DataLoader, SubsetRandomSampler
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

whole = ImageFolder("data/all", T.Compose([T.RandomResizedCrop(64), T.ToTensor()]))
order = torch.randperm(len(whole), generator=torch.Generator().manual_seed(0)).tolist()
train_loader = DataLoader(whole, batch_size=16, sampler=SubsetRandomSampler(order[:80]))
val_loader = DataLoader(whole, batch_size=16, sampler=SubsetRandomSampler(order[80:]))
"""

OF_CLASS = """\
from pathlib import Path

from PIL import Image
from torch.utils.data import DataLoader, Dataset, random_split
from torchvision import transforms as T


class Images(Dataset):
    def __init__(self, files, transform):
        self.files, self.transform = list(files), transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        return self.transform(Image.open(self.files[i])), 0


class Data:
    def __init__(self):
        files = sorted(Path("data/all").rglob("*.png"))
        self.full = Images(files, T.Compose([T.RandomResizedCrop(64), T.ColorJitter(0.4), T.ToTensor()]))

    def setup(self):
        self.parts = random_split(self.full, [0.8, 0.1, 0.1])

    def train_dataloader(self):
        return DataLoader(self.parts[0], 16, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.parts[1], 16)

    def test_dataloader(self):
        return DataLoader(self.parts[2], 16)


data = Data()
data.setup()
train_loader, val_loader, test_loader = data.train_dataloader(), data.val_dataloader(), data.test_dataloader()
"""

OF_FUNCTION = """\
import os

from torch.utils.data import DataLoader, random_split
from torchvision import transforms as T
from torchvision.datasets import ImageFolder


def opened(root, size=64):
    transform = T.Compose([T.RandomCrop(size), T.ColorJitter(size / 160), T.ToTensor()])
    return ImageFolder(os.path.join(root, "all"), transform)


whole = opened("data")
train_part, val_part = random_split(whole, [0.8, 0.2])
train_loader = DataLoader(train_part, batch_size=16, shuffle=True)
val_loader = DataLoader(val_part, batch_size=16)
"""


def mend(code, text):
    """Run what the fixes of one code make of a program."""
    with TemporaryDirectory() as folder:
        write({"train.py": text}, Path(folder))
        texts, landing = fixed(Path(folder), code, suggestions=True)
    assert landing.landed, landing.refused
    return run(Example(code, "Bad", "of its own", texts))


def differ(dataset):
    """Images that are not the same in two passes."""
    first, second = (digests(image for image, _ in dataset) for _ in range(2))
    return changed(first, second)


def indices(loader):
    """The samples that a loader visits, by their places in the whole."""
    return list(getattr(loader.sampler, "indices", None) or loader.dataset.indices)


def epoch(loader, seed, workers=0):
    """The images of one epoch in the order in which they come."""
    torch.manual_seed(seed)
    again = DataLoader(loader.dataset, batch_size=8, sampler=loader.sampler, num_workers=workers)
    return digests(image for batch, _ in again for image in batch)


def figures(names, test=""):
    """What training and evaluation see: samples by their places, images by their hashes."""
    train, val = names["train_loader"], names["val_loader"]
    visited = [indices(train), indices(val), *([indices(names[test])] if test else [])]
    first, second = (epoch(train, seed, workers=2) for seed in (1, 2))
    return {
        "sizes": [len(each) for each in visited],
        "all_once": sorted(place for each in visited for place in each) == list(range(100)),
        "train_distinct": len(set(first)),
        "train_common_epochs": common(first, second),
        "train_repeats": epoch(train, 1) == epoch(train, 1),
        "val_new": [len({*epoch(one, 1)} - {*epoch(one, 2)}) for one in (val, *([names[test]] if test else []))],
        "val_distinct": len(set(epoch(val, 1))),
    }


def files(dataset):
    """The samples that a dataset reads, whatever it applies to them."""
    if hasattr(dataset, "indices"):
        return [files(dataset.dataset)[place] for place in dataset.indices]
    if hasattr(dataset, "data"):
        return digests(dataset.data.numpy())
    return [str(Path(path).resolve()) for path, _ in dataset.samples]


def overlap(names, train="train_set", held="val_set"):
    """How many samples both read, and how many each does."""
    one, other = (getattr(names[each], "dataset", None) if "loader" in each else names[each] for each in (train, held))
    return [common(files(one), files(other)), len(set(files(one))), len(set(files(other)))]


def rows(names):
    one, other = (set(map(tuple, names[side].tolist())) for side in ("x_train", "x_test"))
    return [len(one & other), len(one | other), len(set(map(tuple, (names["x"] / 16).tolist())))]


def split_stays():
    bad, good = run_example("AUG203", "Bad", "random_split"), run_fixed("AUG203", "random_split")
    return [indices(bad[name]) == indices(good[name]) for name in ("train_loader", "val_loader")]


def attributes():
    """Datasets of torchvision: the frozen that look `transform` up for each sample, and the others that do not."""
    found = {True: [], False: []}
    for row in {id(row): row for row in tables.load_table("torchvision").rows.values()}.values():
        if not isinstance(row, tables.Dataset) or "transform" not in row.applies or row.base:
            continue
        for name in row.name:
            cls = getattr(sys.modules["torchvision.datasets"], name.rpartition(".")[2])
            source = inspect.getsource(cls.__getitem__)
            looks_up = "self.transform(" in source and "self.transforms" not in source
            if looks_up is bool(row.frozen):
                found[bool(row.frozen)].append(name)
    return found[True], found[False]


write_data()
divided, again = run_fixed("AUG301", "The same option"), run_fixed("AUG301", "The same option")
twice = run_fixed("AUG302", "torch: one")
say(
    split_before=figures(run_example("AUG203", "Bad", "random_split")),
    split=figures(run_fixed("AUG203", "random_split")),
    split_stays=split_stays(),
    samplers_before=figures(run(Example("AUG203", "Bad", "as it was", {"train.py": SAMPLERS}))),
    samplers=figures(mend("AUG203", SAMPLERS)),
    of_class_before=figures(run(Example("AUG203", "Bad", "as it was", {"train.py": OF_CLASS})), "test_loader"),
    of_class=figures(mend("AUG203", OF_CLASS), "test_loader"),
    of_function_before=figures(run(Example("AUG203", "Bad", "as it was", {"train.py": OF_FUNCTION}))),
    of_function=figures(mend("AUG203", OF_FUNCTION)),
    attribute_before=figures(run_example("AUG204", "Bad", "The attribute")),
    attribute=figures(run_fixed("AUG204", "The attribute")),
    held_before=figures(run_example("AUG204", "Bad", "The validation part")),
    held=figures(run_fixed("AUG204", "The validation part")),
    through_before=figures(run_example("AUG204", "Bad", "Through")),
    through=figures(run_fixed("AUG204", "Through")),
    frozen_wrongly=attributes()[0],
    not_frozen_wrongly=attributes()[1],
    selector_before=overlap(run_example("AUG301", "Bad", "A selector"), held="test_set"),
    selector=overlap(run_fixed("AUG301", "A selector"), held="test_set"),
    folder_before=overlap(run_example("AUG301", "Bad", "One folder")),
    folder=overlap(run_fixed("AUG301", "One folder")),
    divided_before=overlap(run_example("AUG301", "Bad", "The same option")),
    divided=overlap(divided),
    divided_repeats=[divided[name].indices == again[name].indices for name in ("train_set", "val_set")],
    divided_differs=[differ(divided["train_set"]), differ(divided["val_set"])],
    twice_before=overlap(run_example("AUG302", "Bad", "torch: one"), "train_part", "val_part"),
    twice=overlap(twice, "train_part", "val_part"),
    twice_differs=[differ(twice["train_part"]), differ(twice["val_part"])],
    slices_before=overlap(run_example("AUG302", "Bad", "Slices")),
    slices=overlap(run_fixed("AUG302", "Slices")),
    whole_before=overlap(run_example("AUG302", "Bad", "Training on"), "train_loader", "val_loader"),
    whole=overlap(run_fixed("AUG302", "Training on"), "train_loader", "val_loader"),
    rows_before=rows(run_example("AUG302", "Bad", "scikit-learn")),
    rows=rows(run_fixed("AUG302", "scikit-learn")),
)
