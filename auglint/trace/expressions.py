"""Expressions: from libcst nodes to abstract values. One method per node type; a type without one fails in tests."""

import operator
from collections.abc import Callable
from typing import Any

import libcst as cst

from auglint.pipeline import Argument, Dataset, Draw, Loop
from auglint.trace import python
from auglint.trace.machine import (
    MAX_UNROLL,
    MISSING,
    ON,
    Machine,
    Narrowed,
    carries,
    draws_in,
    has_sample,
    is_index,
    made_of,
)
from auglint.trace.values import (
    NONE,
    Bound,
    Class,
    Const,
    Function,
    Instance,
    Item,
    Library,
    Mapping,
    Object,
    Partial,
    ProjectModule,
    Scope,
    Sequence,
    Slice,
    Text,
    Union,
    Unknown,
    Value,
    compatible,
    conditions_of,
    derived,
    fresh,
    options,
    sequence,
    serial,
    union,
)

BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "Add": operator.add,
    "Subtract": operator.sub,
    "Multiply": operator.mul,
    "Divide": operator.truediv,
    "FloorDivide": operator.floordiv,
    "Modulo": operator.mod,
    "Power": operator.pow,
}
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "Equal": operator.eq,
    "NotEqual": operator.ne,
    "LessThan": operator.lt,
    "GreaterThan": operator.gt,
    "LessThanEqual": operator.le,
    "GreaterThanEqual": operator.ge,
}


