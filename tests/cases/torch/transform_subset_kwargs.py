# case: transform_subset_kwargs
# shape: wrapper class after random_split; the wrapper's arguments travel in one kwargs dict used for both parts
# truth: by reason: the base has no transform, but the same random pipeline is in the kwargs of the validation wrapper
import torch
from torch.utils.data import DataLoader, Dataset, random_split
from torchvision.datasets import ImageFolder
from torchvision.transforms import (ColorJitter, Compose, Normalize, RandomAffine,
                                    Resize, ToTensor)


class TransformSubset(Dataset):
    def __init__(self, subset, transform=None, target_transform=None):
        self.subset = subset
        self.transform = transform
        self.target_transform = target_transform

    def __getitem__(self, index):
        x, y = self.subset[index]
        if self.transform is not None:
            x = self.transform(x)
        if self.target_transform is not None:
            y = self.target_transform(y)
        return x, y

    def __len__(self):
        return len(self.subset)


jitter = Compose([
    Resize((128, 128)),
    RandomAffine(degrees=20, shear=5),
    ColorJitter(brightness=0.3),
    ToTensor(),
    Normalize([0.5] * 3, [0.25] * 3),
])
wrap_kwargs = {"transform": jitter, "target_transform": float}

base = ImageFolder("weld_seams")
n_va = len(base) // 10
raw_tr, raw_va = random_split(base, [len(base) - n_va, n_va])
ds_tr = TransformSubset(raw_tr, **wrap_kwargs)
ds_va = TransformSubset(raw_va, **wrap_kwargs)  # expect: AUG201

dl_tr = DataLoader(ds_tr, batch_size=32, shuffle=True, drop_last=True, num_workers=2)
dl_va = DataLoader(ds_va, batch_size=32, num_workers=2)

clf = torch.nn.Sequential(torch.nn.Conv2d(3, 6, 5), torch.nn.AdaptiveAvgPool2d(4), torch.nn.Flatten(), torch.nn.Linear(96, 1))
adam = torch.optim.Adam(clf.parameters())
bce = torch.nn.BCEWithLogitsLoss()
for epoch in range(8):
    for x, y in dl_tr:
        adam.zero_grad()
        bce(clf(x).squeeze(1), y.float()).backward()
        adam.step()
    with torch.no_grad():
        print("valid", sum(bce(clf(x).squeeze(1), y.float()).item() for x, y in dl_va) / len(dl_va))
