"""Which samples are changed copies of others: flipped, rotated or noisy, in one list with what they came from.

`altered` maps the key of each changed value to the key of what it was made of.
"""

from collections.abc import Iterator, Mapping

from auglint.pipeline import Key, Place
from auglint.trace.values import Item, Sequence, Value

MAX_ITEMS = 64


def copied(value: Sequence, altered: Mapping[Key, Key]) -> Item | None:
    """The first element that is a changed copy of another one of the list, None when there is none."""
    items = value.items[:MAX_ITEMS]
    for item in items:
        for origin in _origins(item.value.key, altered):
            if any(other is not item and _shares(other.value, origin) for other in items):
                return item
    return None


def place_of_copy(value: Value, altered: Mapping[Key, Key], otherwise: Place) -> Place | None:
    """Where a list was given a changed copy: the call that appended it, or `otherwise`; None when it has no copies."""
    item = copied(value, altered) if isinstance(value, Sequence) else None
    if item is None:
        return None
    return item.place if item.place is not None and item.appended else otherwise


def _origins(key: Key, altered: Mapping[Key, Key]) -> Iterator[Key]:
    """What the changed parts of a key were made of."""
    if not isinstance(key, tuple):
        return
    if key in altered:
        yield altered[key]
        yield from _origins(altered[key], altered)
    if key[:1] == ("index",) and len(key) == 3 and _reverses(key[2]):
        yield key[1]
    for part in key:
        yield from _origins(part, altered)


def _reverses(index: object) -> bool:
    """Whether a subscript has a slice with a negative step: a mirror image."""
    if not isinstance(index, tuple):
        return False
    if index[:1] == ("slice",) and len(index) == 4:
        step = index[3]
        return isinstance(step, tuple) and step[:1] == ("const",) and isinstance(step[2], int) and step[2] < 0
    return any(_reverses(part) for part in index)


def _shares(value: Value, origin: Key) -> bool:
    """Whether a value is what a copy was made of, or another form of it."""
    return _holds(value.key, origin) or _holds(origin, value.key)


def _holds(key: object, part: Key) -> bool:
    return key == part or (isinstance(key, tuple) and any(_holds(each, part) for each in key))
