# case: idg_inline_flows_one_seed
# shape: both flows are made inside the arguments of fit, from one ImageDataGenerator, with one SEED constant
# truth: measured (keras 3.15 legacy ImageDataGenerator): flow(seed=1) on both sides gives 40 of 40 equal transforms by position
import numpy as np
from keras.datasets import cifar10
from keras.layers import Conv2D, Dense, Flatten
from keras.models import Sequential
from keras.preprocessing.image import ImageDataGenerator
from keras.utils import to_categorical

SEED = 7

(x_train, y_train), (x_test, y_test) = cifar10.load_data()
x_train = x_train.astype(np.float32) / 255
x_test = x_test.astype(np.float32) / 255
y_train, y_test = to_categorical(y_train, 10), to_categorical(y_test, 10)

datagen = ImageDataGenerator(rotation_range=15, width_shift_range=0.1, height_shift_range=0.1, horizontal_flip=True)

model = Sequential([Conv2D(32, 3, activation="relu", input_shape=x_train.shape[1:]), Flatten(), Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(
    datagen.flow(x_train, y_train, batch_size=128, seed=SEED),
    steps_per_epoch=x_train.shape[0] // 128,
    epochs=50,
    validation_data=datagen.flow(x_test, y_test, batch_size=128, seed=SEED),  # expect: AUG102, AUG201|AUG202
    validation_steps=x_test.shape[0] // 128,
)
