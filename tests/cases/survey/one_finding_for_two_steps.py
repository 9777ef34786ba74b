# case: one_finding_for_two_steps
# shape: one list of own random steps is shared; the steps draw in different places of the chain
# truth: it is one fault, the shared Compose, so one finding at the evaluation dataset is enough
import random

from torch.utils.data import DataLoader, Dataset
from torchvision.datasets.folder import default_loader
from torchvision.transforms import functional as F


class Together:
    def __init__(self, steps):
        self.steps = steps

    def __call__(self, image, points):
        for step in self.steps:
            image, points = step(image, points)
        return image, points


class Mirror:
    def __call__(self, image, points):
        if random.random() < 0.5:
            image, points = F.hflip(image), [(1 - x, y) for x, y in points]
        return image, points


class Turn:
    def __init__(self, most):
        self.most = most

    def __call__(self, image, points):
        if random.random() < 0.8:
            image = F.rotate(image, random.uniform(-self.most, self.most))
        return image, points


class Poses(Dataset):
    def __init__(self, listing, steps):
        self.files = open(listing).read().split()
        self.steps = steps

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        return self.steps(default_loader(self.files[i]), [(0.5, 0.5)])


steps = {"train": Together([Mirror(), Turn(30)]), "val": Together([])}
train_set = Poses("train.txt", steps["train"])
val_set = Poses("val.txt", steps["train"])  # expect: AUG201
loaders = {"train": DataLoader(train_set, shuffle=True), "val": DataLoader(val_set)}
