"""AUG103 and AUG104 of TensorFlow and Keras before and after their fix."""

import keras
import numpy as np
import tensorflow as tf
from bench import common, digests, replaced, run_example, run_fixed, say, write_data
from watched_keras import Listener, seen, shared


def fit(program):
    """Images, distinct draws of epoch 1, and those that epoch 2 has too."""
    seen.clear()
    program("Keras: a PyDataset")
    return [len(seen) // 2, len(set(seen[:64])), common(seen[:64], seen[64:])]


def drawn(dataset):
    return digests(image for batch in dataset for image in batch.numpy())


def mapped(run):
    """Images, distinct draws of a pass, those that the next pass has too, and whether seeds repeat them."""
    np.random.seed(1)
    tf.random.set_seed(1)
    names = run("TensorFlow: a pair")
    first, second = drawn(names["train_ds"]), drawn(names["train_ds"])
    np.random.seed(1)
    tf.random.set_seed(1)
    again = drawn(run("TensorFlow: a pair")["train_ds"])
    return [len(first), len(set(first)), common(first, second), first == again]


def alone(change):
    """The mapped function alone, on plain images."""

    def do(text):
        return text.replace("from_generator(shifted_images, output_signature=spec)", change)

    return do


write_data(same=True)
keras.Sequential = Listener
plain = alone('from_tensor_slices(np.load("train.npy"))')
say(
    processes=fit(lambda title: run_example("AUG104", "Bad", title, replaced(shared))),
    threads=fit(lambda title: run_fixed("AUG104", title, replaced(shared))),
    both_bad=mapped(lambda title: run_example("AUG103", "Bad", title)),
    both_fixed=mapped(lambda title: run_fixed("AUG103", title)),
    map_bad=mapped(lambda title: run_example("AUG103", "Bad", title, plain)),
    map_fixed=mapped(lambda title: run_fixed("AUG103", title, plain)),
)
