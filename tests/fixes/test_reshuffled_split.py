"""AUG303: one order is divided, and the training part is shuffled after it."""

from pathlib import Path

import pytest
from mended import left_alone, mended

HEAD = """\
import numpy as np
import tensorflow as tf

BUFFER = 100
"""
SOURCE = 'tf.data.Dataset.from_tensor_slices(np.load("samples.npy"))'


@pytest.mark.parametrize(
    ("arguments", "fixed", "again"),
    [
        ("100", "100, reshuffle_each_iteration=False", "100"),
        ("BUFFER, 5", "BUFFER, 5, reshuffle_each_iteration=False", "BUFFER, seed=5"),
        (
            "seed=5, buffer_size=2 * BUFFER, reshuffle_each_iteration=True",
            "seed=5, buffer_size=2 * BUFFER, reshuffle_each_iteration=False",
            "2 * BUFFER, seed=5",
        ),
        ("100, None, True", "100, None, False", "100, seed=None"),
    ],
)
def test_the_arguments(tmp_path: Path, arguments: str, fixed: str, again: str) -> None:
    text = (
        f"{HEAD}ds = {SOURCE}.shuffle({arguments})  # mixed\n"
        "train_ds = ds.take(80).batch(16)  # most\nval_ds = ds.skip(80).batch(16)\n"
    )
    wanted = text.replace(f"({arguments})", f"({fixed})").replace("take(80)", f"take(80).shuffle({again})")
    assert mended(tmp_path, text, "AUG303") == wanted


def test_rows_of_their_own(tmp_path: Path) -> None:
    text = f"""{HEAD}
ds = {SOURCE}.shuffle(
    BUFFER,
)
val_ds = ds.take(20)
train_ds = (
    ds
    .skip(20)
    .batch(16)
)
"""
    wanted = text.replace("    BUFFER,\n", "    BUFFER,\n    reshuffle_each_iteration=False,\n").replace(
        "    .skip(20)\n", "    .skip(20).shuffle(BUFFER)\n"
    )
    assert mended(tmp_path, text, "AUG303") == wanted


def test_three_parts_in_a_helper(tmp_path: Path) -> None:
    text = f"""{HEAD}

def divided(ds, size):
    ds = ds.cache().shuffle(size)
    train = ds.take(int(size * 0.7))
    val = ds.skip(int(size * 0.7)).take(int(size * 0.2))
    test = ds.skip(int(size * 0.9))
    return train, val, test


train_ds, val_ds, test_ds = divided({SOURCE}, 100)
"""
    wanted = text.replace("shuffle(size)", "shuffle(size, reshuffle_each_iteration=False)").replace(
        "ds.take(int(size * 0.7))\n", "ds.take(int(size * 0.7)).shuffle(size)\n"
    )
    assert mended(tmp_path, text, "AUG303") == wanted


@pytest.mark.parametrize(
    ("call", "fixed", "again"),
    [
        ("list_files('*.png')", "list_files('*.png', shuffle=False)", "files.cardinality()"),
        ("list_files('*.png', seed=3)", "list_files('*.png', shuffle=False)", "files.cardinality(), seed=3"),
        ("list_files('*.png', True)", "list_files('*.png', False)", "files.cardinality()"),
    ],
)
def test_files_that_are_listed_at_random(tmp_path: Path, call: str, fixed: str, again: str) -> None:
    text = f"{HEAD}files = tf.data.Dataset.{call}\ntrain_ds = files.skip(20)\nval_ds = files.take(20)\n"
    shuffled = f"files = files.shuffle({again}, reshuffle_each_iteration=False)\n"
    wanted = (
        f"{HEAD}files = tf.data.Dataset.{fixed}\n{shuffled}"
        f"train_ds = files.skip(20).shuffle({again})\nval_ds = files.take(20)\n"
    )
    assert mended(tmp_path, text, "AUG303") == wanted


