# case: ok_worker_opens_its_file
# shape: a worker_init_fn that uses the worker's number and sets threads, but seeds nothing; a seed call for a plot stands nearby
# truth: by reason: no generator is seeded in the workers; torch seeds numpy in each worker itself
import h5py
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset, get_worker_info


class Store(Dataset):
    def __init__(self, path):
        self.path, self.file = path, None
        with h5py.File(path) as file:
            self.count = file["x"].shape[0]

    def open(self):
        self.file = h5py.File(self.path, "r", swmr=True)

    def __len__(self):
        return self.count

    def __getitem__(self, i):
        row = self.file["x"][i]
        return torch.from_numpy(np.roll(row, np.random.randint(row.shape[0])))


def prepare(worker_id):
    torch.set_num_threads(1)
    get_worker_info().dataset.open()
    print(f"worker {worker_id} ready")


store = Store("train.h5")
np.random.seed(0)
shown = np.random.choice(len(store), 9, replace=False)
print("rows to plot:", shown)
loader = DataLoader(store, 128, shuffle=True, num_workers=6, worker_init_fn=prepare)
print(torch.stack([batch.mean() for batch in loader]).mean())
