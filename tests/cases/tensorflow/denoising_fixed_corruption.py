# case: denoising_fixed_corruption
# shape: both sides add noise; training from a generator object, validation from a stateless op seeded by the item number
# truth: by reason: the noise of a validation item is a function of its number, the same at each pass; training draws anew
import tensorflow as tf

SIGMA = 25.0 / 255.0
TRAIN_SEED, VAL_SEED = 101, 202
rng = tf.random.Generator.from_seed(TRAIN_SEED)


def clean(pattern):
    files = tf.data.Dataset.list_files(pattern, shuffle=False)
    return files.map(lambda f: tf.image.convert_image_dtype(tf.io.decode_png(tf.io.read_file(f), channels=1), tf.float32))


def noisy_training_pair(image):
    patch = tf.image.stateless_random_crop(image, (64, 64, 1), seed=rng.make_seeds(1)[:, 0])
    return patch + rng.normal(tf.shape(patch), stddev=SIGMA), patch


def noisy_validation_pair(number, image):
    seed = tf.stack([tf.cast(VAL_SEED, tf.int64), number])
    noise = tf.random.stateless_normal(tf.shape(image), seed=seed, stddev=SIGMA)
    return image + noise, image


train = clean("bsd/train/*.png").cache().shuffle(400).map(noisy_training_pair).batch(128)
val = clean("bsd/val/*.png").enumerate().map(noisy_validation_pair).batch(1)

inputs = tf.keras.Input((None, None, 1))
x = inputs
for _ in range(8):
    x = tf.keras.layers.Conv2D(64, 3, padding="same", activation="relu")(x)
model = tf.keras.Model(inputs, inputs - tf.keras.layers.Conv2D(1, 3, padding="same")(x))
model.compile("adam", "mse")
model.fit(train, validation_data=val, epochs=50)
