# case: saved_after_random_map
# shape: a prepare step saves the augmented dataset to disk once, the training function loads it
# truth: by reason: save stores one draw per image, every later epoch reads that draw
import sys

import tensorflow as tf

CACHE = "prepared/train"


def cutout(image, label):
    y = tf.random.uniform([], 0, 24, tf.int32)
    x = tf.random.uniform([], 0, 24, tf.int32)
    hole = tf.pad(tf.ones((8, 8, 1)), [[y, 24 - y], [x, 24 - x], [0, 0]])
    return image * (1.0 - hole), label


def prepare():
    (x, y), _ = tf.keras.datasets.cifar10.load_data()
    ds = tf.data.Dataset.from_tensor_slices((x.astype("float32") / 255.0, y))
    ds.map(cutout).save(CACHE)  # expect: AUG108


def fit(epochs):
    ds = tf.data.Dataset.load(CACHE).shuffle(10_000).batch(128)
    model = tf.keras.applications.ResNet50(weights=None, classes=10, input_shape=(32, 32, 3))
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(ds, epochs=epochs)


if __name__ == "__main__":
    if "--prepare" in sys.argv:
        prepare()
    fit(30)
