# case: directory_halves_in_comprehension
# shape: one folder for both subsets in a dict comprehension, equal seed and fraction from constants
# truth: measured (TF 2.21): equal seed and fraction with the two subsets have 0 common files for 30 of 30 seeds
import tensorflow as tf

DATA = tf.keras.utils.get_file("PetImages", "https://example.org/petimages.zip", extract=True)
SEED = 20
HELD_OUT = 0.2

parts = {
    part: tf.keras.utils.image_dataset_from_directory(
        DATA,
        validation_split=HELD_OUT,
        subset=part,
        seed=SEED,
        image_size=(180, 180),
        batch_size=128,
        label_mode="binary",
    )
    for part in ("training", "validation")
}

augmentation = [tf.keras.layers.RandomFlip("horizontal"), tf.keras.layers.RandomRotation(0.1)]


def augment(images):
    for layer in augmentation:
        images = layer(images)
    return images


train = parts["training"].map(lambda x, y: (augment(x), y), num_parallel_calls=tf.data.AUTOTUNE).prefetch(2)
validation = parts["validation"].prefetch(2)

model = tf.keras.Sequential([
    tf.keras.layers.Rescaling(1 / 255),
    tf.keras.layers.SeparableConv2D(64, 3, activation="relu"),
    tf.keras.layers.GlobalAveragePooling2D(),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(tf.keras.optimizers.Adam(1e-3), "binary_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=25, validation_data=validation)
