"""Train on pictures in memory with albumentations."""

import albumentations as A
import numpy as np
import torch
from albumentations.pytorch import ToTensorV2
from torch import nn
from torch.utils.data import DataLoader, Dataset

WORKERS = 0


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 32, 32, 3), dtype=np.uint8)


def build_transforms():
    return A.Compose(
        [
            A.RandomCrop(24, 24),
            A.HorizontalFlip(p=0.5),
            A.RandomBrightnessContrast(p=1.0),
            ToTensorV2(),
        ]
    )


class Pictures(Dataset):
    def __init__(self, pictures, transform):
        self.pictures = pictures
        self.transform = transform

    def __len__(self):
        return len(self.pictures)

    def __getitem__(self, index):
        picture = self.pictures[index]
        label = int(picture.mean() > 127)
        return self.transform(image=picture)["image"].float() / 255, label


train_set = Pictures(make_pictures(64, 1), build_transforms())
val_set = Pictures(make_pictures(64, 2), build_transforms())
train_loader = DataLoader(train_set, batch_size=8, shuffle=True, num_workers=WORKERS)
val_loader = DataLoader(val_set, batch_size=8, num_workers=WORKERS)

model = nn.Sequential(nn.Flatten(), nn.Linear(24 * 24 * 3, 2))
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
