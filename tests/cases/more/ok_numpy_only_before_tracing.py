# case: ok_numpy_only_before_tracing
# shape: numpy draws a subset of files and a preview, the mapped function uses np for constants and tf.random for draws
# truth: by reason: nothing from numpy or random is drawn while map traces
import random

import numpy as np
import tensorflow as tf

MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
files = np.array(sorted(tf.io.gfile.glob("logos/train/*.png")))
files = np.random.permutation(files)[:20000]


def read(path):
    return tf.image.resize(tf.io.decode_png(tf.io.read_file(path), 3), (120, 120)) / 255.0


def augment(image):
    angle = tf.random.uniform([], -np.pi / 8, np.pi / 8)
    image = tf.image.adjust_hue(image, angle / np.pi)
    return tf.image.random_flip_left_right(image) - MEAN


def preview(dataset, rows):
    picked = random.sample(range(rows), 9)
    return [image for i, image in enumerate(dataset.take(rows)) if i in picked]


train = tf.data.Dataset.from_tensor_slices(files).map(read).map(augment).batch(64)
autoencoder = tf.keras.Sequential([
    tf.keras.layers.Conv2D(16, 3, 2, "same"),
    tf.keras.layers.Conv2DTranspose(3, 3, 2, "same"),
])
autoencoder.compile("adam", "mse")
autoencoder.fit(train.map(lambda image: (image, image)), epochs=2)
print(len(preview(train.unbatch(), 100)))
