# case: ok_can_overfit
# shape: a function called can_overfit fits and validates a model on ten samples
# truth: nothing: it is meant to overfit
import numpy as np
from tensorflow import keras

x, y = np.load("x.npy"), np.load("y.npy")
xv, yv = np.load("xv.npy"), np.load("yv.npy")


def new_model():
    m = keras.Sequential([keras.layers.Dense(2)])
    m.compile("adam", "mse")
    return m


def can_overfit():
    new_model().fit(x[:10], y[:10], epochs=200, validation_data=(x[:10], y[:10]))


can_overfit()
new_model().fit(x, y, validation_data=(xv, yv))
