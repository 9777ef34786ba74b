"""AUG102: evaluation starts from a seed of its own."""

from pathlib import Path

import pytest
from mended import left_alone, mended

KERAS = """\
import keras
import numpy as np
import tensorflow as tf

"""
DATA = """
train_ds = tf.data.Dataset.from_tensor_slices(np.load("train.npy")).map(lambda x: for_train(x, training=True))
val_ds = tf.data.Dataset.from_tensor_slices(np.load("val.npy")).map(lambda x: for_val(x, training=True))
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("seed=7", "seed=8"),
        ("seed=SEED", "seed=SEED + 1"),
        ("seed=Config.seed", "seed=Config.seed + 1"),
    ],
)
def test_a_number_or_a_name(tmp_path: Path, before: str, after: str) -> None:
    head = KERAS + "SEED = 5\n\n\nclass Config:\n    seed = 5\n\n\n"
    train = f"for_train = keras.layers.RandomFlip({before})\n"
    text = head + train + f"for_val = keras.layers.RandomFlip({before})  # drawn apart\n" + DATA
    wanted = head + train + f"for_val = keras.layers.RandomFlip({after})  # drawn apart\n" + DATA
    assert mended(tmp_path, text, "AUG102") == wanted


def test_seeds_that_follow_from_one_do_not_meet(tmp_path: Path) -> None:
    text = f"""{KERAS}
def augmenter(seed):
    return keras.Sequential([
        keras.layers.RandomFlip(seed=seed),
        keras.layers.RandomFlip(seed=seed + 1),
    ])


for_train = augmenter(seed=42)
for_val = augmenter(
    seed=42,
)
{DATA}"""
    assert mended(tmp_path, text, "AUG102") == text.replace("    seed=42,\n", "    seed=52,\n")


def test_generators_of_torch_and_tensorflow(tmp_path: Path) -> None:
    text = f"""{KERAS}
train_rng = tf.random.Generator.from_seed(5)
val_rng = tf.random.Generator.from_seed(seed=5)


def for_train(image, training):
    return tf.image.stateless_random_hue(image, 0.1, seed=train_rng.make_seeds(1)[:, 0])


def for_val(image, training):
    return tf.image.stateless_random_hue(image, 0.1, seed=val_rng.make_seeds(1)[:, 0])

{DATA}"""
    assert mended(tmp_path, text, "AUG102") == text.replace("from_seed(seed=5)", "from_seed(seed=6)")


FLOWS = """\
from tensorflow.keras.preprocessing.image import ImageDataGenerator

train_datagen = ImageDataGenerator(rotation_range=40)
val_datagen = ImageDataGenerator(rotation_range=40)
train_flow = train_datagen.flow_from_directory("data/train", seed=1)
val_flow = val_datagen.flow_from_directory("data/val", seed=1)
"""


def test_seeds_of_flows_are_far_apart(tmp_path: Path) -> None:
    wanted = FLOWS.replace('"data/val", seed=1', '"data/val", seed=1 + 10**9')
    assert mended(tmp_path, FLOWS, "AUG102") == wanted


def test_flows_of_masks_have_the_seed_of_their_images(tmp_path: Path) -> None:
    masks = 'mask_flow = val_datagen.flow_from_directory("masks/val", seed=1, class_mode=None)\n'
    assert left_alone(tmp_path, FLOWS + masks, "AUG102")


def test_a_seed_of_both_sides_gives_way_to_generators(tmp_path: Path) -> None:
    text = f"""{KERAS}
SEED = 30


def view(image, training):
    return tf.image.random_hue(image, 0.1, seed=SEED)


train_ds = tf.data.Dataset.from_tensor_slices(np.load("train.npy")).map(lambda x: view(x, True))
val_ds = tf.data.Dataset.from_tensor_slices(np.load("val.npy")).map(lambda x: view(x, False))
"""
    found = mended(tmp_path, text, "AUG102")
    assert (
        "train_rng = tf.random.Generator.from_seed(SEED)\neval_rng = tf.random.Generator.from_seed(SEED + 1)" in found
    )
    assert "def view(image, training, rng=train_rng):" in found
    assert "lambda x: view(x, False, rng=eval_rng)" in found


def test_before_each_pass(tmp_path: Path) -> None:
    text = """\
import torch
from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

tf = T.Compose([T.RandomResizedCrop(64), T.ToTensor()])
train_loader = DataLoader(ImageFolder("data/train", tf), batch_size=10)
val_loader = DataLoader(ImageFolder("data/val", T.Compose([T.RandomCrop(64), T.ToTensor()])), batch_size=10)


def seeded(seed):
    torch.manual_seed(seed)


seeded(0)
train_images = torch.cat([images for images, _ in train_loader])
seeded(0)
val_images = torch.cat([images for images, _ in val_loader])
"""
    assert mended(tmp_path, text, "AUG102") == text.replace("seeded(0)\nval", "seeded(1)\nval")


def test_a_dictionary_for_both_is_left_alone(tmp_path: Path) -> None:
    text = f"""{KERAS}
options = {{"mode": "horizontal", "seed": 42}}
for_train = keras.layers.RandomFlip(**options)
for_val = keras.layers.RandomFlip(**options)
{DATA}"""
    assert mended(tmp_path, text, "AUG102") == text
