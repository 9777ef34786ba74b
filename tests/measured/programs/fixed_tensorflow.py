"""Draws in a graph before and after the fixes of AUG101, AUG102, AUG106 and AUG107.

All images are alike, so outputs are draws. Beside the pages' examples there are programs of other shapes.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import tensorflow as tf
from bench import common, digest, digests, equal, run, run_example, run_fixed, say, write_data
from page_examples import Example

from auglint import lint
from auglint.fixes.landing import land
from auglint.settings import Settings
from auglint.trace.tables import load_table, parse_signature

HEAD = """
import random

import numpy as np
import tensorflow as tf


def opened(name):
    return tf.data.Dataset.from_tensor_slices(np.load(name))

"""

SHARED = """
tf.random.set_seed(3)


def moved(image):
    if tf.random.uniform([]) < 0.9:
        image = tf.image.random_brightness(image, 0.3)
    return tf.cond(tf.random.uniform([]) < 0.9, lambda: tf.image.random_contrast(image, 0.5, 1.5), lambda: image)


class Data:
    def augment(self, image):
        image = tf.cast(image, tf.float32)
        return moved(image)

    def build(self, name, split):
        ds = opened(name)
        ds = ds.map(self.augment)
        return ds.batch(16).prefetch(1)


train_ds = Data().build("train.npy", split="train")
val_ds = Data().build("val.npy", split="val")
"""

PARALLEL = """
tf.random.set_seed(3)


def augment(image):
    return tf.image.random_brightness(image, 0.3)


train_ds = opened("train.npy").map(augment, num_parallel_calls=tf.data.AUTOTUNE).batch(16)
val_ds = opened("val.npy").map(augment, num_parallel_calls=8).batch(16)
"""

MASKS = """

def both(image, mask):
    image = tf.image.random_flip_left_right(image, seed=5)
    mask = tf.image.random_flip_left_right(mask, seed=5)
    image = tf.image.random_brightness(image, 0.2, seed=5)
    return image, mask


train_ds = tf.data.Dataset.from_tensor_slices((np.load("train.npy"), np.load("train.npy"))).map(both).batch(8)
model = tf.keras.Sequential([tf.keras.layers.Conv2D(3, 3, padding="same")])
model.compile("adam", "mse")
model.fit(train_ds, epochs=2, verbose=0)
"""

OP_SEEDS = """

def train_view(image):
    return tf.image.random_brightness(image, 0.3, seed=5)


def val_view(image):
    return tf.image.random_brightness(image, 0.3, seed=5)


train_ds = opened("train.npy").map(train_view).batch(16)
val_ds = opened("val.npy").map(val_view).batch(16)
"""

GENERATORS = """
RNGS = {"train": tf.random.Generator.from_seed(12), "val": tf.random.Generator.from_seed(12)}


def brightness(split):
    rng = RNGS[split]
    return lambda image: tf.image.stateless_random_brightness(image, 0.3, seed=rng.make_seeds(1)[:, 0])


train_ds = opened("train.npy").map(brightness("train")).batch(16)
val_ds = opened("val.npy").map(brightness("val")).batch(16)
"""

LAYERS = """

def augmenter(seed):
    return tf.keras.Sequential([
        tf.keras.layers.RandomBrightness(0.3, value_range=(0, 1), seed=seed),
        tf.keras.layers.RandomContrast(0.3, seed=seed + 1),
    ])


for_train = augmenter(seed=42)
for_val = augmenter(seed=42)
train_ds = opened("train.npy").batch(16).map(lambda images: for_train(images, training=True))
val_ds = opened("val.npy").batch(16).map(lambda images: for_val(images, training=True))
"""

TRACED = {
    "coin": """
def flipped(image):
    if np.random.rand() < 0.5:
        image = tf.image.flip_left_right(image)
    return image


train_ds = opened("train.npy").map(flipped)
""",
    "choice": """
train_ds = opened("train.npy").map(lambda image: tf.image.flip_left_right(image) if random.random() < 0.5 else image)
""",
    "branches": """
