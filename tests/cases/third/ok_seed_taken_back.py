# case: ok_seed_taken_back
# shape: a global seed for the weights is taken back by None before the pipeline is built
# truth: nothing: training and evaluation share no sample, and no draw repeats
import numpy as np
import tensorflow as tf

tf.random.set_seed(1)
w = tf.random.normal((10,))
tf.random.set_seed(None)
train_ds = tf.data.Dataset.from_tensor_slices(np.load("t.npy")).map(tf.image.random_flip_left_right)
model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(train_ds, epochs=3)
