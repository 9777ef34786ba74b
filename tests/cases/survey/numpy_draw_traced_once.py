# case: numpy_draw_traced_once
# shape: np.random is seeded globally and drawn from inside a function that tf.data traces, for both splits
# truth: measured: the draw happens once while tracing, a constant of its own per dataset; the splits do not replay each other's draws
import numpy as np
import tensorflow as tf

np.random.seed(5)


def dim(image, kind):
    return tf.image.adjust_brightness(image, np.random.uniform(-0.2, 0.2)), kind  # allow: AUG107


train_ds = tf.keras.utils.image_dataset_from_directory("moths/train").map(dim)
val_ds = tf.keras.utils.image_dataset_from_directory("moths/val").map(dim)  # allow: AUG201, AUG202

model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(4)])
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train_ds, validation_data=val_ds, epochs=4)
