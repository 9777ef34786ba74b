"""AUG101 and AUG106 in a graph: ops that replay draw from generators."""

from pathlib import Path

import pytest
from mended import left_alone, mended, program

HEAD = """\
import numpy as np
import tensorflow as tf

"""
SEEDED = HEAD + "tf.random.set_seed(3)\n"
RNGS = "train_rng = tf.random.Generator.from_seed(3)\neval_rng = tf.random.Generator.from_seed(4)\n"
TRAIN = 'train_ds = tf.data.Dataset.from_tensor_slices(np.load("train.npy"))'
VAL = 'val_ds = tf.data.Dataset.from_tensor_slices(np.load("val.npy"))'
FIT = """
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(5)])
model.compile("adam", "mse")
model.fit(train_ds, epochs=3)
"""
PAIR = "seed={}.make_seeds(1)[:, 0]".format


def test_ops_with_their_arguments_by_place(tmp_path: Path) -> None:
    body = (
        "\n\ndef view(image):\n"
        "    image = tf.image.random_crop(image, (8, 8, 3), 1)  # a window\n"
        "    if tf.random.uniform([], 0, 1) < 0.5:\n"
        "        image = tf.image.random_saturation(\n"
        "            image,\n"
        "            0.5,\n"
        "            upper=1.5,\n"
        "        )\n"
        f"    return image\n\n\n{TRAIN}.map(view)\n{VAL}.map(lambda image: tf.image.random_hue(image, 0.1))\n"
    )
    wanted = (
        f"{SEEDED}{RNGS}\n\ndef view(image):\n"
        f"    image = tf.image.stateless_random_crop(image, (8, 8, 3), {PAIR('train_rng')})  # a window\n"
        f"    if tf.random.stateless_uniform([], minval=0, maxval=1, {PAIR('train_rng')}) < 0.5:\n"
        "        image = tf.image.stateless_random_saturation(\n"
        "            image,\n"
        "            0.5,\n"
        "            upper=1.5,\n"
        f"            {PAIR('train_rng')},\n"
        "        )\n"
        f"    return image\n\n\n{TRAIN}.map(view)\n"
        f"{VAL}.map(lambda image: tf.image.stateless_random_hue(image, 0.1, {PAIR('eval_rng')}))\n"
    )
    assert mended(tmp_path, SEEDED + body, "AUG101") == wanted


def test_a_helper_behind_the_function_of_both_splits(tmp_path: Path) -> None:
    body = (
        "\n\ndef turned(image):\n    return tf.image.random_flip_left_right(image)\n"
        "\n\ndef prepared(image):\n    return turned(tf.cast(image, tf.float32))\n"
        f"\n\n{TRAIN}.map(prepared)\n{VAL}.map(prepared, num_parallel_calls=4)\n"
    )
    wanted = (
        f"{SEEDED}{RNGS}\n\ndef turned(image, rng=train_rng):\n"
        f"    return tf.image.stateless_random_flip_left_right(image, {PAIR('rng')})\n"
        "\n\ndef prepared(image, rng=train_rng):\n    return turned(tf.cast(image, tf.float32), rng=rng)\n"
        f"\n\n{TRAIN}.map(prepared)\n{VAL}.map(lambda *x: prepared(*x, rng=eval_rng), num_parallel_calls=4)\n"
    )
    assert mended(tmp_path, SEEDED + body, "AUG101") == wanted


def test_a_method_mapped_where_both_splits_are_made(tmp_path: Path) -> None:
    body = """
import numpy as np
import tensorflow as tf


class Data:
    def __init__(self, seed=2024):
        tf.random.set_seed(seed)

    @staticmethod
    def _augment(image):
        return tf.image.random_flip_up_down(image)

    def build(self, split):
        ds = tf.data.Dataset.from_tensor_slices(np.load(split + ".npy"))
        ds = ds.map(self._augment)  # at random
        return ds.batch(16)


data = Data()
train_ds, val_ds = data.build("train"), data.build("val")
"""
    wanted = (
        body.replace(
            "class Data",
            "train_rng = tf.random.Generator.from_seed(2024)\n"
            "eval_rng = tf.random.Generator.from_seed(2025)\n\n\nclass Data",
        )
        .replace("_augment(image):", "_augment(image, rng=train_rng):")
        .replace("random_flip_up_down(image)", f"stateless_random_flip_up_down(image, {PAIR('rng')})")
        .replace(
            "map(self._augment)",
            'map(lambda *x: self._augment(*x, rng=train_rng if split == "train" else eval_rng))',
        )
    )
    assert mended(tmp_path, body, "AUG101") == wanted


