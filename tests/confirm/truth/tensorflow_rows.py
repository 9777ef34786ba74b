"""Tables 1 to 5 and 17: tf.data, Keras layers, generators, divisions, flows and sequences."""
# ruff: noqa: E501 : the text of programs is not broken

from table import row

TRAIN = "train_ds = load(64, 1).map(augment).batch(8).prefetch(2)\n"
VAL = "val_ds = load(64, 2).map(augment).batch(8)\n"
DEF = "def augment(picture, label):\n"
BRIGHTER = "    picture = tf.image.random_brightness(picture, 0.4)\n"
SEED = "tf.random.set_seed(42)\n"
TOP = {DEF: f"{SEED}\n\n{DEF}"}
PLAIN_VAL = {VAL: VAL.replace("augment", "prepare")}


def train(text, top=TOP):
    """Another training pipeline, validation without augmentation."""
    return top | PLAIN_VAL | {TRAIN: f"train_ds = load(64, 1).{text}\n"}


def both(text, top=TOP):
    """Another pipeline for both splits."""
    return top | {TRAIN: f"train_ds = load(64, 1).{text}\n", VAL: f"val_ds = load(64, 2).{text}\n"}


OTHER = "def augment_val(picture, label):\n    picture = tf.cast(picture, tf.float32) / 255.0\n{}    return picture, label\n\n\n"
SAME_BODY = OTHER.format(BRIGHTER)
VAL_OTHER = {VAL: VAL.replace("augment", "augment_val")}


def other_function(lines):
    """Validation has a function of its own."""
    return {DEF: f"{SEED}\n\n{OTHER.format(lines)}{DEF}"} | VAL_OTHER


EPOCH = "    for epoch in range(EPOCHS):\n"
SHARED = "shared frozen"

