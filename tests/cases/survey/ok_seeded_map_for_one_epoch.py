# case: ok_seeded_map_for_one_epoch
# shape: random ops with a seed in the map of training data, and a fit of one epoch
# truth: by reason: there is no second pass that could repeat the draws of the first
import tensorflow as tf


def turn(image, label):
    return tf.image.random_flip_left_right(image, seed=11), label


train = tf.keras.utils.image_dataset_from_directory("fungi/train", image_size=(160, 160)).map(turn)
val = tf.keras.utils.image_dataset_from_directory("fungi/val", image_size=(160, 160))
model = tf.keras.applications.MobileNetV2(weights=None, classes=4)
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(train, validation_data=val, epochs=1)
