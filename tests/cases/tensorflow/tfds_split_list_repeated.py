# case: tfds_split_list_repeated
# shape: both splits come from one call, the selector list names the same split twice
# truth: by reason: split=["train", "train"] returns the training rows two times
import tensorflow as tf
import tensorflow_datasets as tfds

BUFFER, BATCH = 5000, 128

(ds_train, ds_test), info = tfds.load(
    "fashion_mnist",
    split=["train", "train"],  # expect: AUG301
    as_supervised=True,
    with_info=True,
)
print(info.features)


def normalize_img(image, label):
    return tf.cast(image, tf.float32) / 255.0, label


ds_train = ds_train.map(normalize_img, num_parallel_calls=tf.data.AUTOTUNE).cache()
ds_train = ds_train.shuffle(BUFFER).batch(BATCH).prefetch(tf.data.AUTOTUNE)
ds_test = ds_test.map(normalize_img, num_parallel_calls=tf.data.AUTOTUNE).batch(BATCH).cache().prefetch(tf.data.AUTOTUNE)

model = tf.keras.models.Sequential([
    tf.keras.layers.Flatten(input_shape=(28, 28)),
    tf.keras.layers.Dense(128, activation="relu"),
    tf.keras.layers.Dense(10),
])
model.compile(
    optimizer=tf.keras.optimizers.Adam(0.001),
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=[tf.keras.metrics.SparseCategoricalAccuracy()],
)
model.fit(ds_train, epochs=6, validation_data=ds_test)
