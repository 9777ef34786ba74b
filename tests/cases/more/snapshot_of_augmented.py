# case: snapshot_of_augmented
# shape: steps kept in a list of functions and applied in a loop, then snapshot to a folder
# truth: measured for the pattern (TF 2.21): snapshot after a random map repeats the stored draws in every epoch
import os
import pathlib

import tensorflow as tf


def read(path):
    image = tf.io.decode_image(tf.io.read_file(path), channels=3, expand_animations=False)
    return tf.ensure_shape(tf.image.resize(image, [96, 96]), [96, 96, 3])


def random_brightness(image):
    return tf.image.random_brightness(image, 32.0)


def random_mirror(image):
    return tf.image.random_flip_left_right(image)


root = pathlib.Path(os.environ.get("ANIME", "anime_faces"))
images = tf.data.Dataset.list_files(str(root / "*.jpg")).map(read)
for step in (random_brightness, random_mirror):
    images = images.map(step, num_parallel_calls=tf.data.AUTOTUNE)
images = images.snapshot(str(root / "snapshot"))  # expect: AUG108
images = images.shuffle(2048).batch(128, drop_remainder=True)

critic = tf.keras.Sequential([tf.keras.layers.Conv2D(64, 4, 2), tf.keras.layers.LeakyReLU(), tf.keras.layers.Flatten(), tf.keras.layers.Dense(1)])
for epoch in range(100):
    for batch in images:
        print(epoch, float(tf.reduce_mean(critic(batch / 255.0))))
