"""Draws from datasets over every usual kind of source, one after the other; writes what was seen as a JSON object.

Each kind has a training split of rows 0 to 39, a validation split of rows 30 to 69, which leaks, and one for tests of
rows 80 to 119, which does not.
"""

import csv
import json
from pathlib import Path

import cv2
import numpy as np
import pandas as pd
import torch
from datasets import Dataset as Rows
from PIL import Image
from torch.utils.data import ConcatDataset, DataLoader, Dataset, Subset, TensorDataset
from torch_parts import Pictures, noise

from auglint.confirm import confirm

SIZE = 120
PICTURES = noise(SIZE, 1)
SPLITS = (range(40), range(30, 70), range(80, 120))


def bright(picture):
    return np.asarray(picture, dtype=np.float32) * float(0.5 + torch.rand(1))


class Kept(Dataset):
    """Reads a list of file names with a function."""

    def __init__(self, names, read):
        self.names, self.read = names, read

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        return bright(self.read(self.names[index]))


class Table(Dataset):
    """The paths of a table, and their labels."""

    def __init__(self, file):
        self.table = pd.read_csv(file)

    def __len__(self):
        return len(self.table)

    def __getitem__(self, index):
        row = self.table.iloc[index]
        return bright(Image.open(row["path"])), int(row["label"])


class Wrapped(Dataset):
    """A user's own wrapper around a part."""

    def __init__(self, part, transform):
        self.part, self.transform = part, transform

    def __len__(self):
        return len(self.part)

    def __getitem__(self, index):
        return self.transform(self.part[index])


class Changed(Dataset):
    """The tensors of another dataset, changed."""

    def __init__(self, inner):
        self.inner = inner

    def __len__(self):
        return len(self.inner)

    def __getitem__(self, index):
        image, label = self.inner[index]
        return image * (0.5 + torch.rand(1)), label


class Masks(Dataset):
    """Pictures with masks whose values are classes: a ramp in their place is no mask."""

    def __init__(self, rows):
        self.pictures = [PICTURES[row] for row in rows]
        self.masks = [PICTURES[row, :, :, 0] % 4 for row in rows]
        self.colours = np.arange(4)

    def __len__(self):
        return len(self.masks)

    def __getitem__(self, index):
        return bright(self.pictures[index]), self.colours[self.masks[index]]


class Checked(Pictures):
    """Knows its pictures, and takes no other."""

    def __init__(self, *args):
        super().__init__(*args)
        self.sums = [int(picture.sum()) for picture in self.pictures]

    def __getitem__(self, index):
        if int(self.pictures[index].sum()) != self.sums[index]:
            raise ValueError("this picture is not mine")
        return super().__getitem__(index)


def files(suffix, write):
    names = [f"{suffix}/{number:03}.{suffix}" for number in range(SIZE)]
    Path(suffix).mkdir()
    for name, picture in zip(names, PICTURES, strict=True):
        write(name, picture)
    return names


def each(names, read):
    return [Kept([names[row] for row in rows], read) for rows in SPLITS]


def tables(names):
    for number, rows in enumerate(SPLITS):
        with Path(f"{number}.csv").open("w", newline="") as file:
            csv.writer(file).writerows([("path", "label"), *((names[row], row % 2) for row in rows)])
    return [Table(f"{number}.csv") for number in range(3)]


def nested(whole):
    outer = Subset(whole, range(SIZE))
    return [Subset(outer, list(rows)) for rows in SPLITS]


def rows_of(dataset):
    def drawn(rows):
        return {"image": [bright(image) for image in rows["image"]]}

    return [dataset.select(rows).with_transform(drawn) for rows in SPLITS]


png = files("png", lambda name, picture: Image.fromarray(picture).save(name))
npy = files("npy", lambda name, picture: np.save(name, picture))
grey = files("bmp", lambda name, picture: Image.fromarray(picture[:, :, 0]).save(name))
np.save("all.npy", PICTURES)
tensors = TensorDataset(torch.from_numpy(PICTURES).permute(0, 3, 1, 2).float(), torch.arange(SIZE) % 2)
plain = Pictures(PICTURES, bright)
halves = ConcatDataset([Pictures(PICTURES[:60], bright), Pictures(PICTURES[60:], bright)])
stored = np.load("all.npy", mmap_mode="r")

KINDS = {
    "PIL files": lambda: each(png, lambda name: Image.open(name).convert("RGB")),
    "grey PIL files": lambda: each(grey, lambda name: Image.open(name)),
    "cv2 files": lambda: each(png, lambda name: cv2.imread(name)),
    "npy files": lambda: each(npy, lambda name: np.load(name)),
    "a reader that was taken along": lambda: each(png, Image.open),
    "memory map": lambda: [Pictures(stored[rows.start : rows.stop], bright) for rows in SPLITS],
    "one memory map": lambda: nested(Pictures(stored, bright)),
    "list of PIL": lambda: [Pictures([Image.fromarray(PICTURES[row]) for row in rows], bright) for rows in SPLITS],
    "tensors": lambda: [Changed(Subset(tensors, list(rows))) for rows in SPLITS],
    "concatenated": lambda: nested(halves),
    "nested parts": lambda: nested(plain),
    "table of paths": lambda: tables(png),
    "own wrapper": lambda: [Wrapped(Subset(Pictures(PICTURES), list(rows)), bright) for rows in SPLITS],
    "masks": lambda: [Masks(rows) for rows in SPLITS],
    "pictures that are checked": lambda: [Checked(PICTURES[rows.start : rows.stop], bright) for rows in SPLITS],
    "rows": lambda: rows_of(Rows.from_dict({"image": [picture.tolist() for picture in PICTURES]})),
}

told = {}
for kind, make in KINDS.items():
    train, val, test = (DataLoader(one, batch_size=8) for one in make())
    seen = confirm(train=train, val=val, test=test)
    told[kind] = {
        "took": [each.took for each in seen.observation.pipelines],
        "answers": {f"{each.question.name} {each.pipelines}": each.holds for each in seen.answers},
        "leak": [each.evidence.k for each in seen.answers if each.word == "leak"],
        "named": sorted({draw.sample.partition(":")[0] for each in seen.observation.passes[:1] for draw in each.draws}),
    }
print("TOLD" + json.dumps(told))
