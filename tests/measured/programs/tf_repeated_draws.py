"""Draws of tf.data and Keras that repeat: equal seeds, constants, Python's random, and what is stored."""

import shutil
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from bench import common, digests, equal, run_example, say, write_data


def images(dataset):
    return digests(image for batch in dataset for image in np.asarray(batch))


def data(path="train.npy"):
    return tf.data.Dataset.from_tensor_slices(np.load(path))


def flow_images(flow):
    flow.reset()
    return digests(image for _ in range(len(flow)) for image in next(flow)[0])


def pair(train, val):
    """Draws of the splits that are equal by position, and those of training that are equal in epoch 2."""
    first, held = images(train), images(val)
    return [equal(first, held), equal(first, images(train))]


def replaced(old, new):
    def change(text):
        assert old in text
        return text.replace(old, new)

    return change


def op_seeds(change=str):
    names = run_example("AUG102", "Bad", "TensorFlow", change)
    return pair(names["train_ds"], names["val_ds"])


def layers(*seeds):
    def jittered(seed):
        layer = keras.layers.RandomBrightness(0.3, value_range=(0, 1), seed=seed)
        return data().batch(16).map(lambda batch: layer(batch, training=True))

    return pair(*(jittered(seed) for seed in seeds))


def generators(*seeds):
    def brightened(seed):
        rng = tf.random.Generator.from_seed(seed)
        return (
            data()
            .map(lambda image: tf.image.stateless_random_brightness(image, 0.3, seed=rng.make_seeds(1)[:, 0]))
            .batch(16)
        )

    return pair(*(brightened(seed) for seed in seeds))


def flows(change=str):
    names = run_example("AUG102", "Bad", "Keras", change)
    train, val = names["train_flow"], names["val_flow"]
    first, held = flow_images(train), flow_images(val)
    return [equal(first, held), equal(first, flow_images(train))]


def masks():
    """Of the images of a batch, those that are turned as their masks, which are the same pictures here."""
    shutil.rmtree("data/masks")
    shutil.copytree("data/images", "data/masks")
    images, masks = next(run_example("AUG102", "Good", "Images and their masks")["train_pairs"])
    return [len(images), sum(np.allclose(255 * a, b, atol=0.1) for a, b in zip(images, masks, strict=True))]


def passes(dataset, read=images):
    """Distinct images in a pass, and images in common with the next pass."""
    first = read(dataset)
    return [len(set(first)), common(first, read(dataset))]


def example(code, section, beginning, change=str):
    return passes(run_example(code, section, beginning, change)["train_ds"])


def constants():
    names = run_example("AUG103", "Bad", "TensorFlow")
    good = run_example("AUG103", "Good", "TensorFlow")
    return {
        "stateless": passes(data().map(names["augment"]).batch(16)),
        "generator_function": passes(names["shifted_images"], lambda function: digests(function())),
        "good_stateless": passes(data().map(good["augment"]).batch(16)),
        "good_generator_function": passes(good["shifted_images"], lambda function: digests(function())),
    }


def traced():
    helper = "NumPy in a helper"
    figures = {
        "numpy": example("AUG107", "Bad", helper),
        "lambda": example("AUG107", "Bad", "Python's random"),
        "seeded": example("AUG107", "Bad", helper, replaced("    factor =", "    np.random.seed()\n    factor =")),
        "one_call": example("AUG107", "Bad", helper, replaced(".map(prepare)", ".map(prepare, num_parallel_calls=1)")),
        "function": example("AUG107", "Bad", helper, replaced("def prepare", "@tf.function\ndef prepare")),
        "good_ops": example("AUG107", "Good", "TensorFlow ops"),
        "good_integer": example("AUG107", "Good", "An integer"),
        "good_numpy_function": example("AUG107", "Good", "NumPy code"),
        "good_generator": example("AUG107", "Good", "A Python generator"),
    }
    both = run_example("AUG107", "Bad", helper)
    figures["mapped_twice"] = len(set(images(data().map(both["prepare"]).batch(16))) | set(images(both["train_ds"])))
    tf.config.run_functions_eagerly(True)
    figures["eagerly"] = example("AUG107", "Bad", helper)
    tf.config.run_functions_eagerly(False)
    return figures


def stored():
    first = run_example("AUG108", "Bad", "tf.data")
    kept, again = (run_example("AUG108", "Bad", "A Keras layer")["train_ds"] for _ in range(2))
    pictures = images(kept)
    layer = [equal(pictures, images(kept)), equal(pictures, images(again))]
    Path("train.cache.index").unlink()
    snapped = [data().map(first["augment"]).snapshot("snapped") for _ in range(2)]
    taken = digests(np.asarray(image) for image in snapped[0])
    repeated = images(data().map(first["augment"]).cache().repeat(2).batch(16))
    return {
        "cache": passes(first["train_ds"]),
        "cache_orders_equal": equal(images(first["train_ds"]), images(first["train_ds"])),
        "cache_repeat": common(repeated[:64], repeated[64:]),
        "snapshot": [equal(taken, digests(np.asarray(image) for image in again)) for again in snapped],
        "layer": layer,
        "good_cache": example("AUG108", "Good", "tf.data"),
        "good_layer": example("AUG108", "Good", "The Keras layer"),
    }


def augmented(names):
    """The first of each pair that the training pipeline gives."""
    return names["train_ds"].map(lambda image, _: image)


def epochs(change=str):
    train = augmented(run_example("AUG106", "Bad", "TensorFlow", change))
    return equal(images(train), images(train))


def repeated_epochs():
    drawn = images(augmented(run_example("AUG106", "Good", "TensorFlow: one iterator")).take(8))
    return {
        "op_seed": epochs(),
        "no_seed": epochs(replaced(", seed=5", "")),
        "good_generator": passes(augmented(run_example("AUG106", "Good", "TensorFlow: a generator"))),
        "good_repeat": [len(drawn), common(drawn[:64], drawn[64:])],
    }


write_data(same=True)
figures = {
    "same_op": op_seeds(),
    "other_op": op_seeds(replaced("seed=5)  #", "seed=6)  #")),
    "same_layer": layers(42, 42),
    "other_layer": layers(1, 2),
    "same_generator": generators(5, 5),
    "other_generator": generators(5, 6),
    "same_flow": flows(),
    "other_flow": flows(replaced("seed=1)  #", "seed=2)  #")),
    "constants": constants(),
    "traced": traced(),
    "stored": stored(),
    "epochs": repeated_epochs(),
}
tf.random.set_seed(5)
figures["global_seed"] = epochs(replaced(", seed=5", ""))
write_data()
figures["masks"] = masks()
say(**figures)
