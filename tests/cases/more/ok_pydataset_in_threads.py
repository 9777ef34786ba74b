# case: ok_pydataset_in_threads
# shape: a PyDataset with its own generator and four workers, but threads and not processes
# truth: measured (keras 3.15): with threads all 64 draws of 64 are distinct
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np


class Patches(keras.utils.PyDataset):
    def __init__(self, x, y, batch=32, *, workers=4):
        super().__init__(workers=workers, use_multiprocessing=False, max_queue_size=20)
        self.x, self.y, self.batch = x, y, batch
        self.rng = np.random.default_rng(2)

    def __len__(self):
        return len(self.x) // self.batch

    def __getitem__(self, i):
        part = slice(i * self.batch, (i + 1) * self.batch)
        flips = self.rng.random(self.batch) < 0.5
        x = np.where(flips[:, None, None, None], self.x[part][:, :, ::-1], self.x[part])
        return x, self.y[part]


(x_train, y_train), (x_test, y_test) = keras.datasets.cifar100.load_data()
model = keras.applications.MobileNetV2(weights=None, classes=100, input_shape=(32, 32, 3))
model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(Patches(x_train / 255.0, y_train), validation_data=(x_test / 255.0, y_test), epochs=3)
