# case: ok_inner_stream_is_cut
# shape: the outer IterableDataset only buffers; the inner one takes every n-th line by get_worker_info, called by its full name in a base class
# truth: by reason: each worker reads lines of its own, the outer class passes them on
import csv
import itertools

import torch
import torch.utils.data
from torch.utils.data import DataLoader


class PerWorker(torch.utils.data.IterableDataset):
    def rows(self):
        raise NotImplementedError

    def __iter__(self):
        info = torch.utils.data.get_worker_info()
        first, step = (0, 1) if info is None else (info.id, info.num_workers)
        return itertools.islice(self.rows(), first, None, step)


class CsvRows(PerWorker):
    def __init__(self, path):
        self.path = path

    def rows(self):
        with open(self.path, newline="") as file:
            for row in csv.DictReader(file):
                yield torch.tensor([float(v) for k, v in row.items() if k != "y"]), int(row["y"])


class Pairs(torch.utils.data.IterableDataset):
    def __init__(self, source):
        self.source = source

    def __iter__(self):
        previous = None
        for item in self.source:
            if previous is not None:
                yield previous[0], item[0], int(previous[1] == item[1])
            previous = item


for a, b, same in DataLoader(Pairs(CsvRows("gait.csv")), batch_size=32, num_workers=3):
    print(torch.nn.functional.pairwise_distance(a, b).mean().item(), same.float().mean().item())
