"""Datasets before and after the fixes of AUG102 (flows, torch, albumentations), AUG108, AUG205 and AUG303."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torchvision_shim  # noqa: F401
from bench import common, digests, equal, run, run_example, run_fixed, say, write_data
from fixed import fixed
from page_examples import Example
from tensorflow.keras.preprocessing.image import ImageDataGenerator

COMPOSES = """
import albumentations as A
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

SEED = 42
train_aug = A.Compose([A.HorizontalFlip(p=0.5), A.RandomBrightnessContrast(p=1.0)], seed=SEED)
val_aug = A.Compose([A.RandomBrightnessContrast(p=1.0)], seed=SEED)


class Images(Dataset):
    def __init__(self, file, transform):
        self.images, self.transform = np.load(file), transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.transform(image=self.images[index])["image"]


train_loader = DataLoader(Images("train.npy", train_aug), batch_size=16, shuffle=False)
val_loader = DataLoader(Images("val.npy", val_aug), batch_size=16)
"""

HELPER = """
import numpy as np
import tensorflow as tf


def augment(image):
    return tf.image.random_brightness(image, 0.3)


def load(path, training):
    ds = tf.data.Dataset.from_tensor_slices(np.load(path))
    if training:
        ds = ds.shuffle(64, seed=1)
        ds = ds.map(augment)
    ds = ds.batch(16)
    ds = ds.CACHE
    return ds


train_ds, val_ds = load("train.npy", True), load("val.npy", False)
"""

FILES = """
import tensorflow as tf

files = tf.data.Dataset.list_files("data/all/*/*.png", seed=3)
train_ds = files.skip(20)
val_ds = files.take(20)
"""

RECORDS = """
import numpy as np
import tensorflow as tf


def divided(names, held=20):
    files = tf.data.Dataset.from_tensor_slices(names)
    files = files.shuffle(len(names), seed=5)
    train = files.skip(held)
    return train.map(lambda x: x), files.take(held)


