# case: stateless_uniform_in_method
# shape: a method of a pipeline class is mapped; it draws a hue shift with a stateless op whose seed is a literal list
# truth: measured for the pattern (TF 2.21): a constant seed of a stateless op gives 1 distinct value of 64
from dataclasses import dataclass

import tensorflow as tf


@dataclass
class Records:
    pattern: str
    side: int = 128
    batch: int = 64

    features = {"png": tf.io.FixedLenFeature([], tf.string), "cls": tf.io.FixedLenFeature([], tf.int64)}

    def parse(self, proto):
        row = tf.io.parse_single_example(proto, self.features)
        image = tf.io.decode_png(row["png"], channels=3)
        return tf.image.resize(image, (self.side, self.side)) / 255.0, row["cls"]

    def tint(self, image, cls):
        shift = tf.random.stateless_uniform([], -0.2, 0.2, seed=[7, 7])  # expect: AUG103
        return tf.image.adjust_hue(image, shift), cls

    def training(self):
        files = tf.data.Dataset.list_files(self.pattern)
        ds = files.interleave(tf.data.TFRecordDataset, cycle_length=4).map(self.parse)
        return ds.shuffle(2000).map(self.tint, num_parallel_calls=8).batch(self.batch)


def main():
    model = tf.keras.applications.EfficientNetB0(weights=None, classes=12, input_shape=(128, 128, 3))
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(Records("shards/train-*.tfrecord").training(), epochs=8)


main()
