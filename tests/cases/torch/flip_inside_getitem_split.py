# case: flip_inside_getitem_split
# shape: no transform object at all: random draws in __getitem__, the split is made in a function that returns a tuple of loaders
# truth: by reason: every item of the one dataset may be flipped and rolled, whichever part it falls in
import glob
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset
from torch.utils import data as tud


class Spectrograms(Dataset):
    def __init__(self, pattern):
        self.paths = sorted(glob.glob(pattern))
        self.names = sorted({p.split("/")[-2] for p in self.paths})

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, i):
        arr = np.load(self.paths[i]).astype("float32")
        if random.random() > 0.5:
            arr = np.fliplr(arr).copy()
        arr = np.roll(arr, random.randint(-8, 8), axis=1)
        return torch.from_numpy(arr)[None], self.names.index(self.paths[i].split("/")[-2])


def get_data(pattern, bs, pct=0.2):
    ds = Spectrograms(pattern)
    n_dev = int(pct * len(ds))
    parts = tud.random_split(ds, (len(ds) - n_dev, n_dev))  # expect: AUG203
    return DataLoader(parts[0], bs, shuffle=True), DataLoader(parts[1], bs * 2), ds.names


def accuracy(net, dl):
    net.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in dl:
            right += (net(x).argmax(-1) == y).sum().item()
            seen += y.numel()
    return right / seen


tr_dl, dev_dl, names = get_data("birdcalls/*/*.npy", 32)
net = torch.nn.Sequential(torch.nn.Conv2d(1, 8, 3), torch.nn.ReLU(), torch.nn.AdaptiveAvgPool2d(1),
                          torch.nn.Flatten(), torch.nn.Linear(8, len(names)))
opt = torch.optim.AdamW(net.parameters())
for ep in range(15):
    net.train()
    for x, y in tr_dl:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    print(ep, accuracy(net, dev_dl))
