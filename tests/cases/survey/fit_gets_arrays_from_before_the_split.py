# case: fit_gets_arrays_from_before_the_split
# shape: a split whose training part is never used, in a function; a scaler and a PCA are fitted on the whole, too
# truth: by reason: fit sees all rows, among them those it is validated on; fitting a scaler is not training
import numpy as np
from sklearn.decomposition import PCA
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow import keras


def run(folder):
    images, labels = np.load(f"{folder}/i.npy"), np.load(f"{folder}/l.npy")
    flat = images.reshape(len(images), -1)
    StandardScaler().fit(flat)
    PCA(8).fit(flat)
    x_train, x_val, y_train, y_val = train_test_split(images, labels, test_size=0.2, random_state=0)
    model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy")
    return model.fit(
        images,  # expect: AUG302
        labels,
        validation_data=(x_val, y_val),
        epochs=3,
    )


run("data")
