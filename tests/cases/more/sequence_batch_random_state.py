# case: sequence_batch_random_state
# shape: a Keras Sequence makes a RandomState from a literal in __getitem__ and hands it to an augmenting method
# truth: measured for the pattern: a generator rebuilt from a constant for each item starts at the same draw every time
import math

import numpy as np
from tensorflow.keras.layers import Conv1D, Dense, GlobalAveragePooling1D
from tensorflow.keras.models import Sequential
from tensorflow.keras.utils import Sequence as BatchSource


class Spectra(BatchSource):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def disturb(self, block, state):
        drift = state.normal(0.0, 0.05, size=(block.shape[0], 1, 1))
        return block * state.uniform(0.9, 1.1) + drift

    def __getitem__(self, idx):
        state = np.random.RandomState(0)  # expect: AUG103
        rows = slice(idx * self.batch_size, (idx + 1) * self.batch_size)
        return self.disturb(self.x[rows], state), self.y[rows]


with np.load("raman.npz") as stored:
    source = Spectra(stored["spectra"], stored["substance"], batch_size=64)

model = Sequential([Conv1D(16, 9, activation="relu"), GlobalAveragePooling1D(), Dense(30, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(source, epochs=100)
