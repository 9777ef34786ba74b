# case: config_dict_one_folder
# shape: nested config dict whose two entries spell one folder differently, looked up by split in a method
# truth: by reason: without validation_split both entries name all the files of one folder
import tensorflow as tf

CONFIG = {
    "name": "leaf-rust",
    "splits": {
        "train": {"folder": "data/leaves/train", "shuffle": True},
        "val": {"folder": "./data/leaves/train/", "shuffle": False},  # allow: AUG301
    },
    "image_size": (200, 200),
    "batch_size": 40,
}


class Experiment:
    def __init__(self, config):
        self.cfg = config
        self.model = tf.keras.Sequential([
            tf.keras.layers.Rescaling(1.0 / 127.5, offset=-1),
            tf.keras.layers.Conv2D(16, 3, activation="relu"),
            tf.keras.layers.GlobalAveragePooling2D(),
            tf.keras.layers.Dense(4, activation="softmax"),
        ])
        self.model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

    def build_dataset(self, split):
        part = self.cfg["splits"][split]
        ds = tf.keras.utils.image_dataset_from_directory(
            part["folder"],  # allow: AUG301
            image_size=self.cfg["image_size"],
            batch_size=self.cfg["batch_size"],
            shuffle=part["shuffle"],
        )
        return ds.cache().prefetch(tf.data.AUTOTUNE)

    def run(self, epochs):
        train = self.build_dataset("train")
        val = self.build_dataset("val")  # expect: AUG301
        return self.model.fit(train, validation_data=val, epochs=epochs)


if __name__ == "__main__":
    Experiment(CONFIG).run(30)
