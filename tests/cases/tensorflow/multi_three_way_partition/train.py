# case: multi_three_way_partition
# shape: shuffle in one file behind a default argument, take and skip three ways in another, put together here
# truth: by the same measurement as shuffle before take/skip (TF 2.21): each part draws its own order at each pass, the parts mix
import tensorflow as tf
from data import load_pair, raw_pairs
from partition import partition


def small_unet():
    inputs = tf.keras.Input((256, 256, 3))
    down = tf.keras.layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    low = tf.keras.layers.Conv2D(32, 3, padding="same", activation="relu")(tf.keras.layers.MaxPooling2D()(down))
    up = tf.keras.layers.Concatenate()([tf.keras.layers.UpSampling2D()(low), down])
    return tf.keras.Model(inputs, tf.keras.layers.Conv2D(1, 1, activation="sigmoid")(up))


def main():
    pairs, size = raw_pairs("polyps")
    train, val, test = (
        part.map(load_pair, num_parallel_calls=tf.data.AUTOTUNE).batch(8) for part in partition(pairs, size)
    )
    model = small_unet()
    model.compile("adam", "binary_crossentropy", metrics=[tf.keras.metrics.BinaryIoU(target_class_ids=[1])])
    model.fit(train, validation_data=val, epochs=40)
    print("test:", model.evaluate(test))


if __name__ == "__main__":
    main()
