"""AUG108: what stores samples moves in front of the random step."""

import json
from pathlib import Path

import pytest
from fixed import fixed, is_safe
from mended import left_alone, mended

from auglint import lint
from auglint.settings import Settings

HEAD = """\
import numpy as np
import tensorflow as tf


def augment(image):
    return tf.image.random_brightness(image, 0.3)


def scaled(image):
    return image / 255.0


"""
SOURCE = 'tf.data.Dataset.from_tensor_slices(np.load("train.npy"))'
END = """
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(5)])
model.compile("adam", "mse")
model.fit(train_ds, epochs=3)
"""


def safe(folder: Path, text: str) -> bool:
    """Whether the fix of the program's one AUG108 is safe."""
    (folder / "train.py").write_text(text, encoding="utf-8")
    settings = Settings(folder, respect_gitignore=False, fix=True)
    findings = lint.Session(lint.discovered([folder], settings), settings).report().findings
    return all(is_safe(finding) for finding in findings if finding.code == "AUG108")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f"train_ds = {SOURCE}.map(scaled).map(augment).batch(8).cache().prefetch(1)\n",
            f"train_ds = {SOURCE}.map(scaled).cache().map(augment).batch(8).prefetch(1)\n",
        ),
        (
            f"train_ds = (\n    {SOURCE}\n    .map(augment)  # at random\n    .map(augment)\n"
            "    .batch(\n        8,\n    )\n    .cache()  # in memory\n    .prefetch(1)\n)\n",
            f"train_ds = (\n    {SOURCE}\n    .cache()  # in memory\n"
            "    .map(augment)  # at random\n    .map(augment)\n"
            "    .batch(\n        8,\n    )\n    .prefetch(1)\n)\n",
        ),
        (
            f"train_ds = {SOURCE}.map(\n    augment,\n).cache()  # here\n",
            f"train_ds = {SOURCE}.cache().map(\n    augment,\n)  # here\n",
        ),
    ],
    ids=["one row", "a row each", "within a row"],
)
def test_within_a_chain(tmp_path: Path, before: str, after: str) -> None:
    assert mended(tmp_path, HEAD + before + END, "AUG108") == HEAD + after + END
    assert safe(tmp_path, HEAD + before + END)


def test_a_statement_moves_up(tmp_path: Path) -> None:
    before = (
        f"train_ds = {SOURCE}\n# bright\ntrain_ds = train_ds.map(augment)\nsize = 8\ntrain_ds = train_ds.batch(size)\n"
        "train_ds = train_ds.cache()  # kept\ntrain_ds = train_ds.prefetch(1)\n"
    )
    after = (
        f"train_ds = {SOURCE}\ntrain_ds = train_ds.cache()  # kept\n# bright\ntrain_ds = train_ds.map(augment)\n"
        "size = 8\ntrain_ds = train_ds.batch(size)\ntrain_ds = train_ds.prefetch(1)\n"
    )
    assert mended(tmp_path, HEAD + before + END, "AUG108") == HEAD + after + END
    assert safe(tmp_path, HEAD + before + END)


HELPER = """\
def load(images, training):
    ds = tf.data.Dataset.from_tensor_slices(images)
    if training:
        ds = ds.map(augment)
    else:
        ds = ds.map(scaled)
    ds = ds.batch(8)
    ds = ds.cache()
    return ds.prefetch(1)


train_ds = load(np.load("train.npy"), True)
val_ds = load(np.load("val.npy"), False)
"""


def test_a_statement_moves_before_a_branch(tmp_path: Path) -> None:
    after = HELPER.replace("    ds = ds.cache()\n", "").replace("    if", "    ds = ds.cache()\n    if")
    assert mended(tmp_path, HEAD + HELPER + END, "AUG108") == HEAD + after + END
    assert safe(tmp_path, HEAD + HELPER + END)


