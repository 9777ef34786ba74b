"""Train on a stream of pictures that is divided among the workers."""

import random
from itertools import islice

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

WORKERS = 2


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 16, 16, 3), dtype=np.uint8)


class Stream(IterableDataset):
    def __init__(self, pictures):
        self.pictures = pictures

    def __iter__(self):
        info = get_worker_info()
        first, step = (info.id, info.num_workers) if info else (0, 1)
        rng = random
        for picture in islice(self.pictures, first, None, step):
            gain = rng.uniform(0.5, 1.5)
            yield torch.from_numpy(picture).permute(2, 0, 1).float() / 255 * gain, int(picture.mean() > 127)


def main():
    train_loader = DataLoader(Stream(make_pictures(64, 1)), batch_size=8, num_workers=WORKERS)
    val_loader = DataLoader(Stream(make_pictures(64, 2)), batch_size=8, num_workers=WORKERS)
    model = nn.Sequential(nn.Flatten(), nn.Linear(16 * 16 * 3, 2))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(2):
        model.train()
        for pictures, labels in train_loader:
            loss = nn.functional.cross_entropy(model(pictures), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            losses = [nn.functional.cross_entropy(model(pictures), labels).item() for pictures, labels in val_loader]
        print(epoch, sum(losses) / len(losses))


if __name__ == "__main__":
    main()
