# case: forked_generator_in_getitem
# shape: __getitem__ opens fork_rng and sets a literal seed inside before it calls the random pipeline
# truth: measured (torch 2.13): draws inside fork_rng with a constant seed are 1 distinct of 20; outside state is restored
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


class CarParts(Dataset):
    """Rows of a list file: path, tab, class number."""

    def __init__(self, list_file, size=256):
        with open(list_file) as lines:
            self.rows = [line.rstrip("\n").split("\t") for line in lines]
        self.augment = transforms.Compose([
            transforms.RandomAffine(10, translate=(0.1, 0.1)),
            transforms.RandomResizedCrop(size),
            transforms.ToTensor(),
        ])

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        path, target = self.rows[index]
        with Image.open(path) as handle:
            picture = handle.convert("RGB")
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(7)  # expect: AUG103
            picture = self.augment(picture)
        return picture, int(target)


train_loader = DataLoader(CarParts("train.tsv"), batch_size=48, shuffle=True, num_workers=6, pin_memory=True)
for images, targets in train_loader:
    print(images.mean().item(), targets.bincount().tolist())
