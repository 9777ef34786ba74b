"""AUG203: evaluation gets a dataset, a generator or a map of its own; which samples it gets stays as it is."""

from pathlib import Path

import pytest
from mended import left_alone, mended, program

HEAD = """\
import os

import torch
from torch.utils.data import DataLoader, Dataset, Subset, SubsetRandomSampler, random_split
from torchvision import transforms as T
from torchvision.datasets import CIFAR10, ImageFolder

"""
TF = "train_tf = T.Compose([T.RandomCrop(64), T.ToTensor()])\n"
EVAL_TF = "eval_tf = T.Compose([T.CenterCrop(64), T.ToTensor()])\n"
WHOLE = 'whole = ImageFolder("all", transform=train_tf)  # all there is\n'
EVAL_WHOLE = 'eval_whole = ImageFolder("all", transform=eval_tf)\n'
LOADERS = """\
train_loader = DataLoader(train_part, batch_size=16, shuffle=True)
val_loader = DataLoader(val_part, batch_size=16)
"""


def test_random_split(tmp_path: Path) -> None:
    split = "train_part, val_part = random_split(whole, [0.8, 0.2])  # once\n"
    view = "val_part = Subset(eval_whole, val_part.indices)\n"
    wanted = HEAD + TF + EVAL_TF + WHOLE + EVAL_WHOLE + split + view + LOADERS
    assert mended(tmp_path, HEAD + TF + WHOLE + split + LOADERS, "AUG203") == wanted


def test_all_parts_for_evaluation(tmp_path: Path) -> None:
    split = "train_part, val_part, test_part = random_split(whole, [0.8, 0.1, 0.1])\n"
    views = "val_part = Subset(eval_whole, val_part.indices)\ntest_part = Subset(eval_whole, test_part.indices)\n"
    loaders = LOADERS + "test_loader = DataLoader(test_part, batch_size=16)\n"
    wanted = HEAD + TF + EVAL_TF + WHOLE + EVAL_WHOLE + split + views + loaders
    assert mended(tmp_path, HEAD + TF + WHOLE + split + loaders, "AUG203") == wanted


def test_parts_in_one_name(tmp_path: Path) -> None:
    rest = "parts = random_split(whole, [80, 20])\n"
    loaders = LOADERS.replace("train_part", "parts[0]").replace("val_part", "parts[1]")
    view = "parts[1] = Subset(eval_whole, parts[1].indices)\n"
    wanted = HEAD + TF + EVAL_TF + WHOLE + EVAL_WHOLE + rest + view + loaders
    assert mended(tmp_path, HEAD + TF + WHOLE + rest + loaders, "AUG203") == wanted


def test_two_subsets(tmp_path: Path) -> None:
    parts = "train_part, val_part = Subset(whole, range(80)), Subset(whole, range(80, 100))\n"
    wanted = (
        HEAD
        + TF
        + EVAL_TF
        + WHOLE
        + EVAL_WHOLE
        + parts.replace("Subset(whole, range(80, ", "Subset(eval_whole, range(80, ")
    )
    assert mended(tmp_path, HEAD + TF + WHOLE + parts + LOADERS, "AUG203") == wanted + LOADERS


def test_two_samplers(tmp_path: Path) -> None:
    loaders = program(
        "train_loader = DataLoader(whole, sampler=SubsetRandomSampler(range(80)))",
        "val_loader = DataLoader(whole, sampler=SubsetRandomSampler(range(80, 100)))",
        "test_loader = DataLoader(dataset=whole, sampler=SubsetRandomSampler(range(100, 120)))",
    )
    wanted = loaders.replace("val_loader = DataLoader(whole", "val_loader = DataLoader(eval_whole")
    wanted = HEAD + TF + EVAL_TF + WHOLE + EVAL_WHOLE + wanted.replace("dataset=whole", "dataset=eval_whole")
    assert mended(tmp_path, HEAD + TF + WHOLE + loaders, "AUG203") == wanted


