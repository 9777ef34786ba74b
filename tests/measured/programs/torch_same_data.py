"""How many evaluation images are training images, by hash of their pixels."""

import torchvision_shim  # noqa: F401
from bench import common, digests, run_example, say, write_data


def pixels(dataset):
    """Hashes of the images as they are in the files, before any transform."""
    if hasattr(dataset, "data"):
        return digests(dataset.data.numpy())
    return digests(dataset.loader(path) for path, _ in dataset.samples)


def shared(names, train="train_set", held="val_set"):
    return common(pixels(names[train]), pixels(names[held]))


def sampled(loader):
    hashes = pixels(loader.dataset)
    return {hashes[index] for index in loader.sampler}


write_data()
divided = run_example("AUG301", "Good", "One folder opened twice")
say(
    spelled=shared(run_example("AUG301", "Bad", "One folder, spelled")),
    settings=shared(run_example("AUG301", "Bad", "A line copied")),
    selector=shared(run_example("AUG301", "Bad", "A selector"), held="test_set"),
    option=shared(run_example("AUG301", "Bad", "The same option")),
    good_folders=shared(run_example("AUG301", "Good", "A folder for each")),
    good_settings=shared(run_example("AUG301", "Good", "The settings")),
    good_selector=shared(run_example("AUG301", "Good", "The selector"), held="test_set"),
    good_divided=common(sampled(divided["train_loader"]), sampled(divided["val_loader"])),
    good_divided_sizes=[len(sampled(divided[name])) for name in ("train_loader", "val_loader")],
)
