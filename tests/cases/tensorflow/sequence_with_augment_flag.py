# case: sequence_with_augment_flag
# shape: keras.utils.Sequence whose draws sit behind self.augment, two objects over one picture folder with different ids
# truth: by reason: the second object is made with augment=False, and the id lists come from one train_test_split
import cv2
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow import keras


class SteelSequence(keras.utils.Sequence):
    def __init__(self, ids, folder, labels, batch_size=16, augment=False, **kwargs):
        super().__init__(**kwargs)
        self.ids = np.asarray(ids)
        self.folder, self.labels = folder, labels
        self.batch_size = batch_size
        self.augment = augment

    def __len__(self):
        return int(np.ceil(len(self.ids) / self.batch_size))

    def _picture(self, name):
        picture = cv2.resize(cv2.imread(f"{self.folder}/{name}"), (400, 64)) / 255.0
        if not self.augment:
            return picture
        if np.random.rand() < 0.5:
            picture = picture[:, ::-1]
        return np.clip(picture * np.random.uniform(0.8, 1.2), 0, 1)

    def __getitem__(self, index):
        names = self.ids[index * self.batch_size : (index + 1) * self.batch_size]
        return np.stack([self._picture(n) for n in names]), np.array([self.labels[n] for n in names])

    def on_epoch_end(self):
        if self.augment:
            np.random.shuffle(self.ids)


table = pd.read_csv("severstal/train.csv").drop_duplicates("ImageId")
labels = dict(zip(table["ImageId"], table["ClassId"] - 1))
train_ids, val_ids = train_test_split(sorted(labels), test_size=0.2, random_state=1)
train_seq = SteelSequence(train_ids, "severstal/train_images", labels, augment=True)
val_seq = SteelSequence(val_ids, "severstal/train_images", labels)

net = keras.applications.ResNet50(weights=None, input_shape=(64, 400, 3), classes=4)
net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(train_seq, validation_data=val_seq, epochs=20, workers=1)
