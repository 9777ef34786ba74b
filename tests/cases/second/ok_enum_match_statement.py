# case: ok_enum_match_statement
# shape: StrEnum of splits, a match statement with an or-pattern yields the steps (a generator function), the datasets come from a dict comprehension over the enum
# truth: by reason: only case Split.TRAIN yields random steps; VAL and TEST share the or-pattern
from collections.abc import Callable, Iterator
from enum import StrEnum, auto

import torch
from torch.utils.data import DataLoader
from torchvision.datasets import PCAM
from torchvision.transforms import v2


class Split(StrEnum):
    TRAIN = auto()
    VAL = auto()
    TEST = auto()

    @property
    def is_eval(self) -> bool:
        return self is not Split.TRAIN


def steps(split: Split) -> Iterator[Callable]:
    yield v2.ToImage()
    match split:
        case Split.TRAIN:
            yield v2.RandomCrop(80)
            yield v2.RandomVerticalFlip()
        case Split.VAL | Split.TEST:
            yield v2.CenterCrop(80)
        case _:
            raise AssertionError(split)
    yield v2.ToDtype(torch.float32, scale=True)


def loader(split: Split, root: str = "pcam", batch: int = 256) -> DataLoader:
    data = PCAM(root, split=str(split), transform=v2.Compose(list(steps(split))))
    return DataLoader(data, batch, shuffle=not split.is_eval)


def main() -> None:
    loaders = {split: loader(split) for split in Split}
    for split, batches in loaders.items():
        print(f"{split:>6} {len(batches):5d}")


if __name__ == "__main__":
    main()
