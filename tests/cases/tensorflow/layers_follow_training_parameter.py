# case: layers_follow_training_parameter
# shape: one helper maps one layer stack on both splits, training= is its own parameter
# truth: measured for the part (keras 3.15): training=False leaves the images unchanged
import tensorflow as tf
from tensorflow.keras import layers

augmenter = tf.keras.Sequential([
    layers.RandomFlip(),
    layers.RandomZoom(0.2),
    layers.RandomContrast(0.2),
])


def finish(ds: tf.data.Dataset, training: bool) -> tf.data.Dataset:
    if training:
        ds = ds.shuffle(2048)
    ds = ds.batch(64, drop_remainder=training)
    ds = ds.map(lambda x, y: (augmenter(x, training=training), y), num_parallel_calls=tf.data.AUTOTUNE)
    return ds.prefetch(tf.data.AUTOTUNE)


def scale(x, y):
    return tf.cast(x, tf.float32) / 255.0, tf.squeeze(y)


(x_train, y_train), (x_test, y_test) = tf.keras.datasets.cifar100.load_data()
train = finish(tf.data.Dataset.from_tensor_slices((x_train[:45000], y_train[:45000])).map(scale), training=True)
val = finish(tf.data.Dataset.from_tensor_slices((x_train[45000:], y_train[45000:])).map(scale), training=False)
test = finish(tf.data.Dataset.from_tensor_slices((x_test, y_test)).map(scale), False)

model = tf.keras.applications.EfficientNetV2B0(weights=None, input_shape=(32, 32, 3), classes=100, include_preprocessing=False)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy", "sparse_top_k_categorical_accuracy"])
model.fit(train, validation_data=val, epochs=100)
print(model.evaluate(test, return_dict=True))
