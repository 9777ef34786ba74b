"""Python itself: builtins, strings, paths, lists and dicts, and the parts of the standard library that pass data on.

Functions here take the machine where they must call back or write; everything else is pure.
"""

import builtins
import operator
from collections.abc import Callable
from collections.abc import Sequence as Many
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from auglint.pipeline import Argument, Made
from auglint.trace.values import (
    NONE,
    Class,
    Const,
    Function,
    Instance,
    Item,
    Library,
    Mapping,
    Mutable,
    Object,
    Partial,
    Sequence,
    Text,
    Union,
    Unknown,
    Value,
    derived,
    fresh,
    path_key,
    sequence,
    union,
)

if TYPE_CHECKING:
    from auglint.trace.machine import Machine

CONSTANTS: dict[str, Value] = {
    "True": Const(True),
    "False": Const(False),
    "None": NONE,
    "__debug__": Const(True),
}
BUILTINS = frozenset(name for name in dir(builtins) if not name.startswith("_")) | {"__import__"}
STATEFUL = frozenset(
    (
        "sample shuffle pop popleft popitem read readline readlines next parse_args parse_known_args choice choices "
        "permutation permuted randint rand randn random uniform normal integers result recv random_sample ask "
        "suggest_int suggest_float suggest_categorical input render get_chunk get_nowait standard_normal exponential "
        "poisson fetchone fetchmany poll rvs capture draw"
    ).split()
)
PURE_MODULES = ("os.path.", "pathlib.", "math.", "posixpath.", "ntpath.", "operator.", "itertools.", "string.")
CONTAINERS = frozenset(
    f"builtins.{name}" for name in ("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter")
) | {"collections.deque"}
KEEP_ORDER = CONTAINERS - {"builtins.sorted", "builtins.reversed"}
NAMESPACES = frozenset(
    {
        "argparse.Namespace",
        "types.SimpleNamespace",
        "builtins.dict",
        "collections.OrderedDict",
        "collections.defaultdict",
    }
)
MAX_COMPUTED = 4_000


def compute(function: Callable[..., Any] | None, *values: Any) -> Value | None:
    """A constant computed from constants, None when it cannot be (or would be large)."""
    if function is None or any(isinstance(value, str | bytes) and len(value) > MAX_COMPUTED for value in values):
        return None
    large = any(isinstance(value, int | float) and abs(value) > MAX_COMPUTED for value in values)
    if large and (function is operator.pow or any(isinstance(value, str | bytes) for value in values)):
        return None
    try:
        result = function(*values)
    except Exception:
        return None
    if isinstance(result, str | bytes) and len(result) > MAX_COMPUTED:
        return None
    return Const(result) if isinstance(result, str | bytes | int | float | bool | None) else None


# text and paths


def is_text(value: Value) -> bool:
    """Whether a value is known to be a string or path."""
    return isinstance(value, Text) or (isinstance(value, Const) and isinstance(value.value, str))


def is_path(value: Value) -> bool:
    """Whether a value is a `pathlib` path."""
    return (isinstance(value, Text) and value.path) or (isinstance(value, Unknown) and value.type == "pathlib.Path")


def join_text(values: Many[Value], path: bool = False) -> Value:
    """The concatenation of values as text."""
    parts: list[Any] = []
    for value in values:
        if isinstance(value, Const) and not isinstance(value.value, bytes):
            pieces: tuple[Any, ...] = (str(value.value),)
        elif isinstance(value, Text):
            pieces = value.parts
        else:
            pieces = (value,)
        for piece in pieces:
            if isinstance(piece, str) and parts and isinstance(parts[-1], str):
                parts[-1] += piece
            else:
                parts.append(piece)
    if not path and all(isinstance(part, str) for part in parts):
        return Const("".join(parts))
    return Text(tuple(parts), path)


def join_path(values: Many[Value], path: bool = True) -> Value:
    """`os.path.join` and `/`: a part that starts at the root starts the path anew."""
    pieces: list[Value] = []
    for value in values:
        text = _leading_text(value)
        if text.startswith("/"):
            pieces = []
        elif pieces:
            pieces.append(Const("/"))
        pieces.append(value)
    return join_text(pieces, path)


def _leading_text(value: Value) -> str:
    if isinstance(value, Const):
        return str(value.value)
    if isinstance(value, Text) and value.parts and isinstance(value.parts[0], str):
        return value.parts[0]
    return ""


