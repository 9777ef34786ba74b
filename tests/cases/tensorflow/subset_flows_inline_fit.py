# case: subset_flows_inline_fit
# shape: no variable for the flows, both are arguments of fit(); arrays instead of folders
# truth: measured (keras 3.15 legacy): the validation quarter of flow(x, y, subset=) is changed on each pass
import numpy as np
from keras.callbacks import EarlyStopping, ModelCheckpoint
from keras.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from keras.models import Sequential
from keras.preprocessing.image import ImageDataGenerator

bundle = np.load("xray_small.npz")
x = bundle["images"].astype("float32")[..., None] / 255.
y = bundle["labels"]
print(x.shape, y.mean())

augmenter = ImageDataGenerator(width_shift_range=0.1,
                               height_shift_range=0.1,
                               brightness_range=(0.8, 1.2),
                               validation_split=0.25)

net = Sequential()
net.add(Conv2D(32, (3, 3), activation="relu", input_shape=x.shape[1:]))
net.add(MaxPooling2D())
net.add(Conv2D(64, (3, 3), activation="relu"))
net.add(MaxPooling2D())
net.add(Flatten())
net.add(Dropout(0.4))
net.add(Dense(1, activation="sigmoid"))
net.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["acc"])

hist = net.fit(
    augmenter.flow(x, y, batch_size=16, subset="training"),
    validation_data=augmenter.flow(x, y, batch_size=16, subset="validation"),  # expect: AUG203
    epochs=40,
    callbacks=[EarlyStopping(patience=6), ModelCheckpoint("xray.keras", save_best_only=True)],
)
np.save("xray_history.npy", hist.history["val_acc"])
