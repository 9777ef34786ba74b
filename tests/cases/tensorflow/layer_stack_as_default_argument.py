# case: layer_stack_as_default_argument
# shape: the augmentation is a default argument of the helper, nobody names it where the datasets are made
# truth: measured for the part (keras 3.15): a random layer called in map without training= draws; both calls take the default
import tensorflow as tf
from tensorflow.keras import layers

WARP = tf.keras.Sequential(
    [
        layers.RandomRotation(0.08, fill_mode="constant"),
        layers.RandomZoom((-0.1, 0.1)),
        layers.RandomContrast(0.2),
    ],
    name="warp",
)


def glyphs(folder, *, warp=WARP, batch=256, shuffle=False):
    """One split of the handwriting set."""
    ds = tf.keras.utils.image_dataset_from_directory(
        folder, color_mode="grayscale", image_size=(40, 40), batch_size=batch, shuffle=shuffle
    )
    if warp is not None:
        ds = ds.map(lambda x, y: (warp(x), y), num_parallel_calls=tf.data.AUTOTUNE)
    return ds.prefetch(2)


def network(classes):
    return tf.keras.Sequential([
        layers.Rescaling(1 / 255),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(classes, activation="softmax"),
    ])


if __name__ == "__main__":
    train = glyphs("glyphs/train", shuffle=True)
    dev = glyphs("glyphs/dev")  # expect: AUG201
    test = glyphs("glyphs/test", warp=None)
    net = network(62)
    net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    net.fit(train, validation_data=dev, epochs=20)
    net.evaluate(test)
