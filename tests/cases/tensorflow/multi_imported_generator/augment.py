"""Generators of the mushroom project."""
from tensorflow.keras.preprocessing.image import ImageDataGenerator

_NOISE = dict(rotation_range=30, channel_shift_range=25.0, horizontal_flip=True)


def _make(**noise):
    return ImageDataGenerator(rescale=1 / 255, **noise)


field = _make(**_NOISE)
plain = _make()
