"""Training and validation samples in common in 40 epochs, for each way to shuffle and divide 100 samples."""

import numpy as np
import tensorflow as tf
from bench import run_example, say, write_data


def members(dataset):
    return {int(value) for each in dataset for value in np.ravel(each)}


def overlap(train, val, epochs=40):
    """Samples in common in an epoch, which is a training pass and then a validation pass: mean, fewest and most."""
    counts = [len(members(train) & members(val)) for _ in range(epochs)]
    return sum(counts) / epochs, min(counts), max(counts)


def of(section, beginning):
    names = run_example("AUG303", section, beginning)
    return overlap(names["train_ds"], names["val_ds"])


def samples():
    return tf.data.Dataset.from_tensor_slices(np.load("samples.npy"))


def small_buffer():
    ds = samples().shuffle(10)
    return overlap(ds.take(80), ds.skip(80))


def cached():
    """Of 10 pipelines, as a cache keeps the parts of the first epoch."""
    counts = []
    for _ in range(10):
        ds = samples().shuffle(100)
        train, val = ds.take(80).cache(), ds.skip(80).cache()
        mean, fewest, most = overlap(train, val, epochs=2)
        assert fewest == most
        counts.append(mean)
    return sum(counts) / len(counts), min(counts), max(counts)


def sharded():
    ds = samples().shuffle(100)
    return overlap(ds.shard(5, 0), ds.shard(5, 1))


write_data()
figures = {
    "take_skip": of("Bad", "Shuffle, then"),
    "seeded": of("Bad", "A seed"),
    "filtered": of("Bad", "Every fifth"),
    "small_buffer": small_buffer(),
    "cached": cached(),
    "sharded": sharded(),
    "good_divided_first": of("Good", "Divide first"),
    "good_fixed_order": of("Good", "One fixed order"),
    "good_numbered": of("Good", "Number the samples"),
    "good_keras": of("Good", "Keras divides"),
}
tf.random.set_seed(42)
say(**figures, global_seed=of("Bad", "Shuffle, then"))
