# case: directory_fractions_differ
# shape: two functions on a class, each with its own literal for validation_split; same seed, folder from an attribute
# truth: measured (keras 3.15): fractions 0.2 and 0.3 with one seed put 10 of 30 held-out files into train
import tensorflow as tf


class CatalogueData:
    SEED = 77

    def __init__(self, folder, size):
        self.folder = folder
        self.options = {"seed": self.SEED, "image_size": (size, size), "label_mode": "categorical"}

    def for_training(self):
        ds = tf.keras.preprocessing.image_dataset_from_directory(
            self.folder, validation_split=0.2, subset="training", **self.options)
        return ds.prefetch(tf.data.AUTOTUNE)

    def for_validation(self):
        ds = tf.keras.preprocessing.image_dataset_from_directory(  # expect: AUG302
            self.folder, validation_split=0.3, subset="validation", **self.options)
        return ds.prefetch(tf.data.AUTOTUNE)


data = CatalogueData("catalogue/images", 192)
model = tf.keras.applications.EfficientNetB0(weights=None, classes=8, input_shape=(192, 192, 3))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(data.for_training(), validation_data=data.for_validation(), epochs=10)
