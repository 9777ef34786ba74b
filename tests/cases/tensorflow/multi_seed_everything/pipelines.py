import tensorflow as tf

SIDE = 128


def _read(path, target):
    image = tf.io.decode_png(tf.io.read_file(path), channels=3)
    return tf.image.resize_with_pad(image, SIDE + 16, SIDE + 16) / 255.0, target


def _train_view(image, target):
    image = tf.image.random_crop(image, (SIDE, SIDE, 3))
    image = tf.image.random_jpeg_quality(image, 60, 100)
    return image, target


def _val_view(image, target):
    return tf.image.random_crop(image, (SIDE, SIDE, 3)), target


def for_training(paths, targets):
    ds = tf.data.Dataset.from_tensor_slices((paths, targets)).shuffle(len(paths))
    return ds.map(_read).map(_train_view).batch(32).prefetch(1)


def for_validation(paths, targets):
    ds = tf.data.Dataset.from_tensor_slices((paths, targets))
    return ds.map(_read).map(_val_view).batch(32).prefetch(1)  # expect: AUG202
