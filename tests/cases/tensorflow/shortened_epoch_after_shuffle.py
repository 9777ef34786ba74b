# case: shortened_epoch_after_shuffle
# shape: take() after a reshuffling shuffle, yet no part of it is evaluation data: a shorter epoch, a sample for plots, an adapt() pass
# truth: by reason: validation reads other files; every take() stays on the training side or on the test side for a plot
import argparse

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import tensorflow as tf  # noqa: E402


def pictures(folder, **kwargs):
    return tf.keras.utils.image_dataset_from_directory(folder, image_size=(100, 100), batch_size=None, **kwargs)


def contact_sheet(ds, path, rows=4):
    fig, axes = plt.subplots(rows, rows)
    for ax, (image, label) in zip(axes.flat, ds.shuffle(500).take(rows * rows)):
        ax.imshow(image.numpy().astype("uint8"))
        ax.set_title(int(label))
    fig.savefig(path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fraction", type=float, default=0.25)
    args = parser.parse_args()

    train = pictures("coins/train", shuffle=False)
    total = int(train.cardinality().numpy())
    short = train.shuffle(total).take(int(total * args.fraction)).batch(32)
    val = pictures("coins/val", shuffle=False).batch(32)
    test = pictures("coins/test", shuffle=False)

    contact_sheet(train, "train.png")
    contact_sheet(test, "test.png")

    norm = tf.keras.layers.Normalization()
    norm.adapt(train.shuffle(total).take(500).map(lambda x, _: x).batch(50))
    model = tf.keras.Sequential([norm, tf.keras.layers.Conv2D(8, 3), tf.keras.layers.Flatten(), tf.keras.layers.Dense(6)])
    model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    model.fit(short, validation_data=val, epochs=40)
    model.evaluate(test.batch(64))


if __name__ == "__main__":
    main()
