"""The tables of TensorFlow, Keras, Hugging Face Datasets and Transformers against the installed libraries.

Every signature is compared, and what a row says about randomness, samples and seeds is measured. The layout of the
tables is tested in test_tables_torch.py.
"""

import ast
import importlib
import importlib.util
import inspect
import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from auglint.trace.tables import (
    NO_DEFAULT,
    Augmentation,
    Derive,
    Draw,
    Parameter,
    Row,
    Seed,
    Table,
    load_table,
)

MODULES = ("tensorflow", "keras", "datasets", "transformers")
RUNS = 40

# Keywords that only older versions take.
OLDER = {
    "max_queue_size", "workers", "use_multiprocessing", "nb_epoch", "reset_metrics", "grayscale", "fs", "tokenizer",
    "trust_remote_code", "use_auth_token", "ignore_verifications", "task",
}  # fmt: skip

# Constructors that Python cannot read a signature from: they take anything.
OPEN = {"tensorflow.data.Dataset.range"}

# Where the real thing is when the canonical name is only importable through TensorFlow.
ELSEWHERE = {"keras.preprocessing": "keras._tf_keras.keras.preprocessing"}

pytestmark = pytest.mark.frameworks


def table(module: str) -> Table:
    found = load_table(module)
    assert found is not None
    return found


def every_row(module: str) -> Iterator[tuple[str, Row]]:
    """Dotted names, a method's below its type."""
    yield from table(module).rows.items()
    for (of, name), row in table(module).methods.items():
        if of != "*":
            yield f"{of}.{name}", row


def need(*modules: str) -> None:
    for module in modules:
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed")
        if module == "transformers" and importlib.util.find_spec("torchvision"):
            importlib.import_module("torchvision_shim")


def real(name: str) -> Any:
    """The object of a dotted name, None when the installed version has none."""
    for prefix, other in ELSEWHERE.items():
        if name.startswith(f"{prefix}."):
            name = other + name.removeprefix(prefix)
    parts = name.split(".")
    for size in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:size]))
        except ImportError:
            continue
        for part in parts[size:]:
            found = getattr(found, part, None)
        return found
    return None


def is_literal(value: object) -> bool:
    try:
        return bool(ast.literal_eval(repr(value)) == value)
    except (ValueError, SyntaxError):
        return False


def real_parameters(function: Any) -> list[Parameter]:
    """As a table would write them: a default that is no literal is `...`."""
    if inspect.isclass(function) and "__init__" in vars(function):
        function = function.__init__
    kinds = {"VAR_POSITIONAL": "args", "VAR_KEYWORD": "kwargs", "KEYWORD_ONLY": "keyword"}
    found = [
        Parameter(
            p.name,
            NO_DEFAULT if p.default is p.empty else p.default if is_literal(p.default) else ...,
            kinds.get(p.kind.name, "positional"),
        )
        for p in inspect.signature(function).parameters.values()
    ]
    return found[1:] if found and found[0].name in ("self", "cls") else found


def said_parameters(row: Row) -> list[Parameter]:
    return [p for p in row.parameters if not (p.kind == "keyword" and p.name in OLDER)]


# Signatures


