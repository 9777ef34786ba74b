"""Held-out samples that are also in training when the parts come from two calls, over 20 pairs of seeds."""

import contextlib
import io

import keras
import numpy as np
import torch
import torchvision_shim  # noqa: F401
from bench import common, run_example, say, write_data
from datasets import Dataset, disable_progress_bars
from sklearn.model_selection import train_test_split
from torch.utils.data import random_split

PAIRS = 20
WHOLE = np.arange(1000)
disable_progress_bars()


def summed(counts):
    return sum(counts) / len(counts), min(counts), max(counts)


def over_seeds(train, held):
    """Both take a seed and give samples."""
    return summed([common(train(seed), held(seed)) for seed in range(PAIRS)])


def files(subset, validation_split=0.2, other=0, **arguments):
    return lambda seed: (
        keras.utils.image_dataset_from_directory(
            "data/all", subset=subset, validation_split=validation_split, seed=seed + other, verbose=False, **arguments
        ).file_paths
    )


def rows(part, test_size=0.2, other=0, **arguments):
    return lambda seed: train_test_split(WHOLE, test_size=test_size, random_state=seed + other, **arguments)[part]


def indices(part, held=200):
    return lambda generator: random_split(WHOLE, [1000 - held, held], generator=generator)[part].indices


def seeded(seed):
    return torch.Generator().manual_seed(seed)


def one_generator(seed):
    generator = seeded(seed)
    return common(indices(0)(generator), indices(1)(generator))


def after_seed(seed):
    torch.manual_seed(seed)
    return common(indices(0)(None), indices(1)(None))


def rows_after_seed(seed):
    np.random.seed(seed)
    parts = [train_test_split(WHOLE, test_size=0.2) for _ in range(2)]
    return common(parts[0][0], parts[1][1])


def hugging_face(part, other=0):
    whole = Dataset.from_dict({"row": WHOLE.tolist()})
    return lambda seed: whole.train_test_split(0.2, seed=seed + other)[part]["row"][:]


def trained_on_the_whole():
    """Validation files that the loader of the example trains on, and how many there are."""
    names = run_example("AUG302", "Bad", "Training on the whole")
    files = names["images"].imgs
    held = {files[i] for i in names["val_set"].indices}
    return len(held & set(names["train_loader"].dataset.imgs)), len(held)


def example(section, beginning):
    """Common files, of an example that leaves `train_ds` and `val_ds`, or two loaders."""
    names = run_example("AUG302", section, beginning)
    if "train_ds" in names:
        return common(names["train_ds"].file_paths, names["val_ds"].file_paths)
    return common(*(list(map(int, names[f"{side}_loader"].dataset.indices)) for side in ("train", "val")))


write_data()
with contextlib.redirect_stdout(io.StringIO()):
    figures = {
        "keras_seeds": over_seeds(files("training"), files("validation", other=100)),
        "keras_shuffle_train": over_seeds(files("training"), files("validation", shuffle=False)),
        "keras_shuffle_held": over_seeds(files("training", shuffle=False), files("validation")),
        "keras_larger_held": over_seeds(files("training"), files("validation", 0.3)),
        "keras_smaller_held": over_seeds(files("training", 0.3), files("validation")),
        "keras_equal": over_seeds(files("training"), files("validation")),
        "bad_keras_seeds": example("Bad", "Keras: two seeds"),
        "bad_keras_shuffle": example("Bad", "Keras: validation without"),
        "good_keras": example("Good", "Keras: one seed"),
        "good_both": example("Good", "Keras: both parts"),
    }
say(
    **figures,
    torch_one_generator=summed([one_generator(seed) for seed in range(PAIRS)]),
    torch_global_seed=summed([after_seed(seed) for seed in range(PAIRS)]),
    torch_sizes=over_seeds(lambda s: indices(0)(seeded(s)), lambda s: indices(1, 300)(seeded(s))),
    torch_equal=over_seeds(lambda s: indices(0)(seeded(s)), lambda s: indices(1)(seeded(s))),
    sklearn_states=over_seeds(rows(0), rows(1, other=100)),
    sklearn_stratified=over_seeds(rows(0), rows(1, stratify=WHOLE % 10)),
    sklearn_global_seed=summed([rows_after_seed(seed) for seed in range(PAIRS)]),
    sklearn_equal=over_seeds(rows(0), rows(1)),
    hugging_face_seeds=over_seeds(hugging_face("train"), hugging_face("test", other=100)),
    hugging_face_equal=over_seeds(hugging_face("train"), hugging_face("test")),
    slices=common(WHOLE[:800], WHOLE[700:]),
    bad_slices=example("Bad", "Slices"),
    good_slices=example("Good", "Slices"),
    bad_whole=trained_on_the_whole(),
    good_torch=example("Good", "torch: two calls"),
    good_indices=example("Good", "torch: one split"),
)