def percent(left: Const, right: Value) -> Value:
    """`"%s/train" % root`."""
    values = [item.value for item in right.items] if isinstance(right, Sequence) else [right]
    if isinstance(left.value, str) and left.value.count("%s") == left.value.count("%") == len(values):
        pieces: list[Value] = []
        for n, text in enumerate(left.value.split("%s")):
            if n:
                pieces.append(values[n - 1])
            pieces.append(Const(text))
        return join_text(pieces)
    return derived("percent", left, right)


def str_format(machine: "Machine", text: Const, arguments: Many[Argument]) -> Value:
    """`"{}/{split}".format(...)` with plain fields."""
    import string

    positional = [argument.value for argument in arguments if not argument.name]
    named = {argument.name: argument.value for argument in arguments if argument.name}
    pieces: list[Value] = []
    count = 0
    try:
        for literal, name, spec, conversion in string.Formatter().parse(text.value):
            pieces.append(Const(literal))
            if name is None:
                continue
            if spec or conversion:
                return derived("format", text, *positional, *named.values())
            if name == "":
                name, count = str(count), count + 1
            value = positional[int(name)] if name.isdigit() else named[name]
            pieces.append(value)
    except (ValueError, IndexError, KeyError):
        return derived("format", text, *positional, *named.values())
    return join_text(pieces)


def path_method(machine: "Machine", value: Value, name: str, arguments: Many[Argument]) -> Value | None:
    """A method of a string or path; None when it is not one that is followed."""
    values = [argument.value for argument in arguments]
    if name in ("resolve", "absolute", "expanduser", "as_posix", "__str__", "__fspath__"):
        return join_text([value], is_path(value) and name in ("resolve", "absolute", "expanduser"))
    if name == "joinpath":
        return join_path([value, *values])
    if name in ("with_suffix", "with_name", "with_stem", "relative_to", "glob", "rglob", "iterdir"):
        return derived(f"path.{name}", value, *values)
    if isinstance(value, Const) and isinstance(value.value, str):
        if name == "format":
            return str_format(machine, value, arguments)
        if all(isinstance(v, Const) for v in values) and name in SAFE_TEXT:
            constants = [v.value for v in values if isinstance(v, Const)]
            result = compute(lambda text: getattr(text, name)(*constants), value.value)
            if result is not None:
                return result
            if name in ("split", "rsplit", "splitlines") and not any(argument.name for argument in arguments):
                try:
                    return sequence([Const(part) for part in getattr(value.value, name)(*constants)])
                except (TypeError, ValueError):
                    return None
        if name == "join" and len(values) == 1 and isinstance(values[0], Sequence) and values[0].exact:
            pieces: list[Value] = []
            for n, item in enumerate(values[0].items):
                if n:
                    pieces.append(value)
                pieces.append(item.value)
            return join_text(pieces)
    if name == "rstrip" and isinstance(value, Text) and not value.path:
        return value
    return None


SAFE_TEXT = frozenset(
    (
        "lower upper strip lstrip rstrip replace title capitalize startswith endswith removeprefix removesuffix split "
        "rsplit splitlines isdigit zfill count find"
    ).split()
)


def path_attribute(value: Value, name: str) -> Value | None:
    """An attribute of a path: `parent` of a wholly constant end, `name`, `stem`."""
    if name == "parent" and isinstance(value, Text) and value.parts:
        last = value.parts[-1]
        if isinstance(last, str) and last.strip("/") and ".." not in last:
            head, slash, _ = last.rstrip("/").rpartition("/")
            if slash or len(value.parts) == 1:
                kept = (*value.parts[:-1], head) if slash else (".",)
                return Text(kept, True)
        return derived("path.parent", value)
    if name in ("name", "stem", "suffix", "parts", "parents"):
        return derived(f"path.{name}", value)
    return None


# lists and dicts


def list_method(machine: "Machine", target: Sequence, name: str, arguments: Many[Argument]) -> Value | None:
    """A method of a list, tuple or set."""
    values = [argument.value for argument in arguments]
    if name in ("append", "add") and len(values) == 1:
        machine.write(target, "items", (*target.items, Item(values[0], place=arguments[0].place, appended=True)))
        return NONE
    if name == "insert" and len(values) == 2:
        index = values[0]
        at = index.value if isinstance(index, Const) and isinstance(index.value, int) else len(target.items)
        items = list(target.items)
        items.insert(at, Item(values[1]))
        machine.write(target, "items", tuple(items))
        return NONE
    if name in ("extend", "update", "__iadd__") and len(values) == 1:
        other = values[0]
        if isinstance(other, Sequence):
            new = (replace(item, place=arguments[0].place, appended=True) for item in other.items)
            machine.write(target, "items", (*target.items, *new))
            if not other.exact:
                machine.write(target, "exact", False)
        else:
            machine.write(target, "exact", False)
        return NONE
    if name == "copy":
        return Sequence(target.kind, slots=dict(target.slots))
    if name in ("pop", "remove", "clear", "sort", "reverse", "discard"):
        last = target.items[-1].value if target.items else fresh()
        machine.write(target, "exact", False)
        return last if name == "pop" and not values else fresh()
    if name in ("index", "count"):
        return derived(name, target, *values)
    return None


