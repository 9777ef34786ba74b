"""Abstract values: what the interpreter knows about an expression.

Each value has a `key`: two values with equal keys are the same data. Mutable values keep their contents in `slots`, so
that the interpreter can journal every write in one way, undo it after a branch, and join the two outcomes.
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from auglint.pipeline import ALWAYS, Conditions, Key, Made, Place

_serial = count()
MAX_OPTIONS = 6
MAX_KEY = 100


class Value:
    """Base of all abstract values."""

    @property
    def key(self) -> Key:
        """The structural identity."""
        raise NotImplementedError


@dataclass(frozen=True)
class Const(Value):
    """A constant: str, bytes, int, float, bool, None, Ellipsis."""

    value: Any

    @property
    def key(self) -> Key:
        """By type and value, so that 1, 1.0 and True differ."""
        return ("const", type(self.value).__name__, self.value)


NONE = Const(None)


@dataclass(frozen=True)
class Text(Value):
    """A string or path that is not wholly constant, or a path: pieces of constant text and of unknown values."""

    parts: tuple[Any, ...]  # str | Value
    path: bool = False

    @property
    def key(self) -> Key:
        """Normalised as a path, with the unknown parts in place."""
        return path_key(self)


@dataclass(frozen=True, eq=False)
class Unknown(Value):
    """A value of which only the identity is known. `name` is what the program calls it, for messages and roles."""

    identity: Key
    name: str = ""
    sample: bool = False  # comes from the sample that is being made
    drawn: Any = None  # the Draw it came from
    type: str = ""  # the library type, where a call told it
    assumed: Any = None  # what it is unless the user says otherwise: the default of a command-line option

    @property
    def key(self) -> Key:
        """Its identity."""
        return self.identity


UNREAD = ("unread",)
CHANCE = ("chance",)


def fresh(name: str = "", *, unread: bool = False, chance: bool = False, **more: Any) -> Unknown:
    """An unknown value that equals no other; its key says where it comes from, if that is known.

    From a sample; `unread`: it may be an object with methods of its own, made by a module that was not found, or one of
    very many; `chance`: it was drawn.
    """
    told = ((("sample",), more.get("sample")), (UNREAD, unread), (CHANCE, chance))
    marks = tuple(mark for mark, holds in told if holds)
    return Unknown(("fresh", next(_serial), *marks), name, **more)


def is_unread(value: Value) -> bool:
    """Whether a value may be an object whose code was not read."""
    if isinstance(value, Union):
        return any(is_unread(option.value) for option in value.options)
    return isinstance(value, Unknown) and value.key[0] == "fresh" and UNREAD in value.key


def serial() -> int:
    """A number larger than that of every value made so far."""
    return next(_serial)


def newest(key: Any) -> int:
    """The number of the latest unknown value in a key; -1 when there is none."""
    if isinstance(key, tuple):
        numbered = len(key) > 1 and key[0] in ("fresh", "mapping", "sequence", "instance") and isinstance(key[1], int)
        own = key[1] if numbered else -1
        return max([own, *(newest(part) for part in key)])
    return -1


@dataclass(eq=False)
class Mutable(Value):
    """A value with an identity of its own and slots that can be written."""

    slots: dict[Any, Any] = field(default_factory=dict, kw_only=True)
    serial: int = field(default_factory=lambda: next(_serial), kw_only=True)

    @property
    def key(self) -> Key:
        """By identity."""
        return (type(self).__name__.lower(), self.serial)


@dataclass(frozen=True)
class Item:
    """An element of a sequence, the conditions under which it is there, and where it was written, when it was.

    `appended`: a call put it there, after the list was made.
    """

    value: Value
    conditions: Conditions = ALWAYS
    place: Place | None = field(default=None, compare=False)
    appended: bool = field(default=False, compare=False)


@dataclass(eq=False)
class Sequence(Mutable):
    """A list, tuple or set; `slots["items"]` is a tuple of Item, `slots["exact"]` tells whether that is all."""

    kind: str = "list"

    @property
    def items(self) -> tuple[Item, ...]:
        """The elements known to be there."""
        items: tuple[Item, ...] = self.slots["items"]
        return items

    @property
    def exact(self) -> bool:
        """Whether these are all elements."""
        return bool(self.slots["exact"])

    @property
    def key(self) -> Key:
        """Tuples by content, lists by identity unless all elements are constants."""
        if self.exact and len(self.items) <= 16:
            values = [item.value for item in self.items]
            if self.kind == "tuple" or all(isinstance(value, Const | Text) for value in values):
                return ("sequence", *(value.key for value in values))
        return ("sequence", self.serial)


def sequence(values: Iterable[Value], kind: str = "list", exact: bool = True) -> Sequence:
    """A sequence of values that are there under all conditions."""
    return Sequence(kind, slots={"items": tuple(Item(value) for value in values), "exact": exact})


@dataclass(eq=False)
class Mapping(Mutable):
    """A dict: constant keys to values in `slots`; `None` in slots marks that there may be more keys."""

    def entries(self) -> dict[Any, Value]:
        """The entries with constant keys."""
        return {key: value for key, value in self.slots.items() if key is not None}

    @property
    def exact(self) -> bool:
        """Whether these are all entries."""
        return None not in self.slots

    @property
    def key(self) -> Key:
        """By content when it is small and exact, else by identity."""
        if self.exact and len(self.slots) <= 8:
            return ("mapping", *((str(key), value.key) for key, value in self.slots.items()))
        return ("mapping", self.serial)


@dataclass(eq=False)
class Scope(Mutable):
    """Names of a module, function or class body."""

    parent: "Scope | None" = None
    module: Any = None
    is_class: bool = False
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)


@dataclass(eq=False)
class Function(Value):
    """A function or lambda of the project, with its closure."""

    node: Any
    module: Any
    scope: Scope
    name: str
    owner: "Class | None" = None
    defaults: dict[str, Value] = field(default_factory=dict)
    decorators: tuple[Any, ...] = ()
    serial: int = field(default_factory=lambda: next(_serial))

    @property
    def key(self) -> Key:
        """By code and closure."""
        return ("function", id(self.node), self.scope.serial)


@dataclass(eq=False)
class Class(Mutable):
    """A class of the project; its body's names are in `slots`."""

    node: Any = None
    module: Any = None
    name: str = ""
    bases: tuple[Value, ...] = ()
    scope: Scope | None = None

    @property
    def key(self) -> Key:
        """By code."""
        return ("class", id(self.node))


