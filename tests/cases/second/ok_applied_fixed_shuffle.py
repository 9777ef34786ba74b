# case: ok_applied_fixed_shuffle
# shape: a lambda kept in a module constant shuffles once and is joined with .apply() before the cut; training is shuffled again behind it
# truth: by reason: reshuffle_each_iteration=False in the lambda, so both parts divide one order
import tensorflow as tf

ONCE = lambda ds: ds.shuffle(8192, seed=3, reshuffle_each_iteration=False)  # noqa: E731


def parse(line):
    cells = tf.strings.split(line, ",")
    image = tf.io.decode_png(tf.io.read_file(cells[0]), channels=3)
    return tf.image.resize(image, (96, 96)), tf.strings.to_number(cells[1], tf.int32)


def read(table, rows, held=0.2):
    lines = tf.data.TextLineDataset(table).skip(1).apply(ONCE)
    n = int(rows * held)
    dev, fit = lines.take(n), lines.skip(n)
    fit = fit.apply(lambda d: d.shuffle(1024)).map(parse).map(flipped)
    return fit.batch(32), dev.map(parse).batch(32)


def flipped(image, y):
    return tf.image.random_flip_up_down(image), y


if __name__ == "__main__":
    with open("satellites.csv") as f:
        rows = sum(1 for _ in f) - 1
    fit, dev = read("satellites.csv", rows)
    model = tf.keras.Sequential([tf.keras.layers.GlobalAveragePooling2D(), tf.keras.layers.Dense(1, "sigmoid")])
    model.compile("sgd", "binary_crossentropy")
    model.fit(fit, validation_data=dev, epochs=4)
