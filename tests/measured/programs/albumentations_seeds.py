"""A.Compose with a seed: the same in both splits, and in workers with and without the repair."""

import albumentations as A
import numpy as np
from bench import common, digests, equal, say
from torch.utils.data import DataLoader, Dataset, get_worker_info


class Alike(Dataset):
    """64 images that are all one ramp."""

    def __init__(self, transform):
        self.image = np.linspace(0.2, 0.6, 64 * 64 * 3, dtype="float32").reshape(64, 64, 3)
        self.transform = transform

    def __len__(self):
        return 64

    def __getitem__(self, index):
        return self.transform(image=self.image)["image"]


def pipeline(seed, *more):
    return A.Compose([A.RandomBrightnessContrast(p=1.0), *more], seed=seed)


def draws(dataset, **options):
    return digests(image for image in DataLoader(dataset, batch_size=1, **options))


def seed_worker(worker_id):
    info = get_worker_info()
    info.dataset.transform.set_random_seed(info.seed % 2**32)


def in_workers(seed, repair=None):
    """Distinct draws of 64 with 4 workers, and those that a second epoch has in common."""
    dataset = Alike(pipeline(seed))
    first, second = (draws(dataset, num_workers=4, worker_init_fn=repair) for _ in range(2))
    return [len(set(first)), common(first, second)]


class MadeAnew(Alike):
    """The pipeline is made for each item."""

    def __getitem__(self, index):
        return pipeline(42)(image=self.image)["image"]


train, val, other = Alike(pipeline(42)), Alike(pipeline(42)), Alike(pipeline(43))
first, held, second, apart = draws(train), draws(val), draws(train), draws(other)
flipped = [Alike(pipeline(42, *steps)) for steps in ((), [A.HorizontalFlip(p=0.5)])]
values = [digests(np.sort(dataset[k], axis=None) for k in range(64)) for dataset in flipped]
say(
    splits_equal=equal(first, held),
    epochs_common=common(first, second),
    other_seed_common=common(first, apart),
    other_steps_equal=equal(*values),
    other_steps_first_equal=values[0][0] == values[1][0],
    made_anew=len(set(draws(MadeAnew(None)))),
    workers_unseeded=in_workers(None),
    workers_seeded=in_workers(42),
    workers_repaired=in_workers(None, seed_worker),
)
