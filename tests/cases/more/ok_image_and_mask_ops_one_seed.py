# case: ok_image_and_mask_ops_one_seed
# shape: one map function flips image and mask with the same op seed on purpose; repeated stream with steps_per_epoch
# truth: measured (TF 2.21): two ops with one op seed draw the same value, so the pair stays aligned; with repeat in one iterator epochs differ
import tensorflow as tf

FLIP_SEED = 31
image_files = sorted(tf.io.gfile.glob("roads/train/image/*.png"))
mask_files = sorted(tf.io.gfile.glob("roads/train/mask/*.png"))


def load(image_file, mask_file):
    image = tf.io.decode_png(tf.io.read_file(image_file), channels=3)
    mask = tf.io.decode_png(tf.io.read_file(mask_file), channels=1)
    return tf.image.convert_image_dtype(image, tf.float32), tf.cast(mask > 0, tf.float32)


def flip_together(image, mask):
    image = tf.image.random_flip_left_right(image, seed=FLIP_SEED)
    mask = tf.image.random_flip_left_right(mask, seed=FLIP_SEED)
    return image, mask


train = (tf.data.Dataset.from_tensor_slices((image_files, mask_files))
         .shuffle(len(image_files)).repeat().map(load).map(flip_together).batch(4).prefetch(2))

unet = tf.keras.models.load_model("unet_blank.keras")
unet.compile(optimizer="adam", loss="binary_crossentropy")
unet.fit(train, steps_per_epoch=len(image_files) // 4, epochs=60)
unet.save("unet_roads.keras")
