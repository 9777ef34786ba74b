"""Seeds that the program sets and generators it makes: recorded by place, and issued again before a pass."""

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from auglint.confirm.inside.patches import Patches
from auglint.confirm.inside.probe.streams import Stream, global_streams, stream_of
from auglint.confirm.inside.spots import inner_spot, spot
from auglint.confirm.observation import Seeding

_SEEDING = {
    "random": ("seed",),
    "numpy.random": ("seed",),
    "torch.random": ("manual_seed",),
    "tensorflow.python.framework.random_seed": ("set_seed",),
    "keras.src.utils.rng_utils": ("set_random_seed",),
}
"""Functions that seed a global stream, where they are defined."""


@dataclass
class Call:
    """A seeding call, to be made again: the function, its arguments, and where it stood."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    seeding: Seeding


@dataclass
class Within:
    """What is seeded, or made to draw from, while one sample is made.

    `put_back`: something was drawn, and then the stream was set to another state. `since`: the states of the global
    streams at the start, or after the last seed.
    """

    seedings: list[Seeding] = field(default_factory=list)
    streams: list[tuple[Stream, str]] = field(default_factory=list)
    put_back: bool = False
    since: dict[str, str] = field(default_factory=lambda: {each.name: each.digest() for each in global_streams()})

    def seeding(self) -> None:
        """A global seed is about to be set: what was drawn since the last one cannot be seen afterwards."""
        now = {each.name: each.digest() for each in global_streams()}
        self.put_back |= any(self.since.get(name, digest) != digest for name, digest in now.items())

    def note(self, seeding: Seeding, streams: list[Stream]) -> None:
        """Streams have just been put to a state."""
        self.seedings.append(seeding)
        self.streams += [(stream, stream.digest()) for stream in streams]
        self.since |= {stream.name: stream.digest() for stream in streams}

    def drawn(self) -> bool:
        """Whether anything was drawn from them since."""
        if self.put_back:
            return True
        last = {stream.name: (stream, digest) for stream, digest in self.streams}
        return any(stream.digest() != digest for stream, digest in last.values())


@dataclass
class SeedLog:
    """Seeds in the order they were set. `since`: those set outside samples since a pass began.

    `inside`: while there is one, seeds and new generators go there: a sample is being made.
    """

    since: list[Call] = field(default_factory=list)
    inside: Within | None = None
    quiet: bool = False

    def taken(self) -> list[Call]:
        """The calls since the last pass began; from now on new ones are gathered."""
        calls, self.since = self.since, []
        return calls

    def note(self, what: str, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Record a call, if the user's program made it."""
        place = None if self.quiet else spot() if self.inside is None else inner_spot()
        if place is None:
            return
        given = args[0] if args else next(iter(kwargs.values()), "")
        seeding = Seeding(what, shown(given), place)
        if self.inside is not None:
            self.inside.note(seeding, global_streams())
        else:
            self.since.append(Call(function, args, kwargs, seeding))

    def note_made(self, what: str, seed: Any, generator: Any) -> None:
        """Record a generator that the user's program has made, if a sample is being made."""
        place = None if self.quiet or self.inside is None else inner_spot()
        stream = stream_of(generator)
        if place is not None and stream is not None and self.inside is not None:
            self.inside.note(Seeding(what, shown(seed), place), [stream])

    def sample(self) -> Within:
        """A sample begins: from now on, what is seeded is seeded for it."""
        self.inside = Within()
        return self.inside

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Record nothing for a while: what a library seeds by itself is not the program's doing."""
        before, self.quiet = self.quiet, True
        try:
            yield
        finally:
            self.quiet = before

    def again(self, calls: list[Call]) -> None:
        """Make recorded calls again."""
        self.quiet = True
        try:
            for call in calls:
                call.function(*call.args, **call.kwargs)
        finally:
            self.quiet = False


def shown(seed: Any) -> str:
    """A seed as text; long or strange ones by their type."""
    try:
        text = repr(seed)
    except Exception:
        text = type(seed).__name__
    return text if len(text) <= 40 else type(seed).__name__


def install(patches: Patches, log: SeedLog) -> None:
    """Watch all functions that seed global streams, as soon as their libraries are there."""
    for module, names in _SEEDING.items():
        for name in names:
            patches.after_import(module, functools.partial(_watch, patches, log, name))

    patches.after_import("random", functools.partial(_watch_seeding_method, patches, log))
    patches.after_import("numpy.random", functools.partial(_watch_maker, patches, log, "default_rng"))


@contextmanager
def watched_samples(log: SeedLog) -> Iterator[None]:
    """While samples are made: see also generators that are made for one, and streams that are put back after it."""
    patches = Patches()
    for module, name in (("torch", "Generator"), ("numpy.random", "RandomState"), ("numpy.random", "Generator")):
        present = sys.modules.get(module)
        if present is not None:
            patches.set_everywhere(present, name, _watched_class(log, f"{module}.{name}", getattr(present, name)))
    torch = sys.modules.get("torch.random")
    if torch is not None:
        patches.set_everywhere(torch, "set_rng_state", _watched_put(log, torch))
    try:
        yield
    finally:
        log.inside = None
        patches.undo()


def _watched_class(log: SeedLog, what: str, original: Any) -> Any:
    """Stands for a class of generators: makes the same objects, and takes them for its own."""

    class Watching(type):
        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            generator = original(*args, **kwargs)
            log.note_made(what, args[0] if args else "", generator)
            return generator

        def __instancecheck__(cls, value: Any) -> bool:
            return isinstance(value, original)

        def __getattr__(cls, name: str) -> Any:
            return getattr(original, name)

    return Watching(original.__name__, (), {})


def _watched_put(log: SeedLog, torch: ModuleType) -> Any:
    original = torch.set_rng_state

    @functools.wraps(original)
    def put(state: Any) -> None:
        if log.inside is not None and not log.quiet and inner_spot() is not None:
            log.inside.put_back |= bool((torch.get_rng_state() != state).any())
        original(state)

    return put


def _watch_seeding_method(patches: Patches, log: SeedLog, module: ModuleType) -> None:
    """`random.Random` seeds itself with its own method when it is made."""
    original = module.Random.seed

    @functools.wraps(original)
    def seed(generator: Any, *args: Any, **kwargs: Any) -> None:
        original(generator, *args, **kwargs)
        log.note_made("random.Random", args[0] if args else "", generator)

    patches.set(module.Random, "seed", seed)


def _watch_maker(patches: Patches, log: SeedLog, name: str, module: ModuleType) -> None:
    original = getattr(module, name)

    @functools.wraps(original)
    def make(*args: Any, **kwargs: Any) -> Any:
        generator = original(*args, **kwargs)
        log.note_made(f"{module.__name__}.{name}", args[0] if args else "", generator)
        return generator

    patches.set_everywhere(module, name, make)


def _watch(patches: Patches, log: SeedLog, name: str, module: ModuleType) -> None:
    original = getattr(module, name)

    @functools.wraps(original)
    def seeded(*args: Any, **kwargs: Any) -> Any:
        if log.inside is not None and not log.quiet and inner_spot() is not None:
            log.inside.seeding()
        result = original(*args, **kwargs)
        log.note(f"{module.__name__}.{name}", original, args, kwargs)
        return result

    patches.set_everywhere(module, name, seeded)
