# case: flowers_tpu_augmented_validation
# shape: TPU kernel with get_training_dataset / get_validation_dataset over TFRecord globs; seed_everything with a default sets four seeds
# truth: by reason and by the measured rule that maps under a global seed draw alike: data_augment is mapped on both sides after tf.random.set_seed
import os
import random

import numpy as np
import tensorflow as tf

AUTO = tf.data.experimental.AUTOTUNE
IMAGE_SIZE = [512, 512]
BATCH_SIZE = 16
GCS_DS_PATH = "gs://kds-1/tfrecords-jpeg-512x512"


def seed_everything(seed=2020):
    random.seed(seed)
    np.random.seed(seed)
    os.environ["PYTHONHASHSEED"] = str(seed)
    tf.random.set_seed(seed)  # expect: AUG101[W]


seed_everything()
TRAINING_FILENAMES = tf.io.gfile.glob(GCS_DS_PATH + "/train/*.tfrec")
VALIDATION_FILENAMES = tf.io.gfile.glob(GCS_DS_PATH + "/val/*.tfrec")


def read_labeled_tfrecord(example):
    example = tf.io.parse_single_example(example, {
        "image": tf.io.FixedLenFeature([], tf.string),
        "class": tf.io.FixedLenFeature([], tf.int64)})
    image = tf.cast(tf.image.decode_jpeg(example["image"], channels=3), tf.float32) / 255.0
    return tf.reshape(image, [*IMAGE_SIZE, 3]), tf.cast(example["class"], tf.int32)


def load_dataset(filenames, ordered=False):
    ignore_order = tf.data.Options()
    if not ordered:
        ignore_order.experimental_deterministic = False
    dataset = tf.data.TFRecordDataset(filenames, num_parallel_reads=AUTO)
    dataset = dataset.with_options(ignore_order)
    return dataset.map(read_labeled_tfrecord, num_parallel_calls=AUTO)


def data_augment(image, label):
    image = tf.image.random_flip_left_right(image)
    image = tf.image.random_saturation(image, 0.7, 1.3)
    return image, label


def get_training_dataset():
    dataset = load_dataset(TRAINING_FILENAMES)
    dataset = dataset.map(data_augment, num_parallel_calls=AUTO)
    dataset = dataset.shuffle(2048)
    dataset = dataset.batch(BATCH_SIZE)
    return dataset.prefetch(AUTO)


def get_validation_dataset(ordered=False):
    dataset = load_dataset(VALIDATION_FILENAMES, ordered=ordered)
    dataset = dataset.map(data_augment, num_parallel_calls=AUTO)  # expect: AUG201|AUG202
    dataset = dataset.batch(BATCH_SIZE)
    return dataset.prefetch(AUTO)


model = tf.keras.applications.Xception(weights=None, classes=104)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["sparse_categorical_accuracy"])
history = model.fit(get_training_dataset(), epochs=20, validation_data=get_validation_dataset())