def test_a_lambda_in_the_helper_of_both_splits(tmp_path: Path) -> None:
    body = """

def build(images, training):
    ds = tf.data.Dataset.from_tensor_slices(images)
    return ds.map(lambda image: tf.image.random_flip_up_down(image)).batch(16)


train_ds = build(np.load("train.npy"), training=True)
val_ds = build(np.load("val.npy"), training=False)
"""
    wanted = body.replace("    return", "    rng = train_rng if training else eval_rng\n    return").replace(
        "random_flip_up_down(image)", f"stateless_random_flip_up_down(image, {PAIR('rng')})"
    )
    assert mended(tmp_path, SEEDED + body, "AUG101") == SEEDED + RNGS + wanted


def test_the_seed_by_its_name_and_set_in_main(tmp_path: Path) -> None:
    body = f"""\
import numpy as np
import tensorflow as tf

SEED = 7


def flipped(image):  # left or right
    return tf.image.random_flip_left_right(image)


def bright(image):
    return tf.image.random_brightness(image, 0.1)


def set_seed(seed):
    tf.random.set_seed(seed)


if __name__ == "__main__":
    set_seed(SEED)
    {TRAIN}.map(flipped)
    {VAL}.map(bright)
"""
    wanted = (
        body.replace(
            "def flipped",
            "train_rng = tf.random.Generator.from_seed(SEED)\n"
            "eval_rng = tf.random.Generator.from_seed(SEED + 1)\n\n\ndef flipped",
        )
        .replace("random_flip_left_right(image)", f"stateless_random_flip_left_right(image, {PAIR('train_rng')})")
        .replace("random_brightness(image, 0.1)", f"stateless_random_brightness(image, 0.1, {PAIR('eval_rng')})")
    )
    assert mended(tmp_path, body, "AUG101") == wanted


def test_names_that_are_taken_and_aliases(tmp_path: Path) -> None:
    body = f"""\
import numpy as np
import tensorflow as t

t.random.set_seed(3)
train_rng = rng = 5


def flipped(image):
    return t.image.random_flip_left_right(image)


{TRAIN.replace("tf.", "t.")}.map(flipped)
{VAL.replace("tf.", "t.")}.map(flipped)
"""
    found = mended(tmp_path, body, "AUG101")
    assert "train_rng_2 = t.random.Generator.from_seed(3)\neval_rng = t.random.Generator.from_seed(4)\n" in found
    assert "def flipped(image, rng_2=train_rng_2):\n" in found
    assert ".map(lambda *x: flipped(*x, rng_2=eval_rng))" in found


def test_training_alone(tmp_path: Path) -> None:
    body = f"\n{TRAIN}.map(lambda image: tf.image.random_flip_left_right(image)).batch(8)\n{FIT}"
    wanted = body.replace(
        "random_flip_left_right(image)", f"stateless_random_flip_left_right(image, {PAIR('train_rng')})"
    )
    assert mended(tmp_path, SEEDED + body, "AUG106") == SEEDED + RNGS.splitlines()[0] + "\n" + wanted


IMAGES = 'tf.data.Dataset.from_tensor_slices((np.load("train.npy"), np.load("masks.npy")))'


def test_image_and_mask_are_drawn_alike(tmp_path: Path) -> None:
    body = f"""\

def both(image, mask):
    image = tf.image.random_flip_left_right(image, seed=5)
    mask = tf.image.random_flip_left_right(mask, seed=5)  # as the image
    return tf.image.random_hue(image, 0.1, seed=5), mask


train_ds = {IMAGES}.map(both).batch(8)
{FIT}"""
    wanted = (
        body.replace("\ndef both", "\ntrain_rng = tf.random.Generator.from_seed(5)\n\n\ndef both")
        .replace("mask):\n", "mask):\n    pair = train_rng.make_seeds(1)[:, 0]\n")
        .replace("random_flip_left_right(image, seed=5)", "stateless_random_flip_left_right(image, seed=pair)")
        .replace("random_flip_left_right(mask, seed=5)", "stateless_random_flip_left_right(mask, seed=pair)")
        .replace("random_hue(image, 0.1, seed=5)", f"stateless_random_hue(image, 0.1, {PAIR('train_rng')})")
    )
    assert mended(tmp_path, HEAD + body, "AUG106") == HEAD + wanted


FLIP = "\n\ndef flip(image):\n    return tf.image.random_flip_left_right(image, seed=5)\n\n\n"
ZIPPED = (
    'images = tf.data.Dataset.from_tensor_slices(np.load("train.npy")).map(flip)\n'
    'masks = tf.data.Dataset.from_tensor_slices(np.load("masks.npy")).map(flip)\n'
    "train_ds = tf.data.Dataset.zip((images, masks)).batch(8)\n"
)