GLOBAL_SEED = [
    row("1a", "set_seed once, the same function mapped on both", "tf_map", TOP, holds=SHARED, may="augmented"),
    row(
        "1a-lambda",
        "the same with two lambdas",
        "tf_map",
        TOP
        | {
            TRAIN: "train_ds = load(64, 1).map(lambda x, y: augment(x, y)).batch(8)\n",
            VAL: "val_ds = load(64, 2).map(lambda a, b: augment(a, b)).batch(8)\n",
        },
        holds=SHARED,
        may="augmented",
    ),
    row(
        "1a-functions",
        "the same with two functions of one body",
        "tf_map",
        other_function(BRIGHTER),
        holds=SHARED,
        may="augmented",
    ),
    row(
        "1b",
        "the same, validation's function resizes first and crops last",
        "tf_map",
        other_function(
            "    picture = tf.image.resize(picture, (16, 16))\n"
            + BRIGHTER
            + "    picture = tf.image.resize(picture, (16, 16))\n"
        ),
        holds=SHARED,
        may="augmented",
    ),
    row(
        "1b-after",
        "the same, validation has one more random op, after",
        "tf_map",
        other_function(BRIGHTER + "    picture = picture + 0.0 * tf.random.uniform(())\n"),
        holds=SHARED,
        may="augmented",
    ),
    row(
        "1c",
        "the same, validation has one more random op, before",
        "tf_map",
        other_function("    picture = picture + 0.0 * tf.random.uniform(())\n" + BRIGHTER),
        holds="frozen",
        may="augmented",
    ),
    row(
        "1d",
        "set_seed once, training mapped, validation plain",
        "tf_map",
        train("map(augment).batch(8)"),
        holds="frozen",
    ),
    row(
        "1d-prefetch",
        "the same with AUTOTUNE and prefetch",
        "tf_map",
        train("map(augment, num_parallel_calls=tf.data.AUTOTUNE).batch(8).prefetch(tf.data.AUTOTUNE)"),
        holds="frozen",
    ),
    row(
        "1d-parallel",
        "set_seed once, both mapped with AUTOTUNE: order permuted",
        "tf_map",
        both("map(augment, num_parallel_calls=tf.data.AUTOTUNE).batch(8).prefetch(tf.data.AUTOTUNE)"),
        holds=SHARED,
        may="augmented",
    ),
    row(
        "1e",
        "shuffle before map: places repeat, samples do not",
        "tf_map",
        train("shuffle(64).map(augment).batch(8)"),
        may="frozen",
    ),
    row(
        "1f",
        "shuffle after map: each sample repeats",
        "tf_map",
        train("map(augment).shuffle(64).batch(8)"),
        holds="frozen",
    ),
    row(
        "1f-both",
        "shuffle after map in both",
        "tf_map",
        both("map(augment).shuffle(64).batch(8)"),
        holds=SHARED,
        may="augmented",
    ),
    row(
        "1g",
        "repeat in one iterator, steps_per_epoch",
        "tf_map",
        train("map(augment).repeat().batch(8)") | {"epochs=EPOCHS": "epochs=EPOCHS, steps_per_epoch=8"},
    ),
    row(
        "1g-before",
        "repeat before map, steps_per_epoch",
        "tf_map",
        train("repeat().map(augment).batch(8)") | {"epochs=EPOCHS": "epochs=EPOCHS, steps_per_epoch=8"},
    ),
    row(
        "1h",
        "num_parallel_calls=4",
        "tf_map",
        both("map(augment, num_parallel_calls=4).batch(8)"),
        holds=SHARED,
        may="augmented",
    ),
    row(
        "1i",
        "an eager random op between the two maps",
        "tf_map",
        TOP | {VAL: f"noise = tf.random.uniform((3,))\n{VAL}"},
        holds=SHARED,
        may="augmented",
    ),
    row(
        "1j",
        "another set_seed before each map",
        "tf_map",
        {TRAIN: f"tf.random.set_seed(1)\n{TRAIN}", VAL: f"tf.random.set_seed(2)\n{VAL}"},
        holds="frozen",
        may="augmented",
    ),
    row(
        "1k",
        "the same set_seed before each map",
        "tf_map",
        {TRAIN: f"tf.random.set_seed(9)\n{TRAIN}", VAL: f"tf.random.set_seed(9)\n{VAL}"},
        holds=SHARED,
        may="augmented",
    ),
    row("1l", "no seed", "tf_map", holds="augmented"),
    row("1l-plain", "no seed, validation plain", "tf_map", PLAIN_VAL),
    row(
        "1l-parallel",
        "no seed, AUTOTUNE, shuffle",
        "tf_map",
        train("shuffle(64).map(augment, num_parallel_calls=tf.data.AUTOTUNE).batch(8)", {}),
    ),
    row(
        "1m",
        "keras.utils.set_random_seed once, both mapped",
        "tf_map",
        {DEF: f"keras.utils.set_random_seed(42)\n\n\n{DEF}"},
        holds=SHARED,
        may="augmented",
    ),
    row(
        "1v",
        "np.random in the mapped function: a constant of the graph",
        "tf_map",
        PLAIN_VAL | {BRIGHTER: "    picture = picture * np.random.uniform(0.5, 1.5)\n"},
        holds="constant",
        may="frozen",
    ),
    row(
        "1v-random",
        "random in the mapped function of both",
        "tf_map",
        {
            BRIGHTER: "    picture = picture * random.uniform(0.5, 1.5)\n",
            "import keras\n": "import random\n\nimport keras\n",
        },
        holds="constant",
        may="frozen",
    ),
    row(
        "1w",
        "another op seed for validation",
        "tf_map",
        other_function(BRIGHTER.replace("0.4)", "0.4, seed=8)")),
        holds="frozen",
        may="augmented",
    ),
    row(
        "1u",
        "py_function and tf.image, set_seed once",
        "tf_map",
        TOP
        | {
            BRIGHTER: "    picture = tf.py_function(lambda x: tf.image.random_brightness(x, 0.4), [picture], tf.float32)\n"
            "    picture.set_shape((16, 16, 3))\n",
        },
        holds="augmented",
    ),
    row(
        "1u-numpy",
        "numpy_function and np.random, seeds set once",
        "tf_map",
        {
            DEF: f'{SEED}np.random.seed(42)\n\n\ndef brighten(x):\n    return (x * np.random.uniform(0.5, 1.5)).astype("float32")\n\n\n{DEF}',
            BRIGHTER: "    picture = tf.numpy_function(brighten, [picture], tf.float32)\n    picture.set_shape((16, 16, 3))\n",
        },
        holds="augmented",
    ),
]

MAIN = "def main():\n"
PRODUCE = "    def produce():\n"
CONSTRUCT = "    train_ds = make_dataset(make_pictures(64, 1)).batch(8)\n    val_ds = make_dataset(make_pictures(64, 2)).batch(8)\n"
SEEDED_PASSES = {
    "        for pictures, labels in train_ds:": "        tf.random.set_seed(epoch)\n        for pictures, labels in train_ds:",
    "        for pictures, labels in val_ds:": "        tf.random.set_seed(epoch)\n        for pictures, labels in val_ds:",
}
BODY = "    return tf.image.random_brightness(picture, 0.4)\n"

