"""Do two parts of one whole overlap? Calls that do not agree, and ranges with constant ends."""

import re
from typing import Any

from auglint.facts.data import bare, parts_in
from auglint.pipeline import Dataset, Key, Rng, Seed, Split, Trace
from auglint.trace import tables
from auglint.trace.interpreter import role_words
from auglint.trace.values import CHANCE, NONE, Const, Object, Unknown, Value, mentions

PERCENT = re.compile(r"^([\w.]+)\[(-?\d+%?)?:(-?\d+%?)?\]$")
Range = tuple[float, float]
"""Start and end as shares of the whole, or as places in it."""


def unequal(one: Dataset, other: Dataset) -> tuple[str, ...]:
    """The arguments in which two calls that take different parts of one whole differ."""
    row = one.row
    if (
        not isinstance(row, tables.Dataset)
        or row is not other.row
        or not row.agree
        or not one.derived
        or not other.derived
    ):
        return ()
    first, second = one.derived[0], other.derived[0]
    if first.op != "selected" or second.op != "selected" or first.part == second.part:
        return ()
    values = {name: (_constant(one, name), _constant(other, name)) for name in row.agree}
    if any(value is ... for pair in values.values() for value in pair):
        return ()
    if values.get("shuffle") == (False, False):
        values.pop("seed", None)  # in sorted order, no seed matters
    if not _same_source(one, other, row):
        return ()
    names = tuple(name for name, (mine, theirs) in values.items() if mine != theirs)
    shares = values.get("validation_split", (None, None))
    if names == ("validation_split",) and all(isinstance(share, float) for share in shares) and shares[0] <= shares[1]:
        return ()  # held out from the same end, the smaller share lies within what training leaves out
    return names


def _same_source(one: Dataset, other: Dataset, row: tables.Dataset) -> bool:
    for name in row.source:
        mine, theirs = one.arguments.get(name), other.arguments.get(name)
        if mine is None or theirs is None or not isinstance(mine.value, Value) or not isinstance(theirs.value, Value):
            return False
        if mine.value.key != theirs.value.key:
            return False
    return True


def _constant(dataset: Dataset, name: str) -> Any:
    """A constant argument, or the key of one that was drawn; `...` when it is not known."""
    argument = dataset.arguments.get(name)
    if argument is None or argument.value is None:
        return None
    if isinstance(argument.value, Unknown) and mentions(argument.value.key, CHANCE[0]):
        return argument.value.key
    return argument.value.value if isinstance(argument.value, Const) else ...


def overlapping(one: Dataset, other: Dataset) -> bool:
    """Whether two parts are ranges of one whole that have something in common but are not the same."""
    mine, theirs = extent(one), extent(other)
    if mine is None or theirs is None or mine[0] != theirs[0] or mine[1] == theirs[1]:
        return False
    (start, end), (first, last) = mine[1], theirs[1]
    return max(start, first) < min(end, last)


def same_end(one: Dataset, other: Dataset) -> bool:
    """Whether two parts are slices of one whole that both start at its front, or both run to its end."""
    mine, theirs = _open_slice(one), _open_slice(other)
    return mine is not None and theirs is not None and mine[:2] == theirs[:2] and mine[2] != theirs[2]


def _open_slice(dataset: Dataset) -> tuple[Any, str, Key] | None:
    """The whole, which of its ends a slice reaches, and the slice's other bound; None for any other dataset."""
    for argument in dataset.arguments.values():
        key = bare(argument.value.key) if isinstance(argument.value, Unknown) else ()
        if len(key) != 3 or key[0] != "index" or not isinstance(key[2], tuple) or len(key[2]) != 4:
            continue
        kind, start, end, step = key[2]
        if kind != "slice" or step != NONE.key:
            continue
        parents = tuple(id(derivation.parent) for derivation in dataset.derived)
        if start in (NONE.key, Const(0).key) and end != NONE.key:
            return (parents, key[1]), "front", end
        if end == NONE.key and start not in (NONE.key, Const(0).key):
            return (parents, key[1]), "end", start
    return None


