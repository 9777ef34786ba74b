"""Flows of images with one seed for both splits, with others, and without augmentation; then `fit`."""

import numpy as np
import tensorflow as tf

images = np.random.default_rng(7).uniform(0, 255, (80, 16, 16, 3)).astype("float32")
labels = np.arange(80) % 2
augmented = tf.keras.preprocessing.image.ImageDataGenerator(rotation_range=30, validation_split=0.2)
plain = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
train = augmented.flow(images[:40], labels[:40], batch_size=8, seed=1)
val = augmented.flow(images[40:], labels[40:], batch_size=8, seed=1)
other_seed = augmented.flow(images[40:], labels[40:], batch_size=8, seed=50)
no_seed = augmented.flow(images[40:], labels[40:], batch_size=8)
clean = plain.flow(images[40:], labels[40:], batch_size=8, shuffle=False)
overlapping = plain.flow(images[20:60], labels[20:60], batch_size=8)
split_train = augmented.flow(images, labels, batch_size=8, subset="training")
split_val = augmented.flow(images, labels, batch_size=8, subset="validation")
longer = plain.flow(images, labels, batch_size=8)
for batch, _ in train:
    break
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(2)])
model.compile("sgd", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train, validation_data=val, epochs=2)
