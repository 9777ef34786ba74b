"""What the programs of the tests have in common: pictures of noise, datasets, augmentations and a loop that trains."""

from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.utils.data import Dataset

STEPS = []


def noise(count, seed, size=16):
    return np.random.default_rng(seed).integers(0, 256, (count, size, size, 3), dtype=np.uint8)


def write_pictures(folder, count, seed, sizes=(16,)):
    from PIL import Image

    Path(folder).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        picture = noise(1, 1000 * seed + number, sizes[number % len(sizes)])[0]
        Image.fromarray(picture).save(Path(folder, f"{number:03}.png"))
    return folder


class Pictures(Dataset):
    """Pictures in memory."""

    def __init__(self, pictures, augment=None):
        self.pictures = pictures
        self.augment = augment

    def __len__(self):
        return len(self.pictures)

    def __getitem__(self, index):
        picture = self.pictures[index]
        return picture if self.augment is None else self.augment(picture)


class Files(Dataset):
    """Pictures in a folder, made small."""

    def __init__(self, folder, augment=None):
        self.files = sorted(Path(folder).glob("*.png"))
        self.augment = augment

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        from PIL import Image

        picture = np.asarray(Image.open(self.files[index]).resize((12, 12)))
        return picture.copy() if self.augment is None else self.augment(picture)


def brighter(picture):
    return np.asarray(picture, dtype=np.float32) * float(0.5 + torch.rand(1))


class Own:
    """An augmentation with a generator of its own."""

    def __init__(self, seed=None):
        self.rng = np.random.default_rng(seed)

    def __call__(self, picture):
        return np.asarray(picture, dtype=np.float32) * self.rng.uniform(0.5, 1.5)


def train(loader):
    weight = nn.Parameter(torch.ones(1))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    for batch in loader:
        optimizer.zero_grad()
        loss = (torch.as_tensor(batch).float() * weight).mean()
        loss.backward()
        optimizer.step()


def evaluate(loader):
    with torch.no_grad():
        return sum(float(torch.as_tensor(batch).float().mean()) for batch in loader)


def fit(*pairs, epochs=2, before=None):
    for epoch in range(epochs):
        for train_loader, val_loader in pairs:
            if before is not None:
                before(epoch)
            train(train_loader)
            if before is not None:
                before(epoch)
            if val_loader is not None:
                evaluate(val_loader)
