"""The state of the interpreter: scopes, a journal of writes, conditions, and the context it works in.

No syntax here: `statements.py`, `expressions.py`, `calls.py`, `library.py` build on it, `interpreter.py` joins them.
"""

from collections.abc import Callable, Iterator
from collections.abc import Sequence as Many
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from auglint.pipeline import (
    ALWAYS,
    Argument,
    Conditions,
    Draw,
    Effects,
    Evidence,
    Frame,
    Key,
    Loop,
    Made,
    Place,
    Role,
    Strength,
    Trace,
)
from auglint.trace.project import Module, Project
from auglint.trace.values import (
    Const,
    Function,
    Instance,
    Item,
    Mapping,
    Mutable,
    Object,
    Scope,
    Sequence,
    Slice,
    Text,
    Union,
    Unknown,
    Value,
    conditions_of,
    fresh,
    only,
    union,
)

MAX_DEPTH = 16
MAX_UNROLL = 24
MAX_STEPS_PER_ROOT = 60_000
MAX_STEPS = 400_000
MISSING = object()


class OutOfSteps(Exception):
    """A root used up its share of steps."""


@dataclass(frozen=True)
class Narrowed:
    """Control went on only under these conditions. `stop`: "" on, else what ended it.

    It is one of break, continue, function (a return) and raise; `scope` says which of them narrowed the conditions.
    """

    conditions: Conditions = ALWAYS
    stop: str = ""
    scope: str = "function"


ON_PURPOSE = frozenset({"overfit", "overfitting", "overfits", "sanity", "memorise", "memorize", "smoke", "debug"})
"""Words of names that say: this only tries whether the program works."""

ENDS = ("function", "raise")
ON = Narrowed()


@dataclass(frozen=True)
class Context:
    """What surrounds the node being executed."""

    module: Module
    scope: Scope
    conditions: Conditions = ALWAYS
    chain: tuple[Frame, ...] = ()
    functions: tuple[Function, ...] = ()
    receiver: Value | None = None
    loops: tuple[Loop, ...] = ()
    evaluating: bool = False
    isolated: bool = False
    effects: Effects | None = None
    eager: bool = True
    applying: int = 0  # how many applied objects we are inside of
    returns: list[Item] | None = None
    yields: list[Value] | None = None
    words: tuple[tuple[str, Any], ...] = ()  # constant arguments of the calls on the chain, by parameter name
    root: Place | None = None  # the function or class that was entered though nobody calls it


@dataclass
class Arm:
    """The outcome of one arm of a branch: where control goes, and what was written."""

    flow: Narrowed
    writes: dict[tuple[int, Any], tuple[Mutable, Any, Any]]  # (container, slot) -> container, slot, new value


