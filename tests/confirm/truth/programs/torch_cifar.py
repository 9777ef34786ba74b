"""Train on a dataset that is stored in two parts, as CIFAR is, and that knows its parts by a flag."""

from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 16, 16, 3), dtype=np.uint8)


class Small(Dataset):
    def __init__(self, root, train=True):
        part = "train" if train else "test"
        self.data = np.load(Path(root, f"{part}.npy"))

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        picture = torch.from_numpy(self.data[index]).permute(2, 0, 1).float() / 255
        return picture, int(picture.mean() > 0.5)


Path("small").mkdir(exist_ok=True)
np.save("small/train.npy", make_pictures(50, 1))
np.save("small/test.npy", make_pictures(50, 2))

train_set = Small("small", train=True)
test_set = Small("small", train=False)
train_loader = DataLoader(train_set, batch_size=10, shuffle=True)
test_loader = DataLoader(test_set, batch_size=10)

model = nn.Sequential(nn.Flatten(), nn.Linear(16 * 16 * 3, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for epoch in range(2):
    model.train()
    for images, labels in train_loader:
        loss = nn.functional.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        correct = sum((model(images).argmax(1) == labels).sum().item() for images, labels in test_loader)
    print("epoch", epoch, "correct", correct)
