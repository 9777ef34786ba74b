"""Divide one dataset, and give its parts different transforms."""

import copy

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, random_split
from torchvision import transforms


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 32, 32, 3), dtype=np.uint8)


class Pictures(Dataset):
    def __init__(self, pictures, transform):
        self.pictures = pictures
        self.transform = transform

    def __len__(self):
        return len(self.pictures)

    def __getitem__(self, index):
        picture = self.pictures[index]
        return self.transform(picture), int(picture.mean() > 127)


augment = transforms.Compose(
    [
        transforms.ToPILImage(),
        transforms.RandomCrop(24),
        transforms.RandomHorizontalFlip(),
        transforms.ColorJitter(brightness=0.4),
        transforms.ToTensor(),
    ]
)
plain = transforms.Compose([transforms.ToPILImage(), transforms.CenterCrop(24), transforms.ToTensor()])

dataset = Pictures(make_pictures(160, 1), augment)
train_set, val_set = random_split(dataset, [80, 80], generator=torch.Generator().manual_seed(3))
val_set.dataset = copy.copy(dataset)
val_set.dataset.transform = plain

train_loader = DataLoader(train_set, batch_size=16, shuffle=True)
val_loader = DataLoader(val_set, batch_size=16)

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
        losses = [nn.functional.cross_entropy(model(images), labels).item() for images, labels in val_loader]
    print(epoch, sum(losses) / len(losses))
