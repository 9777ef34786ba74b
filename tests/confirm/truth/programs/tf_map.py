"""Train with Keras on tf.data pipelines whose map makes pictures brighter or darker at random."""

import keras
import numpy as np
import tensorflow as tf

EPOCHS = 2


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 16, 16, 3), dtype=np.uint8)


def load(count, seed):
    pictures = make_pictures(count, seed)
    labels = (pictures.mean(axis=(1, 2, 3)) > 127).astype("int64")
    return tf.data.Dataset.from_tensor_slices((pictures, labels))


def prepare(picture, label):
    return tf.cast(picture, tf.float32) / 255.0, label


def augment(picture, label):
    picture = tf.cast(picture, tf.float32) / 255.0
    picture = tf.image.random_brightness(picture, 0.4)
    return picture, label


train_ds = load(64, 1).map(augment).batch(8).prefetch(2)
val_ds = load(64, 2).map(augment).batch(8)

model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2, activation="softmax")])
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train_ds, validation_data=val_ds, epochs=EPOCHS, verbose=2)