def dict_method(machine: "Machine", target: Mapping, name: str, arguments: Many[Argument]) -> Value | None:
    """A method of a dict."""
    values = [argument.value for argument in arguments]
    if name == "items":
        pairs = [sequence([Const(key), value], "tuple") for key, value in target.entries().items()]
        return sequence(pairs, exact=target.exact)
    if name == "keys":
        return sequence([Const(key) for key in target.entries()], exact=target.exact)
    if name == "values":
        return sequence(list(target.entries().values()), exact=target.exact)
    if name == "copy":
        return Mapping(slots=dict(target.slots))
    if name in ("get", "pop", "setdefault") and values and isinstance(values[0], Const):
        key = values[0].value
        found = target.slots.get(key)
        if isinstance(found, Value):
            return found
        if target.exact:
            default = values[1] if len(values) > 1 else NONE
            if name == "setdefault":
                machine.write(target, key, default)
            return default
        return derived("index", target, values[0])
    if name == "update":
        for argument in arguments:
            if argument.name not in ("", "*", "**"):
                machine.write(target, argument.name, argument.value)
            elif isinstance(argument.value, Mapping):
                for key, value in argument.value.slots.items():
                    machine.write(target, key, value)
            else:
                for key in list(target.entries()):
                    machine.write(target, key, fresh(str(key)))
                machine.write(target, None, True)
        return NONE
    return None


# builtins and the standard library


