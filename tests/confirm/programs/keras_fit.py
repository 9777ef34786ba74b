"""`evaluate` before `fit`, arrays that `fit` splits, and what is never given to a model."""

import sys

import numpy as np
import tensorflow as tf

images = np.random.default_rng(7).random((100, 8, 8, 3)).astype("float32")
labels = np.arange(100) % 2
tf.random.set_seed(1)


def augment(image, label):
    return tf.image.random_brightness(image, 0.3), label


def batches():
    while True:
        for first in range(0, 64, 8):
            scale = np.random.uniform(0.5, 1.0, (8, 1, 1, 1)).astype("float32")
            yield images[first : first + 8] * scale, labels[first : first + 8]


source = tf.data.Dataset.from_tensor_slices((images, labels))
train = source.take(80).map(augment).repeat().batch(8)
val = source.skip(80).map(augment).batch(8)
test = source.skip(90).batch(8)
leaf = source.take(30).batch(8)
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(2)])
model.compile("sgd", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
value, accuracy = model.evaluate(test)
generator = batches()
if sys.argv[1] == "datasets":
    model.fit(train, validation_data=val, epochs=2, steps_per_epoch=10)
elif sys.argv[1] == "arrays":
    model.fit(images[:80], labels[:80], validation_split=0.25)
elif sys.argv[1] == "overlapping":
    model.fit(images[:80], labels[:80], validation_data=(images[70:], labels[70:]))
elif sys.argv[1] == "same":
    model.fit(train, validation_data=train, steps_per_epoch=10, validation_steps=2)
else:
    model.fit(generator, steps_per_epoch=8, validation_data=(images[80:], labels[80:]))
