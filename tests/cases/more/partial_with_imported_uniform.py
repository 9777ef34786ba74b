# case: partial_with_imported_uniform
# shape: `from random import uniform as u`; the mapped function is a functools.partial with a range bound
# truth: measured for the pattern (TF 2.21): python's generator is drawn once, while tracing: 1 distinct value of 64
import functools
from random import uniform as u

import numpy as np
import tensorflow as tf


def gamma(sample, low, high):
    exponent = u(low, high)  # expect: AUG107
    sample["image"] = tf.image.adjust_gamma(sample["image"], exponent)
    return sample


def pack(sample):
    return sample["image"], sample["mask"]


def training_batches(file, batch_size):
    with np.load(file) as arrays:
        data = {"image": arrays["image"].astype("float32"), "mask": arrays["mask"].astype("float32")}
    brighten = functools.partial(gamma, low=0.6, high=1.6)
    return tf.data.Dataset.from_tensor_slices(data).shuffle(512).map(brighten).map(pack).batch(batch_size)


def conv(filters, activation):
    return tf.keras.layers.Conv2D(filters, 3, padding="same", activation=activation)


net = tf.keras.Sequential([conv(16, "relu"), conv(16, "relu"), conv(1, "sigmoid")])
net.compile("adam", "binary_crossentropy")
net.fit(training_batches("retina_train.npz", 4), epochs=80)
