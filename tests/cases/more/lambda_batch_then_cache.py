# case: lambda_batch_then_cache
# shape: one chain in a helper: random op in a lambda, batch, then cache in memory
# truth: measured (TF 2.21): cache after a random map freezes the augmentation, every epoch is the same
import tensorflow as tf
import tensorflow_datasets as tfds


def training_data(name, batch_size=64):
    ds = tfds.load(name, split="train", as_supervised=True, shuffle_files=True)
    return (
        ds.map(lambda image, label: (tf.image.resize(image, (72, 72)) / 255.0, label))
        .map(lambda image, label: (tf.image.random_crop(image, (64, 64, 3)), label))
        .batch(batch_size)
        .cache()  # expect: AUG108
        .prefetch(tf.data.AUTOTUNE)
    )


def test_data(name, batch_size=64):
    ds = tfds.load(name, split="test", as_supervised=True)
    return ds.map(lambda image, label: (tf.image.resize(image, (64, 64)) / 255.0, label)).batch(batch_size).cache()


model = tf.keras.applications.NASNetMobile(weights=None, classes=102, input_shape=(64, 64, 3))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(training_data("oxford_flowers102"), validation_data=test_data("oxford_flowers102"), epochs=40)
