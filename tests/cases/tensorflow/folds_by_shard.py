# case: folds_by_shard
# shape: cross validation by shard() in a loop, the other shards are concatenated for training
# truth: measured (TF 2.21, 100 elements): 15 of the 20 elements of shard 0 are also in the other four shards
import functools

import numpy as np
import tensorflow as tf

FOLDS = 5

digits = np.load("arabic_digits.npz")
everything = tf.data.Dataset.from_tensor_slices((digits["x"][..., None] / 255.0, digits["y"]))
everything = everything.shuffle(len(digits["y"]), seed=1)  # expect: AUG303


def make_model():
    m = tf.keras.Sequential([
        tf.keras.layers.Conv2D(20, 5, activation="relu"),
        tf.keras.layers.MaxPool2D(),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    m.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return m


scores = []
for fold in range(FOLDS):
    rest = [everything.shard(FOLDS, i) for i in range(FOLDS) if i != fold]
    train = functools.reduce(lambda a, b: a.concatenate(b), rest).batch(64)
    held_out = everything.shard(FOLDS, fold).batch(256)
    model = make_model()
    model.fit(train, epochs=4, verbose=0)
    scores.append(model.evaluate(held_out, verbose=0)[1])
    print(f"fold {fold}: {scores[-1]:.3f}")

print("mean", np.mean(scores), "+-", np.std(scores))
