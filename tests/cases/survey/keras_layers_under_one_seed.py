# case: keras_layers_under_one_seed
# shape: set_random_seed once, then a Keras flip layer of its own for each of two mapped pipelines
# truth: measured (TF 2.21): the layers hold seed states of their own, so the splits draw differently and epochs differ; only validation is wrong
import keras
import tensorflow as tf

keras.utils.set_random_seed(7)

train_tilt = keras.layers.RandomRotation(0.1)
check_tilt = keras.layers.RandomRotation(0.02)

train_ds = tf.keras.utils.image_dataset_from_directory("tiles/train", image_size=(64, 64))
val_ds = tf.keras.utils.image_dataset_from_directory("tiles/val", image_size=(64, 64))
train_ds = train_ds.map(lambda image, kind: (train_tilt(image, training=True), kind))
val_ds = val_ds.map(lambda image, kind: (check_tilt(image, training=True), kind))  # expect: AUG202

model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(5)])
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train_ds, validation_data=val_ds, epochs=5)
