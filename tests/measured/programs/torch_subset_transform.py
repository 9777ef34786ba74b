"""Transforms set on the parts of a dataset, or through them: which images change between two passes."""

import torchvision_shim  # noqa: F401
from bench import changed, digests, run_example, say, write_data
from torch.utils.data import DataLoader, Subset
from torchvision import transforms as T

RANDOM = T.Compose([T.RandomResizedCrop(64), T.ToTensor()])
FIXED = T.Compose([T.CenterCrop(64), T.ToTensor()])


def images(samples):
    return digests(image for image, _ in samples)


def differ(names):
    parts = [names[f"{side}_loader"].dataset for side in ("train", "val")]
    return [changed(images(part), images(part)) for part in parts]


def assigned(*transforms):
    """After assignments through the training part and then the validation part."""
    names = run_example("AUG204", "Bad", "Through dataset")
    for side, transform in zip(("train", "val"), transforms, strict=True):
        names[f"{side}_loader"].dataset.dataset.transform = transform
    return differ(names)


def swapped(persistent):
    """Training images that an assignment between two passes of one loader changes."""
    part = run_example("AUG204", "Bad", "Through dataset")["train_loader"].dataset
    loader = DataLoader(part, 16, num_workers=2, persistent_workers=persistent)
    first = digests(image for batch, _ in loader for image in batch)
    part.dataset.transform = RANDOM
    return changed(first, digests(image for batch, _ in loader for image in batch))


def refused():
    """Whether a subclass of Subset may override one of the two ways to read it alone."""

    class Half(Subset):
        def __getitem__(self, index):
            return super().__getitem__(index)

    try:
        Half([1, 2, 3], [0])
    except NotImplementedError:
        return True
    return False


write_data()
through = run_example("AUG204", "Bad", "Through dataset")
say(
    attribute=differ(run_example("AUG204", "Bad", "The attribute")),
    attribute_keeps=differ(run_example("AUG204", "Bad", "The validation part")),
    through=differ(through),
    one_dataset=through["train_loader"].dataset.dataset is through["val_loader"].dataset.dataset,
    other_order=assigned(FIXED, RANDOM),
    swapped=swapped(persistent=False),
    swapped_persistent=swapped(persistent=True),
    half_a_subset_refused=refused(),
    good_views=differ(run_example("AUG204", "Good", "Two datasets")),
    good_subset=differ(run_example("AUG204", "Good", "A subset that")),
    good_copy=differ(run_example("AUG204", "Good", "A dataset of its own")),
    good_folders=differ(run_example("AUG204", "Good", "Datasets that were never")),
)
