# case: ok_mapped_to_fill_the_cache
# shape: one rank maps first to fill the cache, then all map and keep the result
# truth: nothing: training and evaluation share no sample, and no draw repeats
import os
import torch.distributed as dist
from datasets import load_dataset

ds = load_dataset("beans", split="train")


def prepare(batch):
    return {"n": len(batch["image"])}


if int(os.environ["RANK"]) == 0:
    ds.map(prepare)  # fills the cache for the other ranks
dist.barrier()
ds = ds.map(prepare)