@pytest.mark.parametrize(
    "body",
    [
        f"ds = {SOURCE}.shuffle(100).batch(4)\ntrain_ds, val_ds = ds.take(20), ds.skip(20)\n",
        f"ds = {SOURCE}.shuffle(100).map(lambda x: x)\ntrain_ds, val_ds = ds.take(80), ds.skip(80)\n",
        f"size = 100\nds = {SOURCE}.shuffle(size)\nsize = 80\ntrain_ds, val_ds = ds.take(size), ds.skip(size)\n",
        f"def mixed(n):\n    return {SOURCE}.shuffle(n)\n\n\n"
        "ds = mixed(100)\ntrain_ds, val_ds = ds.take(80), ds.skip(80)\n",
        f"ds = {SOURCE}.shuffle(100)\nparts = [ds.shard(5, n) for n in range(5)]\n"
        "train_ds, val_ds = parts[0].concatenate(parts[1]), parts[2]\n",
        "ds = tf.keras.utils.image_dataset_from_directory('all')\ntrain_ds, val_ds = ds.take(80), ds.skip(80)\n",
        "def listed():\n    return tf.data.Dataset.list_files('*.png')\n\n\n"
        "ds = listed()\ntrain_ds, val_ds = ds.take(80), ds.skip(80)\n",
    ],
    ids=["batches", "mapped", "another size", "another function", "shards", "folder", "no name"],
)
def test_what_is_not_sure_is_left_alone(tmp_path: Path, body: str) -> None:
    assert left_alone(tmp_path, HEAD + "\n" + body, "AUG303")


def test_the_part_beside_that_of_evaluation(tmp_path: Path) -> None:
    text = f"{HEAD}\norder = {SOURCE}.shuffle(BUFFER)\nval_ds = order.take(20)\nrest = order.skip(20)\n"
    wanted = text.replace("BUFFER)", "BUFFER, reshuffle_each_iteration=False)").replace(
        "order.skip(20)", "order.skip(20).shuffle(BUFFER)"
    )
    assert mended(tmp_path, text, "AUG303") == wanted


@pytest.mark.parametrize(("cut", "fixed"), [("take(n)", "take(n).shuffle(n)"), ("skip(n)", None)])
def test_a_buffer_that_cannot_be_said_at_the_cut(tmp_path: Path, cut: str, fixed: str | None) -> None:
    other = "skip(n)" if cut == "take(n)" else "take(n)"
    text = f"""{HEAD}

def mixed(rows):
    return tf.data.Dataset.from_tensor_slices(rows).shuffle(len(rows))


n = 80
ds = mixed(np.load("samples.npy"))
train_ds = ds.{cut}
val_ds = ds.{other}
"""
    if fixed is None:
        assert left_alone(tmp_path, text, "AUG303")
    else:
        wanted = text.replace("shuffle(len(rows))", "shuffle(len(rows), reshuffle_each_iteration=False)")
        assert mended(tmp_path, text, "AUG303") == wanted.replace(cut, fixed, 1)


@pytest.mark.parametrize("other", ["", ".shuffle(5)"])
def test_a_helper_that_cuts_other_data_too(tmp_path: Path, other: str) -> None:
    text = f"""{HEAD}

def split(ds, size):
    return ds.take(size), ds.skip(size)


train_ds, val_ds = split({SOURCE}.shuffle(BUFFER), 80)
more_ds, _ = split({SOURCE}{other}, 80)
train_ds = train_ds.concatenate(more_ds)
"""
    assert left_alone(tmp_path, text, "AUG303")


def test_a_helper_that_shuffles_what_is_not_divided(tmp_path: Path) -> None:
    text = f"""{HEAD}

def load(name):
    return tf.data.Dataset.from_tensor_slices(np.load(name)).shuffle(100)


ds = load("samples.npy")
train_ds, val_ds = ds.take(80), ds.skip(80)
more_train_ds = load("more.npy")
"""
    assert left_alone(tmp_path, text, "AUG303")
