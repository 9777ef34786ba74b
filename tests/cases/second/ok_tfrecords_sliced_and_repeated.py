# case: ok_tfrecords_sliced_and_repeated
# shape: TPU kernel; FILENAMES sliced into two lists, get_training_dataset / get_validation_dataset with the same load_dataset, a global seed and a random map in training only
# truth: by reason: the slices adjoin; training repeats inside one iterator with steps_per_epoch, so draws go on; validation maps nothing random
import re

import numpy as np
import tensorflow as tf

AUTOTUNE = tf.data.experimental.AUTOTUNE
GCS_PATH = "gs://kds-2/tfrecords"
SEED, BATCH_SIZE, HEIGHT, WIDTH = 34, 128, 512, 512
tf.random.set_seed(SEED)

FILENAMES = tf.io.gfile.glob(GCS_PATH + "/ld_train*.tfrec")
split = int(0.85 * len(FILENAMES))
TRAINING_FILENAMES, VALID_FILENAMES = FILENAMES[:split], FILENAMES[split:]
TEST_FILENAMES = tf.io.gfile.glob(GCS_PATH + "/ld_test*.tfrec")


def count_data_items(filenames):
    return np.sum([int(re.compile(r"-([0-9]*)\.").search(filename).group(1)) for filename in filenames])


def read_tfrecord(example, labeled):
    spec = {"image": tf.io.FixedLenFeature([], tf.string)}
    if labeled:
        spec["target"] = tf.io.FixedLenFeature([], tf.int64)
    example = tf.io.parse_single_example(example, spec)
    image = tf.reshape(tf.cast(tf.image.decode_jpeg(example["image"], channels=3), tf.float32) / 255., [HEIGHT, WIDTH, 3])
    return (image, example["target"]) if labeled else (image, 0)


def load_dataset(filenames, labeled=True, ordered=False):
    options = tf.data.Options()
    if not ordered:
        options.experimental_deterministic = False
    dataset = tf.data.TFRecordDataset(filenames, num_parallel_reads=AUTOTUNE).with_options(options)
    return dataset.map(lambda e: read_tfrecord(e, labeled), num_parallel_calls=AUTOTUNE)


def augmentation_pipeline(image, label):
    image = tf.image.random_flip_left_right(image)
    return tf.image.random_contrast(image, 0.9, 1.1), label


def get_training_dataset():
    dataset = load_dataset(TRAINING_FILENAMES)
    dataset = dataset.map(augmentation_pipeline, num_parallel_calls=AUTOTUNE)
    dataset = dataset.repeat()
    return dataset.shuffle(2048).batch(BATCH_SIZE).prefetch(AUTOTUNE)


def get_validation_dataset(ordered=True):
    return load_dataset(VALID_FILENAMES, ordered=ordered).batch(BATCH_SIZE).cache().prefetch(AUTOTUNE)


def get_test_dataset():
    return load_dataset(TEST_FILENAMES, labeled=False, ordered=True).batch(BATCH_SIZE)


model = tf.keras.applications.DenseNet121(weights=None, classes=5)
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(get_training_dataset(), steps_per_epoch=count_data_items(TRAINING_FILENAMES) // BATCH_SIZE, epochs=15,
          validation_data=get_validation_dataset())
model.predict(get_test_dataset())
