"""torchvision transforms on validation data: shared, of their own, and fixed."""

import copy

import torch
import torchvision_shim  # noqa: F401
from bench import changed, common, digests, equal, run_example, say, write_data


def images(dataset):
    return digests(image for image, _ in dataset)


def passes_differ(dataset):
    return changed(images(dataset), images(dataset))


def both_after_seed(train, val):
    torch.manual_seed(5)
    return images(train), images(val)


write_data(same=True)
shared = run_example("AUG201", "Bad", "torchvision")
train, val = shared["train_set"], shared["val_set"]
assert train.transform is val.transform
one_instance = both_after_seed(train, val)
val.transform = val.transforms.transform = copy.deepcopy(train.transform)
two_instances = both_after_seed(train, val)

flag = run_example("AUG202", "Bad", "A helper with a flag")["val_set"]
say(
    images=len(val),
    same_as_two_instances=equal(one_instance[0] + one_instance[1], two_instances[0] + two_instances[1]),
    splits_common=common(*one_instance),
    shared_passes_differ=passes_differ(run_example("AUG201", "Bad", "torchvision")["val_set"]),
    copied_passes_differ=passes_differ(val),
    flag_passes_differ=passes_differ(flag),
    good_shared=passes_differ(run_example("AUG201", "Good", "torchvision")["val_set"]),
    good_val_and_test=passes_differ(run_example("AUG201", "Good", "Validation and test")["test_set"]),
    good_flag=passes_differ(run_example("AUG202", "Good", "The helper")["val_set"]),
    good_p_0=passes_differ(run_example("AUG202", "Good", "A random class")["val_set"]),
)
