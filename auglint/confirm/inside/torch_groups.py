"""Which loaders of a program are one pipeline, and which of them belong together."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from auglint.confirm.inside.torch_loaders import Loader, OwnPass, sampler_of
from auglint.confirm.observation import Seeding

_SHUFFLING = ("RandomSampler", "SubsetRandomSampler", "WeightedRandomSampler", "DistributedSampler")


@dataclass(eq=False)
class Group:
    """One pipeline: a loader, and those that were made anew for later epochs of the same data."""

    number: int
    loaders: list[Loader]
    round: int | None = None
    role: str = ""
    role_from: str = ""
    identities: dict[int, str] = field(default_factory=dict)
    seedings: list[Seeding] = field(default_factory=list)
    took: bool | None = None
    sourced: bool = False
    refuses: bool = False
    varies: bool | None = None
    consumes: bool | None = None
    resets: bool | None = None
    views: int = 0
    streams: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    @property
    def value(self) -> Any:
        """The first loader."""
        return self.loaders[0].value

    def loader(self, epoch: int) -> Loader:
        """The loader of an epoch."""
        return self.loaders[min(epoch, len(self.loaders) - 1)]

    @property
    def streams_on(self) -> bool:
        """Whether its data comes as a stream, without indices."""
        return not hasattr(type(self.dataset), "__getitem__") or self.value._dataset_kind != 0

    @property
    def dataset(self) -> Any:
        """The dataset as it was before the program drew from it."""
        loader = self.loaders[0]
        return loader.value.dataset if loader.snapshot is None else loader.snapshot


def made_anew(earlier: Loader, later: Loader) -> bool:
    """Whether a loader was made again for the same samples, after the earlier one was used."""
    one, other = earlier.value, later.value
    return bool(
        earlier.passes
        and one.dataset is other.dataset
        and type(one.sampler) is type(other.sampler)
        and _own_indices(one.sampler) == _own_indices(other.sampler)
    )


def _own_indices(sampler: Any) -> Any:
    indices = getattr(sampler, "indices", None)
    return sorted(map(int, indices)) if indices is not None else None


def count_rounds(alike: list[Group]) -> None:
    """Number the pipelines that one place makes again and again for one split, as for folds."""
    for place, group in enumerate(alike):
        group.round = place if len(alike) > 1 else None


def place_between(groups: list[Group]) -> None:
    """A pipeline made once, but after one round of others and before the next, belongs to that round: it was cut."""
    repeated: dict[tuple[Any, ...], list[Group]] = {}
    for group in groups:
        if group.round is not None:
            repeated.setdefault((group.loaders[0].spots, group.role), []).append(group)
    for group in groups:
        for others in repeated.values() if group.round is None else ():
            before = sum(other.loaders[0].number < group.loaders[0].number for other in others)
            if 0 < before < len(others):
                group.round = before - 1
                break


def unwrapped(dataset: Any) -> tuple[Any, Any]:
    """The dataset below subsets, and how their indices map to its own."""
    subset = getattr(sys.modules.get("torch.utils.data"), "Subset", None)
    maps: list[Any] = []
    while subset is not None and isinstance(dataset, subset) and type(dataset).__getitem__ is subset.__getitem__:
        maps.append(dataset.indices)
        dataset = dataset.dataset

    def mapped(index: int) -> int:
        for indices in maps:
            index = int(indices[index])
        return index

    return dataset, mapped


def indices_of(loader: Any) -> Iterator[Any]:
    """The indices that the next pass of a loader asks for, in their order."""
    if loader.batch_sampler is None:
        yield from loader.sampler
        return
    for batch in loader.batch_sampler:
        yield from (int(index) if hasattr(index, "__index__") else index for index in batch)


def set_epoch(loader: Any, own: OwnPass | None) -> None:
    """Tell the sampler the epoch that the program told it before its own pass."""
    if own is not None and own.sampler_epoch is not None:
        sampler_of(loader).epoch = own.sampler_epoch


def shuffles(loader: Any) -> bool:
    """Whether each pass of a loader is meant to have an order of its own."""
    sampler = sampler_of(loader)
    return type(sampler).__name__ in _SHUFFLING and getattr(sampler, "shuffle", True) is not False


def size_of(loader: Any) -> int | None:
    """How many samples a pass of a loader has, None where that is not known."""
    try:
        return len(loader.sampler) if loader._dataset_kind == 0 else len(loader.dataset)
    except TypeError:
        return None
