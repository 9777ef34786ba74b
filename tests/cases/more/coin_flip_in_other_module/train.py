# case: coin_flip_in_other_module
# shape: the mapped function comes from another module, is decorated with tf.function and decides with np.random in an if
# truth: measured (TF 2.21): numpy is drawn once, while tracing; the branch taken is fixed for all images
import tensorflow as tf

from augmentation import random_mirror as mirror

AUTO = tf.data.AUTOTUNE


def load(path):
    image = tf.image.resize(tf.io.decode_jpeg(tf.io.read_file(path), channels=3), (224, 224))
    return image / 255.0, tf.strings.to_number(tf.strings.split(path, "_")[-2], tf.int32)


paths = tf.data.Dataset.list_files("utkface/train/*.jpg")
train = paths.map(load, num_parallel_calls=AUTO).map(mirror, num_parallel_calls=AUTO).batch(32).prefetch(AUTO)
held = tf.data.Dataset.list_files("utkface/test/*.jpg", shuffle=False).map(load, num_parallel_calls=AUTO).batch(32)

model = tf.keras.applications.DenseNet121(weights=None, classes=2)
model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
model.fit(train, validation_data=held, epochs=6)
