# case: generator_object_in_traced_noise
# shape: a numpy Generator made at module level is drawn from in the mapped function
# truth: by reason: the draw happens while tracing and becomes a constant of the graph, the same noise for every image
import numpy as np
import tensorflow as tf
from tensorflow import keras

rng = np.random.default_rng()


def add_grain(image, label):
    grain = rng.normal(0.0, 0.05, size=(28, 28, 1))  # expect: AUG107
    return tf.clip_by_value(image + tf.constant(grain, tf.float32), 0.0, 1.0), label


(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train, x_test = (a[..., None].astype("float32") / 255.0 for a in (x_train, x_test))

train = tf.data.Dataset.from_tensor_slices((x_train, y_train))
train = train.cache().shuffle(60000).map(add_grain).batch(256)
test = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(512)

model = keras.Sequential([
    keras.layers.Conv2D(32, 3, activation="relu"),
    keras.layers.MaxPooling2D(),
    keras.layers.Flatten(),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile("nadam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=5, validation_data=test)
