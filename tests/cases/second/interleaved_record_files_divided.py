# case: interleaved_record_files_divided
# shape: the list of record files is shuffled as a dataset, divided by skip and take, and only then interleaved into examples
# truth: by reason: each pass shuffles the file names anew, so a file is read on both sides in one epoch
import glob

import tensorflow as tf

SPEC = {"png": tf.io.FixedLenFeature((), tf.string), "grade": tf.io.FixedLenFeature((), tf.int64)}


def examples(files, cycle=8):
    return files.interleave(
        lambda f: tf.data.TFRecordDataset(f, compression_type="GZIP"),
        cycle_length=cycle, block_length=4, num_parallel_calls=tf.data.AUTOTUNE)


def decode(raw):
    ex = tf.io.parse_single_example(raw, SPEC)
    return tf.image.resize(tf.io.decode_png(ex["png"], channels=3), [299, 299]), ex["grade"]


def make(pattern="/mnt/eyes/part-*.tfrecord.gz", held_files=6, batch=24):
    names = sorted(glob.glob(pattern))
    files = tf.data.Dataset.from_tensor_slices(names)
    files = files.shuffle(len(names))  # expect: AUG303
    train_files = files.skip(held_files)
    held = files.take(held_files)
    train = examples(train_files).map(decode, tf.data.AUTOTUNE).shuffle(500).batch(batch)
    val = examples(held, cycle=1).map(decode, tf.data.AUTOTUNE).batch(batch)
    return train, val


if __name__ == "__main__":
    train, val = make()
    net = tf.keras.applications.InceptionV3(weights=None, classes=5)
    net.compile("rmsprop", "sparse_categorical_crossentropy", ["accuracy"])
    net.fit(train.prefetch(2), validation_data=val.prefetch(2), epochs=30)
