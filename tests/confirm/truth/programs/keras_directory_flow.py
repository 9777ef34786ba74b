"""Train with ImageDataGenerator on a folder that it divides."""

from pathlib import Path

import keras
import numpy as np
from PIL import Image
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 16, 16, 3), dtype=np.uint8)


for number, picture in enumerate(make_pictures(100, 1)):
    path = Path("leaves", "ab"[number % 2], f"{number:03}.png")
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(picture).save(path, compress_level=1)

generator = ImageDataGenerator(rescale=1 / 255, validation_split=0.2)
other = ImageDataGenerator(rescale=1 / 255, validation_split=0.2)
options = {"target_size": (16, 16), "batch_size": 10, "class_mode": "sparse"}
train_flow = generator.flow_from_directory("leaves", subset="training", **options)
val_flow = other.flow_from_directory("leaves", subset="validation", **options)

model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2, activation="softmax")])
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")
model.fit(train_flow, validation_data=val_flow, epochs=2, verbose=2)
