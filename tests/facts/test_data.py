"""Whether two sides read the same data: equal paths, selectors and arrays; what divides them; what is not known."""

import textwrap
from pathlib import Path

import pytest
from traced import trace

HEAD = """
import argparse, csv, glob, json, os
from pathlib import Path
import keras
import numpy as np
import pandas as pd
import tensorflow as tf
import torch
from datasets import load_dataset
from sklearn.model_selection import train_test_split
from torch.utils.data import DataLoader, Dataset, Subset, SubsetRandomSampler, TensorDataset, random_split
from torchvision.datasets import CIFAR10, ImageFolder
streamed = tf.data.Dataset.from_generator
images = keras.utils.image_dataset_from_directory
HALF = {'validation_split': 0.5}
args = argparse.ArgumentParser().parse_args()
root = args.root
Sampler = SubsetRandomSampler
class Files(Dataset):
    def __init__(self, files, transform=None): self.files, self.transform = files, transform
    def __len__(self): return len(self.files)
    def __getitem__(self, n): return load(self.files[n])
class Folder(Dataset):
    def __init__(self, folder): self.files = sorted(glob.glob(folder + "/*.png"))
    def __len__(self): return len(self.files)
    def __getitem__(self, n): return load(self.files[n])
class Wrapper(Dataset):
    def __init__(self, inner, transform=None): self.inner, self.transform = inner, transform
    def __len__(self): return len(self.inner)
    def __getitem__(self, n): return self.transform(self.inner[n])
x = np.load('x')
def rows(path):
    for row in open(path): yield row
"""


def reads_the_same(folder: Path, train: str, val: str, before: str = "") -> bool:
    text = f"{before}\ntrain_set = {train}\nval_set = {val}\n"
    facts = trace(folder, HEAD + textwrap.dedent(text)).facts
    found = [[data for use in side for data in facts.sources.of(use)] for side in (facts.train, facts.evaluation)]
    assert facts.train and facts.evaluation
    return any(two.contains(one) for one in found[0] for two in found[1])