train_ds, val_ds = divided(np.load("samples.npy"))
"""


def mended(text, code):
    with TemporaryDirectory() as folder:
        path = Path(folder, "train.py")
        path.write_text(text, encoding="utf-8")
        texts, landing = fixed(Path(folder), code)
    assert landing.landed, (text, landing.refused)
    return Example("", "", "", texts)


def program(text):
    return Example("", "", "", {"train.py": text})


# AUG102


def flows(names):
    """Transforms of 10 batches of two images each, as both flows would make them of one image."""
    train, held = ([_of(names[flow]) for _ in range(10)] for flow in ("train_flow", "val_flow"))
    return {"equal": equal(train, held), "common": common(train, held), "distinct": len(set(train))}


def of_near_seeds():
    """Of 12 batches of a flow with seed 1: how many are batches of one with seed 2, and how many at the same place."""
    images = np.repeat(np.load("train.npy")[:1], 64, axis=0)
    made = [ImageDataGenerator(rotation_range=40).flow(images, batch_size=2, shuffle=False, seed=n) for n in (1, 2)]
    one, two = ([_of(flow) for _ in range(12)] for flow in made)
    return {"common": common(one, two), "equal": equal(one, two)}


def _of(flow):
    return digests(next(flow)[0])[0]


def passes(names):
    train, held = digests(names["train_images"].numpy()), digests(names["val_images"].numpy())
    return {"equal": equal(train, held), "common": common(train, held), "distinct": len(set(train))}


def loaders(names):
    train, held = (digests(x.numpy() for batch in names[key] for x in batch) for key in ("train_loader", "val_loader"))
    return {"equal": equal(train, held), "common": common(train, held), "distinct": len(set(train))}


def small(text):
    """With batches of two, so that there are as many seeds as batches."""
    return text.replace("shuffle=False", "batch_size=2, shuffle=False")


# AUG108


def frozen(names):
    train, held = names["train_ds"], names["val_ds"]
    first, second = ([x for batch in train for x in np.array(batch)] for _ in range(2))
    return {
        "common": common(digests(first), digests(second)),
        "distinct": len(set(digests(first))),
        "used": len(first),
        "held_equal": equal(
            digests(x for b in held for x in np.array(b)), digests(x for b in held for x in np.array(b))
        ),
    }


# AUG205


def order(names):
    """How many images come where they are in the file, and how many are left as they are there."""
    file = digests(np.load("train.npy"))
    seen = digests(x for batch in names["train_ds"] for x in np.array(batch))
    held = digests(x for batch in names["val_ds"] for x in np.array(batch))
    return {
        "in_place": equal(seen, file),
        "as_in_file": common(seen, file),
        "used": len(seen),
        "held_in_place": equal(held, digests(np.load("val.npy"))),
    }


def rows(names):
    pixels = np.load("train.npy").mean(axis=(2, 3))
    seen = np.array([row["pixels"] for row in names["train_ds"]])
    scaled = np.isclose(np.sort(seen[:, 0]), np.sort(pixels[:, 0] * 2 - 1), atol=1e-5).all()
    in_place = np.isclose(seen[:, 0], pixels[:, 0] * 2 - 1, atol=1e-5).sum()
    return {"scaled": bool(scaled), "in_place": int(in_place), "used": len(seen)}


# AUG303


def members(dataset):
    return [x if isinstance(x, bytes) else int(x) for each in dataset for x in np.ravel(each.numpy())]


def divided(names):
    train, held = names["train_ds"], names["val_ds"]
    epochs = [(members(train), members(held)) for _ in range(10)]
    return {
        "overlap": max(common(*epoch) for epoch in epochs),
        "ever": len(set().union(*(set(one) for one, _ in epochs)) & set().union(*(set(two) for _, two in epochs))),
        "used": len(set(epochs[0][0])),
        "once": len(epochs[0][0]),
        "held": len(set(epochs[0][1])),
        "orders": len({tuple(one) for one, _ in epochs}),
        "held_orders": len({tuple(two) for _, two in epochs}),
        "sorted": sum(a == b for a, b in zip(sorted(epochs[0][0]), epochs[0][0], strict=True)),
        "first": [*map(str, epochs[0][0]), *map(str, epochs[0][1])],
    }


def both(measured, bad, mend, reproduces):
    """Figures before and after; with `reproduces`, whether another run of the fixed program has the same."""
    found = {"bad": measured(bad())}
    for file in Path().glob("train.cache*"):
        file.unlink()  # as the title of the fix says
    found["fixed"] = measured(mend())
    if reproduces:
        found["reproduces"] = measured(mend())["first"] == found["fixed"]["first"]
    for each in ("bad", "fixed"):
        found[each].pop("first", None)
    return found


def of_page(measured, code, beginning, change=str, reproduces=False):
    def bad():
        return run_example(code, "Bad", beginning, change)

    return both(measured, bad, lambda: run_fixed(code, beginning, change), reproduces)


def of_text(measured, text, code, reproduces=False):
    return both(measured, lambda: run(program(text)), lambda: run(mended(text, code)), reproduces)


write_data(same=True)
draws = {
    "near_seeds": of_near_seeds(),
    "flows": of_page(flows, "AUG102", "Keras", small),
    "passes": of_page(passes, "AUG102", "torch"),
    "composes": of_text(loaders, COMPOSES, "AUG102"),
}
write_data()
say(
    **draws,
    cached=of_page(frozen, "AUG108", "tf.data: the cache"),
    cached_in_a_file=of_page(frozen, "AUG108", "A Keras layer"),
    helper=of_text(frozen, HELPER.replace("CACHE", "cache()"), "AUG108"),
    snapshot=of_text(frozen, HELPER.replace("CACHE", 'snapshot("kept")').replace("16", "4"), "AUG108"),
    shuffled=of_page(order, "AUG205", "tf.data: training"),
    augmented=of_page(order, "AUG205", "tf.data: the augmentation"),
    mapped=of_page(rows, "AUG205", "Hugging Face"),
    take_skip=of_page(divided, "AUG303", "Shuffle, then"),
    seeded=of_page(divided, "AUG303", "A seed", reproduces=True),
    filtered=of_page(divided, "AUG303", "Every fifth"),
    files=of_text(divided, FILES, "AUG303", reproduces=True),
    records=of_text(divided, RECORDS, "AUG303", reproduces=True),
)
