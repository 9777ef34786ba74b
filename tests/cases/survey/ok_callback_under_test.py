# case: ok_callback_under_test
# shape: a unit test fits a tiny model on made-up arrays and passes the same arrays as validation data to make a callback run
# truth: by reason: nothing is measured; the arrays are ones, the test asks only which log keys appear
import unittest

import keras
import numpy as np


class Keys(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.seen = set()

    def on_epoch_end(self, epoch, logs=None):
        self.seen.update(logs or {})


class KeysTest(unittest.TestCase):
    def test_validation_keys_are_seen(self):
        inputs, targets = np.ones((6, 4, 4, 1)), np.ones((6, 1))
        model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(1)])
        model.compile("sgd", "mse")
        keys = Keys()
        model.fit(inputs, targets, epochs=1, validation_data=(inputs, targets), callbacks=[keys])
        self.assertIn("val_loss", keys.seen)


if __name__ == "__main__":
    unittest.main()