class Machine:
    """Scopes, journal, conditions, events."""

    def __init__(self, project: Project, words: "RoleWords") -> None:
        self.project = project
        self.role_words = words
        self.trace = Trace()
        self.journals: list[dict[tuple[int, Any], tuple[Mutable, Any, Any]]] = []
        self.context: Context = None  # type: ignore[assignment]
        self.modules: dict[Any, Module] = {}
        self.called: set[int] = set()  # ids of function nodes that were entered
        self.ran: set[tuple[int, str]] = set()  # methods that the program itself called: object, name
        self.nested: dict[int, tuple[Function, Context]] = {}  # functions made in functions, by their node's id
        self.root_steps = 0
        self.spent = False  # the root has used its share of steps
        self.handles: dict[int, Value] = {}  # open files that were read from, by identity
        self.altered: dict[Key, Key] = {}  # a sample that was changed -> what it was made of
        self.drawn_outside = 0  # draws that are not part of making a sample

    # what the other parts provide

    def evaluate(self, node: Any) -> Value:
        """The value of an expression."""
        raise NotImplementedError

    def element(self, value: Value) -> Value:
        """What a loop over a value binds."""
        raise NotImplementedError

    def execute(self, statements: Many[Any]) -> Narrowed:
        """Run statements in order."""
        raise NotImplementedError

    def call(self, function: Value, arguments: list[Argument], node: Any) -> Value:
        """Call a value."""
        raise NotImplementedError

    def attribute(self, value: Value, name: str, node: Any) -> Value:
        """An attribute of a value."""
        raise NotImplementedError

    # context

    @contextmanager
    def within(self, **changes: Any) -> Iterator[None]:
        """Work in a changed context; the old one comes back whatever happens."""
        before = self.context
        self.context = replace(before, **changes)
        try:
            yield
        finally:
            self.context = before

    def place(self, node: Any) -> Place:
        """The place of a node of the current module."""
        return Place(self.context.module, node)

    def copy_made(self, made: Made, memo: dict[int, Any], deep: bool) -> Made:
        """A copy of a pipeline object: a new identity over the same data."""
        raise NotImplementedError

    def mix(self, *values: Any) -> None:
        """Values meet in one operation: a draw that meets a sample changes it."""
        if self.context.effects is None:
            return
        drawn = [(value, draw) for value in values for draw in draws_in(value)]
        if not drawn:
            return
        for value, draw in drawn:
            if any(other is not value and has_sample(other) and not is_index(other) for other in values):
                draw.augments = True

    def changed(self, value: Any) -> None:
        """A sample was bound, returned or written to: what the draws of a test decide."""
        effects = self.context.effects
        read = isinstance(value, Unknown) and (value.key[0] == "index" or value.key == ("sample", "index"))
        if effects is not None and has_sample(value) and not read:
            effects.changes += 1

    def give_up(self, node: Any, why: str) -> None:
        """Record that the trace stops following here."""
        if len(self.trace.gave_up) < 500:
            self.trace.gave_up.append((self.place(node), why))

    def step(self) -> bool:
        """Count one node; false when the root has used its share: then nothing more is run, and all branches end.

        While a sample is made, raises OutOfSteps instead: half of what happens then is worth nothing.
        """
        self.root_steps += 1
        self.trace.steps += 1
        if self.root_steps <= MAX_STEPS_PER_ROOT and self.trace.steps <= MAX_STEPS:
            return True
        if self.context.effects is not None:
            raise OutOfSteps
        self.spent = True
        return False

    def order(self) -> int:
        """A number that grows with the program's order."""
        self._order = getattr(self, "_order", 0) + 1
        return self._order

    # writes

    def write(self, target: Mutable, slot: Any, value: Any) -> None:
        """Write a slot so that it can be undone."""
        if self.journals:
            journal = self.journals[-1]
            mark = (id(target), slot)
            if mark not in journal:
                journal[mark] = (target, slot, target.slots.get(slot, MISSING))
        target.slots[slot] = value

    def read(self, target: Mutable, slot: Any) -> Any:
        """A slot's value as far as the conditions decide it, MISSING when it is not there."""
        value = target.slots.get(slot, MISSING)
        return only(value, self.context.conditions) if isinstance(value, Union) else value

    def arm(self, conditions: Conditions, body: Callable[[], Narrowed]) -> Arm:
        """Run `body` under more conditions, undo its writes, and keep them as the arm's outcome."""
        self.journals.append({})
        try:
            with self.within(conditions=self.context.conditions | conditions):
                flow = body()
        finally:
            journal = self.journals.pop()
            writes = {
                mark: (target, slot, target.slots.get(slot, MISSING)) for mark, (target, slot, _) in journal.items()
            }
            for target, slot, old in journal.values():
                if old is MISSING:
                    target.slots.pop(slot, None)
                else:
                    target.slots[slot] = old
        return Arm(flow, writes)

    def join(self, key: Key, yes: Arm, no: Arm) -> Narrowed:
        """Put the outcomes of two arms of one test together."""
        when_yes, when_no = conditions_of(key, True), conditions_of(key, False)
        for mark in {**yes.writes, **no.writes}:
            target, slot, _ = yes.writes.get(mark) or no.writes[mark]
            old = target.slots.get(slot, MISSING)
            one = yes.writes[mark][2] if mark in yes.writes else old
            two = no.writes[mark][2] if mark in no.writes else old
            if self._ends_with(target, yes.flow) and not no.flow.stop:
                value = two
            elif self._ends_with(target, no.flow) and not yes.flow.stop:
                value = one
            else:
                value = _join(one, two, old, when_yes, when_no)
            if value is MISSING:
                if slot in target.slots:
                    self.write(target, slot, fresh())
            else:
                self.write(target, slot, value)
        if yes.flow.stop and no.flow.stop:
            return Narrowed(stop=yes.flow.stop if yes.flow.stop == no.flow.stop else "continue")
        if yes.flow.stop:
            return Narrowed(when_no | no.flow.conditions, scope=yes.flow.stop)
        if no.flow.stop:
            return Narrowed(when_yes | yes.flow.conditions, scope=no.flow.stop)
        return ON

    def _ends_with(self, target: Mutable, flow: Narrowed) -> bool:
        """Whether a write ends with its arm: after a raise all do, after a return the function's own names."""
        return flow.stop == "raise" or (flow.stop == "function" and target is self.context.scope)

    # names

    def scope_of(self, name: str) -> Scope:
        """The scope that a name is assigned in."""
        scope = self.context.scope
        if name in scope.globals:
            module_scope: Scope = self.context.module.scope
            return module_scope
        if name in scope.nonlocals:
            outer = scope.parent
            while outer is not None and name not in outer.slots:
                outer = outer.parent
            return outer or scope
        return scope

    # evidence and objects

    def new(self, kind: type[Any], name: str, node: Any, **more: Any) -> Any:
        """Make a pipeline object here and now, and put it into the trace."""
        context = self.context
        made = kind(
            name,
            self.place(node),
            context.chain,
            context.conditions,
            self.order(),
            evidence=list(self._surroundings()),
            loops=context.loops,
            root=context.root,
            **more,
        )
        self.trace.made.append(made)
        return made

    def _surroundings(self) -> Iterator[Evidence]:
        """Evidence that conditions and constant arguments of the calls on the chain give."""
        for key, arm in self.context.conditions:
            role = self.role_of_test(key, arm)
            if role:
                yield Evidence(role, Strength.ARGUMENT, "it is made in the branch for that split")
        for parameter, value in self.context.words:
            role = self.role_words.of_argument(parameter, value)
            if role:
                yield Evidence(role, Strength.ARGUMENT, f"it is asked for with {parameter}={value!r}")

    def role_of_test(self, key: Key, arm: bool) -> Role | None:
        """The role that a test on a split's name decides."""
        if key and key[0] == "equal" and arm and len(key) == 3 and key[2][0] == "const":
            value = key[2][2]
            if isinstance(value, str):
                return self.role_words.exact(value)
        if key and key[0] == "parameter" and isinstance(key[-1], str):
            return self.role_words.of_flag(key[-1], arm)
        return None

    def name_it(self, value: Value, name: str, node: Any, strength: Strength = Strength.NAME) -> None:
        """A name was given to a value: evidence for its role when the name says one."""
        made = made_of(value)
        if made is not None:
            self.name_made(made, name, node, strength)

    def name_made(self, made: Made, name: str, node: Any, strength: Strength, reason: str = "it is called") -> None:
        """Evidence from a name for a pipeline object."""
        role = self.role_words.of_name(name)
        if role is not None and all(known.role is not role or known.strength < strength for known in made.evidence):
            made.evidence.append(Evidence(role, strength, f"{reason} `{name}`", self.place(node)))


