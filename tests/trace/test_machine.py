"""The machine: nothing written in an arm stays, both outcomes are joined, and which names say what data serves."""

import itertools
import tempfile
import types
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from traced import trace

from auglint.pipeline import ALWAYS, Conditions, Key, Role
from auglint.source.text import read_source
from auglint.trace import Project
from auglint.trace.interpreter import role_words
from auglint.trace.machine import MISSING, ON, Context, Machine, Narrowed, RoleWords, tokens
from auglint.trace.values import (
    Const,
    Item,
    Mapping,
    Mutable,
    Scope,
    Union,
    Unknown,
    Value,
    conditions_of,
    options,
    sequence,
)

F: Key = ("name", "f")


def machine() -> Machine:
    made = Machine(Project(read_source), RoleWords({}, ()))
    made.context = Context(None, Scope())  # type: ignore[arg-type]
    return made


def outcome(value: Any, conditions: Conditions) -> list[Any]:
    return [option.value for option in options(value, conditions)]


# The journal ---------------------------------------------------------------------------------------------------------

SLOTS = "ab"
WRITES = st.lists(st.tuples(st.integers(0, 1), st.sampled_from(SLOTS), st.integers(0, 3)), max_size=4)
PROGRAMS = st.recursive(
    WRITES, lambda inner: st.tuples(st.integers(0, 2), st.lists(inner, max_size=3), st.lists(inner, max_size=3))
)


def run(program: Any, on: Machine, targets: list[Mapping]) -> None:
    """Writes, or a test with two arms; a test that is decided already takes one arm."""
    if isinstance(program, list):
        for where, slot, number in program:
            on.write(targets[where], slot, Const(number))
        return
    test, yes, no = program
    key = ("name", test)
    decided = [arm for known, arm in on.context.conditions if known == key]
    if decided:
        for part in yes if decided[0] else no:
            run(part, on, targets)
        return
    before = [dict(target.slots) for target in targets]

    def side(parts: list[Any]) -> Narrowed:
        for part in parts:
            run(part, on, targets)
        return ON

    first = on.arm(conditions_of(key, True), lambda: side(yes))
    second = on.arm(conditions_of(key, False), lambda: side(no))
    assert [target.slots for target in targets] == before
    assert not {(key, True), (key, False)} & on.context.conditions
    on.join(key, first, second)


def real(program: Any, world: dict[int, bool], targets: list[dict[str, int]]) -> None:
    if isinstance(program, list):
        for where, slot, number in program:
            targets[where][slot] = number
    else:
        test, yes, no = program
        for part in yes if world[test] else no:
            real(part, world, targets)


@settings(max_examples=150, deadline=None)
@given(st.lists(PROGRAMS, max_size=3))
def test_branches_leave_what_each_way_through_would_leave(program: list[Any]) -> None:
    on = machine()
    targets = [Mapping(slots={slot: Const(9) for slot in SLOTS}) for _ in range(2)]
    for part in program:
        run(part, on, targets)
    assert on.journals == []
    for truths in itertools.product([True, False], repeat=3):
        world = dict(enumerate(truths))
        expected = [dict.fromkeys(SLOTS, 9) for _ in range(2)]
        for part in program:
            real(part, world, expected)
        conditions = frozenset((("name", test), truth) for test, truth in world.items())
        for target, wanted in zip(targets, expected, strict=True):
            for slot in SLOTS:
                found = outcome(target.slots[slot], conditions)
                assert Const(wanted[slot]) in found or any(isinstance(one, Unknown) for one in found)


def test_an_arm_leaves_nothing_even_when_it_fails() -> None:
    on = machine()
    target = Mapping(slots={"a": Const(1)})

    def fail() -> Narrowed:
        on.write(target, "a", Const(2))
        on.write(target, "b", Const(3))
        raise KeyError

    with pytest.raises(KeyError):
        on.arm(conditions_of(F, True), fail)
    assert target.slots == {"a": Const(1)}
    assert (on.journals, on.context.conditions) == ([], ALWAYS)


def writes(target: Mutable, slot: Any, value: Any, flow: Narrowed = ON) -> Any:
    def body(on: Machine) -> Narrowed:
        on.write(target, slot, value)
        return flow

    return body


def branch(on: Machine, yes: Any, no: Any) -> Narrowed:
    arms = [
        on.arm(conditions_of(F, way), lambda body=body: body(on)) for way, body in ((True, yes), (False, no))
    ]  # fmt: skip
    return on.join(F, *arms)