def test_attributes_of_a_class_and_a_pipeline_in_the_call(tmp_path: Path) -> None:
    text = HEAD + program(
        "",
        "class Data:",
        "    def __init__(self, root, size):",
        "        # augmented",
        "        self.full = ImageFolder(",
        '            os.path.join(root, "all"),',
        "            T.Compose([T.RandomResizedCrop(size), T.RandomHorizontalFlip(), T.ToTensor()]),",
        "        )",
        "",
        "    def setup(self):",
        "        self.train, self.val = random_split(self.full, [0.8, 0.2])",
        "",
        "    def loaders(self):",
        "        return DataLoader(self.train, shuffle=True), DataLoader(self.val)",
        "",
        "",
        "data = Data('x', 64)",
        "data.setup()",
        "train_loader, val_loader = data.loaders()",
    )
    second = program(
        "        self.eval_full = ImageFolder(",
        '            os.path.join(root, "all"),',
        "            T.Compose([T.Resize(round(size / 0.875)), T.CenterCrop(size), T.ToTensor()]),",
        "        )",
    )
    wanted = text.replace("        )\n\n    def setup", f"        )\n{second}\n    def setup").replace(
        "[0.8, 0.2])\n", "[0.8, 0.2])\n        self.val = Subset(self.eval_full, self.val.indices)\n"
    )
    assert mended(tmp_path, text, "AUG203") == wanted


def test_divided_by_a_function(tmp_path: Path) -> None:
    text = HEAD + program(
        "",
        "def halves(dataset, seed=0):",
        "    return random_split(dataset, [0.8, 0.2], generator=torch.Generator().manual_seed(seed))",
        "",
        "",
        "def main():",
        "    crop = T.RandomCrop(64)",
        '    whole = ImageFolder("all", transform=crop)',
        "    train_part, val_part = halves(whole)",
        "    return DataLoader(train_part, shuffle=True), DataLoader(val_part)",
        "",
        "",
        'if __name__ == "__main__":',
        "    train_loader, val_loader = main()",
    )
    wanted = text.replace(
        "    crop = T.RandomCrop(64)\n", "    crop = T.RandomCrop(64)\n    eval_crop = T.CenterCrop(64)\n"
    )
    wanted = wanted.replace(
        "transform=crop)\n", 'transform=crop)\n    eval_whole = ImageFolder("all", transform=eval_crop)\n'
    ).replace("halves(whole)\n", "halves(whole)\n    val_part = Subset(eval_whole, val_part.indices)\n")
    assert mended(tmp_path, text, "AUG203") == wanted


def test_a_class_of_the_project(tmp_path: Path) -> None:
    text = HEAD + program(
        "",
        "class Scans(Dataset):",
        "    def __init__(self, files, transform):",
        "        self.files, self.transform = files, transform",
        "",
        "    def __len__(self):",
        "        return len(self.files)",
        "",
        "    def __getitem__(self, i):",
        "        return self.transform(torch.load(self.files[i]))",
        "",
        "",
        'files = sorted(os.listdir("scans"))',
        TF + "whole = Scans(files, train_tf)",
        "train_part, val_part = random_split(whole, [0.8, 0.2])",
        LOADERS,
    )
    wanted = (
        text.replace(TF, TF + EVAL_TF)
        .replace("Scans(files, train_tf)\n", "Scans(files, train_tf)\neval_whole = Scans(files, eval_tf)\n")
        .replace("[0.8, 0.2])\n", "[0.8, 0.2])\nval_part = Subset(eval_whole, val_part.indices)\n")
    )
    assert mended(tmp_path, text, "AUG203") == wanted
    once = text.replace('sorted(os.listdir("scans"))', 'filter(str.isalpha, os.listdir("scans"))')
    assert left_alone(tmp_path, once, "AUG203")
    drawn = text.replace(
        "self.files, self.transform = files, transform",
        "self.files, self.transform = files, transform\n        torch.randperm(3)",
    )
    assert left_alone(tmp_path, drawn, "AUG203")


def test_a_function_is_applied(tmp_path: Path) -> None:
    text = HEAD + program(
        "",
        "def augment(image):",
        "    image = T.functional.to_tensor(image)",
        "    return T.RandomHorizontalFlip()(image)",
        "",
        "",
        'whole = ImageFolder("all", transform=lambda image: T.RandomCrop(64)(image))',
        "train_part, val_part = random_split(whole, [0.8, 0.2])",
        LOADERS,
    )
    assert left_alone(tmp_path, text, "AUG203")


def test_nothing_is_left_to_apply(tmp_path: Path) -> None:
    text = HEAD + program(
        'whole = ImageFolder("all", transform=T.RandomHorizontalFlip())',
        "train_part, val_part = random_split(whole, [0.8, 0.2])",
        LOADERS,
    )
    wanted = text.replace("Flip())\n", 'Flip())\neval_whole = ImageFolder("all")\n').replace(
        "[0.8, 0.2])\n", "[0.8, 0.2])\nval_part = Subset(eval_whole, val_part.indices)\n"
    )
    assert mended(tmp_path, text, "AUG203") == wanted


