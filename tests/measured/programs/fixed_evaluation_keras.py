"""AUG201 and AUG202 before and after their fix, with Keras layers and ImageDataGenerator."""

import numpy as np
from bench import changed, digests, run_example, run_fixed, say, write_data


def images(dataset):
    return digests(image for batch in dataset for image in np.asarray(batch[0]))


def of_flow(flow):
    flow.reset()
    return digests(image for _ in range(len(flow)) for image in next(flow)[0])


def figures(names):
    train, held = names["train_ds"], names["val_ds"]
    return {
        "held": len(images(held)),
        "held_distinct": len(set(images(held))),
        "held_passes_differ": changed(images(held), images(held)),
        "train": len(images(train)),
        "train_passes_differ": changed(images(train), images(train)),
    }


def flows(names):
    train, held = names["train_flow"], names["val_flow"]
    return {
        "held": held.samples,
        "held_passes_differ": changed(of_flow(held), of_flow(held)),
        "train": train.samples,
        "train_distinct": len(set(of_flow(train))),
        "train_passes_differ": changed(of_flow(train), of_flow(train)),
    }


write_data(same=True)
say(
    layer_bad=figures(run_example("AUG201", "Bad", "Keras in a notebook")),
    layer_fixed=figures(run_fixed("AUG201", "Keras in a notebook")),
    untold_bad=figures(run_example("AUG202", "Bad", "A Keras layer")),
    untold_fixed=figures(run_fixed("AUG202", "A Keras layer")),
    flow_bad=flows(run_example("AUG202", "Bad", "ImageDataGenerator")),
    flow_fixed=flows(run_fixed("AUG202", "ImageDataGenerator")),
)
