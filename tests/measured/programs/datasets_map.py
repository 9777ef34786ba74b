"""Random functions of Hugging Face Datasets: kept by map, and run again on access."""

import numpy as np
import torchvision_shim  # noqa: F401
from bench import common, digests, run_example, say, write_data


def images(dataset):
    return digests(np.asarray(row["image"]) for row in dataset)


def passes(dataset):
    """Distinct images in a pass, and images in common with the next pass."""
    first = images(dataset)
    return [len(set(first)), common(first, images(dataset))]


def of(section, beginning, change=str):
    return run_example("AUG108", section, beginning, change)["train_set"]


write_data(same=True)
mapped = of("Bad", "Hugging Face")
anew = of("Bad", "Hugging Face", lambda text: text.replace("batched=True", "batched=True, load_from_cache_file=False"))
say(
    images=len(mapped),
    mapped=passes(mapped),
    mapped_anew=passes(anew),
    mapped_anew_common=common(images(mapped), images(anew)),
    good_access=passes(of("Good", "Hugging Face: with_transform")),
)
