"""Train a small network on generated pictures that the dataset makes brighter or darker at random."""

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

EPOCHS = 2
WORKERS = 0


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 16, 16, 3), dtype=np.uint8)


class Pictures(Dataset):
    def __init__(self, pictures):
        self.pictures = pictures

    def __len__(self):
        return len(self.pictures)

    def __getitem__(self, index):
        picture = torch.from_numpy(self.pictures[index]).permute(2, 0, 1).float() / 255
        gain = 0.5 + torch.rand(1).item()
        return picture * gain, int(self.pictures[index].mean() > 127)


def train_one_epoch(model, loader, optimizer):
    model.train()
    for pictures, labels in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(pictures), labels)
        loss.backward()
        optimizer.step()


def evaluate(model, loader):
    model.eval()
    correct = 0
    with torch.no_grad():
        for pictures, labels in loader:
            correct += (model(pictures).argmax(1) == labels).sum().item()
    return correct / len(loader.dataset)


def main():
    train_data = Pictures(make_pictures(64, 1))
    val_data = Pictures(make_pictures(64, 2))
    train_loader = DataLoader(train_data, batch_size=8, shuffle=True, num_workers=WORKERS)
    val_loader = DataLoader(val_data, batch_size=8, num_workers=WORKERS)

    model = nn.Sequential(nn.Flatten(), nn.Linear(16 * 16 * 3, 2))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(EPOCHS):
        train_one_epoch(model, train_loader, optimizer)
        accuracy = evaluate(model, val_loader)
        print(f"epoch {epoch}: accuracy {accuracy:.3f}")


if __name__ == "__main__":
    main()