@pytest.mark.parametrize(
    "body",
    [
        FLIP + ZIPPED,
        f"{FLIP}train_ds = {IMAGES}.map(lambda x, y: (flip(x), flip(y)))\n",
        f"\n\ntrain_ds = {IMAGES}.map(\n    lambda x, y: (\n"
        "        tf.image.random_flip_left_right(x, seed=5),\n"
        "        tf.image.random_flip_left_right(y, seed=5),\n    )\n)\n",
    ],
    ids=["zipped", "helper", "lambda"],
)
def test_what_may_be_drawn_alike_on_purpose_is_left_alone(tmp_path: Path, body: str) -> None:
    assert left_alone(tmp_path, HEAD + body + FIT, "AUG106")


SPLITS = f"\n\n{TRAIN}.map(view)\n{VAL}.map(view)\n"


@pytest.mark.parametrize(
    "body",
    [
        f"\n\ndef view(image):\n    return image * tf.random.gamma([], 2.0)\n{SPLITS}",
        f"\n\n@tf.function\ndef view(image):\n    return tf.image.random_hue(image, 0.1)\n{SPLITS}",
        f"\n\ndef view(*image):\n    return tf.image.random_hue(image[0], 0.1)\n{SPLITS}",
        f"\n\ndef view(image):\n    return tf.image.random_hue(image, 0.1)\n{SPLITS}"
        "\nfor gpu in tf.config.list_physical_devices('GPU'):\n"
        "    tf.config.experimental.set_memory_growth(gpu, True)\n",
        "\n\ndef view(image):\n    return tf.image.random_hue(image, 0.1)\n\n\n"
        "both = [tf.data.Dataset.from_tensor_slices(np.load(name)).map(view) for name in ('train.npy', 'val.npy')]\n"
        "train_ds, val_ds = both\n",
    ],
    ids=["no twin", "decorated", "any arguments", "devices", "one call for both"],
)
def test_what_is_not_sure_is_left_alone(tmp_path: Path, body: str) -> None:
    assert left_alone(tmp_path, SEEDED + body, "AUG101")


def test_devices_that_are_configured_before(tmp_path: Path) -> None:
    devices = "tf.config.threading.set_intra_op_parallelism_threads(2)\n"
    body = f"\n\ndef view(image):\n    return tf.image.random_hue(image, 0.1)\n{SPLITS}"
    assert RNGS in mended(tmp_path, HEAD + devices + "tf.random.set_seed(3)\n" + body, "AUG101")


def test_windows_line_ends(tmp_path: Path) -> None:
    text = program(
        *SEEDED.splitlines(), *f"{TRAIN}.map(lambda x: tf.image.random_hue(x, 0.1))".splitlines(), *FIT.splitlines()
    )
    found = mended(tmp_path, text.replace("\n", "\r\n"), "AUG106")
    assert found.replace("\r\n", "").count("\n") == 0
    assert "stateless_random_hue" in found


def test_a_function_of_both_splits_with_annotations(tmp_path: Path) -> None:
    body = (
        "\n\ndef view(image: tf.Tensor, strength: float = 0.2) -> tf.Tensor:\n"
        "    return tf.image.random_brightness(\n        image,\n        max_delta=strength,  # weak\n    )\n"
        f"\n\n{TRAIN}.map(view)\n{VAL}.map(view)\n"
    )
    wanted = (
        f"{SEEDED}{RNGS}"
        "\n\ndef view(image: tf.Tensor, strength: float = 0.2, rng=train_rng) -> tf.Tensor:\n"
        "    return tf.image.stateless_random_brightness(\n        image,\n        max_delta=strength,  # weak\n"
        f"        {PAIR('rng')},\n    )\n"
        f"\n\n{TRAIN}.map(view)\n{VAL}.map(lambda *x: view(*x, rng=eval_rng))\n"
    )
    assert mended(tmp_path, SEEDED + body, "AUG101") == wanted


def test_a_helper_that_maps_something_else_as_well(tmp_path: Path) -> None:
    body = (
        "\n\ndef view(image):\n    return tf.image.random_brightness(image, 0.2)\n"
        "\n\ndef half(image):\n    return image / 2\n"
        "\n\ndef evaluated(function=view):\n"
        '    return tf.data.Dataset.from_tensor_slices(np.load("val.npy")).map(function)\n'
        f"\n\n{TRAIN}.map(view)\nval_ds = evaluated()\ntest_ds = evaluated(half)\n"
    )
    assert left_alone(tmp_path, SEEDED + body, "AUG101")