def call_library(machine: "Machine", name: str, arguments: list[Argument], node: Any) -> Value | None:
    """A call of a builtin or standard-library name; None when it is not one that is followed."""
    values = [argument.value for argument in arguments if not argument.name]
    named: dict[str, Value] = {argument.name: argument.value for argument in arguments if argument.name}
    first = values[0] if values else None
    if name == "os.path.join":
        return join_path(values, path=False) if "*" not in named else fresh()
    if name in ("os.path.abspath", "os.path.realpath", "os.path.normpath", "os.path.expanduser", "builtins.str",
                "os.fspath", "os.path.expandvars"):  # fmt: skip
        if first is None:
            return Const("")
        return join_text([first]) if is_text(first) or isinstance(first, Const) else derived("str", first)
    if name in ("os.path.dirname",) and first is not None:
        if isinstance(first, Const) and isinstance(first.value, str):
            return Const(first.value.rpartition("/")[0])
        return derived(name, first)
    if name in ("pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath"):
        return join_path(values) if values else Text((".",), True)
    if name in CONTAINERS and first is not None:
        return contained(name, first, named)
    if name == "builtins.list":
        return sequence([])
    if name in NAMESPACES:
        return namespace(arguments)
    if name == "builtins.enumerate" and first is not None:
        return (
            _pairs([sequence([Const(n) for n in range(len(first.items))]), first])
            if isinstance(first, Sequence) and first.exact
            else _paired(derived("count", first), first)
        )
    if name == "builtins.zip" and values:
        return _pairs(values) if all(isinstance(v, Sequence) and v.exact for v in values) else derived("zip", *values)
    if name == "builtins.range":
        return _range(values)
    if name == "builtins.len" and first is not None:
        if isinstance(first, Sequence) and first.exact and not any(item.conditions for item in first.items):
            return Const(len(first.items))
        return derived("len", first)
    if name in ("builtins.int", "builtins.float", "builtins.bool") and first is not None:
        if isinstance(first, Const):
            return compute(getattr(builtins, name.partition(".")[2]), first.value) or derived(name, first)
        return derived(name, first) if not isinstance(first, Object) else fresh()
    if name == "builtins.getattr" and len(values) >= 2:
        if isinstance(values[1], Const):
            machine.trace.methods.add(str(values[1].value))
        if isinstance(values[1], Const) and isinstance(values[1].value, str):
            return machine.attribute(values[0], values[1].value, node)
        return derived("getattr", values[0], values[1])
    if name == "builtins.isinstance" and len(values) == 2:
        return _isinstance(values[0], values[1])
    if name == "builtins.hasattr" and len(values) == 2:
        return derived("hasattr", *values)
    if name in ("builtins.min", "builtins.max", "builtins.sum", "builtins.abs", "builtins.round", "builtins.any",
                "builtins.all"):  # fmt: skip
        if len(values) > 1 and all(isinstance(v, Const) for v in values) and not named:
            constants = [v.value for v in values if isinstance(v, Const)]
            result = compute(getattr(builtins, name.partition(".")[2]), *constants)
            if result is not None:
                return result
        key = named.get("key")
        if key is not None and values:
            machine.call(key, [Argument("", machine.element(values[0]), arguments[0].place, True)], node)
        if name == "builtins.min" and values and all(_is_positive(value) for value in values):
            return Unknown(derived(name, *values).identity, type="positive")
        return derived(name, *values)
    if name == "builtins.map" and len(values) == 2:
        return _map(machine, values, node)
    if name == "builtins.filter" and len(values) == 2:
        return derived("filter", *values)
    if name == "builtins.next" and first is not None:
        return machine.call(Library("auglint.next"), arguments, node)
    if name in ("functools.partial", "functools.partialmethod") and first is not None:
        return Partial(first, tuple(arguments[1:]))
    if name in ("copy.copy", "copy.deepcopy") and first is not None:
        return copy_value(machine, first, {}, deep=name.endswith("deepcopy"))
    if name == "dataclasses.field":
        factory = named.get("default_factory")
        if factory is not None:
            return machine.call(factory, [], node)
        return named.get("default", fresh())
    if name == "builtins.open" and first is not None:
        mode = values[1] if len(values) > 1 else named.get("mode", Const("r"))
        if isinstance(mode, Const) and str(mode.value).startswith("r"):
            return derived("open", Unknown(path_key(first), sample=getattr(first, "sample", False)))
        return fresh()
    if name == "functools.reduce" and len(values) >= 2 and isinstance(values[1], Sequence):
        items = [item.value for item in values[1].items]
        result = values[2] if len(values) > 2 else (items.pop(0) if items else fresh())
        for item_value in items:
            pair = [
                Argument("", result, machine.place(node), True),
                Argument("", item_value, machine.place(node), True),
            ]
            result = machine.call(values[0], pair, node)
        return result
    if name in ("dataclasses.dataclass", "attr.s", "attr.attrs", "attrs.define", "attrs.frozen"):
        return Library(name)  # called with options, it is the decorator still
    if name == "os.symlink" and len(values) >= 2:
        machine.trace.links[path_key(values[1])] = (path_key(values[0]), machine.place(node))
        return NONE
    if name == "os.environ.get" or name == "os.getenv":
        return derived(name, *values)
    if name == "itertools.islice" and not isinstance(first, Sequence):
        return fresh(sample=bool(getattr(first, "sample", False)))  # an iterator goes on where it stopped
    if name == "os.chdir":
        machine.trace.moved = True
    if name.startswith(PURE_MODULES) and values:
        return derived(name, *values)
    if name == "str.format" and first is not None and isinstance(first, Const):
        return str_format(machine, first, arguments[1:])
    if name in ("os.cpu_count", "multiprocessing.cpu_count"):
        return Unknown(("processors",), type="positive")
    if name == "builtins.slice":
        return derived("slice", *values)
    return None


def _is_positive(value: Value) -> bool:
    if isinstance(value, Const):
        return isinstance(value.value, int) and value.value > 0
    return isinstance(value, Unknown) and value.type == "positive"


def contained(name: str, first: Value, named: dict[str, Value]) -> Value:
    """What `list(x)`, `sorted(x)` and the like make of a value."""
    if isinstance(first, Sequence):
        kind = {"builtins.tuple": "tuple", "builtins.set": "set"}.get(name, "list")
        if name == "builtins.sorted" or name == "builtins.reversed":
            return (
                Sequence(kind, slots=dict(first.slots))
                if name == "builtins.sorted"
                else Sequence(kind, slots={"items": first.items[::-1], "exact": first.exact})
            )
        return Sequence(kind, slots=dict(first.slots))
    if isinstance(first, Mapping) and name in KEEP_ORDER:
        return sequence([Const(key) for key in first.entries()], exact=first.exact)
    if isinstance(first, Object | Instance | Union):
        return first if name not in ("builtins.sorted",) else fresh()
    if name in CONTAINERS:
        return derived(name, first, *named.values())
    return derived("iterate", first)