SPLIT = "train_part, val_part = random_split(whole, [0.8, 0.2])\n"


@pytest.mark.parametrize(
    "rest",
    [
        WHOLE + "whole.samples = whole.samples[:50]\n" + SPLIT,
        WHOLE + "whole.samples.sort(key=str)\n" + SPLIT,
        WHOLE + "import random\nrandom.shuffle(whole.samples)\n" + SPLIT,
        'whole = ImageFolder(input("folder"), transform=train_tf)\n' + SPLIT,
        'whole = ImageFolder(\n    "all",  # everything\n    transform=train_tf,\n)\n' + SPLIT,
        WHOLE + "other = whole\ntrain_part, val_part = Subset(other, range(80)), Subset(other, range(80, 100))\n",
        WHOLE + SPLIT + "val_part.transform = T.ToTensor()\n",
    ],
    ids=["set", "sorted", "shuffled", "asked", "comment", "alias", "told"],
)
def test_what_is_not_sure_is_left_alone(tmp_path: Path, rest: str) -> None:
    text = HEAD + TF + rest + LOADERS
    if "val_part.transform" not in rest:
        assert left_alone(tmp_path, text, "AUG203")
    else:
        assert mended(tmp_path, text, "AUG203") == text


KERAS = """\
from tensorflow.keras.preprocessing.image import ImageDataGenerator

"""


def test_a_second_generator(tmp_path: Path) -> None:
    text = KERAS + program(
        "datagen = ImageDataGenerator(",
        "    rescale=1 / 255,",
        "    rotation_range=40,",
        "    validation_split=0.2,",
        ")",
        'train_flow = datagen.flow_from_directory("all", subset="training")',
        'val_flow = datagen.flow_from_directory("all", subset="validation", shuffle=False)',
    )
    second = ")\neval_datagen = ImageDataGenerator(rescale=1 / 255, validation_split=0.2)\ntrain_flow"
    wanted = text.replace(")\ntrain_flow", second).replace("val_flow = datagen", "val_flow = eval_datagen")
    assert mended(tmp_path, text, "AUG203") == wanted
    fitted = text.replace("train_flow", "datagen.fit(x)\ntrain_flow")
    assert left_alone(tmp_path, fitted, "AUG203")
    unpacked = text.replace("    rotation_range=40,\n", "    **dict(rotation_range=40),\n")
    assert left_alone(tmp_path, unpacked, "AUG203")


def test_a_helper_asks_for_both_subsets(tmp_path: Path) -> None:
    text = KERAS + program(
        "datagen = ImageDataGenerator(horizontal_flip=True, validation_split=0.2)",
        "",
        "",
        "def flow(part):",
        '    return datagen.flow_from_directory("all", subset=part)',
        "",
        "",
        'train_flow, val_flow = flow("training"), flow("validation")',
    )
    wanted = text.replace(
        "split=0.2)\n", "split=0.2)\neval_datagen = ImageDataGenerator(validation_split=0.2)\n"
    ).replace("return datagen.", 'return (datagen if part == "training" else eval_datagen).')
    assert mended(tmp_path, text, "AUG203") == wanted


TENSORFLOW = """\
import tensorflow as tf


def augment(image, label):
    image = tf.image.random_flip_left_right(image)
    return image, label


"""
FIT = "model = tf.keras.Sequential()\nmodel.fit(train_ds.batch(8), validation_data=val_ds.batch(8), epochs=3)\n"


def test_the_map_goes_behind_the_division(tmp_path: Path) -> None:
    source = "ds = tf.data.Dataset.from_tensor_slices((x, y))"
    parts = "train_ds, val_ds = ds.skip(100), ds.take(100)  # fixed\n"
    wanted = f"{TENSORFLOW}{source}\n{parts.replace('ds.skip(100)', 'ds.skip(100).map(augment)')}{FIT}"
    assert mended(tmp_path, f"{TENSORFLOW}{source}.map(augment)\n{parts}{FIT}", "AUG203") == wanted
    own_row = f"{TENSORFLOW}{source}\nds = ds.map(augment)  # at random\n{parts}{FIT}"
    assert mended(tmp_path, own_row, "AUG203") == wanted.replace(f"{source}\n", f"{source}\n# at random\n")
    shuffled = f"{TENSORFLOW}{source}.map(augment).shuffle(9, seed=1, reshuffle_each_iteration=False)\n{parts}{FIT}"
    assert mended(tmp_path, shuffled, "AUG203") == wanted.replace(
        f"{source}\n", f"{source}.shuffle(9, seed=1, reshuffle_each_iteration=False)\n"
    )


