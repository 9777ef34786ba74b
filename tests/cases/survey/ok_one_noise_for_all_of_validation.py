# case: ok_one_noise_for_all_of_validation
# shape: for validation a generator with a constant seed is made anew for each item, for training one without a seed
# truth: by reason: every validation item gets the same noise at every pass, so nothing changes from pass to pass
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Spectra(Dataset):
    def __init__(self, table, train, seed=0):
        self.values = np.load(table)
        self.train = train
        self.seed = seed

    def __len__(self):
        return len(self.values)

    def __getitem__(self, i):
        if self.train:
            rng = np.random.default_rng()
        else:
            rng = np.random.default_rng(self.seed)
        return self.values[i] + rng.normal(0, 0.01, self.values.shape[1])


train_loader = DataLoader(Spectra("spectra/train.npy", True), 32, shuffle=True)
val_loader = DataLoader(Spectra("spectra/val.npy", False), 32)