@pytest.mark.parametrize("module", MODULES)
def test_signatures(module: str) -> None:
    need(module)
    wrong: list[str] = []
    for name, row in every_row(module):
        if row.signature == Row.signature and row.kind in ("type", "consume"):
            continue
        thing = real(name)
        if (thing is None) != bool(row.until):
            wrong.append(f"{name}: {'missing' if thing is None else 'still there'}")
        elif thing is not None and name not in OPEN and (truth := real_parameters(thing)) != said_parameters(row):
            wrong.append(f"{name}:\n  table     {said_parameters(row)}\n  installed {truth}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("module", ["keras"])
def test_call_signatures(module: str) -> None:
    need(module)
    rows = {name: row for name, row in every_row(module) if isinstance(row, Augmentation) and not row.until}
    for name, row in rows.items():
        if row.call != Augmentation.call:
            call = Row(name=(name,), signature=row.call)
            assert list(call.parameters) == real_parameters(real(name).call), name
            assert not row.switch or row.switch in {p.name for p in call.parameters}, name


def test_rows_of_a_sequential_are_those_of_a_model() -> None:
    methods = table("keras").methods
    for kind in ("keras.Sequential", "*"):
        for (of, name), row in methods.items():
            if of == kind and kind != "*":
                assert row.signature == methods["keras.Model", name].signature
            if of == "keras.Model" and kind == "keras.Sequential":
                assert (kind, name) in methods
    for name in ("fit", "fit_generator"):
        assert methods["*", name].signature == methods["keras.Model", name].signature


# Randomness


def ramp() -> Any:
    """Two colour images in which every pixel differs, 0 to 255."""
    import numpy as np

    y, x = np.mgrid[0:24, 0:24].astype("float32")
    one = np.stack([x * 10, y * 10, (x / 2 + y / 4 + 0.1) * 10], -1)
    return np.stack([one, one[::-1] * 0.9])


def fingerprint(value: Any) -> Any:
    import numpy as np

    if isinstance(value, (tuple, list)):
        return tuple(map(fingerprint, value))
    if isinstance(value, dict):
        return tuple((key, fingerprint(value[key])) for key in sorted(value))
    array = np.asarray(value)
    return repr(value) if array.dtype == object else (array.shape, array.tobytes())


def varies(make: Callable[[], Any]) -> bool:
    """Whether 40 results are not all the same."""
    first = fingerprint(make())
    return any(fingerprint(make()) != first for _ in range(RUNS - 1))


def draw_rows(module: str, stream: str) -> list[str]:
    return [
        name
        for name, row in every_row(module)
        if isinstance(row, Draw) and not row.of and (row.stream == "stateless") == (stream == "stateless")
    ]


def draw_arguments(name: str, row: Row) -> dict[str, Any]:
    """Something for each parameter that must be given."""
    image = ramp()[0]
    channels_last = "random_brightness" in name or ".preprocessing." not in name
    values: dict[str, Any] = {
        "image": image / 255, "value": image, "x": image if channels_last else image.transpose(2, 0, 1),
        "inputs": image, "rate": 0.5, "size": (12, 12, 3), "max_delta": 0.3, "lower": 0.5, "upper": 1.5,
        "min_jpeg_quality": 10, "max_jpeg_quality": 95, "image_size": [24, 24, 3],
        "bounding_boxes": [[[0.1, 0.1, 0.9, 0.9]]], "shape": (4,), "alpha": 2.0, "beta": 2.0, "lam": 5.0,
        "logits": [[0.0] * 9], "num_samples": 6, "counts": 10.0, "probs": 0.5, "probabilities": 0.5, "minval": 0,
        "maxval": 1000, "index": 3, "max_index": 999, "rg": 40, "wrg": 0.3, "hrg": 0.3, "intensity": 30,
        "zoom_range": (0.5, 1.5), "brightness_range": (0.3, 1.5), "intensity_range": 60.0,
    }  # fmt: skip
    return {p.name: values[p.name] for p in row.parameters if p.default is NO_DEFAULT and p.name != "seed"}


def off_values(row: Augmentation | Draw) -> Iterator[dict[str, Any]]:
    for name, values in row.off.items():
        yield from ({name: value} for value in (values if isinstance(values, list) else [values]))


def set_stream(stream: str, seed: int) -> None:
    """Seed one stream; what seeds Keras seeds the others too."""
    import keras
    import numpy as np
    import tensorflow as tf

    {"tensorflow": tf.random.set_seed, "numpy": np.random.seed, "keras": keras.utils.set_random_seed}[stream](seed)


def set_streams(seed: int) -> None:
    for stream in ("keras", "tensorflow", "numpy"):
        set_stream(stream, seed)


@pytest.mark.parametrize("name", [*draw_rows("tensorflow", "any"), *draw_rows("keras", "any")])
def test_draws_are_random_and_come_from_their_stream(name: str) -> None:
    need("tensorflow", "keras")
    row = load_table(name.split(".")[0]).rows[name]  # type: ignore[union-attr]
    assert isinstance(row, Draw)
    function, arguments = real(name), draw_arguments(name, row)
    assert varies(lambda: function(**arguments))
    for off in off_values(row):
        assert not varies(lambda off=off: function(**{**arguments, **off})), off  # type: ignore[misc]
    set_streams(3)
    first = [fingerprint(function(**arguments)) for _ in range(5)]
    for stream in ("tensorflow", "numpy", "keras"):
        set_streams(4)
        set_stream(stream, 3)
        heard = first == [fingerprint(function(**arguments)) for _ in range(5)]
        assert heard is (stream == row.stream or (stream == "keras" and row.stream != "system")), stream


@pytest.mark.parametrize("name", draw_rows("tensorflow", "stateless"))
def test_stateless_draws_depend_on_their_seed_alone(name: str) -> None:
    need("tensorflow")
    row = table("tensorflow").rows[name]
    assert isinstance(row, Draw)
    function, arguments = real(name), draw_arguments(name, row)
    seeds = itertools.count()
    assert varies(lambda: function(**arguments, seed=[next(seeds), 7]))
    assert not varies(lambda: function(**arguments, seed=[1, 7]))
    for off in off_values(row):
        assert not varies(lambda off=off: function(**{**arguments, **off}, seed=[next(seeds), 7]))  # type: ignore[misc]


LAYERS = [
    name
    for name, row in table("keras").rows.items()
    if isinstance(row, Augmentation) and name.startswith("keras.layers.") and not row.until and not row.steps
]

LAYER_ARGUMENTS: dict[str, Any] = {
    "factor": 0.5, "height": 12, "width": 12, "height_factor": 0.3, "width_factor": 0.3, "scale": 0.5,
}  # fmt: skip
LAYER_SPECIAL: dict[str, dict[str, Any]] = {
    "RandomPosterization": {"factor": 4},
    "CategoryEncoding": {"num_tokens": 600, "output_mode": "multi_hot"},
    "Normalization": {"mean": 100.0, "variance": 50.0},
}


def layer_arguments(name: str) -> dict[str, Any]:
    row = table("keras").rows[name]
    needed = {p.name for p in row.parameters if p.default is NO_DEFAULT and p.kind == "positional"}
    special = LAYER_SPECIAL.get(name.rpartition(".")[2], {})
    return special or {key: value for key, value in LAYER_ARGUMENTS.items() if key in needed}


def layer_input(name: str) -> Any:
    """MixUp and CutMix mix labelled images; an encoder wants numbers of classes."""
    import numpy as np

    if name.endswith(("MixUp", "CutMix")):
        return {"images": ramp(), "labels": np.eye(2, dtype="float32")}
    return np.arange(24) if name.endswith("CategoryEncoding") else ramp()


@pytest.mark.parametrize("name", LAYERS)
def test_layers_draw_as_their_row_says(name: str) -> None:
    need("keras", "tensorflow")
    row = table("keras").rows[name]
    assert isinstance(row, Augmentation)
    given, data = layer_arguments(name), layer_input(name)

    def draws(call: dict[str, Any], **more: Any) -> bool:
        layer = real(name)(**{**given, **more})
        return varies(lambda: layer(data, **call))

    switched = "training" in row.call
    assert draws({}) is (row.random and not row.random_if)
    if switched:
        assert not draws({"training": False})
    for argument in row.random_if:
        assert draws({"training": True}, **{argument: 0.5}), argument
    for off in off_values(row):
        assert not draws({"training": True}, **off), off


@pytest.mark.parametrize("name", [name for name in LAYERS if table("keras").rows[name].seed])  # type: ignore[attr-defined]
def test_layers_with_one_seed_draw_alike_and_keep_state(name: str) -> None:
    need("keras", "tensorflow")
    row = table("keras").rows[name]
    assert isinstance(row, Augmentation)
    given = {**layer_arguments(name), **dict.fromkeys(row.random_if, 0.5)}
    data = layer_input(name)
    layers = [real(name)(**given, **{row.seed: 7}) for _ in range(2)]
    first, second = ([fingerprint(layer(data, training=True)) for _ in range(12)] for layer in layers)
    assert first == second
    assert row.shared_state
    assert len(set(first)) > 1


@pytest.mark.parametrize("name", ["keras.Sequential", "keras.layers.Pipeline"])
def test_containers_are_as_random_as_their_layers(name: str) -> None:
    need("keras", "tensorflow")
    import keras

    flip, half = keras.layers.RandomFlip(), keras.layers.Rescaling(0.5)
    both, plain = real(name)([flip, half]), real(name)([half])
    assert varies(lambda: both(ramp()))
    assert varies(lambda: both(ramp(), training=True))
    assert not varies(lambda: both(ramp(), training=False))
    assert not varies(lambda: plain(ramp(), training=True))


def test_a_lambda_layer_is_as_random_as_its_function() -> None:
    need("keras", "tensorflow")
    import keras
    import tensorflow as tf

    assert varies(lambda: keras.layers.Lambda(tf.image.random_flip_left_right)(ramp()))
    assert not varies(lambda: keras.layers.Lambda(tf.image.flip_left_right)(ramp()))


GENERATOR = "keras.preprocessing.image.ImageDataGenerator"
GENERATOR_ARGUMENTS: dict[str, Any] = {
    "rotation_range": 40, "width_shift_range": 0.3, "height_shift_range": 0.3, "brightness_range": (0.3, 1.5),
    "shear_range": 30.0, "zoom_range": 0.4, "channel_shift_range": 60.0, "horizontal_flip": True, "vertical_flip": True,
}  # fmt: skip


def test_image_data_generator_draws_only_with_random_arguments() -> None:
    need("keras", "tensorflow")
    import numpy as np

    row = table("keras").rows[GENERATOR]
    assert isinstance(row, Augmentation)
    assert set(row.random_if) == set(GENERATOR_ARGUMENTS)

    def draws(**arguments: Any) -> bool:
        flow = real(GENERATOR)(**arguments).flow(ramp(), batch_size=2, shuffle=False)
        return varies(lambda: next(flow))

    assert not draws()
    assert not draws(rescale=1 / 255, samplewise_center=True, fill_mode="reflect", interpolation_order=0)
    for name, value in GENERATOR_ARGUMENTS.items():
        assert draws(**{name: value}), name
    assert draws(preprocessing_function=lambda image: image + np.random.rand())
    assert not draws(preprocessing_function=lambda image: image / 2)


def test_image_data_generator_divides_by_order_whatever_the_seed() -> None:
    need("keras", "tensorflow")
    import numpy as np

    images = np.arange(20, dtype="float32").reshape(20, 1, 1, 1) * np.ones((1, 4, 4, 1), "float32")
    generator = real(GENERATOR)(validation_split=0.25)

    def numbers(subset: str, seed: int) -> set[int]:
        flow = generator.flow(images, subset=subset, seed=seed, batch_size=20)
        return {int(image[0, 0, 0]) for image in next(flow)}

    assert numbers("training", 1) | numbers("validation", 2) == set(range(20))
    assert not numbers("training", 1) & numbers("validation", 2)


# Seeds

# Of numbers of 24 bits several, which never are the same by chance.
DRAWS: dict[str, Callable[[], Any]] = {
    "python": lambda: random.random(),
    "numpy": lambda: importlib.import_module("numpy").random.rand(),
    "tensorflow": lambda: list(map(float, importlib.import_module("tensorflow").random.uniform((4,)))),
    "keras": lambda: list(map(float, importlib.import_module("keras").random.uniform((4,)))),
    "torch": lambda: importlib.import_module("torch").rand(4).tolist(),
}


@pytest.mark.parametrize("name", [name for m in MODULES for name, row in every_row(m) if isinstance(row, Seed)])
def test_seeds_reach_their_streams_and_no_other(name: str) -> None:
    module = name.split(".")[0]
    need(module, "tensorflow", "torch")
    row = table(module).rows[name]
    assert isinstance(row, Seed)
    for stream, draw in DRAWS.items():
        if module == "transformers" and stream == "tensorflow":
            continue  # only version 4 seeds it
        real(name)(3)
        first = draw()
        real(name)(3)
        repeats = draw() == first
        # keras.utils.set_random_seed seeds torch too, but only where torch is already imported.
        assert repeats is (stream in row.streams) or (stream == "torch" and module == "keras"), stream


# Samples


def tf_samples(data: Any) -> list[int]:
    """All whole numbers in a dataset, without what comes before them in a tuple."""
    import numpy as np
    import tensorflow as tf

    found: list[int] = []
    for element in data:
        element = element[-1] if isinstance(element, tuple) else element
        if isinstance(element, tf.data.Dataset):
            found += tf_samples(element)
        elif isinstance(element, tf.RaggedTensor):
            found += [int(value) for value in element.flat_values]
        else:
            found += [int(value) for value in np.ravel(element)]
    return found


def tf_derivations(folder: Path) -> dict[str, dict[str, Any]]:
    """Arguments for each method; a function among them that transforms adds 100."""
    import tensorflow as tf

    one = tf.data.Dataset.from_tensors
    return {
        "shuffle": {"buffer_size": 20}, "batch": {"batch_size": 4}, "padded_batch": {"batch_size": 4},
        "ragged_batch": {"batch_size": 4}, "rebatch": {"batch_size": 3}, "unbatch": {}, "unique": {}, "cache": {},
        "snapshot": {"path": str(folder / "snapshot")}, "prefetch": {"buffer_size": 2}, "repeat": {"count": 2},
        "enumerate": {}, "with_options": {"options": tf.data.Options()}, "ignore_errors": {}, "as_numpy_iterator": {},
        "bucket_by_sequence_length": {
            "element_length_func": lambda x: 1, "bucket_boundaries": [2], "bucket_batch_sizes": [4, 4],
        },
        "take": {"count": 5}, "skip": {"count": 5}, "shard": {"num_shards": 4, "index": 1},
        "filter": {"predicate": lambda x: x < 7}, "take_while": {"predicate": lambda x: x < 7},
        "rejection_resample": {
            "class_func": lambda x: tf.cast(x % 2, tf.int32), "target_dist": [1.0, 0.0], "initial_dist": [0.5, 0.5],
        },
        "map": {"map_func": lambda x: x + 100}, "flat_map": {"map_func": lambda x: one(x + 100)},
        "interleave": {"map_func": lambda x: one(x + 100)},
        "scan": {"initial_state": 0, "scan_func": lambda state, x: (state, x + 100)},
        "apply": {"transformation_func": lambda data: data.shuffle(4)},
        "window": {"size": 4}, "concatenate": {"dataset": tf.data.Dataset.range(50, 60)},
        "group_by_window": {"key_func": lambda x: x % 2, "reduce_func": lambda key, w: w.batch(4), "window_size": 4},
    }  # fmt: skip


def check_extent(row: Derive, before: Iterable[int], after: Iterable[int]) -> None:
    old, new = set(before), set(after)
    if row.extent == "same":
        assert new == old
    elif row.extent == "fewer":
        assert new < old
        assert new
    elif row.extent == "join":
        assert new > old
    if row.applies and row.extent == "other":
        assert min(new) >= 100


def test_tf_derivations_keep_the_samples_they_say(tmp_path: Path) -> None:
    need("tensorflow")
    import tensorflow as tf

    examples = tf_derivations(tmp_path)
    untested = {"sparse_batch", "save"}  # one wants vectors, the same as batch; the other writes and returns no dataset
    methods = {
        name: row
        for (of, name), row in table("tensorflow").methods.items()
        if isinstance(row, Derive) and of == "tensorflow.data.Dataset" and not row.until
    }
    assert set(methods) - untested == set(examples)
    for name, arguments in examples.items():
        data = tf.data.Dataset.range(20)
        data = data.batch(5) if name in ("unbatch", "rebatch") else data
        result = getattr(data, name)(**arguments)
        row = methods[name]
        assert isinstance(result, tf.data.Dataset) is (row.type == "tensorflow.data.Dataset"), name
        check_extent(row, range(20), tf_samples(result))


def test_every_method_of_a_tf_dataset_has_a_row() -> None:
    need("tensorflow")
    import tensorflow as tf

    known = {name for of, name in table("tensorflow").methods if of == "tensorflow.data.Dataset"}
    known |= {name.rpartition(".")[2] for name in table("tensorflow").rows if ".Dataset." in name}
    known |= {"apply", "get_single_element", "element_spec"}
    assert {name for name in dir(tf.data.Dataset) if not name.startswith("_")} <= known


def test_only_the_stop_keeps_shuffle_from_a_new_order() -> None:
    need("tensorflow")
    import tensorflow as tf

    row = table("tensorflow").methods["tensorflow.data.Dataset", "shuffle"]
    assert isinstance(row, Derive)
    data = tf.data.Dataset.range(50)
    for more in ({}, {"seed": 3}):
        anew, once = data.shuffle(50, **more), data.shuffle(50, **more, **row.stops)
        assert tf_samples(anew) != tf_samples(anew)
        assert tf_samples(once) == tf_samples(once)


def huggingface_derivations() -> dict[str, dict[str, Any]]:
    """As tf_derivations. The column is `x`."""

    def add(row: dict[str, Any]) -> dict[str, Any]:
        return {"x": [x + 100 for x in row["x"]] if isinstance(row["x"], list) else row["x"] + 100}

    from datasets import Features, Value

    return {
        "shuffle": {"seed": 1}, "sort": {"column_names": "x"}, "repeat": {"num_times": 2}, "batch": {"batch_size": 4},
        "flatten": {}, "flatten_indices": {}, "cast": {"features": Features({"x": Value("int32")})},
        "cast_column": {"column": "x", "feature": Value("int32")}, "rename_columns": {"column_mapping": {"x": "x2"}},
        "rename_column": {"original_column_name": "x", "new_column_name": "x2"},
        "select_columns": {"column_names": ["x"]}, "add_column": {"name": "b", "column": list(range(20))},
        "with_format": {"type": "numpy"}, "set_format": {"type": "numpy"}, "reset_format": {}, "decode": {},
        "reshard": {}, "set_epoch": {"epoch": 1}, "iter": {"batch_size": 4}, "select": {"indices": range(5)},
        "filter": {"function": lambda row: row["x"] < 7}, "take": {"n": 5}, "skip": {"n": 5},
        "shard": {"num_shards": 2, "index": 1}, "map": {"function": add}, "with_transform": {"transform": add},
        "set_transform": {"transform": add}, "to_iterable_dataset": {},
    }  # fmt: skip


def huggingface_samples(data: Any) -> list[int]:
    import numpy as np

    return [int(v) for row in data for v in np.ravel(next(value for key, value in row.items() if key[0] == "x"))]


@pytest.mark.parametrize("kind", ["Dataset", "IterableDataset"])
def test_huggingface_derivations_keep_the_samples_they_say(kind: str) -> None:
    need("datasets")
    import datasets

    untested = {"remove_columns", "class_encode_column", "align_labels_with_mapping", "to_tf_dataset"}
    methods = {
        name: row
        for (of, name), row in table("datasets").methods.items()
        if isinstance(row, Derive) and of == f"datasets.{kind}"
    }
    assert set(methods) - untested <= set(huggingface_derivations())
    for name, arguments in huggingface_derivations().items():
        if name not in methods:
            assert kind != "Dataset" or name in ("decode", "reshard", "set_epoch")
            continue
        data = datasets.Dataset.from_dict({"x": list(range(20))})
        data = data if kind == "Dataset" else data.to_iterable_dataset(num_shards=2)
        row = methods[name]
        result = getattr(data, name)(**arguments)
        assert (result is None) is row.in_place, name
        if not row.in_place:
            assert huggingface_samples(data) == list(range(20)), f"{name} changed the dataset itself"
        samples = huggingface_samples(data if row.in_place else result)
        assert not (name == "shuffle" and samples == sorted(samples))
        check_extent(row, range(20), samples)
        if name == "shuffle":
            assert huggingface_samples(result) == samples, "a permutation is drawn once"


def test_huggingface_split_has_disjoint_parts_by_name() -> None:
    need("datasets")
    import datasets

    parts = datasets.Dataset.from_dict({"x": list(range(20))}).train_test_split(0.25)
    row: Any = table("datasets").methods["datasets.Dataset", "train_test_split"]
    assert list(parts) == list(row.parts)
    train, test = (set(huggingface_samples(part)) for part in parts.values())
    assert train | test == set(range(20))
    assert not train & test


# Folders of images


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need("keras", "tensorflow", "PIL")
    import numpy as np
    from PIL import Image

    root = tmp_path_factory.mktemp("images")
    for number in range(40):
        target = root / ("a" if number < 20 else "b")
        target.mkdir(exist_ok=True)
        Image.fromarray(np.full((8, 8, 3), number, "uint8")).save(target / f"{number:02}.png")
    return root


def test_irrelevant_arguments_leave_the_files_as_they_are(folder: Path) -> None:
    import keras

    name = "keras.utils.image_dataset_from_directory"
    row: Any = table("keras").rows[name]
    values: dict[str, Any] = {
        "labels": None, "label_mode": "binary", "color_mode": "grayscale", "batch_size": 7, "image_size": (4, 4),
        "shuffle": False, "seed": 5, "interpolation": "nearest", "crop_to_aspect_ratio": True,
        "pad_to_aspect_ratio": True, "data_format": "channels_first", "verbose": False,
    }  # fmt: skip
    assert set(values) == set(row.irrelevant) - {"format"}

    def files(**arguments: Any) -> set[str]:
        given = {"image_size": (8, 8), **arguments}
        if given.get("labels", "inferred") is None:
            given["label_mode"] = None
        return set(keras.utils.image_dataset_from_directory(folder, **given).file_paths)

    everything = files()
    assert len(everything) == 40
    for argument, value in values.items():
        assert files(**{argument: value}) == everything, argument
    assert files(class_names=["a", "b"]) == everything
    share = {"validation_split": 0.25, "seed": 1}
    train, validation = files(subset="training", **share), files(subset="validation", **share)
    assert train | validation == everything
    assert not train & validation
    assert files(subset="validation", **{**share, "seed": 2}) & train
    both = keras.utils.image_dataset_from_directory(folder, subset=row.both, image_size=(8, 8), **share)
    assert isinstance(both, (tuple, list))
    assert [set(part.file_paths) for part in both] == [train, validation]


def test_a_folder_is_read_in_a_new_order_on_each_pass(folder: Path) -> None:
    import keras
    import tensorflow as tf

    def order(data: Any) -> list[int]:
        return [int(image[0, 0, 0]) for images, _ in data for image in images]

    for more, still in (({}, False), ({"seed": 3}, False), ({"shuffle": False}, True)):
        data = keras.utils.image_dataset_from_directory(folder, image_size=(8, 8), verbose=False, **more)
        assert (order(data) == order(data)) is still, more
        listed = tf.data.Dataset.list_files(str(folder / "*/*.png"), **more)
        assert (list(listed.as_numpy_iterator()) == list(listed.as_numpy_iterator())) is still, more


def test_split_dataset_makes_two_ordered_parts() -> None:
    need("keras", "tensorflow")
    import keras
    import tensorflow as tf

    row: Any = table("keras").rows["keras.utils.split_dataset"]
    parts = keras.utils.split_dataset(tf.data.Dataset.range(20), left_size=0.75)
    assert len(parts) == row.parts
    assert [tf_samples(part) for part in parts] == [list(range(15)), list(range(15, 20))]
