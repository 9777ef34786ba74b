# case: generators_by_split_equal_seed
# shape: two tf.random.Generator objects in a dict by split, both from one number; a closure picks its generator and draws seed pairs in the map
# truth: measured for the pattern (TF 2.21): two generators from one seed give 64 of 64 equal draws by position
import tensorflow as tf

RNGS = {
    "train": tf.random.Generator.from_seed(1234),
    "val": tf.random.Generator.from_seed(1234),  # expect: AUG102
}


def contrast(split):
    rng = RNGS[split]

    def apply(image, label):
        pair = rng.make_seeds(1)[:, 0]
        return tf.image.stateless_random_contrast(image, 0.7, 1.3, seed=pair), label

    return apply


def read(folder):
    ds = tf.keras.utils.image_dataset_from_directory(folder, image_size=(96, 96), batch_size=None, shuffle=False)
    return ds.map(lambda image, label: (image / 255.0, label))


train_ds = read("coins/train").map(contrast("train")).batch(32)
val_ds = read("coins/val").map(contrast("val")).batch(32)  # expect: AUG202|AUG201

model = tf.keras.Sequential([tf.keras.layers.Conv2D(8, 3), tf.keras.layers.GlobalMaxPooling2D(), tf.keras.layers.Dense(9)])
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train_ds, validation_data=val_ds, epochs=4)
