"""Values: which spellings are one path, which conditions exclude each other, and what a union keeps."""

import posixpath
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from traced import trace

from auglint.pipeline import Conditions, Key
from auglint.trace.values import (
    MAX_KEY,
    MAX_OPTIONS,
    Const,
    Item,
    Mapping,
    Text,
    Union,
    Value,
    compatible,
    conditions_of,
    contradictory,
    derived,
    fresh,
    mentions,
    only,
    options,
    path_key,
    sequence,
    union,
    weight,
)

HEAD = """\
import argparse, os, os.path as osp, pathlib, torch
from os.path import join
from pathlib import Path
args = argparse.ArgumentParser().parse_args()
root = args.root
K = "train"
"""
CONSTANT = r"""
'data/train' | 'data//train' | 'data/./train/' | './data/train' | 'data/x/../train' | r'data\train' | 'data' '/train'
os.path.join('data', 'train') | join('data/', 'train') | osp.join('data', 'train', '') | os.path.join(*['data', K])
Path('data') / 'train' | Path('data', 'train') | Path('data').joinpath('x', '..', 'train') | Path(*('data', K))
pathlib.PurePath('data/train') | Path('.') / 'data' / 'train' | Path(Path('data/train')) | Path('data/train/x').parent
f'data/{K}' | f"{'data'}/{K}" | 'data/' f'{K}' | 'data/' + K | 'data/%s' % K | '%s/%s' % ('data', K)
'data/{}'.format(K) | '{}/{}'.format('data', K) | '{d}/{k}'.format(d='data', k=K) | '/'.join(['data', 'train'])
str(Path('data') / 'train') | os.fspath(Path('data/train')) | os.path.normpath('data/train') | 'DATA/train'.lower()
Path('data/train').as_posix() | os.path.dirname('data/train/x') | 'data/train.x'.split('.')[0]
'data/train'.rstrip('/')
"""
SYMBOLIC = """
os.path.join(root, 'train') | root + '/train' | f'{root}/train' | f'{root}//train' | '%s/train' % root
'{}/train'.format(root) | Path(root) / 'train' | Path(root, 'train') | Path(root).joinpath('train')
root / Path('train')
os.path.join(args.root, K) | os.path.join(root, './train') | str(Path(root) / 'train') | '/'.join([root, 'train'])
os.path.join(root, 'x', '..', 'train') | os.path.join(root, 'train', '') | os.path.join(f'{root}', 'train')
"""
BARE = """
root | args.root | Path(root) | f'{root}' | os.path.join(root) | os.path.join(root, '.') | root + '/' | Path(root) / '.'
"""
DIFFERENT = r"""
'data/train' | 'data/val' | '/data/train' | '../data/train' | 'data/Train' | 'data/train2' | 'data' | '~/data/train'
'' | '.' | 's3://data/train' | 's3:/data/train' | 'http://a//b' | 'http://a/b' | b'data/train' | root
os.path.join(root, 'train') | os.path.join(root, 'val') | os.path.join('x', root) | root + 'train' | args.other
os.path.join(args.other, 'train') | Path(root).parent | os.path.dirname(root) | Path('data/train.x').stem | root[:2]
root[2:] | root.replace('a', 'b') | f'{root:>3}/train' | os.path.join(root, args.other) | os.path.join(args.other, root)
"""


def spelled(text: str) -> list[str]:
    return [one.strip() for row in text.strip().splitlines() for one in row.split(" | ")]


def keys(expressions: list[str], folder: Path) -> dict[str, Key]:
    rows = "".join(f"v{n} = {expression}\n" for n, expression in enumerate(expressions))
    program = trace(folder, HEAD + rows)
    return {expression: path_key(program.value(f"v{n}")) for n, expression in enumerate(expressions)}


@pytest.mark.parametrize("text", [CONSTANT, SYMBOLIC, BARE], ids=["constant", "symbolic", "bare"])
def test_spellings_of_one_path(text: str, tmp_path: Path) -> None:
    found = keys(spelled(text), tmp_path)
    first = next(iter(found.values()))
    assert {spelling: key for spelling, key in found.items() if key != first} == {}


def test_different_paths(tmp_path: Path) -> None:
    found = keys(spelled(DIFFERENT), tmp_path)
    assert [pair for pair in combinations(found, 2) if found[pair[0]] == found[pair[1]]] == []


SEGMENTS = st.lists(st.sampled_from(["a", "b", "ab", ".", "..", "", "a b", "é"]), max_size=5).map("/".join)


@given(SEGMENTS, SEGMENTS)
def test_paths_are_equal_as_the_system_says(one: str, two: str) -> None:
    same = (posixpath.normpath(one) if one else one) == (posixpath.normpath(two) if two else two)
    assert (path_key(Const(one)) == path_key(Const(two))) is same
    hole = fresh("root")
    inside = [path_key(Text((hole, "/" + text))) for text in (one, two)]
    if posixpath.normpath("r/" + one) == posixpath.normpath("r/" + two):
        assert inside[0] == inside[1]
    assert path_key(Text((hole, "/" + one))) != path_key(Text((fresh("root"), "/" + one)))


@given(SEGMENTS, st.integers(0, 5), st.integers(0, 5))
def test_where_a_text_is_cut_into_pieces_does_not_matter(text: str, first: int, last: int) -> None:
    cut = Text((text[:first], text[first:last], text[max(first, last) :])) if first <= last else Text((text,))
    assert path_key(cut) == path_key(Const(text))


def test_constants_differ_by_type() -> None:
    values = [Const(one) for one in (1, 1.0, True, "1", b"1", None, 0, False, "", "None")]
    assert len({value.key for value in values}) == len(values)


