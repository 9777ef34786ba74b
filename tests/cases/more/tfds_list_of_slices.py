# case: tfds_list_of_slices
# shape: list of slice strings in one tfds.load call, one on each line
# truth: by reason: rows from 80 % to 85 % are in both parts
import tensorflow as tf
import tensorflow_datasets as tfds

(train, valid), info = tfds.load(
    "colorectal_histology",
    split=[
        "train[:85%]",
        "train[80%:]",  # expect: AUG302
    ],
    as_supervised=True,
    with_info=True,
    shuffle_files=False,
)


def scale(image, label):
    return tf.cast(image, tf.float32) / 255.0, label


classes = info.features["label"].num_classes
train = train.map(scale).shuffle(2000).batch(32)
valid = valid.map(scale).batch(32)
model = tf.keras.Sequential([tf.keras.layers.Conv2D(32, 5, 2, activation="relu"), tf.keras.layers.Flatten(), tf.keras.layers.Dense(classes)])
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(train, validation_data=valid, epochs=15)
