# case: buffer_around_stream
# shape: a shuffle buffer wraps an inner IterableDataset; neither asks which worker it is in; the worker count is given by position
# truth: measured for the pattern (torch 2.13, 2 workers): every sample comes once per worker
import random

import numpy as np
from torch.utils.data import DataLoader, IterableDataset


class Shards(IterableDataset):
    def __init__(self, names):
        self.names = names

    def __iter__(self):
        for name in self.names:
            with np.load(name) as shard:
                yield from zip(shard["image"], shard["label"])


class Buffered(IterableDataset):
    def __init__(self, inner, size=256):
        self.inner, self.size = inner, size

    def __iter__(self):
        buffer = []
        for item in self.inner:
            buffer.append(item)
            if len(buffer) >= self.size:
                i = random.randrange(len(buffer))
                buffer[i], buffer[-1] = buffer[-1], buffer[i]
                yield buffer.pop()
        random.shuffle(buffer)
        yield from buffer


stream = Buffered(Shards([f"shards/{i:03d}.npz" for i in range(40)]), size=2000)
loader = DataLoader(stream, 64, None, None, None, 4)  # expect: AUG304
seen = sum(len(labels) for _, labels in loader)
print("samples in one epoch:", seen)
