"""One of the programs that this project began with."""

import numpy as np
import tensorflow as tf

tf.random.set_seed(42)

SPEC = tf.TensorSpec(shape=(None, None, 3), dtype=tf.float32)


def perturb(picture):
    picture = tf.image.random_flip_left_right(picture)
    picture = tf.image.random_brightness(picture, max_delta=0.1)
    return picture


def make_stream(pictures):
    def produce():
        for picture in pictures:
            yield perturb(picture)

    return tf.data.Dataset.from_generator(produce, output_signature=SPEC)


pictures = [tf.random.normal((100, 100, 3)) for _ in range(10)]
train_stream = make_stream(pictures)
val_stream = make_stream(pictures)

first_train = next(iter(train_stream.batch(1)))
first_val = next(iter(val_stream.batch(1)))
print("max difference", float(np.abs(first_train.numpy() - first_val.numpy()).max()))
