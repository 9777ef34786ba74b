# case: applied_step_shuffles_before_cut
# shape: steps are functions from dataset to dataset, joined with .apply(); one of them is a closure that shuffles, the cut comes two steps later
# truth: by reason: the shuffle inside the applied step is made anew in each iteration, take and skip divide different orders
import numpy as np
import tensorflow as tf


def mixing(buffer):
    def step(ds):
        return ds.shuffle(buffer)  # expect: AUG303
    return step


def scaled(ds):
    return ds.map(lambda x, y: (tf.cast(x, tf.float32) / 127.5 - 1.0, tf.one_hot(y, 26)))


def cut(ds, at):
    return ds.take(at), ds.skip(at)


def load(path="letters.npz"):
    with np.load(path) as z:
        x, y = z["x"], z["y"]
    whole = tf.data.Dataset.from_tensor_slices((x[..., None], y)).apply(mixing(len(x))).apply(scaled)
    train, test = cut(whole, int(len(x) * 0.75))
    return train.batch(100), test.batch(100)


train_batches, test_batches = load()
model = tf.keras.Sequential([
    tf.keras.layers.Conv2D(16, 3, activation="relu"),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(26, activation="softmax"),
])
model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
model.fit(train_batches, epochs=8)
print(model.evaluate(test_batches))