class Expressions(Machine):
    """Evaluation of expressions."""

    def evaluate(self, node: Any) -> Value:
        """The value of an expression node."""
        if not self.step():
            return fresh()
        method = getattr(self, "_" + type(node).__name__, None)
        if method is None:
            self.give_up(node, f"no handler for {type(node).__name__}")
            return fresh()
        value: Value = method(node)
        return value

    # literals and names

    def _Integer(self, node: cst.Integer) -> Value:
        return Const(node.evaluated_value)

    def _Float(self, node: cst.Float) -> Value:
        return Const(node.evaluated_value)

    def _Imaginary(self, node: cst.Imaginary) -> Value:
        return fresh()

    def _SimpleString(self, node: cst.SimpleString) -> Value:
        text = node.value
        if "\\" not in text and text[0] in "'\"" and text[:3] not in ("'''", '"""'):
            return Const(text[1:-1])  # libcst compiles each string to evaluate it
        return Const(node.evaluated_value)

    def _ConcatenatedString(self, node: cst.ConcatenatedString) -> Value:
        return python.join_text([self.evaluate(node.left), self.evaluate(node.right)])

    def _FormattedString(self, node: cst.FormattedString) -> Value:
        parts: list[Value] = []
        for part in node.parts:
            if isinstance(part, cst.FormattedStringText):
                parts.append(Const(part.value.replace("{{", "{").replace("}}", "}")))
            elif isinstance(part, cst.FormattedStringExpression):
                value = self.evaluate(part.expression)
                parts.append(value if part.format_spec is None else derived("format", value))
        return python.join_text(parts)

    def _TemplatedString(self, node: Any) -> Value:
        return fresh()

    def _Ellipsis(self, node: cst.Ellipsis) -> Value:
        return Const(...)

    def _Name(self, node: cst.Name) -> Value:
        return self.lookup(node.value, node)

    def lookup(self, name: str, node: Any) -> Value:
        """The value of a name: local, enclosing, module, builtin."""
        scope: Scope | None = self.context.scope
        first = True
        while scope is not None:
            if (first or not scope.is_class) and name in scope.slots:
                value = self.read(scope, name)
                return self.resolve(value) if value is not MISSING else fresh(name)
            first = False
            scope = scope.parent
        if name in python.CONSTANTS:
            return python.CONSTANTS[name]
        if name in python.BUILTINS:
            return Library(f"builtins.{name}")
        star = self.from_stars(name)
        return star if star is not None else fresh(name)

    def resolve(self, value: Value) -> Value:
        """The value behind a lazy import."""
        return value

    def from_stars(self, name: str) -> Value | None:
        """A name that may come from a star import."""
        return None

    def _Attribute(self, node: cst.Attribute) -> Value:
        return self.attribute(self.evaluate(node.value), node.attr.value, node)

    # displays

    def _List(self, node: cst.List) -> Value:
        return self._elements(node.elements, "list")

    def _Tuple(self, node: cst.Tuple) -> Value:
        return self._elements(node.elements, "tuple")

    def _Set(self, node: cst.Set) -> Value:
        return self._elements(node.elements, "set")

    def _elements(self, elements: Any, kind: str) -> Value:
        items: list[Item] = []
        exact = True
        for element in elements:
            value = self.evaluate(element.value)
            if isinstance(element, cst.StarredElement):
                inner = self.iterate(value)
                if inner is None:
                    exact = False
                else:
                    items.extend(inner)
            else:
                items.append(Item(value, place=self.place(element.value)))
        return Sequence(kind, slots={"items": tuple(items), "exact": exact})

    def _Dict(self, node: cst.Dict) -> Value:
        slots: dict[Any, Any] = {}
        for element in node.elements:
            if not isinstance(element, cst.DictElement):
                inner = self.evaluate(element.value)
                if isinstance(inner, Mapping):
                    slots.update(inner.slots)
                else:
                    slots[None] = True
                continue
            key, value = self.evaluate(element.key), self.evaluate(element.value)
            if isinstance(key, Const):
                slots[key.value] = value
                if isinstance(key.value, str):
                    self.name_it(value, key.value, element.key)
            else:
                slots[None] = True
        return Mapping(slots=slots)

    # comprehensions

    def _ListComp(self, node: cst.ListComp) -> Value:
        return self._comprehension(node, "list")

    def _SetComp(self, node: cst.SetComp) -> Value:
        return self._comprehension(node, "set")

    def _GeneratorExp(self, node: cst.GeneratorExp) -> Value:
        return self._comprehension(node, "list")

    def _comprehension(self, node: Any, kind: str) -> Value:
        items: list[Item] = []

        def collect() -> None:
            items.append(Item(self.evaluate(node.elt), self.context.conditions - outer))

        outer = self.context.conditions
        self._comp_tests = ()
        exact = self._comp_for(node.for_in, collect)
        if not exact and len(items) == 1 and not carries(items[0].value):
            source = self._comp_source
            if source is not None:
                tests: list[Value] = [Unknown(("tests", *self._comp_tests))] if self._comp_tests else []
                return derived("comprehension", source, items[0].value, *tests)
        return Sequence(kind, slots={"items": tuple(items), "exact": exact})

    _comp_source: Value | None = None
    _comp_tests: tuple[Any, ...] = ()

    def _DictComp(self, node: cst.DictComp) -> Value:
        slots: dict[Any, Any] = {}

        def collect() -> None:
            key, value = self.evaluate(node.key), self.evaluate(node.value)
            if isinstance(key, Const):
                slots[key.value] = value
                if isinstance(key.value, str):
                    self.name_it(value, key.value, node.key)
            else:
                slots[None] = True

        if not self._comp_for(node.for_in, collect):
            slots[None] = True
        return Mapping(slots=slots)

    def _comp_for(self, node: cst.CompFor, collect: Callable[[], None]) -> bool:
        """Run `collect` for each element; False when the elements are not all known."""
        value = self.evaluate(node.iter)
        self._comp_source = value
        inner = Scope(parent=self.context.scope, module=self.context.module)
        exact = True

        def each() -> None:
            nonlocal exact
            for test in node.ifs:
                truth, key = self.test(test.test)
                if truth is False:
                    return
                if truth is None:
                    exact = False
                    self._comp_tests = (*self._comp_tests, key)
            if node.inner_for_in:
                exact = self._comp_for(node.inner_for_in, collect) and exact
            else:
                collect()

        known = self.iterate(value)
        loop = Loop(self.place(node), serial=serial(), conditions=self.context.conditions)
        effects = self.context.effects
        changes = effects.changes if effects is not None else 0
        with self.within(scope=inner, loops=(*self.context.loops, loop)):
            if known is None or len(known) > MAX_UNROLL:
                self.assign(node.target, self.element(value), node)
                each()
                exact = False
            else:
                for item in known:
                    if compatible(item.conditions, self.context.conditions):
                        with self.within(
                            conditions=self.context.conditions | item.conditions,
                            words=self.loop_words(node.target, item.value),
                        ):
                            self.assign(node.target, item.value, node)
                            each()
        if effects is not None:
            effects.changes = changes  # naming an element changes nothing
        self.consumed_by_loop(value, node, loop)
        return exact

    def loop_words(self, target: Any, value: Value) -> tuple[tuple[str, Any], ...]:
        """The context's words, and the loop variable's constant when it names a split."""
        found = list(self.context.words)
        if isinstance(target, cst.Name) and isinstance(value, Const):
            found.append((target.value, value.value))
        elif isinstance(target, cst.Tuple) and isinstance(value, Sequence):
            for element, item in zip(target.elements, value.items, strict=False):
                if isinstance(element.value, cst.Name) and isinstance(item.value, Const):
                    found.append((element.value.value, item.value.value))
        return tuple(found)

    def assign(self, target: Any, value: Value, node: Any) -> None:
        """Bind a target."""
        raise NotImplementedError

    def consumed_by_loop(self, value: Value, node: Any, loop: Loop) -> None:
        """A loop ran over a value."""
        raise NotImplementedError

    # iteration

    def iterate(self, value: Value) -> tuple[Item, ...] | None:
        """The elements of a value when all are known, else None. While a sample is made, data is not known."""
        if self.context.effects is not None and isinstance(value, Sequence) and _is_data(value):
            return None
        if isinstance(value, Sequence) and value.exact:
            return value.items
        if isinstance(value, Mapping) and value.exact:
            return tuple(Item(Const(key)) for key in value.entries())
        return None

    def element(self, value: Value) -> Value:
        """Some element of a value that is iterated over."""
        effects = self.context.effects
        if isinstance(value, Sequence) and value.items:
            known = [item.value for item in value.items]
            if effects is not None and not carries(value):
                self.read_data(value)
                return Unknown(("element", value.key), sample=True)
            return union([Item(v, frozenset({(("element", value.key, n), True)})) for n, v in enumerate(known[:4])])
        if isinstance(value, Sequence | Mapping | Instance | Object):
            if effects is not None and isinstance(value, Sequence):
                self.read_data(value)
            return fresh(sample=effects is not None)
        if effects is not None and not getattr(value, "sample", False):
            self.read_data(value)
            return Unknown(("element", value.key), sample=True)
        return derived("element", value)

    def read_data(self, value: Value) -> None:
        """Data is read while a sample is made."""
        raise NotImplementedError

    # operators

    def _BinaryOperation(self, node: cst.BinaryOperation) -> Value:
        return self.binary(type(node.operator).__name__, self.evaluate(node.left), self.evaluate(node.right), node)

    def binary(self, name: str, left: Value, right: Value, node: Any) -> Value:
        """The value of `left op right`."""
        if isinstance(left, Union) or isinstance(right, Union):
            return self.distribute(left, lambda one: self.distribute(right, lambda two: self._binary(name, one, two)))
        return self._binary(name, left, right)

    def _binary(self, name: str, left: Value, right: Value) -> Value:
        self.mix(left, right)
        if isinstance(left, Const) and isinstance(right, Const):
            if name == "Modulo" and isinstance(left.value, str):
                return python.percent(left, right)
            value = python.compute(BINARY.get(name), left.value, right.value)
            return value if value is not None else derived(name, left, right)
        if name == "Modulo" and isinstance(right, Const) and right.value == 1 and not python.is_text(left):
            return Const(0)
        if name == "Divide" and (python.is_path(left) or python.is_path(right)):
            return python.join_path([left, right])
        if name == "Add":
            if isinstance(left, Sequence) and isinstance(right, Sequence):
                return Sequence(
                    left.kind,
                    slots={"items": (*left.items, *right.items), "exact": left.exact and right.exact},
                )
            if python.is_text(left) or python.is_text(right):
                return python.join_text([left, right])
            if isinstance(left, Sequence) and carries(left):
                return Sequence(left.kind, slots={"items": left.items, "exact": False})
        times = right.value if name == "Multiply" and isinstance(right, Const) else None
        if isinstance(left, Sequence) and isinstance(times, int) and 0 <= times * len(left.items) <= MAX_UNROLL:
            return Sequence(left.kind, slots={"items": left.items * times, "exact": left.exact})
        if name == "Modulo" and isinstance(left, Const) and isinstance(left.value, str):
            return python.percent(left, right)
        if name == "BitOr" and isinstance(left, Mapping) and isinstance(right, Mapping):
            return Mapping(slots={**left.slots, **right.slots})
        if name == "Add" and (isinstance(left, Object) or isinstance(right, Object)):
            return self.add_objects(left, right)
        return derived(name, left, right)

    def add_objects(self, left: Value, right: Value) -> Value:
        """`dataset + dataset` joins them."""
        raise NotImplementedError

    def _UnaryOperation(self, node: cst.UnaryOperation) -> Value:
        if isinstance(node.operator, cst.Not):
            value = self.evaluate(node.expression)
            truth = self.truth(value)
            if truth is None:
                truth, _ = self.decided(self.test_key(value))
            return Const(not truth) if truth is not None else derived("not", value)
        value = self.evaluate(node.expression)
        if isinstance(value, Const) and isinstance(value.value, int | float):
            if isinstance(node.operator, cst.Minus):
                return Const(-value.value)
            if isinstance(node.operator, cst.Plus):
                return value
        return derived(type(node.operator).__name__, value)

    def _BooleanOperation(self, node: cst.BooleanOperation) -> Value:
        is_and = isinstance(node.operator, cst.And)
        left = self.evaluate(node.left)
        truth = self.truth(left)
        if truth is None:
            truth, _ = self.decided(self.test_key(left))
        if truth is not None:
            return self.evaluate(node.right) if truth is is_and else left
        right = self.evaluate(node.right)
        if not is_and and not isinstance(left, Const):
            key = self.test_key(left)
            return union([Item(left, conditions_of(key, True)), Item(right, conditions_of(key, False))])
        return derived("and" if is_and else "or", left, right)

    def _Comparison(self, node: cst.Comparison) -> Value:
        if len(node.comparisons) > 1:
            parts = [self.evaluate(node.left), *(self.evaluate(one.comparator) for one in node.comparisons)]
            drawn = next((draw for part in parts for draw in draws_in(part)), None)
            return Unknown(derived("comparison", *parts).identity, drawn=drawn)
        before = self.tested
        self.tested = []
        truth, key = self.test(node)
        drawn = next(iter(self.tested), None)
        self.tested = before
        if truth is not None:
            return Const(truth)
        return Unknown(("test", key), drawn=drawn)

    def _IfExp(self, node: cst.IfExp) -> Value:
        self.tested = []
        truth, key = self.test(node.test)
        if truth is not None:
            return self.evaluate(node.body if truth else node.orelse)
        draws = self.tested
        results: list[Item] = []

        def side(which: Any, arm: bool) -> Callable[[], Narrowed]:
            def run() -> Narrowed:
                results.append(Item(self.evaluate(which), conditions_of(key, arm)))
                return ON

            return run

        yes = self.arm(conditions_of(key, True), side(node.body, True))
        no = self.arm(conditions_of(key, False), side(node.orelse, False))
        self.join(key, yes, no)
        if any(has_sample(item.value) and not is_index(item.value) for item in results):
            for draw in draws:
                draw.augments = True
        return union(results)

    def _NamedExpr(self, node: cst.NamedExpr) -> Value:
        value = self.evaluate(node.value)
        self.assign(node.target, value, node)
        return value

    def _Lambda(self, node: cst.Lambda) -> Value:
        defaults = {
            param.name.value: self.evaluate(param.default) for param in _parameters(node.params) if param.default
        }
        return Function(node, self.context.module, self.context.scope, "<lambda>", defaults=defaults)

    def _Await(self, node: cst.Await) -> Value:
        return self.evaluate(node.expression)

    def _Yield(self, node: cst.Yield) -> Value:
        value: Value = NONE
        if isinstance(node.value, cst.From):
            value = self.element(self.evaluate(node.value.item))
        elif node.value is not None:
            value = self.evaluate(node.value)
        if self.context.yields is not None:
            self.context.yields.append(value)
        return fresh()

    # subscripts

    def _Subscript(self, node: cst.Subscript) -> Value:
        value = self.evaluate(node.value)
        return self.distribute(value, lambda one: self.subscript(one, self.index_of(node), node))

    def index_of(self, node: cst.Subscript) -> Value:
        """The value between the brackets."""
        parts: list[Value] = []
        for element in node.slice:
            part = element.slice
            if isinstance(part, cst.Index):
                parts.append(self.evaluate(part.value))
            elif isinstance(part, cst.Slice):
                bounds = (part.lower, part.upper, part.step)
                parts.append(Slice(tuple(self.evaluate(bound) if bound else NONE for bound in bounds)))
        return parts[0] if len(parts) == 1 else sequence(parts, "tuple")

    def subscript(self, value: Value, index: Value, node: Any) -> Value:
        """The value of `value[index]`."""
        if isinstance(index, Union):
            return self.distribute(index, lambda one: self.subscript(value, one, node))
        if isinstance(value, Mapping) and isinstance(index, Const):
            try:
                found = self.read(value, index.value)
            except TypeError:
                return fresh()
            if found is not MISSING:
                made = made_of(found)
                if isinstance(made, Dataset):
                    made.fetched = True
                return self.resolve(found)
            return derived("index", value, index)
        if isinstance(value, Mapping):
            found_all = [
                Item(v, frozenset({(("equal", index.key, Const(k).key), True)})) for k, v in value.entries().items()
            ]
            return union(found_all) if found_all and value.exact else fresh()
        if isinstance(value, Sequence):
            picked = self._pick(value, index)
            if picked is not None:
                return picked
        if isinstance(value, Object):
            return self.subscript_object(value, index, node)
        if isinstance(value, Const) and isinstance(index, Const):
            result = python.compute(operator.getitem, value.value, index.value)
            if result is not None:
                return result
        if isinstance(value, Instance):
            return self.subscript_instance(value, index, node)
        if isinstance(value, Library | Class | Function | ProjectModule | Partial | Bound) and not isinstance(
            index, Const
        ):
            return value  # a generic alias such as Dataset[Any]
        if self.context.effects is not None:
            return self.sample_subscript(value, index)
        part = derived("index", value, index)
        if isinstance(index, Slice):
            self.trace.slices.setdefault(part.key, self.place(node))
        return part

    def _pick(self, value: Sequence, index: Value) -> Value | None:
        items = value.items
        if isinstance(index, Const) and isinstance(index.value, int) and value.exact:
            if -len(items) <= index.value < len(items):
                return items[index.value].value
            return fresh()
        if isinstance(index, Slice) and value.exact and all(isinstance(bound, Const) for bound in index.bounds):
            bounds = [bound.value for bound in index.bounds if isinstance(bound, Const)]
            if all(bound is None or isinstance(bound, int) for bound in bounds):
                return Sequence(value.kind, slots={"items": items[slice(*bounds)], "exact": True})
        if carries(value) and isinstance(index, Slice):
            return Sequence(value.kind, slots={"items": items, "exact": False})
        if carries(value) and value.exact:
            return union(
                [
                    Item(item.value, frozenset({(("equal", index.key, Const(n).key), True)}))
                    for n, item in enumerate(items)
                ]
            )
        return None

    def sample_subscript(self, value: Value, index: Value) -> Value:
        """A subscript while a sample is made: reading data, or cutting the sample."""
        raise NotImplementedError

    def subscript_object(self, value: Object, index: Value, node: Any) -> Value:
        """`loaders[...]` of a pipeline object."""
        raise NotImplementedError

    def subscript_instance(self, value: Instance, index: Value, node: Any) -> Value:
        """`__getitem__` of a project object."""
        raise NotImplementedError

    # calls

    def _Call(self, node: cst.Call) -> Value:
        function = self.evaluate(node.func)
        arguments = self.arguments(node)
        return self.distribute(function, lambda one: self.call(one, arguments, node))

    def arguments(self, node: cst.Call) -> list[Argument]:
        """The arguments as written: name "" for positional ones, "*" for an unpacked value that is not known."""
        found: list[Argument] = []
        for arg in node.args:
            value = self.evaluate(arg.value)
            place = self.place(arg)
            if arg.star == "*":
                known = self.iterate(value)
                if known is None:
                    found.append(Argument("*", value, place, True))
                else:
                    found.extend(Argument("", item.value, place, True) for item in known)
            elif arg.star == "**":
                if isinstance(value, Mapping):
                    found.extend(Argument(str(key), self.read(value, key), place, True) for key in value.entries())
                if not isinstance(value, Mapping) or not value.exact:
                    found.append(Argument("**", value, place, True))
            else:
                found.append(Argument(arg.keyword.value if arg.keyword else "", value, place, True))
        return found

    def distribute(self, value: Value, act: Callable[[Value], Value]) -> Value:
        """`act` on each possibility of a value, under its conditions."""
        if not isinstance(value, Union):
            return act(value)
        results: list[Item] = []
        for option in options(value, self.context.conditions):
            with self.within(conditions=self.context.conditions | option.conditions):
                results.append(Item(act(option.value), option.conditions))
        return union(results) if results else fresh()

    # tests

    def test(self, node: Any) -> tuple[bool | None, Any]:
        """Whether a test holds (None: not known), and its key. Conditions that are already decided decide it."""
        if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Not):
            truth, key = self.test(node.expression)
            return (not truth, key) if truth is not None else (None, ("not", key))
        if isinstance(node, cst.BooleanOperation):
            return self._test_boolean(node)
        if isinstance(node, cst.Comparison) and len(node.comparisons) == 1:
            return self._test_comparison(node)
        value = self.evaluate(node)
        self.tested.extend(draws_in(value))
        truth = self.truth(value)
        if truth is not None:
            return truth, None
        return self.decided(self.test_key(value))

    tested: list[Draw]

    def test_key(self, value: Value) -> Any:
        """The key of a value used as a test."""
        if isinstance(value, Unknown) and value.key[0] == "test":
            return value.key[1]
        if isinstance(value, Union):
            return ("union", value.key)
        return value.key

    def decided(self, key: Any) -> tuple[bool | None, Any]:
        """Whether the conditions of the context already decide a test."""
        inverted = bool(key and key[0] == "not")
        inner = key[1] if inverted else key
        for known, arm in self.context.conditions:
            if known == inner:
                return arm is not inverted, key
            if inner[0] == "equal" and known[0] == "equal" and arm and known[1] == inner[1] and known[2] != inner[2]:
                return inverted, key
        return None, key

    def _test_boolean(self, node: cst.BooleanOperation) -> tuple[bool | None, Any]:
        is_and = isinstance(node.operator, cst.And)
        left, left_key = self.test(node.left)
        if left is (not is_and):
            return left, None
        right, right_key = self.test(node.right)
        if left is not None:
            return right, right_key
        if right is not None:
            return (right, None) if right is (not is_and) else (None, left_key)
        if is_and:
            return None, ("and", left_key, right_key)
        return None, ("or", left_key, right_key)

    def _test_comparison(self, node: cst.Comparison) -> tuple[bool | None, Any]:
        left = self.evaluate(node.left)
        target = node.comparisons[0]
        right = self.evaluate(target.comparator)
        self.tested.extend((*draws_in(left), *draws_in(right)))
        name = type(target.operator).__name__
        negative = name in ("NotEqual", "IsNot", "NotIn")
        if isinstance(left, Union) or isinstance(right, Union):
            truths = {
                self._compare(name, one.value, two.value)
                for one in options(left, self.context.conditions)
                for two in options(right, self.context.conditions)
            }
            truth = truths.pop() if len(truths) == 1 else None
        else:
            truth = self._compare(name, left, right)
        if truth is not None:
            return truth, None
        if name in ("Equal", "NotEqual", "Is", "IsNot"):
            subject, other = (right, left) if isinstance(left, Const) else (left, right)
            key: Any = ("equal", subject.key, other.key)
        elif name in ("In", "NotIn"):
            if isinstance(right, Sequence) and right.exact and len(right.items) == 1:
                key = ("equal", left.key, right.items[0].value.key)
            else:
                key = ("in", left.key, right.key)
        else:
            key = (name, left.key, right.key)
        truth, key = self.decided(("not", key) if negative else key)
        return truth, key

    def _compare(self, name: str, left: Value, right: Value) -> bool | None:
        if isinstance(left, Const) and isinstance(right, Const):
            if name in ("Is", "IsNot"):
                same = left.key == right.key
                return same if name == "Is" else not same
            if name in ("In", "NotIn") and isinstance(right.value, str) and isinstance(left.value, str):
                return (left.value in right.value) is (name == "In")
            result = python.compute(COMPARE.get(name), left.value, right.value)
            return bool(result.value) if isinstance(result, Const) else None
        if name in ("Is", "IsNot", "Equal", "NotEqual") and (left is NONE or right is NONE or _none(left, right)):
            other = right if isinstance(left, Const) else left
            if not isinstance(other, Unknown | Union | Const):
                return name in ("IsNot", "NotEqual")
        if name in ("In", "NotIn") and isinstance(left, Const):
            if isinstance(right, Sequence) and right.exact and all(isinstance(i.value, Const) for i in right.items):
                return any(item.value.key == left.key for item in right.items) is (name == "In")
            if isinstance(right, Mapping) and right.exact:
                return (left.value in right.entries()) is (name == "In")
        if name in ("Is", "IsNot") and isinstance(left, Object) and isinstance(right, Object):
            return (left.made is right.made) is (name == "Is")
        return None

    def truth(self, value: Value) -> bool | None:
        """Whether a value is true, None when that is not known."""
        if isinstance(value, Const):
            return bool(value.value)
        if isinstance(value, Sequence):
            return (
                True
                if any(not item.conditions for item in value.items)
                else (False if value.exact and not value.items else None)
            )
        if isinstance(value, Mapping):
            return True if value.entries() else (False if value.exact else None)
        if isinstance(value, Function | Class | Bound | Object | Library | ProjectModule | Partial):
            return True
        if isinstance(value, Instance):
            return True if value.made is not None or "__len__" not in value.cls.slots else None
        if isinstance(value, Text):
            return True if any(isinstance(part, str) and part for part in value.parts) or value.path else None
        if isinstance(value, Union):
            truths = {self.truth(option.value) for option in options(value, self.context.conditions)}
            return truths.pop() if len(truths) == 1 else None
        return None


def _is_data(value: Sequence) -> bool:
    """Whether a sequence holds data rather than constants or parts of the pipeline."""
    return len(value.items) > 1 and all(isinstance(i.value, Unknown) and not i.value.sample for i in value.items)


def _none(left: Value, right: Value) -> bool:
    return any(isinstance(side, Const) and side.value is None for side in (left, right))


def _parameters(params: cst.Parameters) -> list[cst.Param]:
    found = [*params.posonly_params, *params.params, *params.kwonly_params]
    return found
