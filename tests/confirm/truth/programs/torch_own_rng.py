"""Train on pictures in memory with a transform that draws from a generator of its own."""

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

EPOCHS = 2


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 16, 16, 3), dtype=np.uint8)


class Augmented(Dataset):
    def __init__(self, pictures, rng):
        self.pictures = pictures
        self.rng = rng

    def __len__(self):
        return len(self.pictures)

    def __getitem__(self, index):
        picture = self.pictures[index].astype("float32") / 255
        picture = picture * self.rng.uniform(0.5, 1.5)
        return torch.from_numpy(picture).permute(2, 0, 1), int(self.pictures[index].mean() > 127)


def make_loader(dataset, shuffle):
    return DataLoader(dataset, batch_size=8, shuffle=shuffle, num_workers=0)


def fit(model, train_loader, val_loader):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(EPOCHS):
        model.train()
        for pictures, labels in train_loader:
            loss = nn.functional.cross_entropy(model(pictures), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            correct = sum((model(pictures).argmax(1) == labels).sum().item() for pictures, labels in val_loader)
        print("epoch", epoch, "correct", correct)


def main():
    train_set = Augmented(make_pictures(64, 1), np.random.default_rng(42))
    val_set = Augmented(make_pictures(64, 2), np.random.default_rng(43))
    train_loader = make_loader(train_set, shuffle=True)
    val_loader = make_loader(val_set, shuffle=False)
    fit(nn.Sequential(nn.Flatten(), nn.Linear(16 * 16 * 3, 2)), train_loader, val_loader)


if __name__ == "__main__":
    main()
