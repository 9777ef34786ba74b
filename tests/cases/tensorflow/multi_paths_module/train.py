# case: multi_paths_module
# shape: three files; one path by pathlib, the other by os.path.join with a step up, read by a helper of a third file
# truth: measured for the part: a path that goes back by .. names the same files, 10 of 10 hashes overlap
import tensorflow as tf

import paths
from data import dataset


def main(size=96):
    train = dataset(paths.TRAIN, size, shuffle=True)
    valid = dataset(paths.VALID, size, shuffle=False)  # expect: AUG301
    model = tf.keras.Sequential([
        tf.keras.layers.Conv2D(24, 3, activation="relu"),
        tf.keras.layers.GlobalAveragePooling2D(),
        tf.keras.layers.Dense(12, activation="softmax"),
    ])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(train, validation_data=valid, epochs=9)
    model.export(str(paths.EXPORT))


if __name__ == "__main__":
    main()
