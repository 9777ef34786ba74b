# case: ok_keras_layer_in_training_map
# shape: global seed and seeded Keras layers in the training map alone; no stateful tf.image op anywhere
# truth: measured (keras 3.15): a layer's seed state advances, so epochs differ even with seed= and a global seed
import keras
import tensorflow as tf
from keras import layers

keras.utils.set_random_seed(2024)

flip = layers.RandomFlip("horizontal", seed=5)
turn = layers.RandomRotation(0.1, seed=6)


def augment(images, labels):
    return turn(flip(images, training=True), training=True), labels


train_ds = keras.utils.image_dataset_from_directory("bricks/train", seed=5, image_size=(200, 200), label_mode="categorical")
val_ds = keras.utils.image_dataset_from_directory("bricks/val", shuffle=False, image_size=(200, 200), label_mode="categorical")
train_ds = train_ds.map(augment, num_parallel_calls=tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)

inputs = keras.Input((200, 200, 3))
x = layers.Rescaling(1 / 255)(inputs)
for width in (16, 32, 64):
    x = layers.MaxPooling2D()(layers.Conv2D(width, 3, activation="relu")(x))
model = keras.Model(inputs, layers.Dense(16, activation="softmax")(layers.GlobalAveragePooling2D()(x)))
model.compile("rmsprop", "categorical_crossentropy", metrics=["accuracy"])
model.fit(train_ds, validation_data=val_ds, epochs=30)
