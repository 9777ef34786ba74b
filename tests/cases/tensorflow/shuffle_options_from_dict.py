# case: shuffle_options_from_dict
# shape: reshuffle_each_iteration=False arrives by an unpacked dict, the division is in another function
# truth: measured (TF 2.21): with reshuffle_each_iteration=False take and skip have 0 common elements at every pass
import tensorflow as tf

SHUFFLE = {"buffer_size": 60_000, "seed": 8, "reshuffle_each_iteration": False}


def divide(ds, total, share):
    border = round(total * share)
    return ds.take(border), ds.skip(border)


def to_example(pixels, digit):
    pixels = tf.reshape(tf.io.decode_raw(pixels, tf.uint8), (28, 28, 1))
    return tf.cast(pixels, tf.float32) / 255.0, tf.cast(digit, tf.int32)


def idx_records(image_file, label_file):
    pixels = tf.data.FixedLengthRecordDataset(image_file, 28 * 28, header_bytes=16, compression_type="GZIP")
    digits = tf.data.FixedLengthRecordDataset(label_file, 1, header_bytes=8, compression_type="GZIP")
    digits = digits.map(lambda d: tf.io.decode_raw(d, tf.uint8)[0])
    return tf.data.Dataset.zip((pixels, digits))


records = idx_records("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz").shuffle(**SHUFFLE)
fit_part, check_part = divide(records, 60_000, 5 / 6)
fit_part = fit_part.map(to_example).cache().shuffle(50_000).batch(100)
check_part = check_part.map(to_example).batch(500).cache()

model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(300, "relu"), tf.keras.layers.Dense(10)])
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(fit_part, validation_data=check_part, epochs=10)
