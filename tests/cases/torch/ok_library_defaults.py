# case: ok_library_defaults
# shape: a module of loader functions that nothing here calls; all of them have the same default root
# truth: by reason: the roots are parameters and the callers are elsewhere, so the defaults prove nothing; only training is random
"""Loaders for the lab's camera-trap sets. Import these, do not run this file."""
import os

from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import ImageFolder

_DEFAULT_ROOT = os.environ.get("TRAPS", "traps")
_MEAN, _STD = (0.41, 0.42, 0.38), (0.22, 0.22, 0.21)


def _finish(steps):
    return transforms.Compose([*steps, transforms.ToTensor(), transforms.Normalize(_MEAN, _STD)])


def make_train_loader(root=_DEFAULT_ROOT, size=224, batch_size=64, workers=4):
    """Random crops and flips; pass the folder of the season to learn from."""
    tf = _finish([transforms.RandomResizedCrop(size), transforms.RandomHorizontalFlip()])
    return DataLoader(ImageFolder(root, tf), batch_size, shuffle=True, num_workers=workers, drop_last=True)


def make_val_loader(root=_DEFAULT_ROOT, size=224, batch_size=128, workers=4):
    """Centre crops; pass the folder of another season."""
    tf = _finish([transforms.Resize(int(size / 0.875)), transforms.CenterCrop(size)])
    return DataLoader(ImageFolder(root, tf), batch_size, num_workers=workers)


def class_names(root=_DEFAULT_ROOT):
    return sorted(e.name for e in os.scandir(root) if e.is_dir())
