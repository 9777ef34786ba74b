# case: ok_generator_counts_its_passes
# shape: a generator function counts its passes in a global, which is the seed
# truth: nothing: training and evaluation share no sample, and no draw repeats
import numpy as np
import tensorflow as tf

epoch = 0


def samples():
    global epoch
    epoch += 1
    rng = np.random.default_rng(epoch)
    for x in np.load("t.npy"):
        yield x + rng.normal()


train_ds = tf.data.Dataset.from_generator(samples, output_signature=tf.TensorSpec((64,)))
