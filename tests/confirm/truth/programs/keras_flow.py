"""Train with ImageDataGenerator on pictures in memory."""

import keras
import numpy as np
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 16, 16, 3), dtype=np.uint8)


def load(count, seed):
    pictures = make_pictures(count, seed).astype("float32")
    return pictures, (pictures.mean(axis=(1, 2, 3)) > 127).astype("int64")


train_x, train_y = load(64, 1)
val_x, val_y = load(64, 2)
train_gen = ImageDataGenerator(rescale=1 / 255, rotation_range=40, horizontal_flip=True)
val_gen = ImageDataGenerator(rescale=1 / 255)
train_flow = train_gen.flow(train_x, train_y, batch_size=8)
val_flow = val_gen.flow(val_x, val_y, batch_size=8)

model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2, activation="softmax")])
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")
model.fit(train_flow, validation_data=val_flow, epochs=2, verbose=2)
