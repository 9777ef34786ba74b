# case: tfds_split_left_at_default
# shape: keyword-only helper around tfds.load whose split has a default; the evaluation call gives training=False and forgets split
# truth: by reason: make_dataset(training=False) loads the default split "train"
import tensorflow as tf
import tensorflow_datasets as tfds


def make_dataset(*, name="oxford_flowers102", split="train", training, batch_size=32, size=180):
    ds, info = tfds.load(name, split=split, as_supervised=True, with_info=True, shuffle_files=training)
    ds = ds.map(lambda img, lab: (tf.image.resize(img, (size, size)) / 255.0, lab), num_parallel_calls=tf.data.AUTOTUNE)
    if training:
        ds = ds.shuffle(1000)
        ds = ds.map(lambda img, lab: (tf.image.random_flip_left_right(img), lab), num_parallel_calls=tf.data.AUTOTUNE)
    return ds.batch(batch_size).prefetch(tf.data.AUTOTUNE), info.features["label"].num_classes


def make_model(n, size=180):
    base = tf.keras.applications.MobileNetV3Small(include_top=False, input_shape=(size, size, 3), pooling="avg")
    base.trainable = False
    return tf.keras.Sequential([base, tf.keras.layers.Dense(n)])


def run():
    train_ds, n = make_dataset(training=True)
    eval_ds, _ = make_dataset(training=False)  # expect: AUG301
    model = make_model(n)
    model.compile(
        optimizer=tf.keras.optimizers.Adam(1e-3),
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(train_ds, epochs=10)
    print(dict(zip(model.metrics_names, model.evaluate(eval_ds))))


if __name__ == "__main__":
    run()
