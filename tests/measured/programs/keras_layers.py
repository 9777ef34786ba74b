"""Keras layers in map and in a model, Keras' division of a folder, and tf.data map before take and skip."""

import keras
import numpy as np
from bench import changed, common, digests, run_example, say, write_data


def images(dataset):
    return digests(
        image for batch in dataset for image in np.atleast_3d(batch[0] if isinstance(batch, tuple) else batch)
    )


def passes_differ(dataset):
    return changed(images(dataset), images(dataset))


def files(names, key):
    return set(names[key].file_paths)


def unbatched(dataset):
    return digests(image.numpy() for image in dataset)


write_data(same=True)
# Before any seed is set, since a global seed makes the passes of a mapped dataset equal.
mapped = run_example("AUG203", "Bad", "tf.data")["val_ds"]
split = run_example("AUG203", "Good", "tf.data")
mapped_held_differs = changed(unbatched(mapped), unbatched(mapped))
split_held_differs, split_train_differs = passes_differ(split["val_ds"]), passes_differ(split["train_ds"])

keras.utils.set_random_seed(3)
notebook = run_example("AUG201", "Bad", "Keras in a notebook")
implicit = run_example("AUG202", "Bad", "A Keras layer")
told = run_example("AUG202", "Good", "A Keras layer")
inside = run_example("AUG201", "Good", "Keras: the layer is part")
batch = next(iter(inside["val_ds"]))[0]
whole = {"validation_split": None, "seed": 1, "image_size": (64, 64)}
same = run_example("AUG301", "Bad", "Keras")
parts = run_example("AUG301", "Good", "One folder, divided by Keras")
all_files = [set(keras.utils.image_dataset_from_directory("data/all", **whole).file_paths) for _ in range(2)]
say(
    shared_splits_common=common(images(notebook["train_ds"]), images(notebook["val_ds"])),
    shared_held_differs=passes_differ(notebook["val_ds"]),
    implicit_held_differs=passes_differ(implicit["val_ds"]),
    told_held_differs=passes_differ(told["val_ds"]),
    told_train_differs=passes_differ(told["train_ds"]),
    inside_predict_repeats=bool(
        np.array_equal(inside["model"].predict(batch, verbose=0), inside["model"].predict(batch, verbose=0))
    ),
    inside_training_differs=changed(*(digests(inside["augment"](batch, training=True).numpy()) for _ in range(2))),
    inside_inference_changes=changed(digests(inside["augment"](batch, training=False).numpy()), digests(batch.numpy())),
    subset_training_twice=len(files(same, "train_ds") & files(same, "val_ds")),
    no_subset=len(all_files[0] & all_files[1]),
    good_subsets=len(files(parts, "train_ds") & files(parts, "val_ds")),
    mapped_held_differs=mapped_held_differs,
    good_split_held_differs=split_held_differs,
    good_split_train_differs=split_train_differs,
)
