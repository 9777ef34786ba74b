# case: folds_on_arrays
# shape: StratifiedKFold over arrays, both generators made once outside the loop, one full array on both sides before indexing
# truth: by reason: the two index arrays of a fold are disjoint; the validation generator has no random option
import gc

import numpy as np
import tensorflow as tf
from sklearn.model_selection import StratifiedKFold
from tensorflow.keras.preprocessing.image import ImageDataGenerator

images = np.load("iceberg/bands.npy")
target = np.load("iceberg/is_iceberg.npy")
train_idg = ImageDataGenerator(horizontal_flip=True, vertical_flip=True, width_shift_range=0.1, rotation_range=10)
valid_idg = ImageDataGenerator()


def get_model():
    net = tf.keras.Sequential([
        tf.keras.layers.Conv2D(64, 3, activation="relu"),
        tf.keras.layers.MaxPooling2D(3, 2),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(256, activation="relu"),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ])
    net.compile(tf.keras.optimizers.Adam(1e-3), "binary_crossentropy", metrics=["accuracy"])
    return net


oof = np.zeros(len(target))
folds = list(StratifiedKFold(n_splits=4, shuffle=True, random_state=16).split(images, target))
for j, (train_idx, valid_idx) in enumerate(folds):
    x_tr, y_tr = images[train_idx], target[train_idx]
    x_cv, y_cv = images[valid_idx], target[valid_idx]
    model = get_model()
    model.fit(
        train_idg.flow(x_tr, y_tr, batch_size=64, seed=55 + j),
        steps_per_epoch=24,
        epochs=100,
        validation_data=valid_idg.flow(x_cv, y_cv, batch_size=64, shuffle=False),
        callbacks=[tf.keras.callbacks.ModelCheckpoint(f"fold{j}.keras", save_best_only=True)],
    )
    oof[valid_idx] = model.predict(x_cv)[:, 0]
    del model
    gc.collect()

print("cv accuracy", ((oof > 0.5) == target).mean())
