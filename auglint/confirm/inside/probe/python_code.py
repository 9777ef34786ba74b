"""The user's Python code within a pipeline: the ramp in the data that it reaches, and the randomness that it draws."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from auglint.confirm.inside.patches import Patches
from auglint.confirm.inside.probe.leaves import Ramps
from auglint.confirm.inside.probe.ramp import Ramp, rows_like
from auglint.confirm.inside.probe.readers import Readers
from auglint.confirm.inside.probe.streams import Holder, Stream, global_streams, own_streams, preserved, reachable
from auglint.confirm.inside.seeds import SeedLog, Within, shown
from auglint.confirm.inside.spots import spot, spots
from auglint.confirm.observation import Seeding, Spot


@contextmanager
def ramped(ramps: Ramps, *roots: Any) -> Iterator[None]:
    """Put the ramp into the arrays that can be reached from some functions and objects, and into what readers give."""
    patches = Patches()
    Readers(ramps.one).install(patches)
    _eager_reader(patches, ramps)
    replaced: list[tuple[Holder, Any]] = []
    for value, holder in list(reachable(*roots)):
        stand_in = _stand_in(value, ramps)
        if stand_in is not None and holder.put(stand_in):
            replaced.append((holder, value))
    try:
        yield
    finally:
        for holder, value in replaced:
            holder.put(value)
        patches.undo()


def _stand_in(value: Any, ramps: Ramps) -> Any:
    """Ramps for an array or a list of images; None for anything else."""
    import numpy as np

    if isinstance(value, np.ndarray):
        fits = value.ndim in (3, 4) and len(value) >= 2 and value.dtype.kind in "uif"
        return rows_like(value, Ramp()) if fits else None
    if type(value) is list:
        images = len(value) >= 2 and all(isinstance(each, np.ndarray) and each.ndim in (2, 3) for each in value[:3])
        return [ramps.like(each) if isinstance(each, np.ndarray) else each for each in value] if images else None
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is not None and isinstance(value, tensorflow.Tensor) and hasattr(value, "_numpy_internal"):
        stand_in = _stand_in(value.numpy(), ramps) if value.dtype.is_numeric and value.shape.rank in (3, 4) else None
        return None if stand_in is None else tensorflow.constant(stand_in)
    return None


def _eager_reader(patches: Patches, ramps: Ramps) -> None:
    """Let TensorFlow's own reader give the ramp, where it is called for one file."""
    module = sys.modules.get("tensorflow.python.ops.gen_io_ops")
    if module is None:
        return
    original = module.read_file

    def read_file(filename: Any, name: Any = None) -> Any:
        path = filename.numpy() if hasattr(filename, "_numpy_internal") else filename
        if isinstance(path, (str, bytes)):
            link = ramps.link(path if isinstance(path, bytes) else path.encode())
            if link is not None:
                return original(link, name)
        return original(filename, name)

    patches.set(module, "read_file", read_file)


@contextmanager
def untouched(*roots: Any) -> Iterator[None]:
    """Leave the global streams, and the generators that some objects hold, as they were."""
    with preserved([*global_streams(), *own_streams(*roots)]):
        yield


class _Inner(Within):
    """What the user's code does for a sample: not what libraries do on behalf of the line that all this runs below."""

    def __init__(self, outer: frozenset[Spot]) -> None:
        super().__init__()
        self._outer = outer

    def note(self, seeding: Seeding, streams: list[Stream]) -> None:
        if seeding.spot not in self._outer:
            super().note(seeding, streams)


class Watched:
    """Notes, while samples are made by Python code, whether anything random moved, and which seeds were set."""

    def __init__(self, log: SeedLog, *roots: Any) -> None:
        self.within = _Inner(frozenset(spots()))
        self._log = log
        self._streams = [*global_streams(), *own_streams(*roots)] if roots else []
        self._before = self.states()
        self._patches = Patches()
        self._calls = 0

    def __enter__(self) -> "Watched":
        if self._streams:
            self._count()
        self._log.inside = self.within
        return self

    def __exit__(self, *exception: Any) -> None:
        self._log.inside = None
        self._patches.undo()

    def states(self) -> list[str]:
        """The states of the streams, as they are now."""
        return [stream.digest() for stream in self._streams]

    @property
    def moved(self) -> bool:
        """Whether anything random was drawn so far."""
        return self._calls > 0 or self._before != self.states() or self.within.drawn()

    def _count(self) -> None:
        """Count the random operations that eager code makes, and the generators that it makes."""
        for name, function in (
            ("tensorflow.python.framework.random_seed", "get_seed"),
            ("tensorflow.python.ops.gen_stateless_random_ops_v2", "stateless_random_get_key_counter"),
            ("tensorflow.python.ops.gen_stateful_random_ops", "rng_read_and_skip"),
        ):
            module = sys.modules.get(name)
            if module is not None:
                self._patches.set(module, function, self._counted(getattr(module, function)))
        module = sys.modules.get("tensorflow.python.ops.stateful_random_ops")
        if module is not None:
            make = module.Generator.from_seed

            def from_seed(seed: Any, *args: Any, **kwargs: Any) -> Any:
                place = spot()
                if place is not None:
                    self.within.note(Seeding("tensorflow.random.Generator.from_seed", shown(seed), place), [])
                return make(seed, *args, **kwargs)

            self._patches.set(module.Generator, "from_seed", staticmethod(from_seed))

    def _counted(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self._calls += 1
            return original(*args, **kwargs)

        return call


def reseeded(seedings: list[Seeding], samples: int) -> bool:
    """Whether one and the same seed was set for each of some samples."""
    by_place: dict[tuple[Any, ...], list[str]] = {}
    for each in seedings:
        by_place.setdefault((each.what, each.spot), []).append(each.seed)
    return samples > 1 and any(len(seeds) >= samples and len(set(seeds)) == 1 for seeds in by_place.values())


class Stillness:
    """Sets all random streams that some code can draw from to one state, again and again."""

    def __init__(self, log: SeedLog) -> None:
        self._log = log
        self._kept: dict[str, Any] = {}

    def restore(self, *roots: Any) -> None:
        """Set them; a stream that is seen for the first time keeps the state that it has."""
        streams: list[Stream] = [*global_streams(), *own_streams(*roots)]
        for place, stream in enumerate(streams):
            stream.put(self._kept.setdefault(f"{place}:{stream.name}", stream.get()))
        tensorflow = sys.modules.get("tensorflow")
        if tensorflow is None or not hasattr(tensorflow, "random"):
            return
        for value, _ in reachable(*roots):
            if type(value).__name__ == "Generator" and hasattr(value, "reset_from_seed"):
                value.reset_from_seed(1)
        with self._log.silent():
            tensorflow.random.set_seed(1)
