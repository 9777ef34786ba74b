"""An augmentation with its own generator, shared by two datasets, without and with workers."""

import random

import numpy as np
import torch
from bench import common, digests, equal, run_example, say, write_data
from torch.utils.data import DataLoader


def draws(dataset, workers=0):
    """One draw per sample; with one sample in a batch, worker k of n makes the draws k, k + n, …"""
    return digests(image for image in DataLoader(dataset, batch_size=1, num_workers=workers))


def shared():
    return run_example("AUG201", "Bad", "albumentations")


def without_workers():
    """Training draws after one training pass, with and without a validation pass in between."""
    rows = []
    for evaluated in (False, True):
        names = shared()
        names["train_set"].transform.set_random_seed(3)
        first = draws(names["train_set"])
        if evaluated:
            draws(names["val_set"])
        rows.append((first, draws(names["train_set"])))
    (first, plain), (again, after) = rows
    assert first == again
    return {"splits_common": common(first, draws(shared()["val_set"])), "later_draws_kept": common(plain, after)}


def with_workers(workers=4):
    names = shared()
    train, val = draws(names["train_set"], workers), draws(names["val_set"], workers)
    second = draws(names["train_set"], workers)
    torch.manual_seed(1)
    np.random.seed(1)
    random.seed(1)
    seeded = draws(names["train_set"], workers)
    streams = [train[worker::workers] for worker in range(workers)]
    return {
        "drawn": len(train),
        "distinct": len(set(train)),
        "workers_equal": sum(stream == streams[0] for stream in streams),
        "val_equals_train": equal(train, val),
        "epochs_equal": equal(train, second),
        "after_seeds_equal": equal(train, seeded),
    }


write_data(same=True)
plain = run_example("AUG201", "Good", "albumentations")["val_set"]
say(
    without_workers=without_workers(),
    workers_4=with_workers(),
    good_validation_distinct=len(set(draws(plain))),
)
