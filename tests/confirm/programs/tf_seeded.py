"""One global seed, set once at the top: functions that are alike draw alike, and each epoch anew from the start."""

import numpy as np
import tensorflow as tf

tf.random.set_seed(42)
images = np.random.default_rng(7).random((100, 8, 8, 3)).astype("float32")
labels = np.arange(100)
train_source = tf.data.Dataset.from_tensor_slices((images[:80], labels[:80]))
val_source = tf.data.Dataset.from_tensor_slices((images[80:], labels[80:])).repeat(4).cache()


def augment(image, label):
    return tf.image.random_brightness(image, 0.3), label


train = train_source.map(augment).batch(16)
val = val_source.map(lambda x, y: (tf.image.random_brightness(tf.image.resize(x, (8, 8)), 0.3), y)).batch(16)
parallel = train_source.map(augment, num_parallel_calls=tf.data.AUTOTUNE).batch(16)
shuffled_before = train_source.shuffle(80).map(augment).batch(16)
shuffled_after = train_source.map(augment).shuffle(80).batch(16)
endless = train_source.map(augment).repeat().batch(16)
one_more_before = train_source.map(
    lambda x, y: (tf.image.random_brightness(tf.image.random_flip_left_right(x), 0.3), y)
).batch(16)
flipped = train_source.map(lambda x, y: (tf.image.random_flip_left_right(x), y)).batch(16)
flipped_first = train_source.map(lambda x, y: (tf.image.random_flip_left_right(x), y)).batch(16)
cached_source = train_source.cache().map(augment).batch(16)
of_generator = tf.data.Dataset.from_generator(
    lambda: ((tf.image.random_brightness(x, 0.3), y) for x, y in zip(images, labels)),
    output_signature=(tf.TensorSpec((8, 8, 3)), tf.TensorSpec((), tf.int64)),
).batch(16)
of_generator_again = tf.data.Dataset.from_generator(
    lambda: ((tf.image.random_brightness(x, 0.3), y) for x, y in zip(images, labels)),
    output_signature=(tf.TensorSpec((8, 8, 3)), tf.TensorSpec((), tf.int64)),
).batch(16)


def seeded_inside():
    rng = np.random.default_rng(3)
    for image, label in zip(images, labels):
        yield image * rng.uniform(0.5, 1.0), label


SIGNATURE = (tf.TensorSpec((8, 8, 3), tf.float64), tf.TensorSpec((), tf.int64))
inside = tf.data.Dataset.from_generator(seeded_inside, output_signature=SIGNATURE).batch(16)
inside_again = tf.data.Dataset.from_generator(seeded_inside, output_signature=SIGNATURE).batch(16)


def reseeded():
    for image, label in zip(images, labels):
        np.random.seed(0)
        yield image * np.random.uniform(0.5, 1.0), label


constant = tf.data.Dataset.from_generator(reseeded, output_signature=SIGNATURE).batch(16)
module_rng = np.random.default_rng(5)


def from_module():
    for image, label in zip(images, labels):
        yield image * module_rng.uniform(0.5, 1.0), label


of_module = tf.data.Dataset.from_generator(from_module, output_signature=SIGNATURE).batch(16)
of_module_again = tf.data.Dataset.from_generator(from_module, output_signature=SIGNATURE).batch(16)


def made_each_time():
    for image, label in zip(images, labels):
        generator = tf.random.Generator.from_seed(1)
        yield image * generator.uniform((), 0.5, 1.0), label


made_in_it = tf.data.Dataset.from_generator(
    made_each_time, output_signature=(tf.TensorSpec((8, 8, 3)), tf.TensorSpec((), tf.int64))
).batch(16)


def no_randomness():
    for image, label in zip(images, labels):
        yield image, label


still = tf.data.Dataset.from_generator(
    no_randomness, output_signature=(tf.TensorSpec((8, 8, 3)), tf.TensorSpec((), tf.int64))
).batch(16)
tf.random.set_seed(1)
seed_one = train_source.map(augment).batch(16)
tf.random.set_seed(2)
seed_two = train_source.map(augment).batch(16)
tf.random.set_seed(1)
seed_one_again = train_source.map(augment).batch(16)
layer = tf.keras.layers.RandomBrightness(0.3, value_range=(0, 1))
shared_layer = train_source.map(lambda x, y: (layer(x, training=True), y)).batch(16)
shared_layer_again = train_source.map(lambda x, y: (layer(x, training=True), y)).batch(16)
first = tf.keras.layers.RandomBrightness(0.3, value_range=(0, 1))
second = tf.keras.layers.RandomBrightness(0.3, value_range=(0, 1))
first_layer = train_source.map(lambda x, y: (first(x, training=True), y)).batch(16)
second_layer = train_source.map(lambda x, y: (second(x, training=True), y)).batch(16)
third = tf.keras.layers.RandomBrightness(0.3, value_range=(0, 1), seed=42)
fourth = tf.keras.layers.RandomBrightness(0.3, value_range=(0, 1), seed=42)
third_layer = train_source.map(lambda x, y: (third(x, training=True), y)).batch(16)
fourth_layer = train_source.map(lambda x, y: (fourth(x, training=True), y)).batch(16)
omitted = train_source.batch(16).map(lambda x, y: (layer(x), y))
off = train_source.batch(16).map(lambda x, y: (layer(x, training=False), y))
tf.keras.utils.set_random_seed(9)
fifth = tf.keras.layers.RandomBrightness(0.3, value_range=(0, 1))
fifth_layer = train_source.map(lambda x, y: (fifth(x, training=True), y)).batch(16)
tf.keras.utils.set_random_seed(9)
sixth = tf.keras.layers.RandomBrightness(0.3, value_range=(0, 1))
sixth_layer = train_source.map(lambda x, y: (sixth(x, training=True), y)).batch(16)
model = tf.keras.Sequential([tf.keras.layers.RandomFlip(), tf.keras.layers.RandomBrightness(0.3, value_range=(0, 1))])
of_sequential = train_source.batch(16).map(lambda x, y: (model(x, training=True), y))