def test_a_shuffle_that_comes_behind_is_new_in_each_epoch(tmp_path: Path) -> None:
    shuffled = HELPER.replace("        ds = ds.map(augment)\n", "        ds = ds.shuffle(64).map(augment)\n")
    assert not safe(tmp_path, HEAD + shuffled + END)
    assert not safe(tmp_path, f"{HEAD}train_ds = {SOURCE}.map(augment).shuffle(64).cache()\n{END}")


def test_a_file_may_be_old_but_not_a_snapshot(tmp_path: Path) -> None:
    before = f'train_ds = {SOURCE}.map(augment).STORE("train")\n'
    for store in ("cache", "snapshot"):
        text = HEAD + before.replace("STORE", store) + END
        assert safe(tmp_path, text) == (store == "snapshot")
        assert f'.{store}("train").map(augment)' in mended(tmp_path, text, "AUG108")


@pytest.mark.parametrize(
    "body",
    [
        f"train_ds = {SOURCE}.map(augment).take(9).cache()\n",
        f"train_ds = {SOURCE}.map(augment).repeat(3).cache()\n",
        f"train_ds = {SOURCE}.map(augment)\nfor image in train_ds.take(1):\n    print(image)\n"
        "train_ds = train_ds.cache()\n",
        f"train_ds = {SOURCE}.map(augment)\nif len('x'):\n    train_ds = train_ds.cache()\n",
        f"train_ds = {SOURCE}\ntrain_ds = train_ds.map(augment)\nfile = 'f'\ntrain_ds = train_ds.cache(file)\n",
        f"train_ds = {SOURCE}.map(augment)\nother = {SOURCE}.map(scaled)\n"
        "train_ds = train_ds.concatenate(other)\ntrain_ds = train_ds.cache()\n",
        f"{SOURCE}.map(augment).save('kept')\ntrain_ds = {SOURCE}\n",
        f"def kept(ds):\n    return ds.cache()\n\n\ntrain_ds = kept({SOURCE}.map(augment))\n",
    ],
    ids=["take", "repeat", "used", "only if", "argument", "joined", "save", "elsewhere"],
)
def test_what_is_not_sure_is_left_alone(tmp_path: Path, body: str) -> None:
    assert left_alone(tmp_path, HEAD + body + END, "AUG108")


def test_another_name_for_what_is_stored(tmp_path: Path) -> None:
    before = f"augmented = {SOURCE}.map(augment)\ntrain_ds = augmented.cache().batch(8)\n"
    after = f"augmented = {SOURCE}.cache().map(augment)\ntrain_ds = augmented.batch(8)\n"
    assert mended(tmp_path, HEAD + before + END, "AUG108") == HEAD + after + END


def test_only_the_call_moves_out_of_a_longer_statement(tmp_path: Path) -> None:
    before = f"train_ds = {SOURCE}.map(augment)\n\ntrain_ds = train_ds.batch(4).cache().unbatch()\n"
    after = f"train_ds = {SOURCE}.cache().map(augment)\n\ntrain_ds = train_ds.batch(4).unbatch()\n"
    assert mended(tmp_path, HEAD + before + END, "AUG108") == HEAD + after + END


def test_a_notebook(tmp_path: Path) -> None:
    cells = [HEAD, f"ds = {SOURCE}\n", "train_ds = ds.map(augment)\ntrain_ds = train_ds.cache()  # kept"]
    made = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": text} for text in cells
    ]
    text = json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (tmp_path / "train.ipynb").write_text(text, encoding="utf-8")
    texts, _ = fixed(tmp_path, "AUG108")
    assert json.loads(texts["train.ipynb"])["cells"][2]["source"] == "train_ds = ds.cache().map(augment)\n# kept"


def test_a_statement_that_shares_its_row(tmp_path: Path) -> None:
    text = f"{HEAD}train_ds = {SOURCE}\ntrain_ds = train_ds.map(augment)\ntrain_ds = train_ds.cache(); n = 3\n{END}"
    assert left_alone(tmp_path, text, "AUG108")
