# case: one_finding_for_all_seeded_ops
# shape: three seeded ops in one function that both sides map
# truth: measured (TensorFlow 2.21): the n-th draws of both sides are equal
import numpy as np
import tensorflow as tf

SEED = 30


def augmented(image, label):
    image = tf.image.random_flip_left_right(image, seed=SEED)  # expect: AUG102
    image = tf.image.random_brightness(image, 0.1, seed=SEED)
    return tf.image.random_contrast(image, 0.8, 1.2, seed=SEED), label


def opened(name):
    return tf.data.Dataset.from_tensor_slices((np.load(f"{name}_x.npy"), np.load(f"{name}_y.npy")))


model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(5)])
model.compile("adam", "mse")
train_ds = opened("scene").map(augmented).batch(8)
val_ds = opened("scene_val").map(augmented).batch(8)  # expect: AUG201
model.fit(train_ds, validation_data=val_ds, epochs=10)
