# case: flows_by_properties
# shape: two properties ask one private method for the parts of an ImageDataGenerator that augments
# truth: measured (Keras 3.15): the validation flow of an augmenting generator is augmented
import tensorflow as tf


class Leaves:
    OPTIONS = dict(rescale=1 / 255, rotation_range=20, horizontal_flip=True, validation_split=0.3)

    def __init__(self, folder="leaves"):
        self.folder = folder
        self.generator = tf.keras.preprocessing.image.ImageDataGenerator(**self.OPTIONS)

    def _flow(self, subset):
        return self.generator.flow_from_directory(self.folder, target_size=(64, 64), subset=subset)

    @property
    def train(self):
        return self._flow("training")

    @property
    def val(self):
        return self._flow("validation")  # expect: AUG203


leaves = Leaves()
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(38, activation="softmax")])
model.compile("adam", "categorical_crossentropy")
model.fit(leaves.train, validation_data=leaves.val, epochs=10)
