"""One torch seed at the top: do the splits draw alike, and do the epochs?"""

import torch
import torchvision_shim  # noqa: F401
from bench import common, digests, run_example, say, write_data
from torch.utils.data import DataLoader


def draw(_image):
    return torch.rand(())


def draws(loader):
    return [value for batch, _ in loader for value in batch.tolist()]


def measure(workers):
    names = run_example("AUG101", "Bad", "torch: only information")
    for dataset in (names["train_set"], names["val_set"]):
        dataset.transform = draw
    train, val = (
        DataLoader(each.dataset, each.batch_size, sampler=each.sampler, num_workers=workers)
        for each in (names["train_loader"], names["val_loader"])
    )
    first, held, second = draws(train), draws(val), draws(train)
    return {
        "distinct": len({*first, *held, *second}),
        "splits_common": common(first, held),
        "epochs_common": common(first, second),
        "held": held,
    }


def held_alone():
    """The validation draws of the same program if training takes none before."""
    names = run_example("AUG101", "Bad", "torch: only information")
    names["val_set"].transform = draw
    return draws(names["val_loader"])


write_data()
here, apart = measure(0), measure(2)
coupled = common(here["held"], held_alone()) == 0
plain = run_example("AUG101", "Good", "torch: one seed at the top")["val_loader"]
shuffled = run_example("AUG101", "Good", "torch: both loaders shuffle")
order = [list(shuffled[name].sampler) for name in ("train_loader", "val_loader", "train_loader")]
say(
    workers_0={key: here[key] for key in ("distinct", "splits_common", "epochs_common")},
    workers_2={key: apart[key] for key in ("distinct", "splits_common", "epochs_common")},
    held_draws_depend_on_training=coupled,
    good_validation_repeats=digests(b for b, _ in plain) == digests(b for b, _ in plain),
    good_orders_differ=len({tuple(each) for each in order}) == 3,
)
