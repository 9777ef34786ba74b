import numpy as np
import tensorflow as tf


@tf.function
def random_mirror(image, label):
    if np.random.rand() < 0.5:  # expect: AUG107
        image = tf.image.flip_left_right(image)
    return image, label
