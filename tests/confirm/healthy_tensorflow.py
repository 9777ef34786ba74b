"""Writes random TensorFlow and Keras programs: healthy ones, and the same with one defect planted."""
# ruff: noqa: E501 : the text of programs is not broken

import random

DEFECTS: dict[str, tuple[str, ...]] = {
    "one op seed in both maps": ("shared",),
    "set_seed and map": ("frozen",),
    "map then cache": ("frozen",),
    "shuffle then take and skip": ("leak",),
    "other seeds for the parts of a folder": ("leak",),
    "dataset made and dropped": ("discarded",),
}
"""By defect: the claims of which one at least must be made."""

HEAD = '''"""{title}"""
import argparse
import pathlib

import keras
import numpy as np
import tensorflow as tf
from PIL import Image

AUTOTUNE = tf.data.AUTOTUNE
SIDE = 24


def parse_args():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default={epochs})
    parser.add_argument("--batch-size", type=int, default={batch})
    return parser.parse_args()


def synthetic(n, seed):
    r = np.random.default_rng(seed)
    return r.integers(0, 256, (n, SIDE, SIDE, 3), dtype="uint8")


def write_folder(folder, n, seed):
    for i, image in enumerate(synthetic(n, seed)):
        target = pathlib.Path(folder) / ("left" if i % 2 else "right")
        target.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(target / f"{{i:04d}}.png", compress_level=1)

'''

MODEL = """
def build_model({layers}):
    model = keras.Sequential([
{steps}        keras.layers.Flatten(),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(2, activation="softmax"),
    ])
    model.compile(optimizer={optimizer}, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

"""


def write(rng: random.Random, defect: str = "") -> tuple[str, str]:
    """A program and, in a few words, what it is made of."""
    if not defect and rng.random() < 0.15:
        return _sequence(rng)
    source = rng.choice(("arrays", "generator", "folder", "paths", "one array"))
    if defect == "other seeds for the parts of a folder":
        source = "folder"
    elif defect == "shuffle then take and skip":
        source = rng.choice(("one array", "one list of paths"))
    elif defect == "dataset made and dropped":
        source = rng.choice(("arrays", "paths", "folder"))
    elif defect:
        source = rng.choice(("arrays", "paths", "one array"))
    kind = rng.choice(("image", "image", "flip", "layers", "uniform", "none"))
    if defect in ("one op seed in both maps", "set_seed and map", "map then cache"):
        kind = rng.choice(("image", "image", "uniform", "flip"))
    if source == "generator" and kind == "layers":
        kind = "image"
    epochs, batch = rng.choice((2, 3)), rng.choice((8, 16))
    names = {
        "train": rng.choice(("train_ds", "ds_train", "train_data")),
        "val": rng.choice(("val_ds", "ds_val", "valid_data")),
    }
    names["aug"] = rng.choice(("augment", "random_changes", "distort"))
    ending, fit = _training(rng, names)
    body = _augment(rng, kind, names["aug"], defect) + _sources(rng, source, kind, names, defect)
    top = f"    tf.random.set_seed({rng.choice((1, 42))})\n" if defect == "set_seed and map" else ""
    if defect == "set_seed and map" and rng.random() < 0.3:
        top = "    keras.utils.set_random_seed(7)\n"
    inside = rng.random() < 0.15 and kind == "none"
    steps = (
        '        keras.layers.RandomFlip("horizontal"),\n        keras.layers.RandomRotation(0.1),\n' if inside else ""
    )
    model = MODEL.format(
        layers="", steps=steps, optimizer=rng.choice(('"sgd"', '"adam"', "keras.optimizers.SGD(0.01)"))
    )
    text = (
        HEAD.format(title=rng.choice(("Small Keras baseline.", "image classifier")), epochs=epochs, batch=batch)
        + body
        + model
        + ending
    )
    main = f"\ndef main():\n    args = parse_args()\n{top}    {names['train']}, {names['val']} = load_data(args.batch_size)\n    model = build_model()\n{fit}\n\n"
    text += main + rng.choice(('if __name__ == "__main__":\n    main()\n', "main()\n"))
    return text, f"tf {source} {kind} {'loop' if 'GradientTape' in text else 'fit'}{' layers in model' * inside}"


