"""ImageDataGenerator: is validation augmented, and do the subsets overlap?"""

from pathlib import Path

import numpy as np
from bench import changed, digests, run_example, say, write_data
from PIL import Image


def images(flow):
    flow.reset()
    return digests(image for _ in range(len(flow)) for image in next(flow)[0])


def untouched(flow):
    """The files of an unshuffled flow as they are, only resized and rescaled."""
    size = flow.target_size
    return digests(
        np.asarray(Image.open(Path(flow.directory, name)).resize(size, Image.NEAREST), "float32") * np.float32(1 / 255)
        for name in flow.filenames
    )


def distinct_per_pass(flow):
    """Images that appear in one pass but not in the other; the flow shuffles, so places do not count."""
    return len(set(images(flow)) - set(images(flow)))


def overlap(names):
    return len(set(names["train_flow"].filenames) & set(names["val_flow"].filenames))


write_data()
bad = run_example("AUG203", "Bad", "One ImageDataGenerator")
good = run_example("AUG203", "Good", "Two ImageDataGenerators")
own = run_example("AUG202", "Bad", "ImageDataGenerator")["val_flow"]
plain = run_example("AUG202", "Good", "ImageDataGenerator")["val_flow"]
say(
    split_held=bad["val_flow"].samples,
    split_held_new_per_pass=distinct_per_pass(bad["val_flow"]),
    split_overlap=overlap(bad),
    good_split_held_new_per_pass=distinct_per_pass(good["val_flow"]),
    good_split_overlap=overlap(good),
    good_split_same_files=set(good["val_flow"].filenames) == set(bad["val_flow"].filenames),
    own=own.samples,
    own_passes_differ=changed(images(own), images(own)),
    own_images_changed=changed(images(own), untouched(own)),
    plain_passes_differ=changed(images(plain), images(plain)),
    plain_images_changed=changed(images(plain), untouched(plain)),
)
