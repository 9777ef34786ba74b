"""Divide a hundred pictures with take and skip; nothing is random but the order."""

import keras
import numpy as np
import tensorflow as tf


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 8, 8, 3), dtype=np.uint8)


pictures = make_pictures(100, 1).astype("float32") / 255
labels = (pictures.mean(axis=(1, 2, 3)) > 0.5).astype("int64")
dataset = tf.data.Dataset.from_tensor_slices((pictures, labels))
train_ds = dataset.take(80).shuffle(80).batch(10)
val_ds = dataset.skip(80).batch(10)

model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2, activation="softmax")])
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")
model.fit(train_ds, validation_data=val_ds, epochs=2, verbose=2)
