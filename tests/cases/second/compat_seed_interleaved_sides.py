# case: compat_seed_interleaved_sides
# shape: seed by the compat.v1 name in main(); one builder takes the map function as an argument, each side has a function of its own
# truth: measured rule: the first random op of each traced function gets the same seeds, whatever the function is
import sys

import tensorflow as tf


def decode(path):
    image = tf.io.decode_image(tf.io.read_file(path), channels=1, expand_animations=False)
    label = tf.strings.to_number(tf.strings.split(path, "_")[-2], tf.int32)
    return tf.image.resize_with_crop_or_pad(image, 72, 72), label


def heavy(image, label):
    image = tf.image.random_crop(image, (64, 64, 1))
    image = tf.image.random_brightness(image, 0.2)
    return image, label


def gentle(image, label):
    return tf.image.random_crop(image, (64, 64, 1)), label


def build(folder, fn, batch, mix=0):
    shards = tf.data.Dataset.list_files(folder + "/*", shuffle=False)
    ds = shards.interleave(lambda d: tf.data.Dataset.list_files(d + "/*.png", shuffle=False), cycle_length=4)
    if mix:
        ds = ds.shuffle(mix)
    return ds.map(decode).map(fn).batch(batch)


def main(argv):
    tf.compat.v1.set_random_seed(1234)  # expect: AUG101[W]
    root = argv[1]
    train = build(root + "/train", heavy, 64, mix=5000)
    dev = build(root + "/dev", gentle, 64)  # expect: AUG202
    net = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(62)])
    net.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    net.fit(train, epochs=10, validation_data=dev)


if __name__ == "__main__":
    main(sys.argv)
