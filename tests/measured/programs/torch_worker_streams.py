"""Generators that workers copy, and functions that seed workers: what do 4 workers draw in two epochs?"""

import importlib
import random
import sys

import numpy as np
import torch
import torchvision_shim  # noqa: F401
from bench import digests, equal, run_example, say, write_data
from torch.utils.data import DataLoader, Dataset

WORKERS = 4


def draws(loader):
    """One draw per image; with one image in a batch, worker k of n makes the draws k, k + n, …"""
    return digests(batch[0] if isinstance(batch, list) else batch for batch in loader)


def measure(loader):
    """Images, distinct draws, workers that draw what the first one draws, and draws that epoch 2 has in place."""
    first, second = draws(loader), draws(loader)
    if loader.persistent_workers:
        loader._iterator._shutdown_workers()
    streams = [first[worker::WORKERS] for worker in range(WORKERS)]
    return [len(first), len(set(first)), sum(stream == streams[0] for stream in streams), equal(first, second)]


def of(code, section, beginning, change=str):
    return measure(run_example(code, section, beginning, change)["train_loader"])


def replaced(old, new):
    def change(text):
        assert old in text
        return text.replace(old, new)

    return change


def after_seeds():
    """Draws that stay the same when all global streams are seeded before the epoch."""
    loader = run_example("AUG104", "Bad", "A NumPy generator")["train_loader"]
    first = draws(loader)
    torch.manual_seed(1)
    np.random.seed(1)
    random.seed(1)
    return equal(first, draws(loader))


def spawned():
    """Distinct draws with two workers that are started by spawn."""
    sys.path.insert(0, ".")
    loader = importlib.import_module("train").train_loader
    return len(set(draws(DataLoader(loader.dataset, batch_size=1, num_workers=2, multiprocessing_context="spawn"))))


def two_loaders(beginning, section="Bad"):
    """Draws in common, by place, of two loaders with the same worker function."""
    loader = run_example("AUG105", section, beginning)["train_loader"]
    other = DataLoader(loader.dataset, batch_size=1, num_workers=WORKERS, worker_init_fn=loader.worker_init_fn)
    return equal(draws(loader), draws(other))


class States(Dataset):
    """The first word of NumPy's state in each worker, as the loader leaves it."""

    def __len__(self):
        return WORKERS

    def __getitem__(self, index):
        return int(np.random.get_state()[1][0])


def main():
    write_data(same=True)
    persistent = replaced("num_workers=4", "num_workers=4, persistent_workers=True")
    rng = "A NumPy generator"
    say(
        rng=of("AUG104", "Bad", rng),
        rng_after_seeds=after_seeds(),
        rng_spawned=spawned(),
        rng_unseeded=of("AUG104", "Bad", rng, replaced("default_rng(0)", "default_rng()")),
        rng_persistent=of("AUG104", "Bad", rng, persistent),
        transform=of("AUG104", "Bad", "A torch.Generator"),
        good_rebuilt=of("AUG104", "Good", "The generator is rebuilt"),
        good_numpy=of("AUG104", "Good", "NumPy's global"),
        good_torch=of("AUG104", "Good", "A transform that draws"),
        good_alone=of("AUG104", "Good", "Without workers"),
        constant=of("AUG105", "Bad", "A constant"),
        constant_persistent=of("AUG105", "Bad", "A constant", persistent),
        number=of("AUG105", "Bad", "The number"),
        number_persistent=of("AUG105", "Bad", "The number", persistent),
        old_recipe=of("AUG105", "Bad", "The old recipe"),
        good_recipe=of("AUG105", "Good", "The recipe"),
        good_none=of("AUG105", "Good", "No worker_init_fn"),
        good_added=of("AUG105", "Good", "The number"),
        good_silent=of("AUG105", "Good", "A worker_init_fn that"),
        two_constant=two_loaders("A constant"),
        two_number=two_loaders("The number"),
        two_old_recipe=two_loaders("The old recipe"),
        two_good=two_loaders("The recipe", "Good"),
        two_none=two_loaders("No worker_init_fn", "Good"),
        states=sorted({int(state) for _ in range(2) for state in DataLoader(States(), num_workers=WORKERS)}),
    )


if __name__ == "__main__":
    main()
