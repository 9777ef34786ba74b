# case: seed_drawn_for_each_part
# shape: a helper draws a seed for each of the two calls that take a part; a second pair shares one drawn seed
# truth: measured (Keras 3.15): with different seeds, about 16 of 20 validation files are in training
import random

import tensorflow as tf


def part(folder, subset):
    seed = random.randint(0, 10_000)
    return tf.keras.utils.image_dataset_from_directory(folder, validation_split=0.2, subset=subset, seed=seed)


train_ds = part("flowers", "training")
val_ds = part("flowers", "validation")  # expect: AUG302
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(5)])
model.compile("adam", "mse")
model.fit(train_ds, validation_data=val_ds, epochs=10)

one = random.randint(0, 10_000)
options = {"directory": "leaves", "validation_split": 0.2, "seed": one}
train_leaves = tf.keras.utils.image_dataset_from_directory(subset="training", **options)
val_leaves = tf.keras.utils.image_dataset_from_directory(subset="validation", **options)
model.fit(train_leaves, validation_data=val_leaves, epochs=10)
