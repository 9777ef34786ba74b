# case: workers_by_the_number_of_cores
# shape: IterableDataset chains module-level generator helpers in __iter__; worker count is min(os.cpu_count(), 8)
# truth: measured 8i: each worker yields every sample
import io
import os
import tarfile

import torch
from PIL import Image
from torch.utils.data import DataLoader, IterableDataset
from torchvision.transforms import functional as F


def members(url):
    with tarfile.open(url) as t:
        for m in t:
            if m.name.endswith(".jpg"):
                yield m.name, t.extractfile(m).read()


def decode(pairs):
    for name, raw in pairs:
        yield F.to_tensor(Image.open(io.BytesIO(raw)).convert("RGB").resize((64, 64))), int(name.split("_")[0])


class TarStream(IterableDataset):
    def __init__(self, shards):
        super().__init__()
        self.shards = shards

    def __iter__(self):
        for shard in self.shards:
            yield from decode(members(shard))


workers = min(os.cpu_count(), 8)
loader = DataLoader(TarStream([f"shard-{i:04d}.tar" for i in range(12)]), batch_size=64, num_workers=workers)  # expect: AUG304
for x, y in loader:
    print(x.shape, y)