def cut_by_one_knife(trace: Trace, one: Dataset, other: Dataset) -> bool:
    """Whether two datasets are different parts of one whole that surely do not overlap."""
    if one.derived and other.derived and one.derived[0].op == other.derived[0].op:
        first, second = one.derived[0], other.derived[0]
        if first.op == "selected":
            row = one.row
            same = isinstance(row, tables.Dataset) and row is other.row and _same_source(one, other, row)
            return same and first.part != second.part and not unequal(one, other)
        if first.op == "part" and division(trace, one) is not None:
            return division(trace, one) is division(trace, other) and first.part != second.part
    mine, theirs = extent(one), extent(other)
    if mine is None or theirs is None or mine[0] != theirs[0]:
        return False
    (start, end), (first_, last) = mine[1], theirs[1]
    return max(start, first_) >= min(end, last)


def divided_anew(trace: Trace, one: Dataset, other: Dataset) -> bool:
    """Whether two parts come from two random divisions of the same data, which no seed makes equal."""
    mine, theirs = division(trace, one), division(trace, other)
    if mine is None or theirs is None or mine is theirs or mine.row is not theirs.row or mine.row.how != "random":
        return False
    if one.derived[0].part[1] == other.derived[0].part[1]:
        return False
    return _apart(trace, mine, theirs)


def division(trace: Trace, dataset: Dataset) -> Split | None:
    """The call that divided a whole into this part and others; None when it comes of no such call."""
    if not dataset.derived or dataset.derived[0].op != "part" or not isinstance(dataset.derived[0].part, tuple):
        return None
    order = dataset.derived[0].part[0]
    return next((split for split in trace.all(Split) if split.order == order), None)


def parts_of_two(trace: Trace, one: Key, other: Key) -> tuple[Split, Split] | None:
    """Two divisions of the same arrays, if one key holds a part of the first and the other another of the second."""
    for _, number, whole, which in parts_in(one):
        for _, second, same, part in parts_in(other):
            if number == second or whole != same or which == part:
                continue
            splits = {split.order: split for split in trace.all(Split)}
            first, last = splits.get(number), splits.get(second)
            if first is not None and last is not None and first.row is last.row and _apart(trace, first, last):
                return first, last
    return None


def _apart(trace: Trace, one: Split, other: Split) -> bool:
    """Whether two random divisions of the same data surely fall differently."""
    start, end = sorted((one.order, other.order))
    if any(start < seed.order < end for seed in trace.all(Seed) if seed.streams):
        return False
    if _generator(one) is not None and _generator(one) is _generator(other):
        return True  # one generator, drawn from twice
    seeds = [_seed(split) for split in (one, other)]
    differ = seeds == [None, None] or (all(isinstance(s, tuple) for s in seeds) and seeds[0] != seeds[1])
    return differ and _shuffles(one) and _shuffles(other)


def halves_of_two(trace: Trace) -> list[tuple[Split, Split]]:
    """Pairs of divisions of the same arrays: only the first part of one is kept, and the second of the other."""
    found: list[tuple[Split, Split]] = []
    splits = [split for split in trace.all(Split) if split.row.parents.startswith("*")]
    for one in splits:
        for other in splits:
            if one.order < other.order and one.row is other.row and _arrays(one) == _arrays(other):
                kept = {_kept(trace, one), _kept(trace, other)}
                names = [trace.kept[key] for key in trace.kept if key[1] in (one.order, other.order)]
                if {role.side for name in names if (role := role_words().of_name(name))} != {"train", "evaluation"}:
                    continue  # two samples of the same data, for other ends
                if kept == {frozenset({0}), frozenset({1})} and _apart(trace, one, other):
                    found.append((one, other))
    return found


def _arrays(split: Split) -> Any:
    value = split.arguments[split.row.parents[1:]].value
    return value.key if isinstance(value, Value) else None


def _kept(trace: Trace, split: Split) -> frozenset[Any]:
    return frozenset(key[3] for key in trace.kept if key[1] == split.order)


def _shuffles(split: Split) -> bool:
    argument = split.arguments.get("shuffle")
    return argument is None or not (isinstance(argument.value, Const) and argument.value.value is False)


