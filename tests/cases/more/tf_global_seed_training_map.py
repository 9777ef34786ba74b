# case: tf_global_seed_training_map
# shape: set_random_seed at the head of main(), random ops only in the training map, validation only rescaled; shuffle after the map
# truth: measured (TF 2.21, keras.utils.set_random_seed): the map's draws are the same in every epoch, per image too with shuffle after it
import tensorflow as tf

SIDE = 160


def rescale(x, y):
    return tf.image.resize(x, (SIDE, SIDE)) / 255.0, y


def distort(x, y):
    x = tf.image.random_flip_left_right(x)
    x = tf.image.random_contrast(x, 0.8, 1.2)
    return x, y


def main(folder="pets", epochs=25):
    tf.keras.utils.set_random_seed(812)  # expect: AUG106
    train = tf.keras.utils.image_dataset_from_directory(f"{folder}/train", batch_size=None, shuffle=False)
    valid = tf.keras.utils.image_dataset_from_directory(f"{folder}/valid", batch_size=64, shuffle=False).map(rescale)
    train = train.map(rescale).map(distort).shuffle(4000).batch(64).prefetch(tf.data.AUTOTUNE)

    base = tf.keras.applications.MobileNetV2(include_top=False, input_shape=(SIDE, SIDE, 3), pooling="avg")
    base.trainable = False
    model = tf.keras.Sequential([base, tf.keras.layers.Dense(37)])
    model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    model.fit(train, validation_data=valid, epochs=epochs)


if __name__ == "__main__":
    main()
