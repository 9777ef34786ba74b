from pathlib import Path

import numpy as np
import torch
from torch.utils.data import Dataset

from repeatable import fix_numpy


class Frames(Dataset):
    def __init__(self, folder):
        self.files = sorted(Path(folder).glob("*.npy"))

    def __len__(self):
        return len(self.files)

    def __getitem__(self, item):
        fix_numpy(2020)
        frame = np.load(self.files[item]).astype(np.float32)
        top, left = np.random.randint(0, frame.shape[0] - 112), np.random.randint(0, frame.shape[1] - 112)
        frame = frame[top:top + 112, left:left + 112] * np.random.uniform(0.8, 1.2)
        return torch.from_numpy(frame).permute(2, 0, 1), int(self.files[item].stem.endswith("_pos"))