class RoleWords:
    """The words that say what data serves, from `rules/roles.toml`."""

    def __init__(self, words: dict[str, tuple[str, ...]], flags: tuple[str, ...]) -> None:
        self.words = words
        self.flags = frozenset(flags)

    def exact(self, text: str) -> Role | None:
        """The role that a string constant such as "val" names."""
        return self.of_name(text) if len(text) <= 24 else None

    def of_name(self, name: str) -> Role | None:
        """The role in a name such as `val_loader`, `testSet`, `X_train`; None when there is none or more than one."""
        found = {role for token in tokens(name) if (role := self._of_token(token))}
        if len(found) == 2 and found == {Role.VALIDATION, Role.TEST}:
            return Role.VALIDATION
        return found.pop() if len(found) == 1 else None

    def _of_token(self, token: str) -> Role | None:
        if len(token) > 3 and token[0] in "xy":
            token = token[1:]  # xtrain, yval
        for role, words in self.words.items():
            for word in words:
                if token == word or (token.startswith(word) and token[len(word) :] in SUFFIXES):
                    return Role(role)
        return None

    def of_flag(self, parameter: str, arm: bool) -> Role | None:
        """The role that a boolean argument such as `train=True` or `is_training=False` says."""
        if parameter in self.flags:
            return Role.TRAIN if arm else Role.VALIDATION
        return None

    def of_argument(self, parameter: str, value: Any) -> Role | None:
        """The role that a constant argument of a helper says."""
        if isinstance(value, bool):
            return self.of_flag(parameter, value)
        return self.exact(value) if isinstance(value, str) and "/" not in value and "." not in value else None


