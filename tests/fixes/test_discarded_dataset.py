"""AUG205: the result is assigned."""

from pathlib import Path

import pytest
from mended import left_alone, mended

HEAD = """\
import datasets
import numpy as np
import tensorflow as tf


def opened(name="train.npy"):
    return tf.data.Dataset.from_tensor_slices(np.load(name))


"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "ds = opened()\nds.shuffle(64)  # mix\nprint(ds)\n",
            "ds = opened()\nds = ds.shuffle(64)  # mix\nprint(ds)\n",
        ),
        (
            "ds = opened()\n(\n    ds.cache()\n    .batch(8)  # of 8\n)\nprint(ds)\n",
            "ds = opened()\nds = (\n    ds.cache()\n    .batch(8)  # of 8\n)\nprint(ds)\n",
        ),
        (
            "ds = opened()\nif 'a': ds.shuffle(64)\nprint(ds)\n",
            "ds = opened()\nif 'a': ds = ds.shuffle(64)\nprint(ds)\n",
        ),
        (
            "parts = datasets.load_dataset('beans')\nparts['train'].shuffle()\n",
            "parts = datasets.load_dataset('beans')\nparts['train'] = parts['train'].shuffle()\n",
        ),
        (
            "class Data:\n    def __init__(self):\n        self.ds = opened()\n"
            "        self.ds.map(\n            np.abs,\n        )\n\n\nData()\n",
            "class Data:\n    def __init__(self):\n        self.ds = opened()\n"
            "        self.ds = self.ds.map(\n            np.abs,\n        )\n\n\nData()\n",
        ),
    ],
    ids=["name", "parentheses", "one row", "entry", "attribute"],
)  # fmt: skip
def test_the_result_is_assigned(tmp_path: Path, before: str, after: str) -> None:
    assert mended(tmp_path, HEAD + before, "AUG205") == HEAD + after


@pytest.mark.parametrize(
    "body",
    [
        "opened().shuffle(64)\n",
        "ds = opened()\n\n\ndef mix():\n    ds.shuffle(64)\n    print(ds)\n\n\nmix()\n",
        "def mix(ds):\n    ds.shuffle(64)\n\n\nmix(opened())\n",
        "train, val = opened(), opened('val.npy')\nfor ds in (train, val):\n    ds.shuffle(64)\nprint(ds)\n",
        "ds = opened()\nds.batch(8)\nds = ds.shuffle(64).batch(8)\n",
        "ds = tf.keras.utils.image_dataset_from_directory('train')\nds.batch(8)\nprint(ds)\n",
        "ds = opened()\nds.repeat()\nfor image in ds:\n    print(image)\n",
        "ds = opened()\ntf.data.Dataset.zip((ds, ds)).shuffle(64)\nprint(ds)\n",
        "sets = [opened()]\nsets.pop().shuffle(64)\nprint(sets)\n",
    ],
    ids=["call", "global", "not returned", "loop", "batched again", "batched", "endless", "several", "popped"],
)
def test_what_is_not_sure_is_left_alone(tmp_path: Path, body: str) -> None:
    assert mended(tmp_path, HEAD + body, "AUG205") == HEAD + body


def test_a_loop_that_uses_what_it_assigns(tmp_path: Path) -> None:
    body = "for name in ('train.npy', 'val.npy'):\n    ds = opened(name)\n    ds.batch(8)\n    print(ds)\n"
    assert mended(tmp_path, HEAD + body, "AUG205") == HEAD + body.replace("ds.batch", "ds = ds.batch")


def test_what_would_leak_or_freeze_is_refused(tmp_path: Path) -> None:
    leak = HEAD + "ds = opened()\nds.shuffle(100)\ntrain_ds, val_ds = ds.take(80), ds.skip(80)\n"
    frozen = HEAD + (
        "train_ds = opened()\ntrain_ds.map(lambda x: tf.image.random_hue(x, 0.1))\ntrain_ds = train_ds.cache()\n"
    )
    for text in (leak, frozen):
        assert mended(tmp_path, text, "AUG205", refused=True) == text


def test_a_finding_stays_where_nothing_is_changed(tmp_path: Path) -> None:
    assert left_alone(tmp_path, HEAD + "ds = opened()\nds.repeat()\nfor image in ds:\n    print(image)\n", "AUG205")