YES, NO = frozenset({(F, True)}), frozenset({(F, False)})
STOP = Narrowed(stop="function")


def test_join_keeps_both_outcomes_under_their_conditions() -> None:
    on, target, one, two = machine(), Mapping(), Const(1), Const(2)
    assert branch(on, writes(target, "a", one), writes(target, "a", two)) == ON
    value = target.slots["a"]
    assert isinstance(value, Union)
    assert set(value.options) == {Item(one, YES), Item(two, NO)}


def test_join_of_one_outcome_keeps_what_was_there() -> None:
    on, target = machine(), Mapping(slots={"a": Const(0)})
    branch(on, writes(target, "a", Const(1)), lambda on: ON)
    assert set(target.slots["a"].options) == {Item(Const(1), YES), Item(Const(0), NO)}


def test_a_name_that_only_one_arm_binds() -> None:
    on, target = machine(), Mapping()
    branch(on, writes(target, "a", Const(1)), lambda on: ON)
    branch(on, lambda on: ON, writes(target, "b", Const(2)))
    assert outcome(target.slots["a"], YES) == [Const(1)]
    assert outcome(target.slots["b"], NO) == [Const(2)]
    branch(on, lambda on: on.write(target, "c", MISSING) or ON, lambda on: ON)
    assert not isinstance(target.slots.get("c"), Value)


def test_an_arm_that_returns_leaves_the_way_to_the_other() -> None:
    on = machine()
    scope = on.context.scope
    scope.slots["a"] = Const(0)
    flow = branch(on, writes(scope, "a", Const(1), STOP), writes(scope, "a", Const(2)))
    assert flow == Narrowed(NO) and scope.slots["a"] == Const(2)
    flow = branch(on, writes(scope, "a", Const(3)), writes(scope, "a", Const(4), STOP))
    assert flow == Narrowed(YES) and scope.slots["a"] == Const(3)
    assert branch(on, lambda on: STOP, lambda on: STOP).stop == "function"
    assert branch(on, lambda on: STOP, lambda on: Narrowed(stop="continue")).stop == "continue"


def test_what_an_arm_that_returns_did_to_objects_outlives_it() -> None:
    on, target = machine(), Mapping(slots={"a": Const(0)})
    branch(on, writes(target, "a", Const(1), STOP), lambda on: ON)
    assert outcome(target.slots["a"], YES) == [Const(1)]
    assert outcome(target.slots["a"], NO) == [Const(0)]
    branch(on, writes(target, "b", Const(1), Narrowed(stop="raise")), writes(target, "b", Const(2)))
    assert target.slots["b"] == Const(2)


def test_elements_that_an_arm_appends_are_there_under_its_condition() -> None:
    on = machine()
    target = sequence([Const(0)])

    def append(number: int) -> Any:
        return lambda on: on.write(target, "items", (*target.items, Item(Const(number)))) or ON

    branch(on, append(1), append(2))
    assert target.items == (Item(Const(0)), Item(Const(1), YES), Item(Const(2), NO))
    branch(on, writes(target, "exact", False), lambda on: ON)
    assert not target.exact


# Whole programs: what the trace knows of a name is what Python makes of it -------------------------------------------

TESTS = (
    "flags.f | flags.g | not flags.f | flags.f and flags.g | flags.f or flags.g | flags.m == 'x' | flags.m != 'x' | "
    "flags.m == 'y' | flags.m in ('x',) | not (flags.f and flags.g) | a == '1' | flags.f and flags.m == 'x' | b"
).split(" | ")
NAMES = st.sampled_from("abc")
DIGITS = st.sampled_from("123")


@st.composite
def blocks(draw: st.DrawFn, depth: int, indent: str = "", function: bool = False) -> list[str]:
    """Rows that bind names in branches, loops over constants and functions with several returns."""
    kinds = ["set", "copy", "choice", "entry"] + ["if", "if", "for", "call", "return"] * bool(depth)
    rows: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        name, digit, test = draw(NAMES), draw(DIGITS), st.sampled_from(TESTS)
        match draw(st.sampled_from(kinds)):
            case "set":
                rows.append(f"{indent}{name} = {digit!r}")
            case "copy":
                rows.append(f"{indent}{name} = {draw(NAMES)}")
            case "choice":
                rows.append(f"{indent}{name} = {digit!r} if {draw(test)} else {draw(NAMES)}")
            case "entry" if not function:
                rows.append(f"{indent}d[{name!r}] = {digit!r}")
            case "if":
                inner = blocks(depth - 1, indent + "    ", function)
                rows += [f"{indent}if {draw(test)}:", *draw(inner)]
                if draw(st.booleans()):
                    rows += [f"{indent}elif {draw(test)}:", *draw(inner)]
                if draw(st.booleans()):
                    rows += [f"{indent}else:", *draw(inner)]
            case "for":
                rows += [f"{indent}for w in ['1', '2']:", f"{indent}    {name} = w"]
                rows += draw(blocks(depth - 1, indent + "    ", function))
            case "call":
                rows += [f"{indent}def f(a, b):", *draw(blocks(depth - 1, indent + "    ", True))]
                rows += [f"{indent}    return {name}", f"{indent}{name} = f({draw(NAMES)}, {digit!r})"]
            case "return" if function:
                rows.append(f"{indent}return {name}")
            case _:
                rows.append(f"{indent}pass")
    return rows


