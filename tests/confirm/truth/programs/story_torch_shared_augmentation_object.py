"""One of the programs that this project began with."""

import torch
import torchvision.transforms as transforms
from torch.utils.data import DataLoader, Dataset


class Augmentation:
    def __init__(self):
        self.steps = transforms.Compose(
            [
                transforms.RandomHorizontalFlip(p=0.5),
                transforms.ColorJitter(brightness=0.2, contrast=0.2, saturation=0.2, hue=0.1),
                transforms.RandomRotation(degrees=15),
            ]
        )

    def __call__(self, picture):
        return self.steps(picture)


class Pictures(Dataset):
    def __init__(self, pictures, augment):
        self.pictures = pictures
        self.augment = augment

    def __len__(self):
        return len(self.pictures)

    def __getitem__(self, idx):
        return self.augment(self.pictures[idx])


pictures = [torch.rand(3, 100, 100) for _ in range(10)]

augmentation = Augmentation()
train_dataset = Pictures(pictures, augment=augmentation)
val_dataset = Pictures(pictures, augment=augmentation)

train_loader = DataLoader(train_dataset, batch_size=1)
val_loader = DataLoader(val_dataset, batch_size=1)
print(torch.equal(next(iter(train_loader)), next(iter(val_loader))))
