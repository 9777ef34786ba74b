# case: inverted_training_flag
# shape: helper with a training flag whose test is the wrong way round
# truth: by reason: the augmenting branch runs exactly when training is False, so only the evaluation dataset is augmented
import glob
import os

import tensorflow as tf

IMG = 180
LABELS = ["benign", "malignant"]


def read(path):
    label = tf.argmax(tf.constant(LABELS) == tf.strings.split(path, os.sep)[-2])
    image = tf.io.decode_image(tf.io.read_file(path), channels=3, expand_animations=False)
    return tf.image.resize(image, [IMG, IMG]), label


def augment(image, label):
    image = tf.image.random_flip_up_down(tf.image.random_flip_left_right(image))
    image = tf.image.random_saturation(image, 0.7, 1.3)
    return image, label


def build(paths, training, batch=32):
    ds = tf.data.Dataset.from_tensor_slices(paths)
    if training:
        ds = ds.shuffle(len(paths))
    ds = ds.map(read, num_parallel_calls=tf.data.AUTOTUNE)
    if not training:
        ds = ds.map(augment, num_parallel_calls=tf.data.AUTOTUNE)  # allow: AUG202
    return ds.batch(batch).prefetch(tf.data.AUTOTUNE)


train_paths = sorted(glob.glob("moles/train/*/*.jpg"))
val_paths = sorted(glob.glob("moles/val/*/*.jpg"))
train_ds = build(train_paths, training=True)
val_ds = build(val_paths, training=False)  # expect: AUG202

model = tf.keras.Sequential([
    tf.keras.applications.DenseNet121(include_top=False, pooling="avg", input_shape=(IMG, IMG, 3)),
    tf.keras.layers.Dense(2),
])
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), ["accuracy"])
model.fit(train_ds, epochs=10, validation_data=val_ds)