SUFFIXES = frozenset(
    (
        "set ds dl data dataset loader dataloader iter gen generator df idx ing s sets loaders x y images img dir path"
    ).split()
)


def tokens(name: str) -> list[str]:
    """The words of an identifier: split at `_`, digits and changes of case."""
    words: list[str] = []
    word = ""
    for n, char in enumerate(name):
        boundary = char.isupper() and word and not (name[n - 1].isupper())
        if not char.isalpha() or boundary:
            if word:
                words.append(word.lower())
            word = char if char.isalpha() else ""
        else:
            word += char
    if word:
        words.append(word.lower())
    return words


def made_of(value: Any) -> Made | None:
    """The pipeline object behind a value, if it is one."""
    if isinstance(value, Object):
        return value.made
    if isinstance(value, Instance) and isinstance(value.made, Made):
        return value.made
    return None


def draws_in(value: Any) -> list[Draw]:
    """The draws that a value comes from."""
    if isinstance(value, Unknown):
        return [value.drawn] if isinstance(value.drawn, Draw) else []
    if isinstance(value, Slice):
        return [draw for bound in value.bounds for draw in draws_in(bound)]
    if isinstance(value, Sequence):
        return [draw for item in value.items[:8] for draw in draws_in(item.value)]
    return []


def is_index(value: Any) -> bool:
    """Whether a value is the number of the sample, or reckoned from it alone."""
    return isinstance(value, Unknown) and value.key == ("sample", "index")


def has_sample(value: Any) -> bool:
    """Whether a value comes from the sample that is being made."""
    if isinstance(value, Text):
        return any(has_sample(part) for part in value.parts)
    if isinstance(value, Sequence):
        return any(has_sample(item.value) for item in value.items[:8])
    if isinstance(value, Union):
        return any(has_sample(option.value) for option in value.options)
    return bool(getattr(value, "sample", False))


def carries(value: Any, depth: int = 4) -> bool:
    """Whether a value is, or holds, something of the pipeline: then a function that gets it may matter."""
    if depth == 0:
        return False
    if isinstance(value, Object):
        return True
    if isinstance(value, Instance):
        return value.made is not None or any(carries(slot, depth - 1) for slot in value.slots.values())
    if isinstance(value, Sequence):
        return any(carries(item.value, depth - 1) for item in value.items)
    if isinstance(value, Mapping):
        return any(carries(slot, depth - 1) for slot in value.slots.values())
    if isinstance(value, Union):
        return any(carries(option.value, depth - 1) for option in value.options)
    return isinstance(value, Unknown) and (value.sample or value.drawn is not None)


def _join(one: Any, two: Any, old: Any, when_yes: Conditions, when_no: Conditions) -> Any:
    if one is two:
        return one
    if isinstance(one, tuple) and isinstance(two, tuple):
        return _join_items(one, two, when_yes, when_no)
    if isinstance(one, bool) and isinstance(two, bool):
        return one and two
    if not isinstance(one, Value):
        return MISSING if not isinstance(two, Value) else union([Item(two, when_no)])
    if not isinstance(two, Value):
        return one
    if isinstance(one, Const) and isinstance(two, Const) and one.key == two.key:
        return one
    return union([Item(one, when_yes), Item(two, when_no)])


def _join_items(
    one: tuple[Item, ...], two: tuple[Item, ...], when_yes: Conditions, when_no: Conditions
) -> tuple[Item, ...]:
    common = 0
    while common < min(len(one), len(two)) and one[common] is two[common]:
        common += 1
    return (
        *one[:common],
        *(Item(item.value, item.conditions | when_yes) for item in one[common:]),
        *(Item(item.value, item.conditions | when_no) for item in two[common:]),
    )
