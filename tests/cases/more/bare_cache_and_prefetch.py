# case: bare_cache_and_prefetch
# shape: module-level tutorial script; two chained calls as a statement, and a shuffle in an if
# truth: by reason: tf.data methods return new datasets, the statements do nothing
import tensorflow as tf
from tensorflow.keras import layers

AUTOTUNE = tf.data.AUTOTUNE
shuffle_training = True

train_ds, val_ds = tf.keras.utils.image_dataset_from_directory(
    "PetImages", validation_split=0.2, subset="both", seed=1337, image_size=(180, 180), batch_size=128)

print(train_ds.class_names)
train_ds.cache().prefetch(buffer_size=AUTOTUNE)  # expect: AUG205
if shuffle_training:
    train_ds.shuffle(1000)  # expect: AUG205
val_ds = val_ds.prefetch(buffer_size=AUTOTUNE)

model = tf.keras.Sequential([
    layers.Rescaling(1.0 / 255),
    layers.Conv2D(32, 3, strides=2, activation="relu"),
    layers.GlobalAveragePooling2D(),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(tf.keras.optimizers.Adam(3e-4), "binary_crossentropy", ["accuracy"])
model.fit(train_ds, epochs=25, validation_data=val_ds)
