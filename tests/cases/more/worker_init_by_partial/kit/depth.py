import glob

import numpy as np
import torch
from torch.utils.data import Dataset


class DepthFrames(Dataset):
    def __init__(self, root, keep=0.1):
        self.frames = sorted(glob.glob(f"{root}/*.npz"))
        self.keep = keep

    def __len__(self):
        return len(self.frames)

    def __getitem__(self, index):
        dense = np.load(self.frames[index])["depth"].astype("float32")
        kept = np.random.rand(*dense.shape) < self.keep
        return torch.from_numpy(dense * kept), torch.from_numpy(dense)
