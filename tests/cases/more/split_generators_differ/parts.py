import torch
from torch.utils.data import random_split
from torchvision import transforms
from torchvision.datasets import ImageFolder

FRACTIONS = (0.75, 0.25)


def _folder(root):
    return ImageFolder(root, transforms.Compose([transforms.Grayscale(), transforms.Resize((64, 64)), transforms.ToTensor()]))


def training(root):
    return random_split(_folder(root), FRACTIONS, generator=torch.Generator().manual_seed(0))[0]


def held_out(root):
    return random_split(_folder(root), FRACTIONS, generator=torch.Generator().manual_seed(1))[1]  # expect: AUG302
