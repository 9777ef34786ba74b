# case: partition_before_shuffle_class
# shape: cached properties of a class; three parts are cut from the sorted listing, only the training part is shuffled and augmented
# truth: measured for the part (TF 2.21): take/skip first and shuffle afterwards has 0 common elements
from dataclasses import dataclass
from functools import cached_property

import tensorflow as tf


@dataclass
class Wafers:
    pattern: str
    n_train: int
    n_val: int
    batch: int = 48

    @cached_property
    def listing(self):
        return tf.data.Dataset.list_files(self.pattern, shuffle=False)

    def _load(self, path):
        defect = tf.strings.regex_full_match(path, r".*_bad\.png")
        return tf.image.resize(tf.io.decode_png(tf.io.read_file(path), channels=1), (64, 64)), defect

    @cached_property
    def train(self):
        ds = self.listing.take(self.n_train)
        ds = ds.shuffle(self.n_train).map(self._load)
        ds = ds.map(lambda im, bad: (tf.image.random_flip_left_right(im), bad))
        return ds.batch(self.batch)

    @cached_property
    def val(self):
        return self.listing.skip(self.n_train).take(self.n_val).map(self._load).batch(self.batch)

    @cached_property
    def test(self):
        return self.listing.skip(self.n_train + self.n_val).map(self._load).batch(self.batch)


def main():
    data = Wafers("wafers/*.png", n_train=7000, n_val=1500)
    model = tf.keras.Sequential([
        tf.keras.layers.Rescaling(1 / 255),
        tf.keras.layers.Conv2D(16, 3, strides=2, activation="relu"),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile("adam", "binary_crossentropy", metrics=[tf.keras.metrics.AUC()])
    model.fit(data.train, validation_data=data.val, epochs=5)
    print(model.evaluate(data.test))


if __name__ == "__main__":
    main()
