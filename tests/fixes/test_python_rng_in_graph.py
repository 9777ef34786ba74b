"""AUG107: what is drawn while tracing is drawn in the graph."""

from pathlib import Path

import pytest
from mended import left_alone, mended

HEAD = """\
import random

import numpy as np
import tensorflow as tf

"""
DATA = '\n\ntrain_ds = tf.data.Dataset.from_tensor_slices(np.load("train.npy")).map({})\n'


def function(*rows: str) -> str:
    return HEAD + "\n" + "\n".join(("def view(image):", *(f"    {row}" for row in rows), "")) + DATA.format("view")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("np.random.uniform(0.5, high=1.5)", "tf.random.uniform([], minval=0.5, maxval=1.5, dtype=image.dtype)"),
        ("random.uniform(0.5, 1.5)", "tf.random.uniform([], 0.5, 1.5, dtype=image.dtype)"),
        ("np.random.normal(scale=0.1)", "tf.random.normal([], stddev=0.1, dtype=image.dtype)"),
        ("random.random()", "tf.random.uniform([], dtype=image.dtype)"),
    ],
)
def test_arithmetic_with_the_sample_takes_its_type(tmp_path: Path, before: str, after: str) -> None:
    text = function(f"factor = {before}  # drawn", "return image * factor + 2 * -factor * image")
    assert mended(tmp_path, text, "AUG107") == text.replace(before, after)


def test_a_whole_number_that_an_op_takes(tmp_path: Path) -> None:
    text = function("dx = random.randint(-4, 4)", "return tf.roll(image, [3, dx + 1], axis=[0, 1])")
    wanted = text.replace("random.randint(-4, 4)", "tf.random.uniform([], -4, 5, dtype='int32')")
    assert mended(tmp_path, text, "AUG107") == wanted


def test_branches_that_autograph_translates(tmp_path: Path) -> None:
    text = function(
        "p = np.random.rand()",
        "if p < 0.3:",
        "    image = tf.image.flip_left_right(image)",
        "elif 0.3 <= p < 0.6:",
        "    image = tf.image.adjust_brightness(tf.image.flip_up_down(image), 0.1)",
        "return image",
    )
    assert mended(tmp_path, text, "AUG107") == text.replace("np.random.rand()", "tf.random.uniform([])")


def test_a_conditional_expression_and_a_name_for_the_decision(tmp_path: Path) -> None:
    text = function(
        "turned = random.random() > 0.5",
        "return tf.image.flip_left_right(image) if turned else image",
    )
    assert mended(tmp_path, text, "AUG107") == text.replace("random.random()", "tf.random.uniform([])")


def test_a_lambda(tmp_path: Path) -> None:
    text = HEAD + DATA.format("lambda x: tf.image.adjust_hue(x, delta=random.uniform(-0.1, 0.1))")
    wanted = text.replace("random.uniform(-0.1, 0.1)", "tf.random.uniform([], -0.1, 0.1)")
    assert mended(tmp_path, text, "AUG107") == wanted


def test_a_helper_gets_the_sample_that_is_passed_on(tmp_path: Path) -> None:
    text = (
        HEAD + "\ndef scaled(strength, x):\n    return x * random.uniform(0, strength)\n"
        "\n\ndef view(image):\n    return scaled(2.0, x=image)\n" + DATA.format("view")
    )
    wanted = text.replace("random.uniform(0, strength)", "tf.random.uniform([], 0, strength, dtype=x.dtype)")
    assert mended(tmp_path, text, "AUG107") == wanted


def test_aliases(tmp_path: Path) -> None:
    text = (
        "from random import uniform as u\n\nimport numpy as np\nimport tensorflow as flow\n\n\n"
        "def view(image):\n    return flow.image.adjust_gamma(image, u(0.5, 1.5))\n\n\n"
        'train_ds = flow.data.Dataset.from_tensor_slices(np.load("train.npy")).map(view)\n'
    )
    assert mended(tmp_path, text, "AUG107") == text.replace("u(0.5", "flow.random.uniform([], 0.5")


@pytest.mark.parametrize(
    "rows",
    [
        ("return image[random.randint(0, 4) :]",),
        ("return tf.image.rot90(image, random.randint(0, 3))",),
        ("return tf.image.central_crop(image, random.uniform(0.5, 0.9))",),
        ("return image * int(10 * random.random())",),
        ("return image * [0.5, 1.5][random.randint(0, 1)]",),
        ("for _ in range(random.randint(1, 3)):", "    image = tf.image.flip_up_down(image)", "return image"),
        ("return image * random.choice([0.5, 1.5])",),
        ("return image + np.random.uniform(0, 0.1, size=(64, 64, 3))",),
        ("return image + np.random.randn(64, 64, 3)",),
        ("return image * np.random.randint(2)",),
        ("return image * np.random.randint(1, 3)",),
        ("return image / (1 + tf.reduce_mean(image) * random.random())",),
        ("if random.random() < 0.5:", "    image = tf.cast(image, tf.float16)", "return image"),
        ("if random.random() < 0.5:", "    other = tf.image.flip_up_down(image)", "    image = other", "return image"),
        ("if random.random() < 0.5:", "    return tf.image.flip_up_down(image)", "return image"),
        ("while random.random() < 0.5:", "    image = tf.image.flip_up_down(image)", "return image"),
        ("p = random.random()", "image = tf.cast(image, tf.float64)", "return image * p"),
        ("p = random.random()", "p = 2 * p", "return image * p"),
        ("return (lambda p: image * p)(random.random())",),
        ('print(f"{random.random()}")', "return image"),
    ],
)
def test_where_a_tensor_may_not_fit_nothing_is_changed(tmp_path: Path, rows: tuple[str, ...]) -> None:
    assert left_alone(tmp_path, function(*rows), "AUG107")


def test_a_lambda_that_has_a_double_on_its_row(tmp_path: Path) -> None:
    data = DATA.format("lambda x: x / 255).map(lambda x: tf.image.flip_up_down(x) if random.random() < 0.5 else x")
    assert left_alone(tmp_path, HEAD + data, "AUG107")
    other = data.replace("lambda x: x / 255", "lambda image: image / 255")
    assert "tf.random.uniform([]) < 0.5" in mended(tmp_path, HEAD + other, "AUG107")


def test_a_function_that_is_not_translated(tmp_path: Path) -> None:
    rows = ("if random.random() < 0.5:", "    image = tf.image.flip_up_down(image)", "return image")
    decorated = function(*rows).replace("def view", "@tf.autograph.experimental.do_not_convert\ndef view")
    assert left_alone(tmp_path, decorated, "AUG107")
    assert (
        mended(tmp_path, decorated.replace("autograph.experimental.do_not_convert", "function"), "AUG107") != decorated
    )


def test_under_a_global_seed_it_is_refused(tmp_path: Path) -> None:
    fit = "model = tf.keras.Sequential([tf.keras.layers.Flatten()])\nmodel.fit(train_ds, epochs=3)\n"
    text = function("return image * random.random()").replace("\n\ndef", "\ntf.random.set_seed(1)\n\n\ndef") + fit
    assert mended(tmp_path, text, "AUG107", refused=True) == text


def test_a_function_that_others_may_give_arrays(tmp_path: Path) -> None:
    text = function("factor = np.random.uniform(0.5, 1.5)", "return image * factor")
    assert "dtype=image.dtype" in mended(tmp_path, text, "AUG107")
    assert left_alone(tmp_path, text + 'print(view(np.load("train.npy")[0]).mean())\n', "AUG107")