def _augment(rng: random.Random, kind: str, name: str, defect: str) -> str:
    seed = f", seed={rng.randint(1, 99)}" if defect == "one op seed in both maps" else ""
    start = "    image = tf.cast(image, tf.float32) / 255.0\n"
    plain = f"\ndef prepare(image, label):\n{start}    return image, label\n\n"
    if kind == "layers":
        options = rng.choice(
            (
                'keras.layers.RandomFlip("horizontal"), keras.layers.RandomRotation(0.1)',
                "keras.layers.RandomTranslation(0.2, 0.2), keras.layers.RandomZoom(0.2)",
            )
        )
        return f"\nlayers = keras.Sequential([{options}])\n\n{plain}\ndef {name}(image, label):\n{start}    return layers(image[None], training=True)[0], label\n\n"
    steps = {
        "image": (
            f"    image = tf.image.random_flip_left_right(image{seed})\n",
            f"    image = tf.image.random_brightness(image, 0.3{seed})\n",
            f"    image = tf.image.random_contrast(image, 0.6, 1.4{seed})\n",
        ),
        "flip": (f"    image = tf.image.random_flip_left_right(image{seed})\n",),
        "uniform": (f"    image = image * tf.random.uniform((), 0.5, 1.5{seed})\n",),
        "none": (),
    }[kind]
    chosen = (
        steps[1:2] + tuple(step for step in (steps[0], *steps[2:]) if rng.random() < 0.6) if kind == "image" else steps
    )
    return f"{plain}\ndef {name}(image, label):\n{start}{''.join(chosen)}    return image, label\n\n"


def _sources(rng: random.Random, source: str, kind: str, names: dict[str, str], defect: str) -> str:
    """The function `load_data`."""
    train, val = names["train"], names["val"]
    n, m = rng.choice((64, 96, 128)), rng.choice((64, 80))
    before, text = "", "\ndef load_data(batch_size):\n"
    slices = "tf.data.Dataset.from_tensor_slices"
    if source == "arrays":
        text += f"    x, y = synthetic({n}, 1), np.arange({n}) % 2\n    xv, yv = synthetic({m}, 2), np.arange({m}) % 2\n    {train} = {slices}((x, y))\n    {val} = {slices}((xv, yv))\n"
    elif source == "generator":
        before = (
            "\ndef stream(images):\n    def produce():\n        for i, image in enumerate(images):\n            yield image, i % 2\n\n    return produce\n\n"
            "\nSPEC = (tf.TensorSpec((SIDE, SIDE, 3), tf.uint8), tf.TensorSpec((), tf.int64))\n"
        )
        text += f"    {train} = tf.data.Dataset.from_generator(stream(synthetic({n}, 1)), output_signature=SPEC)\n    {val} = tf.data.Dataset.from_generator(stream(synthetic({m}, 2)), output_signature=SPEC)\n"
    elif source == "folder":
        seed = rng.randint(1, 500)
        other = seed + rng.randint(1, 50) if defect == "other seeds for the parts of a folder" else seed
        text += '    write_folder("photos", 160, 1)\n    common = dict(validation_split=0.25, image_size=(SIDE, SIDE), batch_size=None)\n'
        text += f'    {train} = keras.utils.image_dataset_from_directory("photos", subset="training", seed={seed}, **common)\n'
        text += f'    {val} = keras.utils.image_dataset_from_directory("photos", subset="validation", seed={other}, **common)\n'
    elif source == "paths":
        before = "\ndef read(path, label):\n    image = tf.io.decode_png(tf.io.read_file(path), channels=3)\n    return tf.ensure_shape(image, (SIDE, SIDE, 3)), label\n\n"
        for part, name, count, seed in (("train", train, n, 1), ("val", val, m, 2)):
            text += f'    write_folder("photos/{part}", {count}, {seed})\n    files = sorted(str(f) for f in pathlib.Path("photos/{part}").glob("*/*.png"))\n'
            text += f'    {name} = {slices}((files, [int("left" in f) for f in files])).map(read)\n'
    else:
        if source == "one array":
            text += f"    x, y = synthetic({n + m}, 1), np.arange({n + m}) % 2\n    everything = {slices}((x, y))\n"
        else:
            before = "\ndef read(path, label):\n    image = tf.io.decode_png(tf.io.read_file(path), channels=3)\n    return tf.ensure_shape(image, (SIDE, SIDE, 3)), label\n\n"
            text += f'    write_folder("photos", {n + m}, 1)\n    files = sorted(str(f) for f in pathlib.Path("photos").glob("*/*.png"))\n'
            text += f'    everything = {slices}((files, [int("left" in f) for f in files]))\n'
        fixed = rng.choice((", seed=3, reshuffle_each_iteration=False", ", reshuffle_each_iteration=False", None))
        if defect == "shuffle then take and skip":
            text += f"    everything = everything.shuffle({rng.choice((n + m, 1000))}{rng.choice(('', ', seed=5'))})\n"
        elif fixed:
            text += f"    everything = everything.shuffle({n + m}{fixed})\n"
        text += f"    {train} = everything.take({n})\n    {val} = everything.skip({n})\n"
        if source == "one list of paths":
            text += f"    {train} = {train}.map(read)\n    {val} = {val}.map(read)\n"
    return before + text + _chain(rng, source, names, defect)


