"""An example of AUG101 in a process of its own: do the splits draw alike, and do the epochs?

Arguments: section, beginning of the title, and beginnings of lines to leave out.
"""

import sys

import keras
from bench import common, digests, equal, run_example, say, without, write_data


def images(dataset):
    return digests(image for batch in dataset for image in batch.numpy())


def seen_by_fit(train, epochs):
    """What `model.fit` is given in each epoch."""
    seen = []

    class Listener(keras.Model):
        def __init__(self):
            super().__init__()
            self.layer = keras.layers.Dense(1)

        def call(self, x):
            return self.layer(x)

        def train_step(self, data):
            seen.extend(digests(data.numpy()))
            return {"loss": 0.0}

    model = Listener()
    model.compile("sgd", "mse", run_eagerly=True)
    model.fit(train, epochs=epochs, verbose=0)
    size = len(seen) // epochs
    return [seen[size * epoch : size * (epoch + 1)] for epoch in range(epochs)]


section, beginning, *left_out = sys.argv[1:]
write_data(same=True)
names = run_example("AUG101", section, beginning, without(*left_out) if left_out else str)
train, val = names["train_ds"], names["val_ds"]
first, held, second = images(train), images(val), images(train)
repeated = images(train.repeat(2))
fitted = seen_by_fit(train, 2)
say(
    drawn=len(first),
    distinct=len(set(first)),
    splits_equal=equal(first, held),
    splits_common=common(first, held),
    epochs_equal=equal(first, second),
    epochs_common=common(first, second),
    fit_epochs_equal=equal(*fitted),
    repeat_epochs_common=common(repeated[: len(first)], repeated[len(first) :]),
    held_distinct=len(set(held)),
    good_validation_repeats=images(val) == held,
)
