# case: ok_numpy_in_eager_generator
# shape: np.random and random in a generator for from_generator and in python's own map(); tf map only casts
# truth: measured (TF 2.21): a generator function runs eagerly, each pass draws anew
import random
from pathlib import Path

import numpy as np
import tensorflow as tf
from PIL import Image


def tilt(image):
    return image.rotate(random.uniform(-20, 20))


def opened(path):
    return Image.open(path).convert("L").resize((105, 105))


class Characters:
    def __init__(self, folder):
        self.paths = sorted(Path(folder).rglob("*.png"))
        self.classes = sorted({p.parent.name for p in self.paths})

    def __call__(self):
        for n in np.random.permutation(len(self.paths)):
            image = next(map(tilt, map(opened, [self.paths[n]])))
            yield np.asarray(image, dtype="float32"), self.classes.index(self.paths[n].parent.name)


def scaled(image, label):
    return image[..., tf.newaxis] / 255.0, tf.cast(label, tf.int32)


signature = (tf.TensorSpec((105, 105), tf.float32), tf.TensorSpec((), tf.int64))
train = tf.data.Dataset.from_generator(Characters("omniglot/train"), output_signature=signature).map(scaled).batch(32)
for images, labels in train.take(3):
    print(images.shape, labels.numpy().tolist())
