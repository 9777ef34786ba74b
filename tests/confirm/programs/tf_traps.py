"""Large data, parallel calls in any order, loops within compiled functions, strategies and readers of readers."""

import numpy as np
import tensorflow as tf

big = np.random.default_rng(0).integers(0, 255, (5000, 128, 128, 3), dtype=np.uint8)
images = np.random.default_rng(1).random((40, 8, 8, 3)).astype("float32")
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(1)])
optimizer = tf.keras.optimizers.SGD()
passes = tf.Variable(0)


def augment(image):
    return tf.image.random_brightness(tf.cast(image, tf.float32), 0.3)


@tf.function
def fit(data):
    for x in data:
        passes.assign_add(1)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(x))
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


@tf.function
def test(data):
    for x in data:
        model(x)


source = tf.data.Dataset.from_tensor_slices(images)
options = tf.data.Options()
options.deterministic = False
large = tf.data.Dataset.from_tensor_slices(big).skip(1000).shuffle(4000).map(augment).batch(32)
large_val = tf.data.Dataset.from_tensor_slices(big).take(1000).batch(32)
sloppy = source.map(augment, num_parallel_calls=4, deterministic=False).batch(8)
sloppy_by_option = source.map(augment, num_parallel_calls=4).batch(8).with_options(options)
interleaved = tf.data.Dataset.range(4).interleave(lambda i: tf.data.Dataset.from_tensor_slices(tf.random.uniform((10, 8, 8, 3)))).batch(8)
padded = source.map(augment).padded_batch(8)
looked_up = tf.data.Dataset.range(40).map(lambda i: augment(tf.gather(images, i))).batch(8)
in_function = source.map(augment).batch(4)
in_function_val = source.batch(4)
distributed = source.map(augment).batch(4)
for _ in range(2):
    fit(in_function)
    test(in_function_val)
strategy = tf.distribute.MirroredStrategy(["CPU:0"])
for batch in strategy.experimental_distribute_dataset(distributed):
    passes.assign_add(100)
assert passes.numpy() == 204, passes.numpy()
