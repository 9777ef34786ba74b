# case: get_loader_by_mode
# shape: get_loader(path, mode) in a student project; mode decides the shuffling only, the pipeline is made without looking at it
# truth: by reason: the pipeline with RandomCrop and RandomHorizontalFlip is built for every mode, also for "monitor"
import os

import torch
import torch.nn as nn
from PIL import Image
from torch.utils import data
from torchvision import transforms as T


class CelebFaces(data.Dataset):
    def __init__(self, image_dir, attr_path, transform):
        self.image_dir = image_dir
        self.transform = transform
        self.rows = []
        with open(attr_path) as f:
            for line in f.readlines()[2:]:
                parts = line.split()
                self.rows.append((parts[0], [v == "1" for v in parts[1:]]))

    def __getitem__(self, index):
        name, attrs = self.rows[index]
        image = Image.open(os.path.join(self.image_dir, name))
        return self.transform(image), torch.FloatTensor(attrs)

    def __len__(self):
        return len(self.rows)


def get_loader(image_dir, attr_path, crop_size=178, image_size=128, batch_size=16, mode="train", num_workers=1):
    """Build and return a data loader."""
    transform = []
    transform.append(T.RandomCrop(crop_size))
    transform.append(T.RandomHorizontalFlip())
    transform.append(T.Resize(image_size))
    transform.append(T.ToTensor())
    transform = T.Compose(transform)
    dataset = CelebFaces(image_dir, attr_path, transform)
    return data.DataLoader(dataset, batch_size=batch_size, shuffle=(mode == "train"), num_workers=num_workers)


tr_dl = get_loader("celeb/images", "celeb/train_attr.txt", mode="train")
monitor_dl = get_loader("celeb/images", "celeb/val_attr.txt", batch_size=64, mode="monitor")  # expect: AUG202|AUG201

net = nn.Sequential(nn.Conv2d(3, 16, 4, 2), nn.ReLU(), nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(16, 40))
optim = torch.optim.Adam(net.parameters(), 1e-4)
for it in range(10):
    for x, y in tr_dl:
        optim.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(net(x), y).backward()
        optim.step()
    with torch.no_grad():
        val_loss = sum(nn.functional.binary_cross_entropy_with_logits(net(x), y).item() for x, y in monitor_dl)
    print(it, val_loss / len(monitor_dl))
