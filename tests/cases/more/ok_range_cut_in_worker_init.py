# case: ok_range_cut_in_worker_init
# shape: __iter__ knows nothing of workers, but worker_init_fn narrows start and end of each worker's copy (the second recipe of the PyTorch documentation)
# truth: by reason (documented): each worker's copy covers its own range, nothing comes twice
import math

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info


class Rows(IterableDataset):
    def __init__(self, file, start, end):
        super().__init__()
        self.file, self.start, self.end = file, start, end

    def __iter__(self):
        rows = np.load(self.file, mmap_mode="r")
        return (torch.from_numpy(np.array(rows[i])) for i in range(self.start, self.end))


def worker_init_fn(worker_id):
    info = get_worker_info()
    dataset = info.dataset
    per_worker = math.ceil((dataset.end - dataset.start) / info.num_workers)
    first = dataset.start + worker_id * per_worker
    dataset.start, dataset.end = first, min(first + per_worker, dataset.end)


loader = DataLoader(Rows("embeddings.npy", 0, 1_000_000), batch_size=4096, num_workers=8, worker_init_fn=worker_init_fn)
centre = sum(batch.sum(0) for batch in loader) / 1_000_000
print(centre.norm())
