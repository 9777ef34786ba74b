# case: ok_fitted_again_to_everything
# shape: validated on a part first, then fitted to all of it for the last model
# truth: nothing: the score was taken before the model saw the rest
import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras

images, labels = np.load("i.npy"), np.load("l.npy")
x_train, x_val, y_train, y_val = train_test_split(images, labels, test_size=0.2, random_state=0)


def network():
    model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


history = network().fit(x_train, y_train, validation_data=(x_val, y_val), epochs=30)
best = int(np.argmin(history.history["val_loss"])) + 1
last = network()
last.fit(images, labels, epochs=best)
last.save("last.keras")
