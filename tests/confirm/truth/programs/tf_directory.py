"""Divide a folder of pictures with image_dataset_from_directory."""

from pathlib import Path

import keras
import numpy as np
from PIL import Image


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 16, 16, 3), dtype=np.uint8)


for number, picture in enumerate(make_pictures(100, 1)):
    path = Path("flowers", "ab"[number % 2], f"{number:03}.png")
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(picture).save(path, compress_level=1)

train_ds = keras.utils.image_dataset_from_directory(
    "flowers", validation_split=0.2, subset="training", seed=123, image_size=(16, 16), batch_size=10
)
val_ds = keras.utils.image_dataset_from_directory(
    "flowers", validation_split=0.2, subset="validation", seed=123, image_size=(16, 16), batch_size=10
)

model = keras.Sequential(
    [keras.layers.Rescaling(1 / 255), keras.layers.Flatten(), keras.layers.Dense(2, activation="softmax")]
)
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")
model.fit(train_ds, validation_data=val_ds, epochs=2, verbose=2)