def test_what_is_not_random_is_still_mapped(tmp_path: Path) -> None:
    head = TENSORFLOW.replace("return image, label", "return image / 255, label")
    rows = "ds = tf.data.Dataset.from_tensor_slices((x, y))\nds = ds.map(augment, num_parallel_calls=4)\n"
    text = head + rows + "val_ds = ds.take(100)\ntrain_ds = ds.skip(100)\n" + FIT
    twin = "def eval_augment(image, label):\n    return image / 255, label\n\n\n"
    wanted = head + twin + rows.partition("\n")[0] + "\nval_ds = ds.take(100).map(eval_augment, num_parallel_calls=4)\n"
    wanted += "train_ds = ds.skip(100).map(augment, num_parallel_calls=4)\n" + FIT
    assert mended(tmp_path, text, "AUG203") == wanted


@pytest.mark.parametrize(
    "between", [".batch(4)", ".map(lambda a, b: (a / 2, b))", ".filter(lambda a, b: b > 1)", ".cache()"]
)
def test_what_needs_mapped_samples_stands_between(tmp_path: Path, between: str) -> None:
    source = "ds = tf.data.Dataset.from_tensor_slices((x, y)).map(augment)"
    text = f"{TENSORFLOW}{source}{between}\ntrain_ds, val_ds = ds.skip(100), ds.take(100)\n{FIT}"
    assert mended(tmp_path, text, "AUG203") == text


def test_a_map_in_another_function(tmp_path: Path) -> None:
    text = TENSORFLOW + program(
        "def source(names):",
        "    def jitter(image, label):",
        "        return tf.image.random_brightness(image, 0.1), label",
        "",
        "    return tf.data.Dataset.from_tensor_slices(names).map(jitter)",
        "",
        "",
        'ds = source(("a", "b"))',
        "train_ds, val_ds = ds.skip(100), ds.take(100)",
        FIT,
    )
    assert left_alone(tmp_path, text, "AUG203")


def test_a_function_makes_the_dataset(tmp_path: Path) -> None:
    text = HEAD + program(
        "",
        "def opened(root, size=64):",
        "    jitter = T.ColorJitter(brightness=size / 320)",
        "    transform = T.Compose([jitter, T.RandomCrop(size), T.ToTensor()])",
        '    return ImageFolder(os.path.join(root, "all"), transform)',
        "",
        "",
        'whole = opened("data")',
        "train_part, val_part = random_split(whole, [0.8, 0.2])",
        LOADERS,
    )
    steps = "    eval_transform = T.Compose([T.CenterCrop(size), T.ToTensor()])\n"
    wanted = (
        text.replace("(root, size=64)", "(root, size=64, train=True)")
        .replace("T.ToTensor()])\n", f"T.ToTensor()])\n{steps}")
        .replace('"all"), transform)', '"all"), transform if train else eval_transform)')
        .replace('opened("data")\n', 'opened("data")\neval_whole = opened("data", train=False)\n')
        .replace("[0.8, 0.2])\n", "[0.8, 0.2])\nval_part = Subset(eval_whole, val_part.indices)\n")
    )
    assert mended(tmp_path, text, "AUG203") == wanted
    more = text.replace("    return", "    os.makedirs(root)\n    return")
    assert left_alone(tmp_path, more, "AUG203")
    taken = text.replace("size=64)", "train=64)").replace("size", "train")
    assert left_alone(tmp_path, taken, "AUG203")
    spread = text.replace("size=64)", "*more, size=64)")
    assert left_alone(tmp_path, spread, "AUG203")


def test_a_part_that_something_else_may_train_on_is_left_alone(tmp_path: Path) -> None:
    text = HEAD + TF + WHOLE + "train_part, val_part = random_split(whole, [0.8, 0.2])\n" + LOADERS
    more = "loader = DataLoader(torch.utils.data.ConcatDataset([train_part, val_part]), shuffle=True)\n"
    assert left_alone(tmp_path, text + more, "AUG203")