def namespace(arguments: Many[Argument]) -> Value:
    """`dict(a=1)`, `Namespace(a=1)`: names and values."""
    slots: dict[Any, Any] = {}
    for argument in arguments:
        if argument.name in ("", "*", "**"):
            value = argument.value
            if isinstance(value, Mapping):
                slots.update(value.slots)
            elif isinstance(value, Sequence) and value.exact:
                for item in value.items:
                    pair = item.value
                    if isinstance(pair, Sequence) and len(pair.items) == 2 and isinstance(pair.items[0].value, Const):
                        slots[pair.items[0].value.value] = pair.items[1].value
                    else:
                        slots[None] = True
            else:
                slots[None] = True
        else:
            slots[argument.name] = argument.value
    return Mapping(slots=slots)


def _pairs(values: Many[Value]) -> Value:
    columns = [value.items for value in values if isinstance(value, Sequence)]
    rows: list[Item] = []
    for row in zip(*columns, strict=False):
        conditions = frozenset().union(*(item.conditions for item in row))
        rows.append(Item(sequence([item.value for item in row], "tuple"), conditions))
    return Sequence("list", slots={"items": tuple(rows), "exact": True})


def _paired(count: Value, value: Value) -> Value:
    """`enumerate(x)` of something not known: the pairs' second part is an element of it."""
    return Unknown(("enumerate", value.key), sample=getattr(value, "sample", False), drawn=value)


def _range(values: Many[Value]) -> Value:
    if values and all(isinstance(v, Const) and isinstance(v.value, int) for v in values):
        numbers = range(*[v.value for v in values if isinstance(v, Const)]) if len(values) <= 3 else range(0)
        if len(numbers) <= 12:
            return sequence([Const(n) for n in numbers], "range")
    return derived("range", *values)


def _isinstance(value: Value, kind: Value) -> Value:
    if isinstance(value, Instance) and isinstance(kind, Class):
        return Const(True) if kind in lineage(value.cls) else derived("isinstance", value, kind)
    return derived("isinstance", value, kind)


def lineage(cls: Class) -> list[Class]:
    """A class and its project bases, in the order attributes are looked up (depth first, each once)."""
    found: list[Class] = []

    def visit(one: Class) -> None:
        if one not in found and len(found) < 40:
            found.append(one)
            for base in one.bases:
                if isinstance(base, Class):
                    visit(base)

    visit(cls)
    return found


def _map(machine: "Machine", values: Many[Value], node: Any) -> Value:
    function, over = values
    if isinstance(over, Sequence) and over.exact and len(over.items) <= 24:
        place = machine.place(node)
        items = [
            Item(machine.call(function, [Argument("", item.value, place, True)], node), item.conditions)
            for item in over.items
        ]
        return Sequence("list", slots={"items": tuple(items), "exact": True})
    return derived("map", function, over)


def copy_value(machine: "Machine", value: Value, memo: dict[int, Any], deep: bool) -> Value:
    """`copy.copy` or `copy.deepcopy`: new identities, the same data."""
    if id(value) in memo:
        found: Value = memo[id(value)]
        return found
    if isinstance(value, Sequence | Mapping | Instance):
        clone: Mutable
        if isinstance(value, Sequence):
            clone = Sequence(value.kind)
        elif isinstance(value, Mapping):
            clone = Mapping()
        else:
            clone = Instance(value.cls)
        memo[id(value)] = clone
        clone.slots = {
            slot: copy_slot(machine, content, memo) if deep else content for slot, content in value.slots.items()
        }
        if isinstance(value, Instance) and isinstance(value.made, Made) and isinstance(clone, Instance):
            clone.made = machine.copy_made(value.made, memo, deep)
            clone.made.instance = clone
        return clone
    if isinstance(value, Object):
        copied = Object(machine.copy_made(value.made, memo, deep))
        memo[id(value)] = copied
        return copied
    if isinstance(value, Union):
        return union([Item(copy_value(machine, o.value, memo, deep), o.conditions) for o in value.options])
    return value


def copy_slot(machine: "Machine", content: Any, memo: dict[int, Any]) -> Any:
    """A slot's content, copied deeply."""
    if isinstance(content, tuple):
        return tuple(
            Item(copy_value(machine, item.value, memo, True), item.conditions) if isinstance(item, Item) else item
            for item in content
        )
    return copy_value(machine, content, memo, True) if isinstance(content, Value) else content


def is_callable(value: Value) -> bool:
    """Whether a value is known to be callable by the project."""
    return isinstance(value, Function | Partial | Class) or hasattr(value, "function")
