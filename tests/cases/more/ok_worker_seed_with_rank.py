# case: ok_worker_seed_with_rank
# shape: functools.partial binds the rank; the worker function mixes it with the seed torch gave to this worker in this epoch
# truth: by reason: initial_seed differs between workers and epochs, so each worker starts somewhere else each time
import functools
import os
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Events(Dataset):
    def __init__(self, folder):
        self.files = sorted(os.scandir(folder), key=lambda entry: entry.name)

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        events = np.load(self.files[i].path)
        kept = events[np.random.rand(len(events)) > 0.1]
        if random.random() < 0.5:
            kept[:, 0] = 639 - kept[:, 0]
        return torch.from_numpy(kept[:4096])


def seed_worker(worker_id, *, rank):
    seed = (torch.initial_seed() + 1000 * rank) % 2**32
    np.random.seed(seed)
    random.seed(seed)


def build(rank, generator):
    return DataLoader(Events(f"dvs/train_{rank}"), batch_size=None, shuffle=True, num_workers=4, generator=generator,
                      worker_init_fn=functools.partial(seed_worker, rank=rank))


rank = int(os.environ.get("RANK", 0))
loader = build(rank, torch.Generator().manual_seed(12 + rank))
print(sum(len(events) for events in loader))