HEAD = "a = b = c = '0'\nd = {'a': '0', 'b': '0', 'c': '0'}\n"


@pytest.mark.filterwarnings("ignore:The recursion limit")
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(blocks(2))
def test_the_trace_knows_what_python_does(rows: list[str]) -> None:
    code = HEAD + "\n".join(rows) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        program = trace(Path(folder), f"import torch\nflags = torch.load('x').flags\n{code}")
    slots = program.interpreter.modules[program.start].scope.slots
    base = program.value("flags").key
    f, g, m = (("attribute", base, ("const", "str", name)) for name in "fgm")
    entries = slots["d"]
    assert isinstance(entries, Mapping)
    for truths in itertools.product([True, False], [True, False], "xyz"):
        world: dict[str, Any] = {"flags": types.SimpleNamespace(**dict(zip("fgm", truths, strict=True)))}
        try:
            exec(code, world)
        except NameError:
            continue  # no program
        equal = {(("equal", m, Const(word).key), word == truths[2]) for word in "xyz"}
        conditions = frozenset({(f, truths[0]), (g, truths[1]), *equal})
        for name in "abc":
            for value, wanted in ((slots[name], world[name]), (entries.slots[name], world["d"][name])):
                found = outcome(value, conditions)
                known = [one for one in found if not isinstance(one, Unknown)]
                assert Const(wanted) in known or len(known) < len(found), f"{name} under {truths}:\n{code}"


# Names ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("val_loader", ["val", "loader"]),
        ("valLoader", ["val", "loader"]),
        ("ValLoader2", ["val", "loader"]),
        ("X_train", ["x", "train"]),
        ("TRAIN_DIR", ["train", "dir"]),
        ("val2017images", ["val", "images"]),
        ("__test__", ["test"]),
        ("trainDS", ["train", "ds"]),
        ("prüfung_val", ["prüfung", "val"]),
        ("", []),
        ("_1", []),
    ],
)
def test_words_of_a_name(name: str, words: list[str]) -> None:
    assert tokens(name) == words


SERVES = {
    Role.TRAIN: (
        "train x_train X_train yTrain train_loader trainloader trainset training training_set train_ds trainData "
        "trn_dl TRAIN_DIR train2017 train_images fit traingen"
    ),
    Role.VALIDATION: (
        "val valid validation val_loader valloader valset val_ds x_val X_val y_valid valDataset validationSet VAL_DIR "
        "dev devset dev_data eval_loader evalset evaluation heldout_set held_out holdout get_val_loader val2017 "
        "test_val"
    ),
    Role.TEST: "test test_loader testset testloader x_test testing test_ds testData tst TEST_ROOT testing_set",
    None: (
        "value values device devices trainer trainee evaluate evaluator evaluated latest contest trainable interval "
        "train_val_split trainval train_test_split attestation strain restrain constraint development invalid validate "
        "validity valuable tester tested testify protest fitted outfit trail tree trace model transform data dataset "
        "loader images transforms estimate holder threshold medieval vale string latest_value travel"
    ),
}


@pytest.mark.parametrize(("name", "role"), [(name, role) for role, names in SERVES.items() for name in names.split()])
def test_what_a_name_says(name: str, role: Role | None) -> None:
    assert role_words().of_name(name) is role


def test_what_an_argument_says() -> None:
    words = role_words()
    assert words.of_argument("train", True) is Role.TRAIN
    assert words.of_argument("is_train", False) is Role.VALIDATION
    assert words.of_argument("split", "val") is Role.VALIDATION
    for parameter, value in (("download", True), ("root", "data/val"), ("path", "val.txt"), ("n", 1), ("x", None)):
        assert words.of_argument(parameter, value) is None
    assert words.of_argument("note", "a long sentence on what to train") is None
