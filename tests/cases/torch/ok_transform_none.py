# case: ok_transform_none
# shape: joint_transform=None means plain; image and mask pairs by patient, the held patients are a set
# truth: by reason: the held-out volumes are made without the joint transform, and no patient is on both sides
import random
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

BASE = Path("acdc_slices")
HELD = {"p003", "p017", "p041", "p066", "p090"}


def joint_flip(image, mask):
    axis = random.choice((0, 1))
    return (np.flip(image, axis), np.flip(mask, axis)) if random.random() < 0.5 else (image, mask)


class Slices(Dataset):
    def __init__(self, paths, joint_transform=None):
        self.paths = list(paths)
        self.joint_transform = joint_transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, k):
        npz = np.load(self.paths[k])
        image, mask = npz["image"].astype(np.float32), npz["mask"].astype(np.int64)
        if self.joint_transform is not None:
            image, mask = self.joint_transform(image, mask)
        return torch.from_numpy(image.copy())[None], torch.from_numpy(mask.copy())


patient = lambda p: p.name.split("_")[0]  # noqa: E731
every = sorted(BASE.glob("*.npz"))
fit_ds = Slices((p for p in every if patient(p) not in HELD), joint_transform=joint_flip)
held_ds = Slices(p for p in every if patient(p) in HELD)

fit_dl = DataLoader(fit_ds, 12, shuffle=True, num_workers=2)
held_dl = DataLoader(held_ds, 12, num_workers=2)
net = torch.nn.Sequential(torch.nn.Conv2d(1, 16, 3, padding=1), torch.nn.ReLU(), torch.nn.Conv2d(16, 4, 1))
opt = torch.optim.Adam(net.parameters(), 1e-3)
for epoch in range(30):
    for x, m in fit_dl:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(net(x), m).backward()
        opt.step()
    with torch.no_grad():
        print(epoch, np.mean([torch.nn.functional.cross_entropy(net(x), m).item() for x, m in held_dl]))
