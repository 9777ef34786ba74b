# case: one_seed_only_train_draws
# shape: three libraries seeded at the top; only the training flow augments, with a seed of its own
# truth: by reason: the validation flow only rescales and is not shuffled, so nothing is drawn for it
import os
import random

import numpy as np
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

SEED = int(os.environ.get("SEED", "13"))


def reset_random_seeds():
    os.environ["TF_DETERMINISTIC_OPS"] = "1"
    random.seed(13)
    np.random.seed(13)
    tf.random.set_seed(13)


reset_random_seeds()
train = np.load("retina_train.npz")
val = np.load("retina_val.npz")

train_flow = ImageDataGenerator(rescale=1 / 255, vertical_flip=True, brightness_range=[0.7, 1.3]).flow(
    train["x"], train["y"], batch_size=8, seed=SEED
)
val_flow = ImageDataGenerator(rescale=1 / 255).flow(val["x"], val["y"], batch_size=8, shuffle=False)

weights = {0: 1.0, 1: float((train["y"] == 0).sum() / max(1, (train["y"] == 1).sum()))}
model = tf.keras.Sequential([
    tf.keras.layers.Conv2D(16, 7, strides=2, activation="relu"),
    tf.keras.layers.GlobalAveragePooling2D(),
    tf.keras.layers.Dropout(0.5, seed=SEED),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile("adam", "binary_crossentropy", metrics=["AUC"])
model.fit(train_flow, validation_data=val_flow, epochs=35, class_weight=weights, verbose=2)
