"""Draws of a torch loader, told sample by sample, from whatever process makes them.

The loader stays the user's own. Only its `collate_fn` is replaced by `Tagging`, which travels to the workers with the
loader, also to workers that start anew; the fetchers ask it to fetch. Datasets are left as they are, so that what
`get_worker_info().dataset` is, and what a `worker_init_fn` changes on it, stays true.
"""

import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from auglint.confirm.inside.patches import Patches
from auglint.confirm.inside.probe.ramp import LEAST, Ramp
from auglint.confirm.inside.probe.readers import Readers
from auglint.confirm.inside.probe.streams import Stream, global_streams, own_streams


@dataclass(frozen=True)
class Tag:
    """What is told of one sample; `picture`: its first image part, for the few that are shown."""

    index: Any
    output: str
    state: tuple[str, ...]
    worker: int
    file: str
    picture: Any = None


class Tagging:
    """A collate function that gives tags instead of a batch.

    `ramp`: given instead of each source image. `only`: give this one sample for every index. `states`: tell the random
    states before each sample. `fixed`: make each sample from one and the same random state, so that an output tells
    which sample it is. `pictures`: how many outputs each process keeps.
    """

    def __init__(
        self,
        collate: Callable[[list[Any]], Any] | None,
        *,
        ramp: Ramp | None = None,
        only: int | None = None,
        states: bool = False,
        fixed: bool = False,
        pictures: int = 0,
    ) -> None:
        self.collate = collate
        self.ramp = ramp
        self.only = only
        self.states = states
        self.fixed = fixed
        self.pictures = pictures
        self._readers: Readers | None = None
        self._patches = Patches()
        self._streams: list[Stream] | None = None
        self._start: list[Any] = []
        self._shown = 0

    def __getstate__(self) -> dict[str, Any]:
        """Without what belongs to one process."""
        return self.__dict__ | {"_readers": None, "_patches": None, "_streams": None, "_start": [], "_shown": 0}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """In a worker that started anew: watch the fetchers there, too."""
        self.__dict__.update(state)
        self._patches = Patches()
        install(self._patches)

    def __call__(self, batch: list[Any]) -> Any:
        """Batches are made by `fetch`; a single sample, without batches, comes here."""
        return batch

    def fetch(self, fetcher: Any, indices: Any) -> list[Tag]:
        """Make the samples of a batch as the fetcher would, and tell of each."""
        own = self._prepared(fetcher)
        batched = isinstance(indices, (list, tuple))
        samples: list[Any] = []
        tags: list[tuple[Any, tuple[str, ...], str]] = []
        for index in indices if batched else [indices]:
            if self.fixed:
                for stream, start in zip(own, self._start, strict=True):
                    if start is not None:
                        stream.put(start)
            state = tuple(stream.digest() for stream in own) if self.states else ()
            if self._readers is not None:
                self._readers.opened.clear()
            try:
                samples.append(self._sample(fetcher, index))
            except StopIteration:
                if not tags:
                    raise
                break
            file = self._readers.opened[0] if self._readers is not None and self._readers.opened else ""
            tags.append((index, state, file))
        outputs = self._collated(samples, batched)
        worker = _worker()
        return [
            Tag(index, digest(output), state, worker, file, self._picture(output))
            for (index, state, file), output in zip(tags, outputs, strict=True)
        ]

    def __enter__(self) -> "Tagging":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def does_the_same(self, other: Any) -> bool:
        """Whether another one gives the same instead of each sample."""
        asked = (self.ramp is None, self.only, self.fixed)
        return isinstance(other, Tagging) and asked == (other.ramp is None, other.only, other.fixed)

    def close(self) -> None:
        """Stop watching the readers of this process."""
        self._patches.undo()
        self._readers = None

    def _sample(self, fetcher: Any, index: Any) -> Any:
        iterator = getattr(fetcher, "dataset_iter", None)
        if iterator is not None:
            return next(iterator)
        index = index if self.only is None else self.only
        several = getattr(fetcher.dataset, "__getitems__", None)
        return several([index])[0] if several else fetcher.dataset[index]

    def _collated(self, samples: list[Any], batched: bool) -> list[Any]:
        """The samples as they are after the user's collate function, which may draw, too."""
        if not batched or self.collate is None:
            return samples
        try:
            batch = self.collate(samples)
        except Exception:
            if self.ramp is None and self.only is None:
                raise
            return samples
        return unbatched(batch, len(samples)) or samples

    def _prepared(self, fetcher: Any) -> list[Stream]:
        """Watch the readers of this process, once; the random streams there are."""
        if self._readers is None:
            self._readers = Readers(self.ramp)
            self._readers.install(self._patches)
        self._readers.ramp = self.ramp
        if (self.states or self.fixed) and self._streams is None:
            self._streams = [*global_streams(), *own_streams(fetcher.dataset, self.collate)]
            self._start = [stream.start() for stream in self._streams] if self.fixed else []
        return self._streams or []

    def _picture(self, output: Any) -> Any:
        if self._shown >= self.pictures:
            return None
        self._shown += 1
        return next(image_parts(output), None)


def install(patches: Patches) -> None:
    """Let the fetchers of torch's loaders ask the collate function, where it is ours."""
    module = sys.modules["torch.utils.data._utils.fetch"]
    for name in ("_MapDatasetFetcher", "_IterableDatasetFetcher"):
        kind = getattr(module, name)
        if not hasattr(kind.fetch, "auglint"):
            patches.set(kind, "fetch", _fetch(kind.fetch))


def _fetch(original: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def fetch(fetcher: Any, indices: Any) -> Any:
        collate = fetcher.collate_fn
        return collate.fetch(fetcher, indices) if isinstance(collate, Tagging) else original(fetcher, indices)

    fetch.auglint = True  # type: ignore[attr-defined]
    return fetch


def _worker() -> int:
    info = sys.modules["torch.utils.data"].get_worker_info()
    return 0 if info is None else int(info.id)


def leaves(value: Any) -> Iterator[Any]:
    """The arrays, tensors and images in a sample."""
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from leaves(each)
    elif hasattr(value, "mode") and hasattr(value, "getbands"):
        import numpy

        yield numpy.asarray(value)
    elif hasattr(value, "dtype") and hasattr(value, "shape"):
        yield value.detach().cpu().numpy() if hasattr(value, "detach") else value
    elif hasattr(value, "__dict__") and not callable(value):
        yield from leaves(vars(value))


def image_parts(value: Any) -> Iterator[Any]:
    """The parts of a sample that are images; if it has none, all its numbers."""
    found = list(leaves(value))
    large = [each for each in found if each.size >= LEAST]
    yield from large or found


def digest(value: Any) -> str:
    """A hash of what came out of a pipeline, its images only."""
    import numpy

    state = hashlib.blake2b(digest_size=8)
    plain = True
    for part in image_parts(value):
        plain = False
        state.update(str(part.shape).encode())
        state.update(numpy.ascontiguousarray(part).tobytes())
    if plain:
        state.update(repr(value).encode(errors="replace"))
    return state.hexdigest()


def unbatched(batch: Any, size: int) -> list[Any]:
    """The samples of a batch by its first axis; empty when its images are not laid out like that."""
    parts = [part for part in leaves(batch) if part.ndim and part.shape[0] == size]
    images = [part for part in parts if part.size >= LEAST * size] or parts
    return [[part[number] for part in images] for number in range(size)] if images else []