def test_sequences_by_content_or_identity() -> None:
    assert sequence([Const(1)], "tuple").key == sequence([Const(1)], "tuple").key
    assert sequence([Const("a")]).key == sequence([Const("a")]).key
    assert sequence([Const("a")], exact=False).key != sequence([Const("a")], exact=False).key
    assert sequence([Const("a")]).key != sequence([Const("b")]).key
    assert Mapping(slots={"a": Const(1)}).key == Mapping(slots={"a": Const(1)}).key
    assert Mapping(slots={"a": Const(1)}).key != Mapping(slots={"a": Const(1), None: True}).key


def test_a_long_key_keeps_its_identity_and_its_marks() -> None:
    def long(last: Value) -> Key:
        value: Value = last
        for n in range(80):
            value = derived("Add", value, Const(n))
        return value.key

    one, two = Const("a"), Const("b")
    assert long(one) == long(one) != long(two)
    assert weight(long(one)) < 2 * MAX_KEY and mentions(long(one), "hash") and mentions(long(one), "const")
    assert mentions(long(fresh()), "fresh") and not mentions(long(one), "fresh")


# Conditions ----------------------------------------------------------------------------------------------------------

F, G = ("name", "f"), ("name", "g")
TEXT = {word: ("equal", ("name", "m"), Const(word).key) for word in ("train", "val")}


def test_what_a_test_says() -> None:
    assert conditions_of(F, True) == {(F, True)}
    assert conditions_of(("not", F), True) == {(F, False)}
    assert conditions_of(("and", F, ("not", G)), True) == {(F, True), (G, False)}
    assert conditions_of(("and", F, G), False) == {(("and", F, G), False)}
    assert conditions_of(("or", F, G), False) == {(F, False), (G, False)}
    assert conditions_of(("or", F, G), True) == {(("or", F, G), True)}
    assert conditions_of(("not", ("or", F, G)), True) == {(F, False), (G, False)}


def test_what_cannot_hold_together() -> None:
    train, val = (frozenset({(TEXT[word], True)}) for word in ("train", "val"))
    other = frozenset({(TEXT["train"], False)})
    yes, no = frozenset({(F, True)}), frozenset({(F, False)})
    assert not compatible(yes, no) and not compatible(train, val) and not compatible(train, other)
    assert compatible(val, other) and compatible(yes, train) and compatible(yes, frozenset({(G, False)}))
    assert contradictory(yes | no) and not contradictory(yes) and not contradictory(frozenset())


KEYS = st.recursive(
    st.sampled_from([F, G, ("name", "h")]),
    lambda inner: st.one_of(st.tuples(st.just("not"), inner), st.tuples(st.sampled_from(["and", "or"]), inner, inner)),
    max_leaves=5,
)


def holds(key: Key, world: dict[Key, bool]) -> bool:
    if key[0] == "not":
        return not holds(key[1], world)
    if key[0] in ("and", "or"):
        both = holds(key[1], world), holds(key[2], world)
        return all(both) if key[0] == "and" else any(both)
    return world[key]


@given(KEYS, KEYS, st.booleans(), st.booleans(), st.tuples(*[st.booleans()] * 3))
def test_conditions_say_what_the_test_says(
    one: Key, two: Key, arm: bool, other: bool, truths: tuple[bool, ...]
) -> None:
    world = dict(zip([F, G, ("name", "h")], truths, strict=True))
    said = conditions_of(one, arm)
    assert all(holds(key, world) is way for key, way in said) is (holds(one, world) is arm)
    if holds(one, world) is arm and holds(two, world) is other:
        assert compatible(said, conditions_of(two, other))


# Unions --------------------------------------------------------------------------------------------------------------


def when(key: Key, arm: bool = True) -> Conditions:
    return frozenset({(key, arm)})


def test_a_union_is_flat_and_without_what_cannot_be() -> None:
    a, b, c = (fresh(name) for name in "abc")
    inner = union([Item(a, when(G)), Item(b, when(G, False))])
    both = union([Item(inner, when(F)), Item(c, when(F, False))])
    assert isinstance(both, Union)
    assert [(o.value, o.conditions) for o in both.options] == [
        (a, when(F) | when(G)),
        (b, when(F) | when(G, False)),
        (c, when(F, False)),
    ]
    again = union([Item(inner, when(G)), Item(c, when(G, False))])
    assert isinstance(again, Union) and [o.value for o in again.options] == [a, c]
    assert union([Item(inner, when(G))]) is a


def test_a_union_of_one_value_is_that_value() -> None:
    a = fresh("a")
    assert union([Item(a, when(F)), Item(a, when(F, False))]) is a
    assert union([Item(Const("x"), when(F)), Item(Const("x"), when(F, False))]) == Const("x")
    assert isinstance(union([Item(Const(1), when(F)), Item(Const(True), when(F, False))]), Union)


def test_a_union_of_nothing_or_of_too_much_is_unknown() -> None:
    many = [Item(fresh(), when(("name", n))) for n in range(MAX_OPTIONS + 1)]
    assert union([]).key[0] == union(many).key[0] == "fresh"
    assert len(union(many[:-1]).options) == MAX_OPTIONS  # type: ignore[attr-defined]


def test_conditions_choose_among_options() -> None:
    a, b, c = (fresh(name) for name in "abc")
    value = union([Item(a, when(TEXT["train"])), Item(b, when(TEXT["val"])), Item(c, when(F))])
    assert only(value, when(TEXT["train"]) | when(F, False)) is a
    assert [o.value for o in options(value, when(TEXT["val"]))] == [b, c]
    assert only(value, when(G)).key == value.key
    assert only(a, when(F)) is a and [o.value for o in options(a)] == [a]
