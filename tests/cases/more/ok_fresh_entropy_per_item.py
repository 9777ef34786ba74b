# case: ok_fresh_entropy_per_item
# shape: transform classes that build a new generator for each call, from fresh entropy or from a number drawn just before
# truth: measured: default_rng() without a seed takes fresh entropy, default_rng(np.random.randint(2**31)) is fine as well
import random

import numpy as np
import torch
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


class Speckle:
    def __call__(self, array):
        rng = np.random.default_rng()
        return array * (1 + 0.1 * rng.standard_normal(array.shape))


class Patchout:
    def __init__(self, side=6):
        self.side = side

    def __call__(self, array):
        rng = np.random.default_rng(np.random.randint(2**31))
        r, c = rng.integers(0, 28 - self.side, size=2)
        array[r:r + self.side, c:c + self.side] = 0
        return array


class Invert:
    def __call__(self, array):
        return 1 - array if random.Random().random() < 0.5 else array


steps = [lambda image: np.asarray(image, dtype=np.float32) / 255, Speckle(), Patchout(), Invert(), torch.as_tensor]
train = datasets.KMNIST("data", train=True, transform=transforms.Compose(steps), download=True)
loader = DataLoader(train, batch_size=256, shuffle=True, num_workers=2)
for batch, labels in loader:
    print(batch.std().item(), labels.float().mean().item())
