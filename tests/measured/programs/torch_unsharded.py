"""How many samples an iterable dataset gives in one epoch, and how many of them are distinct, by number of workers."""

import warnings

import torch
from bench import run_example, say, write_data
from torch.utils.data import DataLoader, SubsetRandomSampler


def count(dataset, workers, **arguments):
    values = [int(value) for batch in DataLoader(dataset, 10, num_workers=workers, **arguments) for value in batch]
    return len(values), len(set(values))


def seed_worker(worker_id):
    torch.manual_seed(worker_id)


def refused(dataset, **arguments):
    try:
        DataLoader(dataset, 10, num_workers=2, **arguments)
    except ValueError:
        return True
    return False


def with_length(stream):
    """Batches that a stream of 100 samples says it has, batches that come, and whether the loader warns."""

    class Known(type(stream)):
        def __len__(self):
            return 100

    loader = DataLoader(Known("samples.npy"), 10, num_workers=2)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        return len(loader), len(list(loader)), any("Length of" in str(each.message) for each in told)


def epoch(section, beginning):
    loader = run_example("AUG304", section, beginning)["train_loader"]
    batches = [batch["value"] if isinstance(batch, dict) else batch for batch in loader]
    values = [float(value) for batch in batches for value in batch]
    return len(values), len(set(values))


write_data()
stream = run_example("AUG304", "Bad", "The stream")["train_loader"].dataset
say(
    workers={workers: count(stream, workers) for workers in (0, 1, 2, 4)},
    seeded=count(stream, 2, worker_init_fn=seed_worker),
    refused=[refused(stream, shuffle=True), refused(stream, sampler=SubsetRandomSampler(range(100)))],
    length=with_length(stream),
    bad_stream=epoch("Bad", "The stream"),
    bad_shuffled=epoch("Bad", "A shuffle"),
    good_every_nth=epoch("Good", "Each worker takes every"),
    good_files=epoch("Good", "Each worker takes its share"),
    good_init=epoch("Good", "worker_init_fn"),
    good_none=epoch("Good", "No workers"),
    good_indices=epoch("Good", "A dataset with indices"),
    good_hugging_face=epoch("Good", "A stream of Hugging Face"),
)
