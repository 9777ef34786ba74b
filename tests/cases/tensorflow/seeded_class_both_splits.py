# case: seeded_class_both_splits
# shape: the seed is set in __init__ from a keyword, one method builds both splits and always augments
# truth: measured for the part (TF 2.21): a global seed gives the maps of both pipelines equal draws, and each epoch repeats them
import tensorflow as tf


class GalaxyData:
    def __init__(self, root, batch_size=64, seed=2024):
        self.root = root
        self.batch_size = batch_size
        tf.random.set_seed(seed)  # expect: AUG101[W]

    def _parse(self, line):
        name, label = tf.unstack(tf.strings.split(line, ","), num=2)
        image = tf.io.decode_jpeg(tf.io.read_file(self.root + "/images/" + name))
        return tf.image.resize(image, (69, 69)) / 255.0, tf.strings.to_number(label)

    @staticmethod
    def _augment(image, label):
        image = tf.image.random_flip_left_right(image)
        image = tf.image.random_flip_up_down(image)
        return image, label

    def build_dataset(self, split):
        lines = tf.data.TextLineDataset(f"{self.root}/{split}.csv").skip(1)
        if split == "train":
            lines = lines.shuffle(20_000)
        ds = lines.map(self._parse, num_parallel_calls=tf.data.AUTOTUNE)
        ds = ds.map(self._augment, num_parallel_calls=tf.data.AUTOTUNE)  # allow: AUG201, AUG202
        return ds.batch(self.batch_size).prefetch(tf.data.AUTOTUNE)


def main():
    data = GalaxyData("galaxy_zoo")
    train = data.build_dataset("train")
    val = data.build_dataset("val")  # expect: AUG201|AUG202
    model = tf.keras.Sequential([
        tf.keras.layers.Conv2D(32, 6, activation="relu"),
        tf.keras.layers.MaxPooling2D(),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1),
    ])
    model.compile("adam", "mse")
    model.fit(train, validation_data=val, epochs=100, callbacks=[tf.keras.callbacks.TerminateOnNaN()])


if __name__ == "__main__":
    main()
