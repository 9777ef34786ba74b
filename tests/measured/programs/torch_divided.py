"""A dataset that augments, divided: what its parts see, and what the popular fixes do."""

import torch
import torchvision_shim  # noqa: F401
from bench import changed, digests, run_example, say, write_data
from torch.utils.data import random_split
from torchvision import transforms as T


def images(dataset):
    return digests(image for image, _ in dataset)


def passes_differ(dataset):
    return changed(images(dataset), images(dataset))


def subset(loader):
    return loader.dataset


def twice(size=1000, held=200):
    """Common samples when one random_split gives the training part and another one the held-out part."""
    parts = [random_split(range(size), [size - held, held]) for _ in range(2)]
    return len(set(parts[0][0].indices) & set(parts[1][1].indices))


write_data()
fixed = T.Compose([T.CenterCrop(64), T.ToTensor()])

split = run_example("AUG203", "Bad", "random_split")
train, val = split["train_part"], split["val_part"]
bad = passes_differ(val)
val.transform = fixed
attribute = passes_differ(val)
val.dataset.transform = val.dataset.transforms.transform = fixed
through_dataset = passes_differ(val), passes_differ(train)

views = run_example("AUG203", "Good", "Two datasets")
view_train, view_val = subset(views["train_loader"]), subset(views["val_loader"])
wrapped = run_example("AUG203", "Good", "Divide a plain dataset")
copied = run_example("AUG203", "Good", "A copy")
torch.manual_seed(0)
say(
    held=len(val),
    train=len(train),
    bad_held_differs=bad,
    subset_attribute_held_differs=attribute,
    through_dataset_held_differs=through_dataset[0],
    through_dataset_train_differs=through_dataset[1],
    twice_mean_common=sum(twice() for _ in range(20)) / 20,
    views_held_differs=passes_differ(view_val),
    views_train_differs=passes_differ(view_train),
    views_common=len(set(view_train.indices) & set(view_val.indices)),
    wrapped_held_differs=passes_differ(wrapped["val_set"]),
    wrapped_train_differs=passes_differ(wrapped["train_set"]),
    copied_held_differs=passes_differ(copied["val_part"]),
    copied_train_differs=passes_differ(copied["train_part"]),
)
