# case: list_files_default_order
# shape: no shuffle call at all, list_files shuffles by default and the listing is divided
# truth: measured (TF 2.21, 100 files): 15 to 18 of the 20 held-out files are also in train in one epoch, with and without seed=
import os

import tensorflow as tf

ROOT = "flower_photos"
CLASSES = sorted(os.listdir(ROOT))
TOTAL = sum(len(os.listdir(os.path.join(ROOT, c))) for c in CLASSES)
VAL = TOTAL // 5

list_ds = tf.data.Dataset.list_files(os.path.join(ROOT, "*", "*"), seed=3)  # expect: AUG303
train_files = list_ds.skip(VAL)
val_files = list_ds.take(VAL)


def get_label(path):
    return tf.argmax(tf.strings.split(path, os.path.sep)[-2] == tf.constant(CLASSES))


def process_path(path):
    img = tf.io.decode_jpeg(tf.io.read_file(path), channels=3)
    return tf.image.resize(img, [180, 180]), get_label(path)


def configure(ds):
    return ds.batch(32).prefetch(buffer_size=tf.data.AUTOTUNE)


train_ds = configure(train_files.map(process_path, num_parallel_calls=tf.data.AUTOTUNE))
val_ds = configure(val_files.map(process_path, num_parallel_calls=tf.data.AUTOTUNE))

model = tf.keras.Sequential([
    tf.keras.layers.Rescaling(1.0 / 255),
    tf.keras.layers.Conv2D(32, 3, activation="relu"),
    tf.keras.layers.MaxPooling2D(),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(len(CLASSES)),
])
model.compile("adam", tf.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(train_ds, validation_data=val_ds, epochs=3)
