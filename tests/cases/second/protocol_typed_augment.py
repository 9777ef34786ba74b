# case: protocol_typed_augment
# shape: fully typed code: Protocol for the augmentation, Final constants, NewType; the implementation is a frozen dataclass that draws in __call__
# truth: by reason: one HueShift object serves both PatchDataset objects; torch's global stream, seeded once, feeds both
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NewType, Protocol

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset
from torchvision.io import read_image
from torchvision.transforms.functional import adjust_hue

Folder = NewType("Folder", Path)
SEED: Final[int] = 1


class Augment(Protocol):
    def __call__(self, patch: Tensor) -> Tensor: ...


@dataclass(frozen=True, slots=True)
class HueShift:
    most: float

    def __call__(self, patch: Tensor) -> Tensor:
        shift = (2 * torch.rand(()) - 1) * self.most
        return adjust_hue(patch, float(shift))


class PatchDataset(Dataset[Tensor]):
    def __init__(self, files: Sequence[Path], augment: Augment | None) -> None:
        self._files = tuple(files)
        self._augment = augment

    def __len__(self) -> int:
        return len(self._files)

    def __getitem__(self, index: int) -> Tensor:
        patch = read_image(str(self._files[index])).float() / 255
        return patch if self._augment is None else self._augment(patch)


def patches(folder: Folder) -> list[Path]:
    return sorted(folder.glob("*.png"))


def make_loaders(train: Folder, held: Folder, augment: Augment) -> tuple[DataLoader[Tensor], DataLoader[Tensor]]:
    return (
        DataLoader(PatchDataset(patches(train), augment), batch_size=32, shuffle=True),
        DataLoader(PatchDataset(patches(held), augment), batch_size=32),  # expect: AUG201
    )


def main() -> None:
    torch.manual_seed(SEED)  # expect: AUG101[I]
    train_loader, val_loader = make_loaders(Folder(Path("tissue/train")), Folder(Path("tissue/val")), HueShift(0.1))
    print(len(train_loader), len(val_loader))


if __name__ == "__main__":
    main()
