# case: fixed_map_functions_shared
# shape: functions called augment and transform, mapped on both sides, that draw nothing; global seed set
# truth: by reason: flips, crops and brightness here have fixed amounts; only shuffle draws
import tensorflow as tf

tf.random.set_seed(0)
SIZE = 112


def augment(image, label):
    """Adds the mirrored picture as further channels."""
    mirrored = tf.image.flip_left_right(image)
    return tf.concat([image, mirrored], axis=-1), label


def transform(path, label):
    image = tf.io.decode_bmp(tf.io.read_file(path), channels=1)
    image = tf.image.central_crop(image, central_fraction=0.9)
    image = tf.image.resize(image, (SIZE, SIZE), antialias=True)
    image = tf.image.adjust_brightness(image / 255.0, delta=0.1)
    image = tf.image.per_image_standardization(image)
    return image, label


def load(list_file, is_training):
    with open(list_file) as lines:
        entries = [line.split() for line in lines if line.strip()]
    ds = tf.data.Dataset.from_tensor_slices(([e[0] for e in entries], [int(e[1]) for e in entries]))
    ds = ds.shuffle(len(entries)) if is_training else ds
    for step in (transform, augment):
        ds = ds.map(step, num_parallel_calls=tf.data.AUTOTUNE)
    return ds.batch(50).prefetch(tf.data.AUTOTUNE)


model = tf.keras.Sequential([
    tf.keras.layers.Conv2D(32, 5, strides=2, activation="relu"),
    tf.keras.layers.GlobalAveragePooling2D(),
    tf.keras.layers.Dense(40, activation="softmax"),
])
model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(load("fingers_train.txt", True), validation_data=load("fingers_val.txt", False), epochs=80)
