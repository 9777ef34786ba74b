"""Random streams as objects: the global ones, and those that a dataset or transform holds."""

import hashlib
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from auglint.confirm.inside.patches import Patches

_DEEP = 6
_MANY = 400


@dataclass(frozen=True)
class Stream:
    """One random stream: how its state is read and set back; `start`: a state that is the same in all processes."""

    name: str
    get: Callable[[], Any]
    put: Callable[[Any], None]
    start: Callable[[], Any] = lambda: None

    def digest(self) -> str:
        """A short name of its state; equal states have equal names."""
        return _digest(self.get())


def global_streams() -> list[Stream]:
    """Python's, and those of the libraries that are imported."""
    found = [Stream("random", random.getstate, random.setstate, _start_of_python)]
    numpy = sys.modules.get("numpy")
    if numpy is not None and hasattr(numpy, "random"):
        make = numpy.random.RandomState
        found.append(
            Stream(
                "numpy",
                lambda: numpy.random.get_state(legacy=True),
                numpy.random.set_state,
                lambda: make(0).get_state(legacy=True),
            )
        )
    torch = sys.modules.get("torch")
    if torch is not None and hasattr(torch, "get_rng_state"):
        found.append(Stream("torch", torch.get_rng_state, torch.set_rng_state, _start_of_torch))
    return found


def own_streams(*roots: Any) -> list[Stream]:
    """The generator objects that can be reached from some objects, each once."""
    return [stream for value, _ in reachable(*roots) if (stream := stream_of(value)) is not None]


def stream_of(value: Any) -> Stream | None:
    """The stream that a generator object is, None for anything else."""
    kind = type(value)
    if isinstance(value, random.Random):
        return Stream("Random", value.getstate, value.setstate, _start_of_python)
    if kind.__module__.startswith("numpy.random"):
        if kind.__name__ == "RandomState":
            return Stream("RandomState", value.get_state, value.set_state, lambda: kind(0).get_state())
        if kind.__name__ == "Generator":
            return Stream(
                "Generator",
                lambda: value.bit_generator.state,
                lambda state: _set(value, state),
                lambda: type(value.bit_generator)(0).state,
            )
    if kind.__name__ == "Generator" and kind.__module__.startswith("torch"):
        return Stream(
            "torch.Generator", value.get_state, lambda state: value.set_state(state) and None, _start_of_torch
        )
    return None


def _start_of_python() -> Any:
    return random.Random(0).getstate()


def _start_of_torch() -> Any:
    return sys.modules["torch"].Generator().manual_seed(0).get_state()


def _set(generator: Any, state: Any) -> None:
    generator.bit_generator.state = state


def reachable(*roots: Any, deep: int = _DEEP, many: int = _MANY) -> Iterator[tuple[Any, "Holder"]]:
    """The objects that can be reached from some, through attributes, lists, dicts and bound methods, each once."""
    seen: set[int] = set()
    waiting: list[tuple[Any, Holder, int]] = [(root, Holder(None, ""), 0) for root in roots]
    while waiting and len(seen) < 50 * many:
        value, holder, depth = waiting.pop(0)
        if id(value) in seen or isinstance(value, (str, bytes, int, float, type(None), type, type(sys))):
            continue
        seen.add(id(value))
        yield value, holder
        if depth >= deep:
            continue
        waiting += [(inner, held, depth + 1) for inner, held in _inside(value, holder, many)]


@dataclass(frozen=True)
class Holder:
    """Where a value is kept: an attribute, a key or a place of its owner; how it can be replaced.

    `parent`: where the owner is kept, for a tuple, which can only be replaced as a whole.
    """

    owner: Any
    key: Any
    parent: "Holder | None" = None

    def get(self) -> Any:
        """What is kept there now."""
        if isinstance(self.owner, tuple) and self.parent is not None:
            return self.parent.get()[self.key]
        if isinstance(self.owner, (dict, list, tuple)):
            return self.owner[self.key]
        if type(self.owner).__name__ == "cell":
            return self.owner.cell_contents
        return getattr(self.owner, self.key)

    def put(self, value: Any) -> bool:
        """Replace the value there; whether that was possible."""
        try:
            if isinstance(self.owner, tuple):
                return self._put_into_tuple(value)
            if isinstance(self.owner, (dict, list)):
                self.owner[self.key] = value
            elif type(self.owner).__name__ == "cell":
                self.owner.cell_contents = value
            else:
                object.__setattr__(self.owner, self.key, value)
        except (AttributeError, TypeError):
            return False
        return True

    def _put_into_tuple(self, value: Any) -> bool:
        if self.parent is None or self.parent.owner is None:
            return False
        now = self.parent.get()
        parts = [value if place == self.key else part for place, part in enumerate(now)]
        return self.parent.put(type(now)(*parts) if hasattr(now, "_fields") else tuple(parts))