FROM_GENERATOR = [
    row("1n", "from_generator, set_seed once", "tf_loop", {MAIN: f"{MAIN}    {SEED}"}, holds="augmented"),
    row("1o", "from_generator, set_seed(epoch) before each pass", "tf_loop", SEEDED_PASSES, holds="shared augmented"),
    row(
        "1o-epoch",
        "from_generator, set_seed before each epoch",
        "tf_loop",
        {EPOCH: f"{EPOCH}        tf.random.set_seed(0)\n"},
        holds="frozen",
        may="augmented",
    ),
    row(
        "1p",
        "from_generator, set_seed before each construction only",
        "tf_loop",
        {
            CONSTRUCT: "".join(f"    {SEED}{line}\n" for line in CONSTRUCT.splitlines()),
        },
        holds="augmented",
    ),
    row(
        "1q",
        "set_seed inside the generator function",
        "tf_loop",
        {PRODUCE: f"{PRODUCE}        tf.random.set_seed(7)\n"},
        holds=SHARED,
        may="augmented",
    ),
    row(
        "1q-numpy",
        "default_rng(0) inside the generator function",
        "tf_loop",
        {
            PRODUCE: f"{PRODUCE}        rng = np.random.default_rng(0)\n",
            "yield augment(picture), label": "yield picture * rng.uniform(0.5, 1.5), label",
        },
        holds=SHARED,
        may="augmented",
    ),
    row(
        "1q-random",
        "random.seed inside the generator function",
        "tf_loop",
        {
            PRODUCE: f"{PRODUCE}        random.seed(0)\n",
            "yield augment(picture), label": "yield picture * random.uniform(0.5, 1.5), label",
        },
        holds=SHARED,
        may="augmented",
    ),
    row(
        "1r",
        "np.random.seed(0) inside the loop of the generator function",
        "tf_loop",
        {
            "yield augment(picture), label": "np.random.seed(0)\n            yield picture * np.random.uniform(0.5, 1.5), label",
        },
        holds="constant",
        may=SHARED,
    ),
    row(
        "1s",
        "a module's default_rng shared by two generator functions",
        "tf_loop",
        {
            "EPOCHS = 2\n": "EPOCHS = 2\nRNG = np.random.default_rng(5)\n",
            "yield augment(picture), label": "yield picture * RNG.uniform(0.5, 1.5), label",
        },
        holds="augmented",
    ),
    row(
        "1t",
        "a factory of generators with seeds 1 and 2",
        "tf_loop",
        {
            "def make_dataset(pictures):\n": "def make_dataset(pictures, seed):\n",
            PRODUCE: f"{PRODUCE}        rng = np.random.default_rng(seed)\n",
            "yield augment(picture), label": "yield picture * rng.uniform(0.5, 1.5), label",
            "make_pictures(64, 1))": "make_pictures(64, 1), 1)",
            "make_pictures(64, 2))": "make_pictures(64, 2), 2)",
        },
        holds="frozen",
        may="augmented",
    ),
    row(
        "2b",
        "Generator.from_seed(c) for each picture",
        "tf_loop",
        {
            BODY: "    rng = tf.random.Generator.from_seed(11)\n    return picture * rng.uniform((), 0.5, 1.5)\n",
        },
        holds="constant",
        may=SHARED,
    ),
    row(
        "2c",
        "one tf.random.Generator for both",
        "tf_loop",
        {
            "EPOCHS = 2\n": "EPOCHS = 2\nRNG = tf.random.Generator.from_seed(11)\n",
            BODY: "    return picture * RNG.uniform((), 0.5, 1.5)\n",
        },
        holds="augmented",
    ),
    row(
        "2d",
        "two equally seeded tf.random.Generator",
        "tf_loop",
        {
            "def make_dataset(pictures):\n": "def make_dataset(pictures):\n    rng = tf.random.Generator.from_seed(11)\n\n",
            "yield augment(picture), label": "yield picture * rng.uniform((), 0.5, 1.5), label",
        },
        holds="shared augmented",
    ),
    row("3e", "an eager op with seed=5", "tf_loop", {BODY: BODY.replace("0.4)", "0.4, seed=5)")}, holds="augmented"),
    row(
        "3f",
        "an eager op with seed=5, set_seed before each epoch",
        "tf_loop",
        {BODY: BODY.replace("0.4)", "0.4, seed=5)"), EPOCH: f"{EPOCH}        tf.random.set_seed(42)\n"},
        holds="frozen",
        may="augmented",
    ),
]