def _chain(rng: random.Random, source: str, names: dict[str, str], defect: str) -> str:
    train, val, augment = names["train"], names["val"], names["aug"]
    calls = rng.choice(("", ", num_parallel_calls=AUTOTUNE"))
    steps = []
    if rng.random() < 0.4 and source != "generator":
        steps.append(".cache()")
    if rng.random() < 0.6 and defect != "set_seed and map":
        steps.append(f".shuffle({rng.choice((64, 200, 1000))})")
    mapped = f".map({augment}{calls})"
    if rng.random() < 0.3:
        mapped = f".map(lambda image, label: {augment}(image, label){calls})"
    steps.append(mapped)
    if defect == "map then cache":
        steps.append(".cache()")
        if rng.random() < 0.5:
            steps.append(".shuffle(64)")
    steps.append(".batch(batch_size)")
    if rng.random() < 0.6:
        steps.append(rng.choice((".prefetch(AUTOTUNE)", ".prefetch(2)")))
    tail = rng.choice(("", ".prefetch(AUTOTUNE)"))
    evaluation = augment if defect == "one op seed in both maps" else "prepare"
    dropped = ""
    if defect == "dataset made and dropped":
        dropped = f"    {train}.{rng.choice(('shuffle(200)', 'repeat()', 'take(32)'))}\n"
    if rng.random() < 0.5:
        text = f"{dropped}    {train} = {train}{''.join(steps)}\n"
    else:
        text = dropped + "".join(f"    {train} = {train}{step}\n" for step in steps)
    return text + f"    {val} = {val}.map({evaluation}).batch(batch_size){tail}\n    return {train}, {val}\n\n"


def _training(rng: random.Random, names: dict[str, str]) -> tuple[str, str]:
    """Functions, and the statements in `main`."""
    train, val = names["train"], names["val"]
    if rng.random() < 0.7:
        more = rng.choice(("", ", callbacks=[keras.callbacks.EarlyStopping(patience=2)]"))
        end = rng.choice(("", f"    print(model.evaluate({val}, verbose=0))\n"))
        return (
            "",
            f"    history = model.fit({train}, validation_data={val}, epochs=args.epochs, verbose=2{more})\n    print(history.history)\n{end}",
        )
    text = (
        "\ndef train_step(model, optimizer, images, labels):\n    with tf.GradientTape() as tape:\n        predictions = model(images, training=True)\n"
        "        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, predictions))\n"
        "    gradients = tape.gradient(loss, model.trainable_variables)\n    optimizer.apply_gradients(zip(gradients, model.trainable_variables))\n    return loss\n\n"
    )
    return text, (
        f"    optimizer = keras.optimizers.SGD(0.01)\n    for epoch in range(args.epochs):\n        for images, labels in {train}:\n            loss = train_step(model, optimizer, images, labels)\n"
        f"        hits = [keras.metrics.sparse_categorical_accuracy(labels, model(images, training=False)) for images, labels in {val}]\n"
        "        print(epoch, float(loss), float(tf.reduce_mean(tf.concat(hits, 0))))\n"
    )


def _sequence(rng: random.Random) -> tuple[str, str]:
    workers = rng.choice((1, 2, 4))
    draw = rng.choice(
        ("np.random.uniform(0.7, 1.3, (len(x), 1, 1, 1))", "self.rng.uniform(0.7, 1.3, (len(x), 1, 1, 1))")
    )
    own = "        self.rng = np.random.default_rng()\n" if "self.rng" in draw else ""
    text = (
        HEAD.format(title="Keras PyDataset.", epochs=2, batch=8)
        + (
            "\nclass Batches(keras.utils.PyDataset):\n    def __init__(self, images, batch_size, augment, **kwargs):\n        super().__init__(**kwargs)\n"
            f"        self.images = images\n        self.batch_size = batch_size\n        self.augment = augment\n{own}\n    def __len__(self):\n"
            "        return -(-len(self.images) // self.batch_size)\n\n    def __getitem__(self, index):\n        part = slice(index * self.batch_size, (index + 1) * self.batch_size)\n"
            f"        x = self.images[part] / 255.0\n        if self.augment:\n            x = x * {draw}\n        return x, np.arange(len(x)) % 2\n\n"
        )
        + MODEL.format(layers="", steps="", optimizer='"sgd"')
        + (
            f'\nif __name__ == "__main__":\n    args = parse_args()\n    train = Batches(synthetic(96, 1), args.batch_size, True, workers={workers})\n'
            "    val = Batches(synthetic(64, 2), args.batch_size, False)\n    build_model().fit(train, validation_data=val, epochs=args.epochs, verbose=2)\n"
        )
    )
    return text, f"keras sequence {workers} threads{' own rng' * bool(own)}"
