"""One of the programs that this project began with."""

import numpy as np
import tensorflow as tf

SPEC = tf.TensorSpec(shape=(64, 64, 3), dtype=tf.float32)


def perturb(picture, seed):
    rng = tf.random.Generator.from_seed(seed)
    pairs = rng.make_seeds(2)
    picture = tf.image.stateless_random_flip_left_right(picture, seed=pairs[:, 0])
    return tf.image.stateless_random_brightness(picture, 0.1, seed=pairs[:, 1])


def make_stream(pictures, training):
    seed = np.random.randint(0, 2**31 - 1)

    def produce():
        for picture in pictures:
            yield perturb(picture, seed) if training else picture

    return tf.data.Dataset.from_generator(produce, output_signature=SPEC)


pictures = [tf.random.normal((64, 64, 3)) for _ in range(25)]
held_out = [tf.random.normal((64, 64, 3)) for _ in range(5)]
train_stream = make_stream(pictures, True).batch(5)
val_stream = make_stream(held_out, False).batch(5)

for batch in train_stream:
    print(float(tf.reduce_mean(batch)))