@dataclass(eq=False)
class Instance(Mutable):
    """An object of a project class; attributes in `slots`. `made` is the pipeline object it is, if any."""

    cls: Any = None
    made: Any = None


@dataclass(frozen=True, eq=False)
class Bound(Value):
    """A method bound to its object."""

    function: Function
    receiver: Value

    @property
    def key(self) -> Key:
        """By function and object."""
        return ("bound", self.function.key, self.receiver.key)


@dataclass(frozen=True, eq=False)
class Method(Value):
    """A method, by name, of an object that is not the project's."""

    receiver: Value
    name: str
    place: Any = None

    @property
    def key(self) -> Key:
        """By object and name."""
        return ("attribute", self.receiver.key, self.name)


@dataclass(frozen=True, eq=False)
class Partial(Value):
    """A callable with some arguments already given (`functools.partial`)."""

    function: Value
    arguments: tuple[Any, ...]

    @property
    def key(self) -> Key:
        """By function and constant arguments."""
        return ("partial", self.function.key, *(argument.value.key for argument in self.arguments))


@dataclass(frozen=True, eq=False)
class Super(Value):
    """`super()` in a method of `cls`."""

    cls: Class
    receiver: Value

    @property
    def key(self) -> Key:
        """By class and object."""
        return ("super", self.cls.key, self.receiver.key)


@dataclass(frozen=True)
class Library(Value):
    """A name outside the project, fully qualified."""

    name: str

    @property
    def key(self) -> Key:
        """By name."""
        return ("library", self.name)


@dataclass(frozen=True, eq=False)
class ProjectModule(Value):
    """A module of the project."""

    module: Any

    @property
    def key(self) -> Key:
        """By module."""
        return ("module", str(self.module.path))


@dataclass(frozen=True, eq=False)
class Object(Value):
    """A pipeline object (dataset, loader, augmentation, generator…)."""

    made: Made

    @property
    def key(self) -> Key:
        """By identity."""
        return ("object", id(self.made))


@dataclass(frozen=True, eq=False)
class Slice(Value):
    """A slice in a subscript."""

    bounds: tuple[Value, ...]

    @property
    def key(self) -> Key:
        """By bounds."""
        return ("slice", *(bound.key for bound in self.bounds))


@dataclass(frozen=True, eq=False)
class Union(Value):
    """One of several values, each under its conditions."""

    options: tuple[Item, ...]

    @property
    def key(self) -> Key:
        """By its options."""
        return ("union", *((option.conditions, option.value.key) for option in self.options))


