import pathlib

import tensorflow as tf


def read_index(root):
    root = pathlib.Path(root)
    images = sorted(str(p) for p in (root / "images").glob("*.png"))
    masks = [p.replace("/images/", "/masks/") for p in images]
    return images, masks


def load_pair(image_path, mask_path):
    image = tf.io.decode_png(tf.io.read_file(image_path), channels=3)
    mask = tf.io.decode_png(tf.io.read_file(mask_path), channels=1)
    image = tf.image.resize(image, (256, 256)) / 255.0
    mask = tf.image.resize(mask, (256, 256), method="nearest") // 255
    return image, mask


def raw_pairs(root, mix=True):
    images, masks = read_index(root)
    ds = tf.data.Dataset.from_tensor_slices((images, masks))
    if mix:
        ds = ds.shuffle(buffer_size=len(images))  # expect: AUG303
    return ds, len(images)