def _generator(split: Split) -> Rng | None:
    argument = split.arguments.get(split.row.generator)
    value = argument.value if argument is not None else None
    return value.made if isinstance(value, Object) and isinstance(value.made, Rng) else None


def _seed(split: Split) -> Any:
    """The seed of a division: its key, None when there is none, `...` when it is not known."""
    for name in (split.row.generator, split.row.seed):
        argument = split.arguments.get(name)
        if argument is None or not argument.given:
            continue
        value = argument.value
        if isinstance(value, Object) and isinstance(value.made, Rng):
            return value.made.seed if value.made.seed is not None else ...
        if isinstance(value, Const):
            return value.key if value.value is not None else None
        return ...
    return None


def extent(dataset: Dataset) -> tuple[Any, Range] | None:
    """The whole, and the range of it that a dataset takes."""
    row = dataset.row
    if isinstance(row, tables.Dataset) and row.selector:
        argument = dataset.arguments.get(row.selector)
        text = argument.value.value if argument is not None and isinstance(argument.value, Const) else None
        found = PERCENT.match(text) if isinstance(text, str) else None
        if found is None:
            return None
        ends = [_end(found[2], 0.0), _end(found[3], 100.0)]
        if any(end is None for end in ends):
            return None
        sources = tuple(dataset.arguments[name].value.key for name in row.source if dataset.arguments[name].value)
        return (row.name[0], sources, found[1]), (ends[0] or 0.0, ends[1] or 0.0)
    for argument in dataset.arguments.values():
        if isinstance(argument.value, Unknown) and (cut := _slice(bare(argument.value.key))) is not None:
            parents = tuple(id(derivation.parent) for derivation in dataset.derived)
            return (parents, cut[0]), cut[1]
    return None


def _end(text: str | None, default: float) -> float | None:
    """A percentage; None for a count, which says no share."""
    if text is None:
        return default
    return float(text[:-1]) if text.endswith("%") and not text.startswith("-") else None


def _slice(key: Key) -> tuple[Key, Range] | None:
    """What is sliced and between which constant places, from the key of `x[a:b]`."""
    if len(key) != 3 or key[0] != "index" or not isinstance(key[2], tuple) or key[2][0] != "slice":
        return None
    bounds = key[2][1:]
    if len(bounds) != 3 or bounds[2] not in (NONE.key, Const(1).key):
        return None
    (of_start, start), (of_end, end) = (_place_or_share(bound) for bound in bounds[:2])
    whole = of_start if of_start is not None else of_end
    if start is ... or end is ... or any(of is not None and of != whole for of in (of_start, of_end)):
        return None
    if whole is not None and any(
        of is None and place not in (None, 0) for of, place in ((of_start, start), (of_end, end))
    ):
        return None  # a share and a place in one slice
    last = 1.0 if whole is not None else float("inf")
    ends = (0.0 if start is None else float(start), last if end is None else float(end))
    return ((key[1], whole), ends) if min(ends) >= 0 else None


def _place_or_share(bound: Key) -> tuple[Key | None, Any]:
    """A slice's bound: (None, place), or what it is a share of and the share; `...` when it is not known.

    `int(0.8 * n)` is the share 0.8 of n, and so is `n * 8 // 10` not: only one constant is looked for.
    """
    if bound[0] == "const":
        known = bound[2] is None or (isinstance(bound[2], int) and not isinstance(bound[2], bool))
        return None, bound[2] if known else ...
    if bound[0] in ("builtins.int", "builtins.round") and len(bound) == 2:
        return _place_or_share(bound[1])
    if bound[0] == "Multiply" and len(bound) == 3:
        for whole, factor in ((bound[1], bound[2]), (bound[2], bound[1])):
            if factor[0] == "const" and isinstance(factor[2], int | float) and whole[0] != "const":
                return whole, factor[2]
    if bound[0] in ("FloorDivide", "Divide") and len(bound) == 3 and bound[2][0] == "const":
        divisor = bound[2][2]
        if isinstance(divisor, int | float) and divisor:
            return bound[1], 1 / divisor
    return None, ...