LAYERS = "train_layer = keras.layers.RandomBrightness(0.3, value_range=(0.0, 1.0))\nval_layer = keras.layers.RandomBrightness(0.3, value_range=(0.0, 1.0))\n"
LAYER_TRAIN, LAYER_VAL = "(train_layer(picture, training=True), label)", "(val_layer(picture, training=True), label)"
LOAD = "def load(count, seed):\n"


def layers(first="", second="", before=("", "")):
    """The two layers with an argument, and a statement before each."""
    made = "keras.layers.RandomBrightness(0.3, value_range=(0.0, 1.0){})\n"
    return {LAYERS: f"{before[0]}train_layer = {made.format(first)}{before[1]}val_layer = {made.format(second)}"}


KERAS_LAYERS = [
    row(
        "1K1",
        "one layer for both, set_random_seed once",
        "tf_layers",
        {LOAD: f"keras.utils.set_random_seed(1)\n\n\n{LOAD}", LAYER_VAL: LAYER_VAL.replace("val_layer", "train_layer")},
        holds="augmented",
    ),
    row(
        "1K2",
        "two layers, set_random_seed once",
        "tf_layers",
        {LOAD: f"keras.utils.set_random_seed(1)\n\n\n{LOAD}"},
        holds="augmented",
    ),
    row("1K2-tf", "two layers, tf.random.set_seed once", "tf_layers", {LOAD: f"{SEED}\n\n{LOAD}"}, holds="augmented"),
    row(
        "1K3",
        "two layers, the same seed set before each",
        "tf_layers",
        layers(before=("keras.utils.set_random_seed(1)\n",) * 2),
        holds="shared augmented",
    ),
    row("1K4", "two layers, both seed=42", "tf_layers", layers(", seed=42", ", seed=42"), holds="shared augmented"),
    row(
        "1K5",
        "one layer with seed=42 for both",
        "tf_layers",
        layers(", seed=42") | {LAYER_VAL: LAYER_VAL.replace("val_layer", "train_layer")},
        holds="augmented",
    ),
    row("1K6", "two layers, seeds 1 and 2", "tf_layers", layers(", seed=1", ", seed=2"), holds="augmented"),
    row(
        "1K7",
        "the layer made inside the mapped function",
        "tf_layers",
        {LAYER_TRAIN: "(keras.layers.RandomBrightness(0.3, value_range=(0.0, 1.0))(picture, training=True), label)"},
        raises="ValueError",
    ),
    row(
        "1K8",
        "training= left out for validation: it augments",
        "tf_layers",
        {LAYER_VAL: "(val_layer(picture), label)"},
        holds="augmented",
    ),
    row(
        "1K8-false",
        "training=False for validation",
        "tf_layers",
        {LAYER_VAL: "(val_layer(picture, training=False), label)"},
    ),
    row(
        "1K8-model",
        "the layer inside the model",
        "tf_layers",
        {
            LAYER_TRAIN: "(picture, label)",
            LAYER_VAL: "(picture, label)",
            "Sequential([keras.layers.Flatten()": "Sequential([train_layer, keras.layers.Flatten()",
        },
    ),
    row(
        "1K9",
        "the layer on batches",
        "tf_layers",
        {
            f"map(lambda picture, label: {LAYER_TRAIN}).batch(8)": f"batch(8).map(lambda picture, label: {LAYER_TRAIN})",
            f"map(lambda picture, label: {LAYER_VAL}).batch(8)": f"batch(8).map(lambda picture, label: {LAYER_VAL})",
        },
        holds="augmented",
    ),
]

STATELESS = "    picture = tf.image.stateless_random_brightness(picture, 0.4, seed={})\n"
INDEXED = {
    DEF: "def augment(picture, label, {0}):\n",
    TRAIN: "train_ds = tf.data.Dataset.zip((load(64, 1), {1})).map(lambda pair, n: augment(*pair, n)).batch(8)\n",
    VAL: "val_ds = tf.data.Dataset.zip((load(64, 2), {1})).map(lambda pair, n: augment(*pair, n)).batch(8)\n",
}


