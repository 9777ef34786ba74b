# case: stanford_sequence_params_for_both
# shape: keras.utils.Sequence after the well-known tutorial; one params dict with the augmentation in it is unpacked for both partitions
# truth: by reason: params holds one Compose that draws; both generators read it from the same dict
import albumentations as A
import numpy as np
from tensorflow import keras

from my_classes import build_model, partition, labels


class DataGenerator(keras.utils.Sequence):
    'Generates data for Keras'
    def __init__(self, list_IDs, labels, batch_size=32, dim=(32, 32), n_channels=1,
                 n_classes=10, shuffle=True, augment=None):
        'Initialization'
        self.dim = dim
        self.batch_size = batch_size
        self.labels = labels
        self.list_IDs = list_IDs
        self.n_channels = n_channels
        self.n_classes = n_classes
        self.shuffle = shuffle
        self.augment = augment
        self.on_epoch_end()

    def __len__(self):
        return int(np.floor(len(self.list_IDs) / self.batch_size))

    def __getitem__(self, index):
        indexes = self.indexes[index * self.batch_size:(index + 1) * self.batch_size]
        list_IDs_temp = [self.list_IDs[k] for k in indexes]
        return self.__data_generation(list_IDs_temp)

    def on_epoch_end(self):
        self.indexes = np.arange(len(self.list_IDs))
        if self.shuffle:
            np.random.shuffle(self.indexes)

    def __data_generation(self, list_IDs_temp):
        X = np.empty((self.batch_size, *self.dim, self.n_channels))
        y = np.empty((self.batch_size), dtype=int)
        for i, ID in enumerate(list_IDs_temp):
            image = np.load('data/' + ID + '.npy')
            if self.augment is not None:
                image = self.augment(image=image)['image']
            X[i,] = image
            y[i] = self.labels[ID]
        return X, keras.utils.to_categorical(y, num_classes=self.n_classes)


params = {'dim': (32, 32),
          'batch_size': 64,
          'n_classes': 6,
          'n_channels': 1,
          'shuffle': True,
          'augment': A.Compose([A.RandomRotate90(p=0.5), A.GaussNoise(p=0.3)])}

training_generator = DataGenerator(partition['train'], labels, **params)
validation_generator = DataGenerator(partition['validation'], labels, **params)  # expect: AUG201

model = build_model()
model.fit_generator(generator=training_generator,
                    validation_data=validation_generator,
                    use_multiprocessing=False)
