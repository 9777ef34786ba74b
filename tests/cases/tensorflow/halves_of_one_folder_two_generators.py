# case: halves_of_one_folder_two_generators
# shape: helper called twice with the same folder; options are merged into a dict, subset is its parameter
# truth: measured (keras 3.15 legacy): the division goes by sorted order, 0 common files; only the first generator has random options
import sys

import tensorflow as tf

IDG = tf.keras.preprocessing.image.ImageDataGenerator
BASE = {"validation_split": 0.3, "rescale": 1 / 255}
RANDOM = {"zoom_range": (0.8, 1.0), "channel_shift_range": 10.0}


def open_half(root, which, size=(75, 75)):
    options = {**BASE, **RANDOM} if which == "training" else BASE
    generator = IDG(**options)
    return generator.flow_from_directory(root, target_size=size, subset=which, shuffle=which == "training")


def head(classes):
    return tf.keras.Sequential([
        tf.keras.layers.GlobalAveragePooling2D(),
        tf.keras.layers.Dropout(0.2),
        tf.keras.layers.Dense(classes, activation="softmax"),
    ])


if __name__ == "__main__":
    root = sys.argv[1] if len(sys.argv) > 1 else "butterflies"
    train_half = open_half(root, "training")
    other_half = open_half(root, "validation")
    assert train_half.class_indices == other_half.class_indices
    body = tf.keras.applications.InceptionResNetV2(include_top=False, input_shape=(75, 75, 3))
    model = tf.keras.Sequential([body, head(train_half.num_classes)])
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    model.fit(train_half, validation_data=other_half, epochs=5)