SAME = [
    ('ImageFolder("a")', 'ImageFolder("a")'),
    ('ImageFolder("a/")', 'ImageFolder("./a")'),
    ('ImageFolder("a", transform=f)', 'ImageFolder("a", transform=g)'),
    ('ImageFolder(root="a")', 'ImageFolder("a", None)'),
    ('ImageFolder(os.path.join(root, "a"))', 'ImageFolder(f"{root}/a")'),
    ("ImageFolder(args.data)", "ImageFolder(args.data)"),
    ('CIFAR10("a", train=True)', 'CIFAR10("a", train=True)'),
    ('CIFAR10("a")', 'CIFAR10("a", True)'),
    ('CIFAR10("a", download=True)', 'CIFAR10("a", download=False)'),
    ('DataLoader(ImageFolder("a"))', 'DataLoader(ImageFolder("a"))'),
    ('DataLoader(ImageFolder("a"), shuffle=True)', 'DataLoader(ImageFolder("a"), batch_size=7)'),
    ('images("a")', 'images("a", shuffle=False)'),
    ('images("a").map(f).batch(2)', 'images("a").cache()'),
    ('Files(["a", "b"])', 'Files(["a", "b"])'),
    ('Files(glob.glob("a/*"))', 'Files(glob.glob("a/*"))'),
    ('Files(sorted(glob.glob("a/*")))', 'Files(sorted(glob.glob("a/*")))'),
    ('Files(list(Path("a").glob("*")))', 'Files(list(Path("a").glob("*")))'),
    ('Files([p for p in os.listdir("a")])', 'Files([p for p in os.listdir("a")])'),
    ('Files([p for p in os.listdir("a") if p[0] == "x"])', 'Files([p for p in os.listdir("a") if p[0] == "x"])'),
    ('Folder("a")', 'Folder("a")'),
    ('Folder(root + "/a")', 'Folder(os.path.join(root, "a"))'),
    ('Wrapper(ImageFolder("a"), f)', 'Wrapper(ImageFolder("a"), g)'),
    ('Wrapper(CIFAR10("a"), f)', 'CIFAR10("a")'),
    ('TensorDataset(torch.load("a"))', 'TensorDataset(torch.load("a"))'),
    ('TensorDataset(torch.from_numpy(np.load("a")))', 'TensorDataset(torch.from_numpy(np.load("a")))'),
    (
        'streamed(lambda: rows("a"), tf.string)',
        'streamed(lambda: rows("a"), tf.string)',
    ),
    ('tf.data.TFRecordDataset("a")', 'tf.data.TFRecordDataset("a")'),
    ('tf.data.Dataset.list_files("a/*")', 'tf.data.Dataset.list_files("a/*").map(f)'),
    ('load_dataset("a", split="train")', 'load_dataset("a", split="train")'),
    ('load_dataset("a")["train"]', 'load_dataset("a")["train"]'),
    ('Files(pd.read_csv("a.csv"))', 'Files(pd.read_csv("a.csv"))'),
    ('Files(json.load(open("a.json")))', 'Files(json.load(open("a.json")))'),
    ("Files(x[:100])", "Files(x[:100])"),
    ('torch.utils.data.ConcatDataset([ImageFolder("a"), ImageFolder("b")])', 'ImageFolder("b")'),
]
DIFFERENT = [
    ('ImageFolder("a")', 'ImageFolder("b")'),
    ('ImageFolder(root + "/a")', 'ImageFolder(root + "/b")'),
    ("ImageFolder(args.train)", "ImageFolder(args.val)"),
    ('ImageFolder("a")', 'ImageFolder("a", is_valid_file=f)'),
    ('ImageFolder("a", is_valid_file=f)', 'ImageFolder("a", is_valid_file=g)'),
    ('CIFAR10("a", train=True)', 'CIFAR10("a", train=False)'),
    ('CIFAR10("a", True)', 'CIFAR10("a", False)'),
    ('CIFAR10("a", train=args.t)', 'CIFAR10("a", train=not args.t)'),
    ('ImageFolder("a", unheard_of=1)', 'ImageFolder("a", unheard_of=2)'),
    ('ImageFolder("a", unheard_of=1)', 'ImageFolder("a", unheard_of=1)'),
    ('ImageFolder("a", **args.options)', 'ImageFolder("a", **args.options)'),
    ("ImageFolder(*args.options)", "ImageFolder(*args.options)"),
    ('images("a", subset="training", seed=1, **HALF)', 'images("a", subset="validation", seed=1, **HALF)'),
    ('Files(["a"])', 'Files(["b"])'),
    ('Files(glob.glob("a/*"))', 'Files(glob.glob("b/*"))'),
    ('Files(glob.glob("a/*")[:100])', 'Files(glob.glob("a/*")[100:])'),
    ("Files(x[:100])", "Files(x[100:])"),
    ("Files(x[:n])", "Files(x[n:])"),
    ('Files([p for p in os.listdir("a") if p[0] == "x"])', 'Files([p for p in os.listdir("a") if p[0] != "x"])'),
    ('Files([p for p in os.listdir("a") if p in keep])', 'Files([p for p in os.listdir("a") if p not in keep])'),
    ('Files([p for p in os.listdir("a")])', 'Files([p for p in os.listdir("a") if ok(p)])'),
    ('Files(json.load(open("a.json"))["train"])', 'Files(json.load(open("a.json"))["val"])'),
    ('Files(list(filter(f, x)))', 'Files(list(filter(g, x)))'),
    ('Files(pd.read_csv("a.csv").query("fold != 1"))', 'Files(pd.read_csv("a.csv").query("fold == 1"))'),
    ('Folder("a")', 'Folder("b")'),
    ('Wrapper(ImageFolder("a"))', 'Wrapper(ImageFolder("b"))'),
    ('TensorDataset(torch.load("a"))', 'TensorDataset(torch.load("b"))'),
    ("TensorDataset(make())", "TensorDataset(make())"),
    ("Files(next(parts))", "Files(next(parts))"),
    ("Files(queue.pop())", "Files(queue.pop())"),
    ('tf.data.TFRecordDataset("a")', 'tf.data.TFRecordDataset("b")'),
    ('streamed(lambda: rows("a"), tf.string)', 'streamed(lambda: rows("b"), tf.string)'),
    ('load_dataset("a", split="train")', 'load_dataset("a", split="test")'),
    ('load_dataset("a", split="train[:80%]")', 'load_dataset("a", split="train[80%:]")'),
    ('load_dataset("a")["train"]', 'load_dataset("a")["test"]'),
    ('images("a").take(10)', 'images("a").skip(10)'),
    ('Subset(ImageFolder("a"), one)', 'Subset(ImageFolder("a"), two)'),
    ('DataLoader(ImageFolder("a"), sampler=Sampler(one))', 'DataLoader(ImageFolder("a"), sampler=Sampler(two))'),
    ('images("a").filter(f)', 'images("a").filter(g)'),
    ('images("a").shard(2, 0)', 'images("a").shard(2, 1)'),
]  # fmt: skip


@pytest.mark.parametrize(("train", "val"), SAME)
def test_the_same_data(train: str, val: str, tmp_path: Path) -> None:
    assert reads_the_same(tmp_path, train, val)


