"""Train with Keras preprocessing layers in the map of tf.data pipelines."""

import keras
import numpy as np
import tensorflow as tf


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 16, 16, 3), dtype=np.uint8)


def load(count, seed):
    pictures = make_pictures(count, seed)
    labels = (pictures.mean(axis=(1, 2, 3)) > 127).astype("int64")
    return tf.data.Dataset.from_tensor_slices((pictures.astype("float32") / 255, labels))


train_layer = keras.layers.RandomBrightness(0.3, value_range=(0.0, 1.0))
val_layer = keras.layers.RandomBrightness(0.3, value_range=(0.0, 1.0))
train_ds = load(64, 1).map(lambda picture, label: (train_layer(picture, training=True), label)).batch(8)
val_ds = load(64, 2).map(lambda picture, label: (val_layer(picture, training=True), label)).batch(8)

model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2, activation="softmax")])
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")
model.fit(train_ds, validation_data=val_ds, epochs=2, verbose=2)
