"""Pipelines from image files: folders read with one seed and with two, lists of paths, records, and links."""

import os
from pathlib import Path

import numpy as np
import tensorflow as tf

folder = Path(os.environ["DATA"])
rng = np.random.default_rng(3)
for number in range(100):
    path = folder / "pictures" / f"class{number % 2}" / f"{number:03}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(tf.io.encode_png(rng.integers(0, 255, (12, 12, 3), dtype=np.uint8)).numpy())
(folder / "links").mkdir()
for number in range(20):
    (folder / "links" / f"{number}.png").symlink_to(folder / "pictures" / f"class{number % 2}" / f"{number:03}.png")
with tf.io.TFRecordWriter(str(folder / "records")) as writer:
    for path in sorted(folder.glob("pictures/*/*.png")):
        image = tf.train.Feature(bytes_list=tf.train.BytesList(value=[path.read_bytes()]))
        writer.write(tf.train.Example(features=tf.train.Features(feature={"image": image})).SerializeToString())


def read(path):
    image = tf.io.decode_png(tf.io.read_file(path), channels=3)
    label = tf.strings.split(path, os.sep)[-2] == "class1"
    return tf.image.resize(tf.cast(image, tf.float32) / 255.0, (8, 8)), label


def augment(image, label):
    return tf.image.random_brightness(image, 0.3), label


def parse(record):
    features = tf.io.parse_single_example(record, {"image": tf.io.FixedLenFeature([], tf.string)})
    return tf.image.random_flip_left_right(tf.io.decode_png(features["image"], channels=3))


def folder_split(subset, seed, fraction=0.2, shuffle=True):
    return tf.keras.utils.image_dataset_from_directory(
        folder / "pictures", validation_split=fraction, subset=subset, seed=seed, shuffle=shuffle, image_size=(8, 8), batch_size=8, verbose=False
    )


train = folder_split("training", 1)
val = folder_split("validation", 1)
other_val = folder_split("validation", 2)
unshuffled_val = folder_split("validation", None, shuffle=False)
larger_val = folder_split("validation", 1, 0.3)
wrong_subset = folder_split("training", 1)
both_train, both_val = folder_split("both", 1)
augmented = folder_split("training", 1).map(augment)
whole = tf.keras.utils.image_dataset_from_directory(folder / "pictures", image_size=(8, 8), batch_size=8, verbose=False)
paths = sorted(str(path) for path in folder.glob("pictures/*/*.png"))
of_paths = tf.data.Dataset.from_tensor_slices(paths).map(read).map(augment).batch(8)
listed = tf.data.Dataset.list_files(str(folder / "pictures/*/*.png"), seed=1).map(read).batch(8)
of_links = tf.data.Dataset.list_files(str(folder / "links/*.png")).map(read).batch(8)
records = tf.data.TFRecordDataset(str(folder / "records")).map(parse).batch(8)
clean_records = tf.data.TFRecordDataset(str(folder / "records")).take(20).map(lambda r: tf.io.decode_png(tf.io.parse_single_example(r, {"image": tf.io.FixedLenFeature([], tf.string)})["image"], channels=3)).batch(8)
with_python = tf.data.Dataset.from_tensor_slices(paths).map(lambda p: tf.py_function(lambda q: read(q)[0] * np.random.uniform(0.5, 1), [p], tf.float32)).batch(8)
flows = tf.keras.preprocessing.image.ImageDataGenerator(rotation_range=30, validation_split=0.2)
flow_train = flows.flow_from_directory(folder / "pictures", target_size=(12, 12), subset="training", seed=1, batch_size=8)
flow_val = flows.flow_from_directory(folder / "pictures", target_size=(12, 12), subset="validation", seed=1, batch_size=8)
