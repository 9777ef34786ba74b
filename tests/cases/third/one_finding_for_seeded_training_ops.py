# case: one_finding_for_seeded_training_ops
# shape: two seeded ops in a function that training alone maps
# truth: measured (TensorFlow 2.21): a seeded op repeats its draws in each epoch
import numpy as np
import tensorflow as tf

SEED = 30


def shaken(image, label):
    image = tf.image.random_hue(image, 0.1, seed=SEED)  # expect: AUG106
    return tf.image.random_saturation(image, 0.8, 1.2, seed=SEED), label


def opened(name):
    return tf.data.Dataset.from_tensor_slices((np.load(f"{name}_x.npy"), np.load(f"{name}_y.npy")))


model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(5)])
model.compile("adam", "mse")
model.fit(opened("ray").map(shaken).batch(8), validation_data=opened("ray_val").batch(8), epochs=10)
