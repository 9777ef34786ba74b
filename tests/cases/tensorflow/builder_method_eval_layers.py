# case: builder_method_eval_layers
# shape: class with build_dataset(self, split); the evaluation branch has a layer stack of its own, training= left out
# truth: measured for the part (keras 3.15): a random layer called in map without training= draws
import json
import sys

import keras
import tensorflow as tf


class Pipeline:
    def __init__(self, config):
        self.config = config
        size = config["image_size"]
        self.train_layers = keras.Sequential([
            keras.layers.RandomCrop(size, size),
            keras.layers.RandomFlip("horizontal"),
            keras.layers.RandomBrightness(0.2),
        ])
        self.eval_layers = keras.Sequential([
            keras.layers.Resizing(size, size),
            keras.layers.RandomContrast(0.1),
        ])

    def _read(self, split):
        folder = self.config["root"] + "/" + split
        return keras.utils.image_dataset_from_directory(
            folder, image_size=(256, 256), batch_size=self.config["batch"], shuffle=split == "train"
        )

    def build_dataset(self, split):
        ds = self._read(split)
        if split == "train":
            ds = ds.map(lambda x, y: (self.train_layers(x, training=True), y))
        else:
            ds = ds.map(lambda x, y: (self.eval_layers(x), y))  # allow: AUG202
        return ds.prefetch(tf.data.AUTOTUNE)


def main(path):
    with open(path) as handle:
        config = json.load(handle)
    pipe = Pipeline(config)
    train, val = pipe.build_dataset("train"), pipe.build_dataset("val")  # expect: AUG202
    model = keras.applications.MobileNetV3Small(weights=None, classes=config["classes"])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(train, validation_data=val, epochs=config.get("epochs", 10))


if __name__ == "__main__":
    main(sys.argv[1])