@pytest.mark.parametrize(("train", "val"), DIFFERENT)
def test_data_that_differs_or_is_not_known(train: str, val: str, tmp_path: Path) -> None:
    assert not reads_the_same(tmp_path, train, val)


DIVIDED = {
    "random split": ("a, b = random_split(ImageFolder('a'), [8, 2])", "a", "b"),
    "random split, by index": ("parts = random_split(ImageFolder('a'), sizes)", "parts[0]", "parts[1]"),
    "random split of two readings": (
        "a, _ = random_split(ImageFolder('a'), [8, 2], generator=g)\n"
        "_, b = random_split(ImageFolder('a'), [8, 2], generator=g)",
        "a",
        "b",
    ),
    "subsets of one": ("data = ImageFolder('a')", "Subset(data, range(80))", "Subset(data, range(80, 100))"),
    "shuffled indices": (
        "data = ImageFolder('a')\norder = torch.randperm(len(data)).tolist()",
        "Subset(data, order[:80])",
        "Subset(data, order[80:])",
    ),
    "arrays": ("x = np.load('a')\na, b = train_test_split(x)", "TensorDataset(a)", "TensorDataset(b)"),
    "lists of files": ("a, b = train_test_split(glob.glob('a/*'))", "Files(a)", "Files(b)"),
    "take and skip": ("data = images('a')", "data.take(8)", "data.skip(8)"),
    "hub split": ("parts = load_dataset('a')['train'].train_test_split(0.1)", "parts['train']", "parts['test']"),
    "folds": (
        "from sklearn.model_selection import KFold\ndata = ImageFolder('a')\n"
        "for one, two in KFold(5).split(data): pass",
        "Subset(data, one)",
        "Subset(data, two)",
    ),
}


@pytest.mark.parametrize("name", DIVIDED)
def test_parts_of_one_division(name: str, tmp_path: Path) -> None:
    before, train, val = DIVIDED[name]
    assert not reads_the_same(tmp_path, train, val, before)


@pytest.mark.parametrize(
    ("before", "train", "val"),
    [
        ("a, b = random_split(ImageFolder('a'), [8, 2])", "a", "a"),
        ("parts = load_dataset('a')", "DataLoader(parts['train'])", "parts['train'].map(f)"),
        ("data = images('a').take(8)", "data.batch(2)", "data.cache()"),
        ("x = np.load('a')\na, b = train_test_split(x)", "TensorDataset(b)", "TensorDataset(b)"),
        ("data = ImageFolder('a')", "data", "data"),
        ("data = ImageFolder('a')", "DataLoader(data)", "DataLoader(data)"),
        ("def make(): return ImageFolder('a')", "make()", "make()"),
        ("sets = [ImageFolder('a') for _ in range(2)]", "sets[0]", "sets[1]"),
    ],
)
def test_the_same_part_of_a_division_is_the_same_data(before: str, train: str, val: str, tmp_path: Path) -> None:
    if train == val:  # it may be one object: two loaders tell the sides apart
        train, val = f"DataLoader({train})", f"DataLoader({val})"
    assert reads_the_same(tmp_path, train, val, before)


def test_a_link_that_the_program_makes_is_what_it_points_to(tmp_path: Path) -> None:
    before = "os.symlink('data/train', 'data/val')"
    assert reads_the_same(tmp_path, "ImageFolder('data/train')", "ImageFolder('data/val')", before)
    (tmp_path / "other").mkdir()
    assert not reads_the_same(tmp_path / "other", "ImageFolder('data/train')", "ImageFolder('data/val')")


@pytest.mark.parametrize(
    ("path", "constant"),
    [('"a"', True), ("args.data", False), ('os.path.join(root, "a")', False), ('"a" + "/b"', True), ("unknown", False)],
)
def test_what_is_constant_is_told_from_what_is_a_symbol(path: str, constant: bool, tmp_path: Path) -> None:
    program = trace(tmp_path, HEAD + f"train_set = ImageFolder({path})\n")
    facts = program.facts
    (data,) = facts.sources.of(facts.train[0])
    assert data.constant is constant


def test_a_parameter_of_a_function_that_nobody_calls_is_a_symbol(tmp_path: Path) -> None:
    text = """
    def main(folder="a", other="a"):
        train_set = ImageFolder(folder)
        val_set = ImageFolder({})
    """
    for name, same in (("folder", True), ("other", False)):
        facts = trace(tmp_path, HEAD + textwrap.dedent(text.format(name))).facts
        (one,), (two,) = facts.sources.of(facts.train[0]), facts.sources.of(facts.evaluation[0])
        assert (one.key == two.key) is same
        assert not one.constant