def zipped(name, with_, seed):
    """Each picture comes with a number or seed of its own."""
    return {old: new.format(name, with_) for old, new in INDEXED.items()} | {BRIGHTER: STATELESS.format(seed)}


STREAMS = [
    row(
        "2a",
        "Generator.from_seed inside the mapped function",
        "tf_map",
        PLAIN_VAL
        | {BRIGHTER: "    rng = tf.random.Generator.from_seed(1)\n    picture = picture * rng.uniform((), 0.5, 1.5)\n"},
        raises="ValueError",
    ),
    row(
        "2d-map",
        "two equally seeded tf.random.Generator, mapped",
        "tf_map",
        {
            DEF: "def augment_with(rng, picture, label):\n",
            BRIGHTER: "    picture = picture * rng.uniform((), 0.5, 1.5)\n",
            TRAIN: "train_rng = tf.random.Generator.from_seed(4)\nval_rng = tf.random.Generator.from_seed(4)\n"
            "train_ds = load(64, 1).map(lambda x, y: augment_with(train_rng, x, y)).batch(8)\n",
            VAL: "val_ds = load(64, 2).map(lambda x, y: augment_with(val_rng, x, y)).batch(8)\n",
        },
        holds="shared augmented",
    ),
    row(
        "2c-map",
        "one tf.random.Generator, mapped on both",
        "tf_map",
        {
            DEF: f"rng = tf.random.Generator.from_seed(4)\n\n\n{DEF}",
            BRIGHTER: "    picture = picture * rng.uniform((), 0.5, 1.5)\n",
        },
        holds="augmented",
    ),
    row(
        "2e",
        "a stateless op with a constant seed",
        "tf_map",
        {BRIGHTER: STATELESS.format("(1, 2)")},
        holds="constant",
        may=SHARED,
    ),
    row(
        "2f",
        "a stateless op with the index as seed",
        "tf_map",
        zipped("index", "tf.data.Dataset.range(64)", "tf.stack([index, 0])"),
        holds=SHARED,
        may="augmented",
    ),
    row(
        "2g",
        "seeds from Dataset.random(seed=5) for both",
        "tf_map",
        zipped("number", "tf.data.Dataset.random(seed=5)", "tf.stack([number, 0])"),
        holds=SHARED,
        may="augmented",
    ),
    row(
        "2g-again",
        "the same, made anew for each pass",
        "tf_map",
        zipped("number", "tf.data.Dataset.random(seed=5, rerandomize_each_iteration=True)", "tf.stack([number, 0])"),
        holds="shared augmented",
    ),
    row(
        "3a",
        "seed=5 in both functions, no global seed",
        "tf_map",
        {BRIGHTER: BRIGHTER.replace("0.4)", "0.4, seed=5)")},
        holds=SHARED,
        may="augmented",
    ),
    row(
        "3a-global",
        "seed=5 in both functions and a global seed",
        "tf_map",
        TOP | {BRIGHTER: BRIGHTER.replace("0.4)", "0.4, seed=5)")},
        holds=SHARED,
        may="augmented",
    ),
    row(
        "3b",
        "op seeds 5 and 6",
        "tf_map",
        {
            TRAIN: "train_ds = load(64, 1).map(lambda x, y: augment(x, y, 5)).batch(8)\n",
            VAL: "val_ds = load(64, 2).map(lambda x, y: augment(x, y, 6)).batch(8)\n",
            DEF: "def augment(picture, label, seed):\n",
            BRIGHTER: BRIGHTER.replace("0.4)", "0.4, seed=seed)"),
        },
        holds="frozen",
        may="augmented",
    ),
    row(
        "3c",
        "two ops of one function with the same op seed",
        "tf_map",
        PLAIN_VAL
        | {
            BRIGHTER: "    gain = tf.random.uniform((), 0.5, 1.5, seed=3)\n    shift = tf.random.uniform((), -0.2, 0.2, seed=3)\n    picture = picture * gain + shift\n",
        },
        holds="frozen",
    ),
    row(
        "3d",
        "two ops of one function without op seeds",
        "tf_map",
        PLAIN_VAL
        | {
            BRIGHTER: "    gain = tf.random.uniform((), 0.5, 1.5)\n    shift = tf.random.uniform((), -0.2, 0.2)\n    picture = picture * gain + shift\n",
        },
    ),
    row("4p", "map then cache", "tf_map", train("map(augment).cache().batch(8)", {}), holds="frozen"),
    row(
        "4p-shuffle",
        "map, cache, shuffle",
        "tf_map",
        train("map(augment).cache().shuffle(64).batch(8)", {}),
        holds="frozen",
    ),
    row(
        "4p-repeat",
        "map, cache, repeat with steps_per_epoch",
        "tf_map",
        train("map(augment).cache().repeat().batch(8)", {}) | {"epochs=EPOCHS": "epochs=EPOCHS, steps_per_epoch=8"},
        holds="frozen",
    ),
    row(
        "4p-file",
        "map then cache to a file",
        "tf_map",
        train('map(augment).cache("train.cache").batch(8)', {}),
        holds="frozen",
    ),
    row("4q", "cache then map", "tf_map", train("cache().map(augment).batch(8)", {})),
    row("4q-seeded", "cache then map, set_seed once", "tf_map", train("cache().map(augment).batch(8)"), holds="frozen"),
]

