"""One of three loaders cannot be read from its second half on."""

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, seed, broken=False):
        self.images = np.random.default_rng(seed).random((80, 3, 8, 8), dtype="float32")
        self.broken = broken

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        if self.broken and index >= 40:
            raise OSError("this file is truncated")
        return torch.from_numpy(self.images[index] * np.random.uniform(0.5, 1.5)), 0


train_loader = DataLoader(Images(0), batch_size=8, shuffle=True)
val_loader = DataLoader(Images(1), batch_size=8)
test_loader = DataLoader(Images(2, broken=True), batch_size=8)
model = torch.nn.Linear(192, 1)
for _ in range(2):
    for images, _ in train_loader:
        model(images.flatten(1).float()).mean().backward()
    with torch.no_grad():
        for loader in (val_loader, test_loader):
            for images, _ in loader:
                model(images.flatten(1).float())
