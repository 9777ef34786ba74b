"""Train on one folder of pictures and validate on another."""

import os  # noqa: F401
import shutil
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 24, 24, 3), dtype=np.uint8)


def write_folder(folder, count, seed):
    shutil.rmtree(folder, ignore_errors=True)
    for number, picture in enumerate(make_pictures(count, seed)):
        path = Path(folder, "ab"[number % 2], f"{number:03}.png")
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(path, compress_level=1)


write_folder("pictures/train", 20, 1)
write_folder("pictures/val", 20, 2)
TRAIN = "pictures/train"
VAL = "pictures/val"

to_tensor = transforms.Compose([transforms.Resize(24), transforms.ToTensor()])
train_set = datasets.ImageFolder(TRAIN, transform=to_tensor)
val_set = datasets.ImageFolder(VAL, transform=to_tensor)
train_loader = DataLoader(train_set, batch_size=5, shuffle=True)
val_loader = DataLoader(val_set, batch_size=5)

model = nn.Sequential(nn.Flatten(), nn.Linear(24 * 24 * 3, 2))
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
        correct = sum((model(images).argmax(1) == labels).sum().item() for images, labels in val_loader)
    print("epoch", epoch, "correct", correct)