HEAD = "train_ds = dataset.take(80).shuffle(80).batch(10)\n"
TAIL = "val_ds = dataset.skip(80).batch(10)\n"


def divided(text):
    """Another division."""
    first, second = text.strip().split("\n")[-2:]
    before = "\n".join(text.strip().split("\n")[:-2])
    return {HEAD: f"{before}\n{first}\n" if before else f"{first}\n", TAIL: f"{second}\n"}


def shuffled(shuffle, head="shuffled.take(80).batch(10)", tail="shuffled.skip(80).batch(10)"):
    return divided(f"shuffled = dataset.{shuffle}\ntrain_ds = {head}\nval_ds = {tail}")


DIVISIONS = [
    row("4a", "shuffle then take and skip", "tf_split", shuffled("shuffle(100)"), holds="leak"),
    row("4b", "the same with a seed", "tf_split", shuffled("shuffle(100, seed=1)"), holds="leak"),
    row(
        "4c",
        "the same with reshuffle_each_iteration=False",
        "tf_split",
        shuffled("shuffle(100, reshuffle_each_iteration=False)"),
    ),
    row(
        "4c-seed",
        "the same with a seed too",
        "tf_split",
        shuffled("shuffle(100, seed=1, reshuffle_each_iteration=False)"),
    ),
    row("4d", "a small buffer", "tf_split", shuffled("shuffle(10)"), holds="leak"),
    row("4e", "shuffle, cache, then take and skip", "tf_split", shuffled("shuffle(100).cache()"), holds="leak"),
    row(
        "4f",
        "shuffle, then take and skip, each cached",
        "tf_split",
        shuffled("shuffle(100)", "shuffled.take(80).cache().batch(10)", "shuffled.skip(80).cache().batch(10)"),
        holds="leak",
    ),
    row(
        "4g",
        "shuffle and batch, then take and skip",
        "tf_split",
        shuffled("shuffle(100).batch(10)", "shuffled.take(8)", "shuffled.skip(8)"),
        holds="leak",
    ),
    row(
        "4h",
        "shuffle then shard",
        "tf_split",
        shuffled("shuffle(100)", "shuffled.shard(5, 0).batch(10)", "shuffled.shard(5, 1).batch(10)"),
        holds="leak",
    ),
    row(
        "4i",
        "shuffle, enumerate, filter",
        "tf_split",
        shuffled(
            "shuffle(100).enumerate()",
            "shuffled.filter(lambda i, x: i % 5 != 0).map(lambda i, x: x).batch(10)",
            "shuffled.filter(lambda i, x: i % 5 == 0).map(lambda i, x: x).batch(10)",
        ),
        holds="leak",
    ),
    row(
        "4j",
        "enumerate, shuffle, filter",
        "tf_split",
        shuffled(
            "enumerate().shuffle(100)",
            "shuffled.filter(lambda i, x: i % 5 != 0).map(lambda i, x: x).batch(10)",
            "shuffled.filter(lambda i, x: i % 5 == 0).map(lambda i, x: x).batch(10)",
        ),
    ),
    row(
        "4k",
        "keras.utils.split_dataset",
        "tf_split",
        divided(
            "train_part, val_part = keras.utils.split_dataset(dataset, left_size=0.8, shuffle=True)\n"
            "train_ds = train_part.batch(10)\nval_ds = val_part.batch(10)"
        ),
    ),
    row("4l", "take and skip, then shuffle training", "tf_split"),
    row(
        "4m",
        "two shuffles, one taken from and one skipped",
        "tf_split",
        divided("train_ds = dataset.shuffle(100).take(80).batch(10)\nval_ds = dataset.shuffle(100).skip(80).batch(10)"),
        holds="leak",
    ),
    row(
        "4n",
        "two shuffles with the same seed, no reshuffling",
        "tf_split",
        divided(
            "train_ds = dataset.shuffle(100, seed=3, reshuffle_each_iteration=False).take(80).batch(10)\n"
            "val_ds = dataset.shuffle(100, seed=3, reshuffle_each_iteration=False).skip(80).batch(10)"
        ),
    ),
    row(
        "4o",
        "take(80) and take(20)",
        "tf_split",
        divided("train_ds = dataset.take(80).batch(10)\nval_ds = dataset.take(20).batch(10)"),
        holds="leak",
    ),
    row(
        "4r",
        "repeat before shuffle",
        "tf_split",
        divided("train_ds = dataset.take(80).repeat(2).shuffle(80).batch(10)\nval_ds = dataset.skip(80).batch(10)"),
    ),
    row(
        "4s",
        "repeat before batch",
        "tf_split",
        divided("train_ds = dataset.take(80).repeat(2).batch(30)\nval_ds = dataset.skip(80).batch(10)"),
    ),
    row(
        "4t",
        "batch before shuffle",
        "tf_split",
        divided("train_ds = dataset.take(80).batch(10).shuffle(8)\nval_ds = dataset.skip(80).batch(10)"),
    ),
]

