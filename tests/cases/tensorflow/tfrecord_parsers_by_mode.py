# case: tfrecord_parsers_by_mode
# shape: absl flags, TFRecords, the parser is picked from a dict by mode; the eval parser crops at random
# truth: by reason: tf.image.random_crop draws a new window for each evaluation record at each pass
from absl import app, flags, logging
import tensorflow as tf

FLAGS = flags.FLAGS
flags.DEFINE_string("train_records", None, "Glob of the training records.", required=True)
flags.DEFINE_string("eval_records", None, "Glob of the evaluation records.", required=True)
flags.DEFINE_integer("crop", 224, "Side of the crop.")
flags.DEFINE_integer("steps", 50_000, "Training steps.")

FEATURES = {
  "image/encoded": tf.io.FixedLenFeature([], tf.string),
  "image/class/label": tf.io.FixedLenFeature([], tf.int64),
}


def _decode(record):
  example = tf.io.parse_single_example(record, FEATURES)
  image = tf.io.decode_jpeg(example["image/encoded"], channels=3)
  image = tf.image.convert_image_dtype(image, tf.float32)
  return tf.image.resize(image, (256, 256)), example["image/class/label"]


def parse_for_training(record):
  image, label = _decode(record)
  image = tf.image.random_flip_left_right(image)
  image = tf.image.random_hue(image, 0.05)
  return tf.image.random_crop(image, (FLAGS.crop, FLAGS.crop, 3)), label


def parse_for_eval(record):
  image, label = _decode(record)
  return tf.image.random_crop(image, (FLAGS.crop, FLAGS.crop, 3)), label


PARSERS = {"train": parse_for_training, "eval": parse_for_eval}


def input_fn(pattern, mode, batch_size=128):
  files = tf.data.Dataset.list_files(pattern, shuffle=(mode == "train"))
  ds = files.interleave(tf.data.TFRecordDataset, cycle_length=8)
  if mode == "train":
    ds = ds.shuffle(8192).repeat()
  ds = ds.map(PARSERS[mode], num_parallel_calls=tf.data.AUTOTUNE)  # allow: AUG202
  return ds.batch(batch_size).prefetch(tf.data.AUTOTUNE)


def main(_):
  model = tf.keras.applications.ResNet50(weights=None)
  model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
  model.fit(input_fn(FLAGS.train_records, "train"), steps_per_epoch=1000, epochs=FLAGS.steps // 1000,
            validation_data=input_fn(FLAGS.eval_records, "eval"))  # expect: AUG202
  logging.info("done")


if __name__ == "__main__":
  app.run(main)
