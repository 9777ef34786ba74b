# case: shared_flip_behind_a_guard
# shape: the sample method refuses files of a wrong format with `raise` before it applies the transform
# truth: whatever is returned has passed the random flip, on both sides
import os
import random

from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import functional as F


class Mirror:
    def __call__(self, image):
        return F.hflip(image) if random.random() < 0.5 else image


class Photos(Dataset):
    def __init__(self, listing, transform):
        with open(listing) as handle:
            self.files = [row.strip() for row in handle.readlines()]
        self.transform = transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        image = Image.open(os.path.join("photos", self.files[i]))
        if image.format != "JPEG":
            raise ValueError(f"{self.files[i]} is not a JPEG")
        return self.transform(image)


mirror = Mirror()
train_loader = DataLoader(Photos("train.txt", mirror), batch_size=4, shuffle=True)
val_loader = DataLoader(Photos("val.txt", mirror), batch_size=4)  # expect: AUG201
