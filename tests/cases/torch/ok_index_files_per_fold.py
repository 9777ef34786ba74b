# case: ok_index_files_per_fold
# shape: two Dataset objects on one HDF5 file; the rows come from text files named after the fold and the part
# truth: by reason: the file of rows differs for each part; the HDF5 path is common on purpose
import sys

import h5py
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

H5 = "patches.h5"


class Patches(Dataset):
    def __init__(self, h5_path, index_file, jitter=0.0):
        self.h5_path = h5_path
        self.index = np.loadtxt(index_file, dtype=int)
        self.jitter = jitter
        self._file = None

    def __len__(self):
        return len(self.index)

    def __getitem__(self, i):
        if self._file is None:
            self._file = h5py.File(self.h5_path, "r")
        x = torch.from_numpy(self._file["x"][self.index[i]]).float()
        if self.jitter > 0:
            x = x + self.jitter * torch.randn_like(x)
        return x, int(self._file["y"][self.index[i]])


fold = int(sys.argv[1])
train_part = Patches(H5, f"folds/{fold}_train.txt", jitter=0.02)
val_part = Patches(H5, f"folds/{fold}_val.txt")
test_part = Patches(H5, "folds/test.txt")

opts = {"batch_size": 128, "num_workers": 4}
dl = {
    "t": DataLoader(train_part, shuffle=True, **opts),
    "v": DataLoader(val_part, **opts),
    "x": DataLoader(test_part, **opts),
}
net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(2))
opt = torch.optim.Adam(net.parameters())
for epoch in range(10):
    for x, y in dl["t"]:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    with torch.no_grad():
        print(epoch, {k: np.mean([(net(x).argmax(1) == y).float().mean().item() for x, y in dl[k]]) for k in "vx"})
