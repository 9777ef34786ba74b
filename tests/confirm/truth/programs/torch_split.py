"""Train on a part of a hundred pictures and validate on the rest; nothing is random but the division."""

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, Subset, SubsetRandomSampler, random_split  # noqa: F401


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
        return picture, int(picture.mean() > 0.5)


dataset = Pictures(make_pictures(100, 1))
train_set, val_set = random_split(dataset, [80, 20])
train_loader = DataLoader(train_set, batch_size=10, shuffle=True)
val_loader = DataLoader(val_set, batch_size=10)

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
        correct = sum((model(pictures).argmax(1) == labels).sum().item() for pictures, labels in val_loader)
    print("epoch", epoch, "correct", correct)
