# case: same_lists_as_constants
# shape: both pipelines are sliced from the same lists, each wrapped in a constant tensor of its own
# truth: tf.constant only copies: both read the training files
import glob

import tensorflow as tf

train_paths = sorted(glob.glob("blooms/train/*.jpg"))
val_paths = sorted(glob.glob("blooms/val/*.jpg"))


def decoded(path):
    return tf.image.resize(tf.image.decode_jpeg(tf.io.read_file(path)), (64, 64))


train_ds = tf.data.Dataset.from_tensor_slices(tf.constant(train_paths)).map(decoded).shuffle(1000).batch(32)
val_ds = tf.data.Dataset.from_tensor_slices(tf.constant(train_paths)).map(decoded).batch(32)  # expect: AUG301

model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(5)])
model.compile(optimizer="adam", loss="mse")
model.fit(train_ds, validation_data=val_ds, epochs=3)
