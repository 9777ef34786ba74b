# case: chain_augmented_then_divided
# shape: augmentation and division are methods of one class, the dataset lives in an attribute that is rebound
# truth: by reason: the held-out part is taken from the augmented chain, its random ops run again at each pass
import tensorflow as tf


class Plates:
    def __init__(self, files, letters, batch_size=32):
        self.count = len(files)
        self.batch_size = batch_size
        self.ds = tf.data.Dataset.from_tensor_slices((files, letters))

    def shuffled(self):
        self.ds = self.ds.shuffle(self.count, seed=4, reshuffle_each_iteration=False)
        return self

    def decoded(self):
        def load(path, letter):
            raw = tf.io.read_file(path)
            return tf.image.resize(tf.io.decode_jpeg(raw, channels=1), (32, 128)) / 255.0, letter

        self.ds = self.ds.map(load, num_parallel_calls=tf.data.AUTOTUNE)
        return self

    def augmented(self, contrast=0.3):
        def jitter(image, letter):
            image = tf.image.random_contrast(image, 1 - contrast, 1 + contrast)
            image = tf.image.random_brightness(image, max_delta=0.1)
            return tf.clip_by_value(image, 0.0, 1.0), letter

        self.ds = self.ds.map(jitter)
        return self

    def halves(self, fraction=0.9):
        border = int(self.count * fraction)
        first = self.ds.take(border)
        last = self.ds.skip(border)  # expect: AUG203
        return first.batch(self.batch_size), last.batch(self.batch_size)


with open("plates/index.tsv") as handle:
    rows = [line.rstrip("\n").split("\t") for line in handle]
train_batches, eval_batches = Plates([r[0] for r in rows], [int(r[1]) for r in rows]).shuffled().decoded().augmented().halves()

model = tf.keras.Sequential([tf.keras.layers.Conv2D(8, 5, activation="relu"), tf.keras.layers.GlobalMaxPooling2D(), tf.keras.layers.Dense(26)])
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(train_batches, validation_data=eval_batches, epochs=12)
