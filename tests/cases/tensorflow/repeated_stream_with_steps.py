# case: repeated_stream_with_steps
# shape: global seed, random map only on the training side, repeat() and step counts on both sides
# truth: measured for the part (TF 2.21): with .repeat() in the one iterator that is consumed the epochs differ; validation draws nothing
import math

import tensorflow as tf

tf.random.set_seed(2020)

N_TRAIN, N_VAL, BATCH = 12_753, 3_712, 16 * 8
SPEC = {"image": tf.io.FixedLenFeature([], tf.string), "class": tf.io.FixedLenFeature([], tf.int64)}


def read_tfrecord(example):
    example = tf.io.parse_single_example(example, SPEC)
    image = tf.cast(tf.io.decode_jpeg(example["image"], channels=3), tf.float32) / 255.0
    return tf.reshape(image, [192, 192, 3]), tf.cast(example["class"], tf.int32)


def data_augment(image, label):
    image = tf.image.random_flip_left_right(image)
    image = tf.image.random_saturation(image, 0, 2)
    return image, label


def load_dataset(filenames, ordered=False):
    options = tf.data.Options()
    options.experimental_deterministic = ordered
    ds = tf.data.TFRecordDataset(filenames, num_parallel_reads=tf.data.AUTOTUNE).with_options(options)
    return ds.map(read_tfrecord, num_parallel_calls=tf.data.AUTOTUNE)


def get_training_dataset():
    ds = load_dataset(tf.io.gfile.glob("tpu/192/train/*.tfrec"))
    return ds.map(data_augment).repeat().shuffle(2048).batch(BATCH).prefetch(tf.data.AUTOTUNE)


def get_validation_dataset(repeated=False):
    ds = load_dataset(tf.io.gfile.glob("tpu/192/val/*.tfrec"), ordered=True)
    if repeated:
        ds = ds.repeat()
    return ds.batch(BATCH).prefetch(tf.data.AUTOTUNE)


model = tf.keras.Sequential([tf.keras.applications.VGG16(include_top=False, pooling="avg"), tf.keras.layers.Dense(104, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["sparse_categorical_accuracy"])
model.fit(get_training_dataset(), steps_per_epoch=N_TRAIN // BATCH, epochs=12,
          validation_data=get_validation_dataset(repeated=True), validation_steps=math.ceil(N_VAL / BATCH))
