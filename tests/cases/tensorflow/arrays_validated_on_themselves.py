# case: arrays_validated_on_themselves
# shape: flow(x, y) inline in fit(); the plain generator of the validation side is given the training arrays
# truth: by reason: validation_data reads x_train and y_train, the held-out arrays are never used
import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow.keras import Input, Model, layers
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.utils import to_categorical

faces = np.load("fer/faces.npy")
emotions = to_categorical(np.load("fer/emotions.npy"), 7)
faces = np.expand_dims(faces, -1) / 255.0

x_train, x_test, y_train, y_test = train_test_split(faces, emotions, test_size=0.1, random_state=41)
print("train", x_train.shape, "test", x_test.shape)

train_gen = ImageDataGenerator(rotation_range=15, width_shift_range=0.15, horizontal_flip=True)
plain_gen = ImageDataGenerator()

inputs = Input(faces.shape[1:])
h = inputs
for filters in (64, 128, 256):
    h = layers.Conv2D(filters, 3, padding="same", activation="elu")(h)
    h = layers.BatchNormalization()(h)
    h = layers.MaxPooling2D()(h)
    h = layers.Dropout(0.4)(h)
model = Model(inputs, layers.Dense(7, activation="softmax")(layers.Flatten()(h)))
model.compile("nadam", "categorical_crossentropy", metrics=["accuracy"])

history = model.fit(
    train_gen.flow(x_train, y_train, batch_size=32),
    steps_per_epoch=len(x_train) // 32,
    epochs=50,
    validation_data=plain_gen.flow(x_train, y_train, batch_size=32, shuffle=False),  # expect: AUG301
)
print(max(history.history["val_accuracy"]))
