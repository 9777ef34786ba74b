import tensorflow as tf


def read(path, label):
    image = tf.image.resize(tf.io.decode_jpeg(tf.io.read_file(path), channels=3), (160, 160))
    return tf.image.random_flip_left_right(image), label


def batches(pattern, labels, keep: bool = False):
    paths = tf.data.Dataset.list_files(pattern, shuffle=False)
    dataset = tf.data.Dataset.zip((paths, tf.data.Dataset.from_tensor_slices(labels))).map(read)
    if keep:
        dataset = dataset.cache()
    return dataset.shuffle(512).batch(32)
