# case: choice_in_mapped_method
# shape: a bound method is given to map; it picks the number of turns with random.choice
# truth: measured (TF 2.21): python's generator is drawn once, while tracing: 1 distinct value of 64
import random

import tensorflow as tf


class Pipeline(object):
    def __init__(self, tfrecords, batch_size=32, angles=(0, 1, 2, 3)):
        self.tfrecords = tfrecords
        self.batch_size = batch_size
        self.angles = angles

    def _decode(self, serialized):
        parsed = tf.io.parse_single_example(serialized, {"image": tf.io.FixedLenFeature([], tf.string),
                                                         "label": tf.io.FixedLenFeature([], tf.int64)})
        img = tf.reshape(tf.io.decode_raw(parsed["image"], tf.uint8), [64, 64, 3])
        return tf.image.convert_image_dtype(img, tf.float32), parsed["label"]

    def _turn(self, img, label):
        k = random.choice(self.angles)  # expect: AUG107
        return tf.image.rot90(img, k), label

    def build(self):
        ds = tf.data.TFRecordDataset(self.tfrecords)
        ds = ds.map(self._decode, num_parallel_calls=4)
        ds = ds.map(self._turn)
        ds = ds.shuffle(1000).batch(self.batch_size)
        return ds.prefetch(1)


if __name__ == "__main__":
    model = tf.keras.applications.ResNet50V2(weights=None, classes=10, input_shape=(64, 64, 3))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(Pipeline(["eurosat_0.tfrecord", "eurosat_1.tfrecord"]).build(), epochs=12)
