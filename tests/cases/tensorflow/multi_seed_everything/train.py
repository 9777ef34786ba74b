# case: multi_seed_everything
# shape: seed helper, pipelines and script in three files; the two mapped functions differ
# truth: measured for the part (TF 2.21): the k-th random op of each mapped function draws alike under one global seed, also in different functions
import csv

import pipelines
import tensorflow as tf
from utils import seed_everything


def read_table(name):
    with open(name, newline="") as handle:
        rows = list(csv.DictReader(handle))
    return [r["path"] for r in rows], [float(r["age"]) for r in rows]


if __name__ == "__main__":
    seed_everything(7)
    train = pipelines.for_training(*read_table("ages_train.csv"))
    val = pipelines.for_validation(*read_table("ages_val.csv"))  # allow: AUG202

    model = tf.keras.Sequential([
        tf.keras.applications.ResNet50V2(include_top=False, pooling="avg", weights=None),
        tf.keras.layers.Dense(1),
    ])
    model.compile("adam", "mae")
    model.fit(train, validation_data=val, epochs=60)
