# case: ok_input_fn_lambdas
# shape: input_fn(is_training) built from flags in the TPU manner: a lambda carries the flag into the parser, apply(map_and_batch), get_filenames by flag
# truth: by reason: with is_training=False the parser goes to the central branch, the shuffle is skipped, the files are the validation ones
import functools
import os

import tensorflow.compat.v1 as tf
from absl import app, flags

flags.DEFINE_string("data_dir", None, "Where the records are")
flags.DEFINE_integer("train_batch_size", 1024, "")
flags.DEFINE_integer("eval_batch_size", 256, "")
FLAGS = flags.FLAGS
IMAGE_SIZE = 224


def preprocess_for_train(image_bytes):
    image = tf.image.decode_jpeg(image_bytes, channels=3)
    image = tf.image.resize_images(image, [256, 256])
    image = tf.random_crop(image, [IMAGE_SIZE, IMAGE_SIZE, 3])
    return tf.image.random_flip_left_right(image)


def preprocess_for_eval(image_bytes):
    image = tf.image.decode_jpeg(image_bytes, channels=3)
    return tf.image.resize_images(image, [IMAGE_SIZE, IMAGE_SIZE])


def preprocess_image(image_bytes, is_training=False):
    if is_training:
        return preprocess_for_train(image_bytes)
    else:
        return preprocess_for_eval(image_bytes)


def parser(value, is_training):
    parsed = tf.parse_single_example(value, {
        "image/encoded": tf.FixedLenFeature((), tf.string, ""),
        "image/class/label": tf.FixedLenFeature([], tf.int64, -1)})
    image = preprocess_image(tf.reshape(parsed["image/encoded"], shape=[]), is_training=is_training)
    return image, tf.cast(parsed["image/class/label"], tf.int32) - 1


def input_fn(params, is_training):
    pattern = os.path.join(params["data_dir"], "train-*" if is_training else "validation-*")
    dataset = tf.data.Dataset.list_files(pattern, shuffle=is_training)
    if is_training:
        dataset = dataset.repeat()
    dataset = dataset.apply(tf.data.experimental.parallel_interleave(tf.data.TFRecordDataset, cycle_length=16))
    if is_training:
        dataset = dataset.shuffle(1024)
    dataset = dataset.apply(tf.data.experimental.map_and_batch(
        lambda value: parser(value, is_training), batch_size=params["batch_size"], drop_remainder=True))
    return dataset.prefetch(4)


def main(unused_argv):
    train_input = functools.partial(input_fn, is_training=True)
    eval_input = functools.partial(input_fn, is_training=False)
    keras_model = tf.keras.applications.ResNet50(weights=None)
    keras_model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    train = train_input({"data_dir": FLAGS.data_dir, "batch_size": FLAGS.train_batch_size})
    held = eval_input({"data_dir": FLAGS.data_dir, "batch_size": FLAGS.eval_batch_size})
    keras_model.fit(train, steps_per_epoch=1251, epochs=90, validation_data=held)


if __name__ == "__main__":
    app.run(main)
