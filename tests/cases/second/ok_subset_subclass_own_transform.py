# case: ok_subset_subclass_own_transform
# shape: a subclass of torch.utils.data.Subset carries a transform and applies it in __getitem__; random_split only supplies indices
# truth: by reason: the base dataset has no transform; the validation object gets the plain one
from __future__ import annotations

from typing import Callable

import torch
from torch.utils.data import DataLoader, Dataset, Subset, random_split
from torchvision import transforms as T
from torchvision.datasets import OxfordIIITPet


class SubsetWithTransform(Subset):
    def __init__(self, dataset: Dataset, indices, transform: Callable | None = None):
        super().__init__(dataset, indices)
        self.transform = transform

    def __getitem__(self, idx):
        image, label = super().__getitem__(idx)
        return (image if self.transform is None else self.transform(image)), label

    @classmethod
    def of(cls, part: Subset, transform: Callable) -> SubsetWithTransform:
        return cls(part.dataset, part.indices, transform)


RANDOM = T.Compose([T.RandomResizedCrop(224), T.TrivialAugmentWide(), T.ToTensor()])
FIXED = T.Compose([T.Resize(256), T.CenterCrop(224), T.ToTensor()])


def build(root: str, batch_size: int, share: float = 0.1, seed: int = 0):
    pets = OxfordIIITPet(root, split="trainval", download=True)
    n_val = round(len(pets) * share)
    parts = random_split(pets, [len(pets) - n_val, n_val], torch.Generator().manual_seed(seed))
    train, val = (SubsetWithTransform.of(part, tf) for part, tf in zip(parts, (RANDOM, FIXED)))
    test = OxfordIIITPet(root, split="test", transform=FIXED)
    return (DataLoader(train, batch_size, shuffle=True), DataLoader(val, batch_size), DataLoader(test, batch_size))


if __name__ == "__main__":
    for loader in build("pets", 32):
        print(len(loader.dataset))