def altered(image):
    p = random.random()
    if p < 0.3:
        image = tf.image.adjust_brightness(image, 0.1)
    elif 0.3 <= p < 0.6:
        image = tf.image.flip_up_down(image)
    return image


train_ds = opened("train.npy").map(altered)
""",
    "double": """
def scaled(image):
    factor = random.uniform(0.5, 1.5)
    return image * factor + 0.1


train_ds = tf.data.Dataset.from_tensor_slices(np.load("train.npy").astype("float64")).map(scaled)
""",
    "window": """
def window(image):
    return tf.image.crop_to_bounding_box(image, np.random.randint(0, 32), random.randint(0, 32), 32, 32)


train_ds = opened("train.npy").map(window)
""",
    "shift": """
def shifted(image):
    dy, dx = 4, np.random.randint(-16, 17)
    return tf.roll(image, [dy, -random.randint(0, 9)], axis=[0, 1])


train_ds = opened("train.npy").map(shifted)
""",
}

RANGES = {
    "delta": (-0.2, 0.2), "contrast_factor": (0.5, 1.5), "gamma": (0.5, 1.5), "gain": (0.5, 0.9), "shift": (1, 9),
    "saturation_factor": (0.5, 1.5), "offset_height": (0, 9), "offset_width": (0, 9),
}  # fmt: skip
NEEDED = {
    "tensorflow.roll": {"axis": 1},
    "tensorflow.image.random_brightness": {"max_delta": 0.2},
    "tensorflow.image.random_contrast": {"lower": 0.5, "upper": 1.5},
    "tensorflow.image.random_hue": {"max_delta": 0.2},
    "tensorflow.image.random_saturation": {"lower": 0.5, "upper": 1.5},
    "tensorflow.image.crop_to_bounding_box": {"target_height": 40, "target_width": 40},
    "tensorflow.image.pad_to_bounding_box": {"target_height": 80, "target_width": 80},
}


def program(text):
    return Example("", "", "", {"train.py": HEAD + text})


def mended(text, code, number=0):
    """A program after the fixes of one code, which must land; `number`: which of those that a finding has."""

    def choose(finding):
        return finding.fixes[number] if finding.code == code and len(finding.fixes) > number else None

    with TemporaryDirectory() as folder:
        path = Path(folder, "train.py")
        path.write_text(HEAD + text, encoding="utf-8")
        settings = Settings(Path(folder), respect_gitignore=False)
        session = lint.Session(lint.discovered([path], settings), settings)
        landing = land(session, choose, lambda path: True)
        assert landing.landed, text
        return Example("", "", "", {"train.py": session.text(path).decode()})


def images(dataset):
    return digests(image for batch in dataset for image in batch.numpy())


def figures(names):
    train, held = names["train_ds"], names["val_ds"]
    first, other, second, again = images(train), images(held), images(train), images(held)
    return {
        "used": len(first),
        "distinct": len(set(first)),
        "splits_common": common(first + second, other + again),
        "epochs_common": common(first, second),
        "held_epochs_common": common(other, again),
        "held_epochs_equal": equal(other, again),
        "first": digest(np.array(first)),
        "sorted": digest(np.array(sorted(first))),
    }


def compared(bad, mended, again):
    """Figures before and after, and whether another run with the same seed draws the same."""
    two = [figures(each) for each in (bad, mended)]
    repeated = figures(again)
    alike = [two[1][key] == repeated[key] for key in ("first", "sorted")]
    return {"bad": two[0], "fixed": two[1], "reproduces": alike[0], "same_draws": alike[1]}


def of_page(code, beginning):
    return compared(run_example(code, "Bad", beginning), run_fixed(code, beginning), run_fixed(code, beginning))


def of_text(text, code, number=0):
    return compared(run(program(text)), run(mended(text, code, number)), run(mended(text, code, number)))


def of_training(code, beginning):
    """Epochs of training alone, of a program that trains when it is run."""

    def passes(names):
        train = names["train_ds"]
        first, second = (digests(x for batch in train for x in batch[0].numpy()) for _ in range(2))
        return {"used": len(first), "distinct": len(set(first)), "epochs_common": common(first, second)}

    return {"bad": passes(run_example(code, "Bad", beginning)), "fixed": passes(run_fixed(code, beginning))}


def of_masks():
    """Images and masks: how many are turned alike, and how many draws epochs have in common."""

    def passes(names):
        rows = [
            [(*pair,) for batch in names["train_ds"] for pair in zip(*map(np.array, batch), strict=True)] for _ in "12"
        ]
        turned = [[_turned(image), _turned(mask)] for image, mask in rows[0]]
        first, second = (digests(image for image, _ in each) for each in rows)
        return {
            "alike": sum(a == b for a, b in turned),
            "turned": sum(a for a, _ in turned),
            "epochs_equal": equal(first, second),
            "used": len(first),
        }

    return {"bad": passes(run(program(MASKS))), "fixed": passes(run(mended(MASKS, "AUG106")))}


def _turned(image):
    return bool(image[:, :32].mean() > image[:, 32:].mean())


def of_trace(text):
    bad, good = run(program(text))["train_ds"], run(mended(text, "AUG107"))["train_ds"]
    seen = [digests(np.asarray(image) for image in each) for each in (bad, good, good)]
    return {
        "bad_distinct": len(set(seen[0])),
        "distinct": len(set(seen[1])),
        "passes_equal": equal(seen[1], seen[2]),
        "same_spec": bad.element_spec == good.element_spec,
        "used": len(seen[1]),
    }


def of_trace_page(beginning):
    bad, good = run_example("AUG107", "Bad", beginning)["train_ds"], run_fixed("AUG107", beginning)["train_ds"]
    seen = [images(each) for each in (bad, good, good)]
    return {
        "bad_distinct": len(set(seen[0])),
        "distinct": len(set(seen[1])),
        "passes_common": common(seen[1], seen[2]),
        "same_spec": bad.element_spec == good.element_spec,
        "used": len(seen[1]),
    }


def of_ops():
    """The ops that the table names, with drawn numbers: which change the type or, of `alters`, the shape."""
    table = load_table("tensorflow")
    wrong = []
    for name, signature in {**table.alters, **table.takes}.items():
        function = tf
        for part in name.split(".")[1:]:
            function = getattr(function, part)
        others = [each.name for each in parse_signature(signature)[1:]]

        needed = NEEDED.get(name, {})

        def mapped(image, function=function, others=others, needed=needed):
            whole = {"shift", "offset_height", "offset_width"}
            drawn = {
                key: tf.random.uniform([], *RANGES[key], dtype="int32" if key in whole else "float32")
                for key in others
                if key in RANGES
            }
            return function(image, **drawn, **needed)

        dataset = tf.data.Dataset.from_tensor_slices(np.load("train.npy")).map(mapped)
        seen = digests(np.asarray(image) for image in dataset)
        shape = (64, 64, 3) if name in table.alters else dataset.element_spec.shape
        drawing = set(others) & set(RANGES)
        if tuple(dataset.element_spec.shape) != tuple(shape) or None in dataset.element_spec.shape:
            wrong.append([name, "shape"])
        if dataset.element_spec.dtype != tf.float32 or (drawing and len(set(seen)) < 4):
            wrong.append([name, "type", len(set(seen))])
    return wrong


write_data(same=True)
unseeded = {  # before anything sets a seed, under which TensorFlow's own draws would replay
    "pages": {beginning: of_trace_page(beginning) for beginning in ("NumPy in", "Python's random")},
    "traced": {name: of_trace(text) for name, text in TRACED.items()},
    "ops": of_ops(),
}
say(
    **unseeded,
    equal_draws=of_page("AUG101", "TensorFlow: equal"),
    two_functions=of_page("AUG101", "TensorFlow: two functions"),
    shared=of_text(SHARED, "AUG101"),
    parallel=of_text(PARALLEL, "AUG101"),
    op_seed=of_training("AUG106", "TensorFlow: a seed on the op"),
    masks=of_masks(),
    op_seeds=of_page("AUG102", "TensorFlow"),
    op_seeds_generators=of_text(OP_SEEDS, "AUG102", 1),
    generators=of_text(GENERATORS, "AUG102"),
    layers=of_text(LAYERS, "AUG102"),
)
