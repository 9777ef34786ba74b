"""One of the programs that this project began with."""

import numpy as np
import tensorflow as tf

SPEC = tf.TensorSpec(shape=(None, None, 3), dtype=tf.float32)


def perturb(picture, seed):
    rng = tf.random.Generator.from_seed(seed)
    picture = tf.image.random_flip_left_right(picture, seed=rng.make_seeds(2)[0])
    picture = tf.image.random_brightness(picture, max_delta=0.1, seed=rng.make_seeds(2)[1])
    return picture


def make_stream(pictures, training=True):
    seed = np.random.randint(0, 2**31 - 1)

    def produce():
        for picture in pictures:
            yield perturb(picture, seed=seed)

    return tf.data.Dataset.from_generator(produce, output_signature=SPEC)


pictures = [tf.random.normal((100, 100, 3)) for _ in range(10)]
train_stream = make_stream(pictures)
val_stream = make_stream(pictures, training=False)

print(next(iter(train_stream.batch(1))).shape, next(iter(val_stream.batch(1))).shape)
