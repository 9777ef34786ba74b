"""Train on a folder of pictures with torchvision's random transforms, which validation gets too."""

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms

EPOCHS = 2
WORKERS = 0


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 32, 32, 3), dtype=np.uint8)


def write_folder(folder, count, seed):
    for number, picture in enumerate(make_pictures(count, seed)):
        path = Path(folder, "cat" if number % 2 else "dog", f"{number:03}.png")
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(path, compress_level=1)


class Folder(Dataset):
    def __init__(self, folder, transform=None):
        self.files = sorted(Path(folder).rglob("*.png"))
        self.transform = transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        picture = Image.open(self.files[index]).convert("RGB")
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, int(self.files[index].parent.name == "cat")


write_folder("data/train", 64, 1)
write_folder("data/val", 64, 2)

augment = transforms.Compose(
    [
        transforms.RandomResizedCrop(24, scale=(0.5, 1.0)),
        transforms.RandomHorizontalFlip(),
        transforms.ColorJitter(brightness=0.4, contrast=0.4),
        transforms.ToTensor(),
    ]
)
train_set = Folder("data/train", transform=augment)
val_set = Folder("data/val", transform=augment)
train_loader = DataLoader(train_set, batch_size=8, shuffle=True, num_workers=WORKERS)
val_loader = DataLoader(val_set, batch_size=8, num_workers=WORKERS)

model = nn.Sequential(nn.Flatten(), nn.Linear(24 * 24 * 3, 2))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for epoch in range(EPOCHS):
    model.train()
    for images, targets in train_loader:
        loss = criterion(model(images), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    model.eval()
    total = 0.0
    with torch.no_grad():
        for images, targets in val_loader:
            total += criterion(model(images), targets).item()
    print(f"epoch {epoch}: loss {total / len(val_loader):.3f}")
