# case: zip_of_images_and_masks_divided
# shape: Dataset.zip of two listings, cache and seeded shuffle, then whole batches are divided with a computed count inside a function
# truth: by reason: shuffle reshuffles in each iteration (seed= does not change that), the parts are cut from different orders
import tensorflow as tf
from tensorflow.keras import layers

IMG_SIZE = 128
BATCH = 16


def read_image(path):
    return tf.image.resize(tf.io.decode_jpeg(tf.io.read_file(path), channels=3), (IMG_SIZE, IMG_SIZE)) / 255.0


def read_mask(path):
    mask = tf.io.decode_png(tf.io.read_file(path), channels=1)
    return tf.cast(tf.image.resize(mask, (IMG_SIZE, IMG_SIZE), method="nearest") > 0, tf.float32)


def get_datasets(image_glob, mask_glob, val_share=0.15):
    images = tf.data.Dataset.list_files(image_glob, shuffle=False).map(read_image)
    masks = tf.data.Dataset.list_files(mask_glob, shuffle=False).map(read_mask)
    pairs = tf.data.Dataset.zip((images, masks))
    n_batches = int(pairs.cardinality().numpy()) // BATCH
    n_val = int(val_share * n_batches)
    pairs = pairs.cache().shuffle(buffer_size=2048, seed=42).batch(BATCH, drop_remainder=True)  # expect: AUG303
    val = pairs.take(n_val).prefetch(tf.data.AUTOTUNE)
    train = pairs.skip(n_val).prefetch(tf.data.AUTOTUNE)
    return train, val


def tiny_unet():
    x = inp = layers.Input((IMG_SIZE, IMG_SIZE, 3))
    for width in (16, 32):
        x = layers.Conv2D(width, 3, padding="same", activation="relu")(x)
    return tf.keras.Model(inp, layers.Conv2D(1, 1, activation="sigmoid")(x))


if __name__ == "__main__":
    train_batches, val_batches = get_datasets("kvasir/images/*.jpg", "kvasir/masks/*.png")
    unet = tiny_unet()
    unet.compile(optimizer="adam", loss="binary_crossentropy")
    unet.fit(train_batches, epochs=40, validation_data=val_batches)
