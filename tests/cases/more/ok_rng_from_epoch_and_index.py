# case: ok_rng_from_epoch_and_index
# shape: generator built in __getitem__ from a list of a constant, the epoch kept on the dataset and the index
# truth: by reason: each item of each epoch has its own seed, in every worker
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Tiles(Dataset):
    SEED = 5

    def __init__(self, store):
        self.store = np.load(store, mmap_mode="r")
        self.epoch = 0

    def __len__(self):
        return len(self.store)

    def __getitem__(self, index):
        rng = np.random.default_rng([self.SEED, self.epoch, index])
        tile = np.array(self.store[index], dtype=np.float32)
        tile = np.rot90(tile, rng.integers(4), axes=(0, 1)).copy()
        tile += rng.normal(0, 2.0, tile.shape).astype(np.float32)
        return torch.from_numpy(tile)


tiles = Tiles("tiles_train.npy")
autoencoder = torch.nn.Sequential(torch.nn.Linear(64, 8), torch.nn.Linear(8, 64))
opt = torch.optim.AdamW(autoencoder.parameters())
for epoch in range(30):
    tiles.epoch = epoch
    for batch in DataLoader(tiles, 64, shuffle=True, num_workers=4):
        opt.zero_grad()
        (autoencoder(batch) - batch).pow(2).mean().backward()
        opt.step()
