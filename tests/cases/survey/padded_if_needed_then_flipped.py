# case: padded_if_needed_then_flipped
# shape: a step pads picture and mask if they are too small, then another step flips; evaluation gets both
# truth: by reason: the flip is drawn for each validation image
import os
import random

from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import functional as F


class Chain:
    def __init__(self, steps):
        self.steps = steps

    def __call__(self, picture, mask):
        for step in self.steps:
            picture, mask = step(picture, mask)
        return picture, mask


class Grow:
    def __init__(self, size):
        self.size = size

    def fit(self, picture):
        missing = self.size - min(picture.size)
        if missing > 0:
            picture = F.pad(picture, [0, 0, missing, missing])
        return picture

    def __call__(self, picture, mask):
        return self.fit(picture), self.fit(mask)


class Flip:
    def __call__(self, picture, mask):
        if random.random() < 0.5:
            picture, mask = F.hflip(picture), F.hflip(mask)
        return picture, mask


class Outlines(Dataset):
    def __init__(self, root, transforms):
        self.root = root
        self.names = sorted(os.listdir(root))
        self.transforms = transforms

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        picture = Image.open(os.path.join(self.root, self.names[index]))
        mask = Image.open(os.path.join(self.root + "_masks", self.names[index]))
        return self.transforms(picture, mask)


train_set = Outlines("outlines/learn", Chain([Grow(288), Flip()]))
val_set = Outlines("outlines/check", Chain([Grow(288), Flip()]))  # expect: AUG202
train_loader = DataLoader(train_set, batch_size=8, shuffle=True)
val_loader = DataLoader(val_set, batch_size=1)
