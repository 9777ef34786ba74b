"""How code that has a dataset gets at an object in it: by which attributes, entries and elements."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import libcst as cst

from auglint.facts import Facts
from auglint.pipeline import ALWAYS, Augmentation, Dataset, Made, Split
from auglint.trace.python import lineage
from auglint.trace.tables import Row
from auglint.trace.values import Instance, Item, Mapping, Object, Sequence, Union, Value

MAX_STEPS = 8


@dataclass(frozen=True)
class Spot:
    """A path below an object, as it is written (`.transform.transforms[2].rng`), and the objects that may be there."""

    path: str
    made: tuple[Made, ...]

    @property
    def name(self) -> str:
        """The last attribute of the path."""
        return self.path.rpartition(".")[2]


def spots(facts: Facts, dataset: Dataset) -> list[Spot]:
    """All spots below a dataset, the nearest first. What is not known for sure to be there has none."""
    found: list[Spot] = []
    pending: list[tuple[str, Value, int]] = [("", Object(dataset), 0)]
    for path, value, depth in pending:
        made = _made(value)
        if made:
            found.append(Spot(path, made))
        if depth < MAX_STEPS and len(pending) < 2000:
            pending.extend((path + step, inner, depth + 1) for step, inner in _inside(facts, value))
    return found


def _made(value: Value) -> tuple[Made, ...]:
    """The pipeline objects that a value is one of; none when it may be something else."""
    if isinstance(value, Union):
        each = [_made(option.value) for option in value.options]
        return tuple(made for one in each for made in one) if all(each) else ()
    if isinstance(value, Instance):
        return (value.made,) if isinstance(value.made, Made) else ()
    return (value.made,) if isinstance(value, Object) else ()


def _inside(facts: Facts, value: Value) -> Iterator[tuple[str, Value]]:
    """The values one step below a value, and that step."""
    if isinstance(value, Object) and isinstance(value.made, Dataset) and isinstance(value.made.instance, Instance):
        value = value.made.instance
    if isinstance(value, Instance):
        if any(_is_frozen(cls) for cls in lineage(value.cls)):
            return
        slots = {name: inner for cls in reversed(lineage(value.cls)) for name, inner in cls.slots.items()} | value.slots
        yield from ((f".{name}", inner) for name, inner in slots.items() if _is_attribute(name, inner))
    elif isinstance(value, Object):
        yield from _of_library(facts, value.made)
    elif isinstance(value, Sequence):
        yield from _elements(value)
    elif isinstance(value, Mapping) and value.exact:
        yield from ((f"[{key!r}]", inner) for key, inner in value.entries().items() if isinstance(inner, Value))


def _is_attribute(name: Any, value: Any) -> bool:
    """Whether a slot holds an attribute that can be written from outside; names like `__x` are mangled."""
    return isinstance(name, str) and name.isidentifier() and not name.startswith("__") and isinstance(value, Value)


def _is_frozen(cls: Any) -> bool:
    """Whether the attributes of a class's objects may not be set: it says so, or has its own way to set them."""
    if "__setattr__" in cls.slots or "__slots__" in cls.slots:
        return True
    calls = [each.decorator for each in cls.node.decorators if isinstance(each.decorator, cst.Call)]
    return any(arg.keyword is not None and arg.keyword.value == "frozen" for call in calls for arg in call.args)


def _of_library(facts: Facts, made: Made) -> Iterator[tuple[str, Value]]:
    row = getattr(made, "row", None)
    if isinstance(made, Dataset) and made.derived and made.derived[0].op == "part":
        row = next((split.row for split in facts.trace.all(Split) if _is_part(made, split)), None)
    if not isinstance(row, Row):
        return
    for name in row.keeps:
        if isinstance(made, Dataset) and name in made.overrides:
            if isinstance(made.overrides[name][0], Value):
                yield f".{name}", made.overrides[name][0]
        elif isinstance(made, Dataset) and len(made.derived) == 1 and name not in made.arguments:
            yield f".{name}", Object(made.derived[0].parent)
        elif name in made.arguments and isinstance(made.arguments[name].value, Value):
            yield f".{name}", made.arguments[name].value
    if isinstance(made, Augmentation):
        for parameter in row.parameters:
            argument = made.arguments.get(parameter.name)
            if parameter.kind == "args" and argument is not None and isinstance(argument.value, Sequence):
                yield from _elements(argument.value)


def _is_part(made: Dataset, split: Split) -> bool:
    return any(isinstance(part, Object) and part.made is made for part in split.parts.values())


def _elements(value: Sequence) -> Iterator[tuple[str, Value]]:
    """The elements of a list whose places are known."""
    for number, item in enumerate(value.items if value.exact else ()):
        if not isinstance(item, Item) or item.conditions != ALWAYS:
            return
        yield f"[{number}]", item.value
