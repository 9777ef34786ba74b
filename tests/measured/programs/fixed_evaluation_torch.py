"""AUG201 and AUG202 before and after their fix, with torchvision and albumentations: what do the splits draw?"""

import torch
import torchvision_shim  # noqa: F401
from bench import changed, common, digests, run_example, run_fixed, say, write_data


def images(dataset):
    return digests(one[0] if isinstance(one, tuple) else one for one in dataset)


def size(dataset):
    one = dataset[0]
    return list((one[0] if isinstance(one, tuple) else one).shape)


def figures(names):
    """All images are one image, so distinct outputs are distinct draws."""
    train, held = names["train_set"], names["val_set"]
    torch.manual_seed(3)
    first = images(train)
    again = images(train)
    torch.manual_seed(3)
    return {
        "held": len(held),
        "held_distinct": len(set(images(held))),
        "held_passes_differ": changed(images(held), images(held)),
        "train_distinct": len(set(first)),
        "train_epochs_common": common(first, again),
        "sizes": [size(train), size(held)],
    }


def reproduces(names):
    """Whether the same global seed still gives the same training images."""
    train = names["train_set"]
    torch.manual_seed(3)
    first = images(train)
    torch.manual_seed(3)
    return first == images(train)


write_data(same=True)
shared = run_fixed("AUG201", "torchvision")
say(
    shared_bad=figures(run_example("AUG201", "Bad", "torchvision")),
    shared_fixed=figures(shared),
    shared_fixed_reproduces=reproduces(shared),
    flag_bad=figures(run_example("AUG202", "Bad", "A helper with a flag")),
    flag_fixed=figures(run_fixed("AUG202", "A helper with a flag")),
    own_state_bad=figures(run_example("AUG201", "Bad", "albumentations")),
    own_state_fixed=figures(run_fixed("AUG201", "albumentations")),
)
