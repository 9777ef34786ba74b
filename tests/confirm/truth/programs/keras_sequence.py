"""Train with a Keras PyDataset that makes pictures brighter or darker at random."""

import time

import keras
import numpy as np


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 16, 16, 3), dtype=np.uint8)


class Batches(keras.utils.PyDataset):
    def __init__(self, pictures, batch_size=4, **options):
        super().__init__(**options)
        self.pictures = pictures
        self.labels = (pictures.mean(axis=(1, 2, 3)) > 127).astype("int64")
        self.batch_size = batch_size

    def __len__(self):
        return len(self.pictures) // self.batch_size

    def __getitem__(self, index):
        time.sleep(0.03)
        part = slice(index * self.batch_size, (index + 1) * self.batch_size)
        gains = np.random.uniform(0.5, 1.5, (self.batch_size, 1, 1, 1))
        return self.pictures[part] / 255 * gains, self.labels[part]


def main():
    train_data = Batches(make_pictures(64, 1))
    val_data = Batches(make_pictures(64, 2))
    model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2, activation="softmax")])
    model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")
    model.fit(train_data, validation_data=val_data, epochs=2, verbose=2)


if __name__ == "__main__":
    main()
