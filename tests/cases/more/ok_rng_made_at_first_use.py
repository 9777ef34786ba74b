# case: ok_rng_made_at_first_use
# shape: the rng attribute starts as None and is made in __getitem__ from the worker's own seed
# truth: by reason: the generator is built inside each worker from a seed that differs between workers and epochs
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset, get_worker_info


class Waves(Dataset):
    def __init__(self, path, length):
        self.waves = torch.load(path)
        self.length = length
        self._rng = None

    @property
    def rng(self):
        if self._rng is None:
            info = get_worker_info()
            self._rng = np.random.default_rng(None if info is None else info.seed)
        return self._rng

    def __len__(self):
        return len(self.waves)

    def __getitem__(self, i):
        wave, label = self.waves[i]
        start = int(self.rng.integers(0, wave.shape[-1] - self.length))
        gain = float(self.rng.uniform(0.5, 1.5))
        return gain * wave[..., start:start + self.length], label


def make(batch_size=32, workers=4):
    return DataLoader(Waves("speech_train.pt", 16000), batch_size, shuffle=True, num_workers=workers, persistent_workers=True)


for waves, labels in make():
    print(waves.shape, labels.shape)
