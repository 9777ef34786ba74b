# case: subset_method_of_loader
# shape: the generator is an attribute, the subset arrives as a method's parameter
# truth: measured (keras 3.15 legacy): with validation_split the validation flow of an augmenting generator is augmented
import os

import tensorflow as tf


class SignLoader:
    """Reads the traffic sign folders."""

    def __init__(self, root, size=48, batch=64, held_out=0.15):
        self.root = root
        self.size = size
        self.batch = batch
        self.source = tf.keras.preprocessing.image.ImageDataGenerator(
            rescale=1.0 / 255,
            rotation_range=10,
            zoom_range=[0.9, 1.25],
            fill_mode="nearest",
            validation_split=held_out,
        )

    @property
    def classes(self):
        return sorted(os.listdir(self.root))

    def flow(self, part, shuffle=True):
        return self.source.flow_from_directory(
            self.root,
            target_size=(self.size, self.size),
            classes=self.classes,
            batch_size=self.batch,
            class_mode="sparse",
            shuffle=shuffle,
            subset=part,
        )


def main():
    loader = SignLoader("gtsrb/Train")
    train_flow = loader.flow("training")
    check_flow = loader.flow("validation", shuffle=False)  # expect: AUG203

    model = tf.keras.applications.MobileNetV2(weights=None, input_shape=(48, 48, 3), classes=len(loader.classes))
    model.compile(tf.keras.optimizers.Adam(3e-4), "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(train_flow, epochs=25)
    loss, accuracy = model.evaluate(check_flow)
    print(f"held out: {loss:.3f} {accuracy:.3%}")


if __name__ == "__main__":
    main()
