# case: estimator_input_fn_eval_preprocess
# shape: Estimator script with input_fn(is_training, ...); file names follow the flag, the parser's flag stays at its default True
# truth: by reason: parse_record is mapped without its is_training argument, so evaluation records are cropped and flipped at random
import os

import tensorflow as tf
from absl import app, flags

FLAGS = flags.FLAGS
flags.DEFINE_string("data_dir", "/tmp/imagenet", "TFRecords")
flags.DEFINE_integer("batch_size", 128, "batch size")
_NUM_TRAIN_FILES = 1024


def get_filenames(is_training, data_dir):
    if is_training:
        return [os.path.join(data_dir, "train-%05d-of-01024" % i) for i in range(_NUM_TRAIN_FILES)]
    return [os.path.join(data_dir, "validation-%05d-of-00128" % i) for i in range(128)]


def parse_record(raw_record, is_training=True):
    features = tf.io.parse_single_example(raw_record, {
        "image/encoded": tf.io.FixedLenFeature([], tf.string),
        "image/class/label": tf.io.FixedLenFeature([], tf.int64)})
    image = tf.image.decode_jpeg(features["image/encoded"], channels=3)
    if is_training:
        image = tf.image.resize(image, (256, 256))
        image = tf.image.random_crop(image, [224, 224, 3])
        image = tf.image.random_flip_left_right(image)
    else:
        image = tf.image.resize_with_crop_or_pad(image, 224, 224)
    return image, features["image/class/label"]


def input_fn(is_training, data_dir, batch_size, num_epochs=1):
    dataset = tf.data.Dataset.from_tensor_slices(get_filenames(is_training, data_dir))
    if is_training:
        dataset = dataset.shuffle(buffer_size=_NUM_TRAIN_FILES)
    dataset = dataset.interleave(tf.data.TFRecordDataset, cycle_length=10)
    if is_training:
        dataset = dataset.shuffle(buffer_size=10000).repeat(num_epochs)
    dataset = dataset.map(parse_record, num_parallel_calls=8)
    return dataset.batch(batch_size).prefetch(1)


def model_fn(features, labels, mode):
    logits = tf.keras.applications.ResNet50(weights=None, classes=1001, classifier_activation=None)(features)
    loss = tf.compat.v1.losses.sparse_softmax_cross_entropy(labels, logits)
    train_op = tf.compat.v1.train.GradientDescentOptimizer(0.1).minimize(loss, tf.compat.v1.train.get_global_step())
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)


def main(_):
    classifier = tf.estimator.Estimator(model_fn=model_fn, model_dir="/tmp/model")
    for _ in range(10):
        classifier.train(input_fn=lambda: input_fn(True, FLAGS.data_dir, FLAGS.batch_size, 10))
        classifier.evaluate(input_fn=lambda: input_fn(False, FLAGS.data_dir, FLAGS.batch_size))  # expect: AUG201|AUG202


if __name__ == "__main__":
    app.run(main)
