# case: ok_sequence_params_overridden
# shape: keras.utils.Sequence fed from a params dict that holds the augmentation; the validation side unpacks a merged dict that overrides two entries
# truth: by reason: {**params, "augment": None, "shuffle": False} hands None to the validation generator
import math

import imgaug.augmenters as iaa
import numpy as np
import tensorflow as tf


class BatchGenerator(tf.keras.utils.Sequence):
    def __init__(self, ids, masks, batch_size, augment=None, shuffle=True):
        super().__init__()
        self.ids = np.array(ids)
        self.masks = masks
        self.batch_size = batch_size
        self.augment = augment
        self.shuffle = shuffle

    def __len__(self):
        return math.ceil(len(self.ids) / self.batch_size)

    def on_epoch_end(self):
        if self.shuffle:
            np.random.shuffle(self.ids)

    def __getitem__(self, i):
        batch = self.ids[i * self.batch_size:(i + 1) * self.batch_size]
        x = np.stack([np.load(f"scans/{name}.npy") for name in batch])
        y = np.array([self.masks[name] for name in batch])
        if self.augment:
            x = self.augment(images=x)
        return x, y


def read_ids(name):
    with open(name) as f:
        return f.read().split()


params = {
    "masks": np.load("targets.npy", allow_pickle=True).item(),
    "batch_size": 16,
    "augment": iaa.Sequential([iaa.Fliplr(0.5), iaa.Affine(rotate=(-10, 10))]),
    "shuffle": True,
}
train_gen = BatchGenerator(read_ids("train_ids.txt"), **params)
valid_gen = BatchGenerator(read_ids("valid_ids.txt"), **{**params, "augment": None, "shuffle": False})

model = tf.keras.applications.EfficientNetB0(weights=None, classes=2)
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(train_gen, validation_data=valid_gen, epochs=12)