ONE = 'subset="training", seed=123,'
TWO = 'subset="validation", seed=123,'


def directory(train=None, val=None):
    """The two calls with other arguments."""
    whole_train, whole_val = f"validation_split=0.2, {ONE}", f"validation_split=0.2, {TWO}"
    return {whole_train: train if train is not None else whole_train, whole_val: val if val is not None else whole_val}


DIRECTORIES = [
    row("5a", "the same seed in both calls", "tf_directory"),
    row(
        "5b",
        "different seeds",
        "tf_directory",
        directory(val='validation_split=0.2, subset="validation", seed=124,'),
        holds="leak",
    ),
    row(
        "5c",
        "no seed in one call",
        "tf_directory",
        directory(train='validation_split=0.2, subset="training",'),
        raises="ValueError",
    ),
    row(
        "5d",
        "shuffle=False in both",
        "tf_directory",
        directory(
            'validation_split=0.2, subset="training", shuffle=False,',
            'validation_split=0.2, subset="validation", shuffle=False,',
        ),
    ),
    row(
        "5e",
        "training shuffled, validation not",
        "tf_directory",
        directory(val=f"validation_split=0.2, {TWO} shuffle=False,"),
        holds="leak",
    ),
    row(
        "5f",
        "validation shuffled, training not",
        "tf_directory",
        directory(train=f"validation_split=0.2, {ONE} shuffle=False,"),
        holds="leak",
    ),
    row(
        "5g",
        "the same seed, other fractions",
        "tf_directory",
        directory(val=f"validation_split=0.3, {TWO}"),
        holds="leak",
    ),
    row("5h", "subset=training in both", "tf_directory", {TWO: TWO.replace("validation", "training")}, holds="leak"),
    row("5h-none", "no division in either", "tf_directory", directory("seed=1,", "seed=2,"), holds="leak"),
    row("5h-validation", "validation is not divided", "tf_directory", directory(val="seed=123,"), holds="leak"),
    row(
        "5i",
        "subset=both",
        "tf_directory",
        {
            "train_ds = keras": "train_ds, val_ds = keras",
            'subset="training"': 'subset="both"',
            'val_ds = keras.utils.image_dataset_from_directory(\n    "flowers", validation_split=0.2, subset="validation", seed=123, image_size=(16, 16), batch_size=10\n)\n': "",
        },
    ),
]

FLOW_OPTIONS = '"class_mode": "sparse"}\n'
AUGMENTED = "rescale=1 / 255, rotation_range=40, horizontal_flip=True"