def union(options: Iterable[Item]) -> Value:
    """The value when it is one of these; flattened, without repeats, at most MAX_OPTIONS."""
    flat: list[Item] = []
    for option in options:
        inner = option.value.options if isinstance(option.value, Union) else (Item(option.value),)
        for item in inner:
            conditions = item.conditions | option.conditions
            if contradictory(conditions):
                continue
            same = next((n for n, known in enumerate(flat) if known.value is item.value), None)
            if same is None:
                flat.append(Item(item.value, conditions))
            else:
                flat[same] = Item(item.value, flat[same].conditions & conditions)
    if not flat:
        return fresh()
    if len(flat) == 1:
        return flat[0].value
    if len(flat) > MAX_OPTIONS:
        return fresh(unread=any(isinstance(item.value, Instance) or is_unread(item.value) for item in flat))
    first = flat[0].value
    if isinstance(first, Const | Text) and all(
        isinstance(item.value, Const | Text) and item.value.key == first.key for item in flat
    ):
        return first
    return Union(tuple(flat))


def options(value: Value, conditions: Conditions = ALWAYS) -> Iterator[Item]:
    """The possibilities of a value that can hold together with `conditions`."""
    if isinstance(value, Union):
        for option in value.options:
            if compatible(option.conditions, conditions):
                yield option
    else:
        yield Item(value)


def only(value: Value, conditions: Conditions) -> Value:
    """The value as far as the conditions already decide it."""
    if not isinstance(value, Union):
        return value
    left = list(options(value, conditions))
    if len(left) == 1:
        return left[0].value
    return union(left) if left else value


def compatible(one: Conditions, other: Conditions) -> bool:
    """Whether both sets of conditions can hold in one run."""
    return not contradictory(one | other)


def contradictory(conditions: Conditions) -> bool:
    """Whether a test would have to go both ways, or one subject equal two constants."""
    if len(conditions) < 2:
        return False
    arms: dict[Key, bool] = {}
    equals: dict[Key, Key] = {}
    for key, arm in conditions:
        if arms.setdefault(key, arm) is not arm:
            return True
        if arm and key[0] == "equal" and equals.setdefault(key[1], key[2]) != key[2]:
            return True
    return False


def conditions_of(key: Any, arm: bool) -> Conditions:
    """What it says that a test went one way: `not x` is x the other way, both parts of a true `and` hold."""
    kind = key[0] if isinstance(key, tuple) and key else ""
    if kind == "not":
        return conditions_of(key[1], not arm)
    if (kind == "and" and arm) or (kind == "or" and not arm):
        return conditions_of(key[1], arm) | conditions_of(key[2], arm)
    return frozenset({(key, arm)})


def path_key(value: Value) -> Key:
    """The key of a value that is used as a path: `a/./b/`, `a/b` and `Path("a") / "b"` are one."""
    if isinstance(value, Const) and isinstance(value.value, str):
        return ("text", _normal(value.value))
    if isinstance(value, Text):
        pieces: list[str] = []
        holes: list[Key] = []
        for part in value.parts:
            if isinstance(part, str):
                pieces.append(part)
            else:
                pieces.append(f"\0{len(holes)}\0")
                holes.append(part.key)
        text = _normal("".join(pieces))
        if text == "\x000\x00":
            return holes[0]
        return ("text", text, *holes)
    return value.key


def _normal(text: str) -> str:
    if "://" in text:
        return text
    return posixpath.normpath(text.replace("\\", "/")) if text else text


def is_constant(key: Any) -> bool:
    """Whether a key holds no unknown part: the same data in every run."""
    if isinstance(key, tuple):
        if key and key[0] in ("fresh", "parameter", "attribute", "name", "sample"):
            return False
        return all(is_constant(part) for part in key)
    return True


def mentions(key: Any, word: str) -> bool:
    """Whether a key has a part of this kind."""
    if isinstance(key, tuple):
        return bool(key and key[0] == word) or any(mentions(part, word) for part in key)
    return False


def weight(key: Any) -> int:
    """How many parts a key has."""
    return 1 + sum(weight(part) for part in key) if isinstance(key, tuple) else 1


def derived(kind: str, *parts: Value, name: str = "") -> Unknown:
    """An unknown value that depends on `parts` alone: the same parts give the same value."""
    key: Key = (kind, *(part.key for part in parts))
    sample = any(getattr(part, "sample", False) for part in parts)
    drawn = next((part.drawn for part in parts if isinstance(part, Unknown) and part.drawn), None)
    return Unknown(short(key), name, sample, drawn)


MARKS = ("parameter", "hook", "attribute", "name", "fresh", "sample", "const", "open", "resampled", "part", "library")


def short(key: Key) -> Key:
    """A key of bounded size: a long one is replaced by its hash and the marks that are asked for."""
    if weight(key) <= MAX_KEY:
        return key
    return ("hash", hash(key), *((mark,) for mark in MARKS if mentions(key, mark)))