def _inside(value: Any, holder: Holder, many: int) -> Iterator[tuple[Any, Holder]]:
    if isinstance(value, dict):
        for key, inner in list(value.items())[:many]:
            yield inner, Holder(value, key)
        return
    if isinstance(value, (list, tuple, set, frozenset)):
        # Of many values alike the first few tell what they are.
        shown = list(value)[: many if len(value) <= many else 3]
        for place, inner in enumerate(shown):
            yield inner, Holder(value, place, holder)
        return
    if is_arrow(value):
        # Of a table only the functions that are applied to what is read count.
        for name, inner in (value._format_kwargs or {}).items():
            yield inner, Holder(value._format_kwargs, name)
        return
    if type(value).__module__.split(".")[0] in ("numpy", "pandas", "pyarrow", "builtins", "_io") and not callable(
        value
    ):
        return
    names = getattr(value, "__dict__", None)
    if isinstance(names, dict):
        for name, inner in list(names.items())[:many]:
            yield inner, Holder(value, name)
    for slot in _slots(type(value)):
        if hasattr(value, slot):
            yield getattr(value, slot), Holder(value, slot)
    function = getattr(value, "__func__", value)
    if hasattr(function, "__code__"):
        if hasattr(value, "__self__"):
            yield value.__self__, Holder(None, "")
        for cell in function.__closure__ or ():
            yield _contents(cell), Holder(cell, "")
        for name in function.__code__.co_names:
            if name in function.__globals__:
                yield function.__globals__[name], Holder(function.__globals__, name)
        yield from ((inner, Holder(None, "")) for inner in function.__defaults__ or ())
    elif hasattr(type(value), "__getitem__") or hasattr(type(value), "__iter__") or callable(value):
        for name in ("__getitem__", "__call__", "__iter__", "__getitems__", "forward"):
            method = getattr(type(value), name, None)
            if hasattr(method, "__code__"):
                yield method, Holder(None, "")
    partial = getattr(value, "func", None)
    if callable(partial):
        yield partial, Holder(None, "")


def is_array(value: Any) -> bool:
    """Whether a value is an array or tensor."""
    return (
        hasattr(value, "dtype") and hasattr(value, "__getitem__") and isinstance(getattr(value, "shape", None), tuple)
    )


def is_arrow(value: Any) -> bool:
    """Whether a value is a dataset that keeps its rows in an Arrow table."""
    return hasattr(value, "_format_kwargs") and hasattr(value, "_fingerprint") and hasattr(value, "with_format")


def _contents(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return None


def _slots(kind: type) -> Iterator[str]:
    for each in kind.__mro__:
        slots = each.__dict__.get("__slots__", ())
        yield from (slots,) if isinstance(slots, str) else (name for name in slots if name != "__dict__")


def _digest(state: Any) -> str:
    if hasattr(state, "numpy"):
        data = state.numpy().tobytes()
    elif isinstance(state, tuple) and len(state) == 3:  # Python's own: whole numbers only, and many
        data = repr(state).encode()
    else:
        data = repr(_flat(state)).encode()
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def _flat(state: Any) -> Any:
    """A state with its arrays as bytes: how an array prints leaves out its middle."""
    if isinstance(state, (tuple, list)):
        return [_flat(each) for each in state]
    if isinstance(state, dict):
        return [(key, _flat(value)) for key, value in sorted(state.items(), key=str)]
    return state.tobytes() if hasattr(state, "tobytes") else state


@contextmanager
def preserved(streams: Sequence[Stream]) -> Iterator[None]:
    """Leave random streams as they were."""
    states = [stream.get() for stream in streams]
    try:
        yield
    finally:
        for stream, state in zip(streams, states, strict=True):
            stream.put(state)


@contextmanager
def no_entropy() -> Iterator[None]:
    """Generators that are made without a seed start alike."""
    patches = Patches()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        make = numpy.random.default_rng
        patches.set_everywhere(numpy.random, "default_rng", lambda seed=None: make(20240 if seed is None else seed))
    try:
        yield
    finally:
        patches.undo()
