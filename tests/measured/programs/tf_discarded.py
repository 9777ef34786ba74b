"""What tf.data methods whose result is thrown away leave behind."""

import numpy as np
import tensorflow as tf
from bench import changed, digests, equal, run_example, say, write_data


def images(dataset):
    return digests(image.numpy() for image in dataset.unbatch())


def options():
    wanted = tf.data.Options()
    wanted.deterministic = False
    ds = tf.data.Dataset.range(4)
    kept = ds.with_options(wanted)
    return [ds.options().deterministic, kept.options().deterministic]


def runs():
    """How often a mapped function is traced, and how often it runs when the other dataset is read."""
    traced, ran = [], []

    def seen(x):
        traced.append(1)
        return tf.py_function(lambda value: ran.append(1) or value, [x], x.dtype)

    ds = tf.data.Dataset.range(64)
    ds.map(seen)
    list(ds)
    return [len(traced), len(ran)]


write_data()
file = digests(np.load("train.npy"))
say(
    drawn=len(file),
    shuffle_in_place=equal(images(run_example("AUG205", "Bad", "tf.data: training")["train_ds"]), file),
    map_changed=changed(images(run_example("AUG205", "Bad", "tf.data: the augmentation")["train_ds"]), file),
    options=options(),
    map_runs=runs(),
    good_shuffle_in_place=equal(images(run_example("AUG205", "Good", "tf.data: every")["train_ds"]), file),
    good_map_changed=changed(images(run_example("AUG205", "Good", "tf.data: the mapped")["train_ds"]), file),
)
