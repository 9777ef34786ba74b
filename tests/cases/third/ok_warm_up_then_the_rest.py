# case: ok_warm_up_then_the_rest
# shape: take and skip of a shuffled dataset, both are trained on
# truth: nothing: training and evaluation share no sample, and no draw repeats
import numpy as np
import tensorflow as tf

train = tf.data.Dataset.from_tensor_slices(np.load("t.npy")).shuffle(100)
model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
warmup, rest = train.take(200), train.skip(200)
model.fit(warmup)
model.fit(rest)
