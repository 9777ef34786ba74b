# case: inherited_transform_hook
# shape: base Dataset calls self.build_transform() in __init__; the test subclass overrides the file list only
# truth: by reason: TestPlates inherits the random build_transform, so test plates are cropped and jittered
import abc
import os

import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


class Plates(Dataset, abc.ABC):
    root = "plates"

    def __init__(self):
        self.files = self.list_files()
        self.tf = self.build_transform()

    @abc.abstractmethod
    def list_files(self): ...

    def build_transform(self):
        return transforms.Compose([
            transforms.Resize(72),
            transforms.RandomCrop(64),
            transforms.ColorJitter(0.4, 0.4, 0.4, 0.1),
            transforms.ToTensor(),
        ])

    def __len__(self):
        return len(self.files)

    def __getitem__(self, k):
        name = self.files[k]
        return self.tf(Image.open(os.path.join(self.root, name)).convert("RGB")), int(name[:2])


class TrainPlates(Plates):
    def list_files(self):
        return open(os.path.join(self.root, "train.lst")).read().split()


class TestPlates(Plates):
    def list_files(self):
        return open(os.path.join(self.root, "test.lst")).read().split()


def main():
    tr = DataLoader(TrainPlates(), batch_size=64, shuffle=True)
    te = DataLoader(TestPlates(), batch_size=64)  # expect: AUG202|AUG201
    net = nn.Sequential(nn.Flatten(), nn.Linear(3 * 64 * 64, 34))
    sgd = torch.optim.SGD(net.parameters(), 0.01)
    for _ in range(10):
        for x, y in tr:
            sgd.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            sgd.step()
    with torch.no_grad():
        print(sum((net(x).argmax(1) == y).sum().item() for x, y in te) / len(te.dataset))


if __name__ == "__main__":
    main()
