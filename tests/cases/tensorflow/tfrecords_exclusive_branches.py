# case: tfrecords_exclusive_branches
# shape: early return by mode with an elif chain; absl flags; both modes share one parser and one helper
# truth: by reason: the random branch is reached for mode "train" only
from absl import app, flags
import tensorflow as tf

flags.DEFINE_string("dir", "/tmp/pcam", "Folder of the TFRecords.")
flags.DEFINE_enum("arch", "small", ["small", "large"], "Network.")
FLAGS = flags.FLAGS


def parse(record):
  parsed = tf.io.parse_single_example(record, {
    "x": tf.io.FixedLenFeature([96 * 96 * 3], tf.float32),
    "y": tf.io.FixedLenFeature([], tf.int64),
  })
  return tf.reshape(parsed["x"], (96, 96, 3)), parsed["y"]


def rotate(x, y):
  turns = tf.random.uniform([], 0, 4, dtype=tf.int32)
  return tf.image.rot90(x, turns), y


def centre(x, y):
  return tf.image.central_crop(x, 0.75), y


def get(mode):
  ds = tf.data.TFRecordDataset(tf.io.gfile.glob(f"{FLAGS.dir}/{mode}-*.tfrecord")).map(parse)
  if mode == "train":
    ds = ds.shuffle(4000).map(rotate).map(lambda x, y: (tf.image.random_crop(x, (72, 72, 3)), y))
    return ds.batch(64)
  elif mode in ("valid", "test"):
    ds = ds.map(centre)
  else:
    raise ValueError(mode)
  return ds.batch(256)


def main(argv):
  del argv
  width = 16 if FLAGS.arch == "small" else 64
  model = tf.keras.Sequential([
    tf.keras.layers.Conv2D(width, 3, activation="relu"),
    tf.keras.layers.GlobalMaxPooling2D(),
    tf.keras.layers.Dense(1, activation="sigmoid"),
  ])
  model.compile("adam", "binary_crossentropy", metrics=["AUC"])
  model.fit(get("train"), validation_data=get("valid"), epochs=10)
  model.evaluate(get("test"))


if __name__ == "__main__":
  app.run(main)
