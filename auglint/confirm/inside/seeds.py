"""Seeds that the program sets and generators it makes: recorded by place, and issued again before a pass."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from auglint.confirm.inside.patches import Patches
from auglint.confirm.inside.spots import spot
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
class SeedLog:
    """Seeds in the order they were set. `since`: those set outside samples since a pass began.

    `inside`: while this is a list, seeds and new generators go there: a sample is being made.
    """

    since: list[Call] = field(default_factory=list)
    inside: list[Seeding] | None = None
    quiet: bool = False

    def taken(self) -> list[Call]:
        """The calls since the last pass began; from now on new ones are gathered."""
        calls, self.since = self.since, []
        return calls

    def note(self, what: str, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Record a call, if the user's program made it."""
        place = None if self.quiet else spot()
        if place is None:
            return
        given = args[0] if args else next(iter(kwargs.values()), "")
        seeding = Seeding(what, shown(given), place)
        if self.inside is not None:
            self.inside.append(seeding)
        else:
            self.since.append(Call(function, args, kwargs, seeding))

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


def _watch(patches: Patches, log: SeedLog, name: str, module: ModuleType) -> None:
    original = getattr(module, name)

    @functools.wraps(original)
    def seeded(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        log.note(f"{module.__name__}.{name}", original, args, kwargs)
        return result

    patches.set_everywhere(module, name, seeded)