FLOWS = [
    row("5j", "ImageDataGenerator with validation_split", "keras_directory_flow"),
    row(
        "5j-seeds",
        "the same with different seeds",
        "keras_directory_flow",
        {
            'subset="training", **options': 'subset="training", seed=1, **options',
            'subset="validation", **options': 'subset="validation", seed=2, **options',
        },
    ),
    row(
        "5k",
        "different fractions",
        "keras_directory_flow",
        {
            "other = ImageDataGenerator(rescale=1 / 255, validation_split=0.2)": "other = ImageDataGenerator(rescale=1 / 255, validation_split=0.3)",
        },
        holds="leak",
    ),
    row(
        "5l",
        "validation_split and augmentation in one generator: validation is augmented",
        "keras_directory_flow",
        {
            "generator = ImageDataGenerator(rescale=1 / 255, validation_split=0.2)\nother = ": f"generator = ImageDataGenerator({AUGMENTED}, validation_split=0.2)\nunused = ",
            "other.flow": "generator.flow",
        },
        holds="augmented",
    ),
    row(
        "5m",
        "two generators, the same flow seed for both splits",
        "keras_flow",
        {
            "val_gen = ImageDataGenerator(rescale=1 / 255)": f"val_gen = ImageDataGenerator({AUGMENTED})",
            "train_y, batch_size=8)": "train_y, batch_size=8, seed=1)",
            "val_y, batch_size=8)": "val_y, batch_size=8, seed=1)",
        },
        holds="shared augmented",
    ),
    row(
        "5m-seeds",
        "flow seeds 1 and 2: each batch is seeded with its number added, so the splits are one batch apart",
        "keras_flow",
        {
            "val_gen = ImageDataGenerator(rescale=1 / 255)": f"val_gen = ImageDataGenerator({AUGMENTED})",
            "train_y, batch_size=8)": "train_y, batch_size=8, seed=1)",
            "val_y, batch_size=8)": "val_y, batch_size=8, seed=2)",
        },
        holds="shared augmented",
    ),
    row(
        "5m-far",
        "flow seeds 1 and 5000",
        "keras_flow",
        {
            "val_gen = ImageDataGenerator(rescale=1 / 255)": f"val_gen = ImageDataGenerator({AUGMENTED})",
            "train_y, batch_size=8)": "train_y, batch_size=8, seed=1)",
            "val_y, batch_size=8)": "val_y, batch_size=8, seed=5000)",
        },
        holds="augmented",
    ),
    row("5m-plain", "training augmented, validation not", "keras_flow"),
    row(
        "5n",
        "two generators with one seed for pictures and masks",
        "keras_flow",
        {
            "train_flow = train_gen.flow(train_x, train_y, batch_size=8)\n": "mask_gen = ImageDataGenerator(rotation_range=40, horizontal_flip=True)\n"
            "image_flow = train_gen.flow(train_x, batch_size=8, seed=1)\nmask_flow = mask_gen.flow(train_x / 2, batch_size=8, seed=1)\n"
            "train_flow = ((images, masks.mean(axis=(1, 2, 3)) > 63) for images, masks in zip(image_flow, mask_flow, strict=False))\n",
            "epochs=2": "epochs=2, steps_per_epoch=8",
        },
    ),
]

PICTURES = {
    "make_pictures(64, 1))": "make_pictures(64, 1), workers=2{})",
    "make_pictures(64, 2))": "make_pictures(64, 2), workers=2{})",
}


def sequence(options):
    return {old: new.format(options) for old, new in PICTURES.items()}


PROCESSES = sequence(", use_multiprocessing=True")

SEQUENCES = [
    row(
        "17",
        "a PyDataset with two processes, np.random",
        "keras_sequence",
        PROCESSES,
        holds="duplicated frozen",
        may="shared augmented",
    ),
    row(
        "17-rng",
        "a PyDataset with two processes and a generator of its own",
        "keras_sequence",
        PROCESSES
        | {
            "        self.pictures = pictures\n": "        self.pictures = pictures\n        self.rng = np.random.default_rng(3)\n",
            "np.random.uniform": "self.rng.uniform",
        },
        holds="duplicated frozen",
        may="shared augmented",
    ),
    row(
        "17-seed",
        "a PyDataset with two processes, keras seeded once",
        "keras_sequence",
        PROCESSES | {MAIN: f"{MAIN}    keras.utils.set_random_seed(7)\n"},
        holds="duplicated frozen",
        may="shared augmented",
    ),
    row("17-threads", "a PyDataset with two threads", "keras_sequence", sequence(""), holds="augmented"),
    row("17-alone", "a PyDataset as it comes", "keras_sequence", holds="augmented"),
]

ROWS = [*GLOBAL_SEED, *FROM_GENERATOR, *KERAS_LAYERS, *STREAMS, *DIVISIONS, *DIRECTORIES, *FLOWS, *SEQUENCES]
