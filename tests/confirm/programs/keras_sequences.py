"""Sequences of batches: one with its own generator, one with worker processes, and one that reseeds; then `fit`."""

import numpy as np
import tensorflow as tf

images = np.random.default_rng(7).random((96, 8, 8, 3)).astype("float32")
labels = np.arange(96) % 2


class Augmented(tf.keras.utils.PyDataset):
    def __init__(self, x, y, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.x, self.y = x, y
        self.rng = np.random.default_rng(seed)

    def __len__(self):
        return len(self.x) // 8

    def __getitem__(self, number):
        rows = slice(8 * number, 8 * number + 8)
        scale = self.rng.uniform(0.5, 1.0, (8, 1, 1, 1)).astype("float32")
        return self.x[rows] * scale, self.y[rows]


class Clean(Augmented):
    def __getitem__(self, number):
        rows = slice(8 * number, 8 * number + 8)
        return self.x[rows], self.y[rows]


class Reseeding(Augmented):
    def __getitem__(self, number):
        rows = range(8 * number, 8 * number + 8)
        batch = []
        for row in rows:
            np.random.seed(0)
            batch.append(self.x[row] * np.float32(np.random.uniform(0.5, 1.0)))
        return np.stack(batch), self.y[rows.start : rows.stop]


if __name__ == "__main__":
    train = Augmented(images[:64], labels[:64], seed=1, workers=2, use_multiprocessing=True)
    val = Augmented(images[64:], labels[64:], seed=2)
    alike = Augmented(images[:64], labels[:64], seed=3)
    alike_again = Augmented(images[:64], labels[:64], seed=3)
    threads = Augmented(images[:64], labels[:64], workers=2)
    clean = Clean(images[40:], labels[40:])
    constant = Reseeding(images[:64], labels[:64])
    model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(2)])
    model.compile("sgd", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(train, validation_data=val, epochs=2)
