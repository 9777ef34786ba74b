"""Statements: control flow, binding, imports, definitions. One method per node type."""

from collections.abc import Iterator
from collections.abc import Sequence as Many
from typing import Any

import libcst as cst

from auglint.pipeline import ALWAYS, Argument, Conditions, Consume, Dataset, Loop, Rng, Role, Strength
from auglint.trace.expressions import Expressions
from auglint.trace.machine import ENDS, MAX_UNROLL, ON, ON_PURPOSE, Arm, Narrowed, made_of, tokens
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
    Scope,
    Sequence,
    Slice,
    Union,
    Unknown,
    Value,
    compatible,
    conditions_of,
    derived,
    fresh,
    is_unread,
    mentions,
    sequence,
    serial,
    union,
)

DATACLASSES = ("dataclasses.dataclass", "attr.s", "attr.attrs", "attrs.define", "attrs.frozen")


class Statements(Expressions):
    """Execution of statements."""

    def execute(self, statements: Many[Any]) -> Narrowed:
        """Run statements in order; what follows a branch that returned runs under the other arm's conditions."""
        for n, statement in enumerate(statements):
            if not self.step():
                return ON
            method = getattr(self, "_" + type(statement).__name__, None)
            if method is None:
                self.give_up(statement, f"no handler for {type(statement).__name__}")
                continue
            flow: Narrowed = method(statement) or ON
            if flow.stop:
                return flow
            if flow.conditions:
                rest = self.narrowed(flow, statements[n + 1 :])
                return Narrowed(flow.conditions | rest.conditions, rest.stop, flow.scope)
        return ON

    def narrowed(self, flow: Narrowed, statements: Many[Any]) -> Narrowed:
        """Run what follows a branch that ended; what it writes to objects holds only where it is reached."""
        if flow.scope != "function" or len(flow.conditions) != 1:
            with self.within(conditions=self.context.conditions | flow.conditions):
                return self.execute(statements)
        ((key, arm),) = flow.conditions
        rest = self.arm(flow.conditions, lambda: self.execute(statements))
        other = Arm(ON, {})
        self.join(key, *((rest, other) if arm else (other, rest)))
        return rest.flow

    def _SimpleStatementLine(self, node: cst.SimpleStatementLine) -> Narrowed:
        return self.execute(node.body)

    def _SimpleStatementSuite(self, node: cst.SimpleStatementSuite) -> Narrowed:
        return self.execute(node.body)

    def _IndentedBlock(self, node: cst.IndentedBlock) -> Narrowed:
        return self.execute(node.body)

    def _Else(self, node: cst.Else) -> Narrowed:
        return self.execute(node.body.body)

    def _Finally(self, node: cst.Finally) -> Narrowed:
        return self.execute(node.body.body)

    # simple statements

    def _Expr(self, node: cst.Expr) -> None:
        before = len(self.trace.made)
        value = self.evaluate(node.value)
        if isinstance(node.value, cst.Call) and self.context.effects is None:
            self.given_away(value, node.value)
            self.discard(value, before, node.value)

    def given_away(self, value: Value, node: cst.Call) -> None:
        """A statement called a function that was not read: it may change the datasets it is given."""
        raise NotImplementedError

    def discard(self, value: Value, before: int, node: Any) -> None:
        """A statement made a dataset from another and kept neither."""
        raise NotImplementedError

    def _Pass(self, node: cst.Pass) -> None:
        pass

    def _Assert(self, node: cst.Assert) -> None:
        self.test(node.test)

    def _Del(self, node: cst.Del) -> None:
        target = node.target
        if isinstance(target, cst.Subscript):  # what is left of it is not known
            self._forget(target.value)
        elif isinstance(target, cst.Name):
            self.write(self.scope_of(target.value), target.value, fresh(target.value))

    def _forget(self, node: Any) -> None:
        """What a name or attribute holds was changed in a way that is not followed."""
        if isinstance(node, cst.Name) and isinstance(self.evaluate(node), Unknown):
            self.write(self.scope_of(node.value), node.value, fresh(node.value))
        elif isinstance(node, cst.Attribute):
            self.assign_attribute(self.evaluate(node.value), node.attr.value, fresh(node.attr.value), node)

    def _Global(self, node: cst.Global) -> None:
        self.context.scope.globals.update(item.name.value for item in node.names)

    def _Nonlocal(self, node: cst.Nonlocal) -> None:
        self.context.scope.nonlocals.update(item.name.value for item in node.names)

    def _TypeAlias(self, node: Any) -> None:
        pass

    def _Return(self, node: cst.Return) -> Narrowed:
        value = self.evaluate(node.value) if node.value else NONE
        self.changed(value)
        if self.context.returns is not None:
            self.context.returns.append(Item(value, self.context.conditions))
        return Narrowed(stop="function")

    def _Raise(self, node: cst.Raise) -> Narrowed:
        return Narrowed(stop="raise")

    def _Break(self, node: cst.Break) -> Narrowed:
        return Narrowed(stop="break")

    def _Continue(self, node: cst.Continue) -> Narrowed:
        return Narrowed(stop="continue")

    def _Assign(self, node: cst.Assign) -> None:
        before = len(self.trace.consumed)
        value = self.evaluate(node.value)
        for target in node.targets:
            self.assign(target.target, value, node)
            self.name_consumed(before, target.target)

    def name_consumed(self, start: int, target: Any) -> None:
        """`val_loss = …` computed over a loader says what the loader serves."""
        if not isinstance(target, cst.Name | cst.Attribute):
            return
        name = target.value if isinstance(target, cst.Name) else target.attr.value
        if self.role_words.of_name(name) is None:
            return
        used = [c.data for c in self.trace.consumed[start:] if c.by == "loop"]
        if used and all(data is used[0] for data in used):
            self.name_made(used[0], name, target, Strength.ARGUMENT, "its result is called")

    def _AnnAssign(self, node: cst.AnnAssign) -> None:
        if node.value is not None:
            self.assign(node.target, self.evaluate(node.value), node)
        elif isinstance(node.target, cst.Name) and self.context.scope.is_class:
            self.write(self.context.scope, f"{node.target.value}:", NONE)

    def _AugAssign(self, node: cst.AugAssign) -> None:
        target = node.target
        value = self.evaluate(node.value)
        name = type(node.operator).__name__.removesuffix("Assign")
        current = self.evaluate(target)
        if name == "Add" and isinstance(current, Sequence) and isinstance(value, Sequence):
            self.write(current, "items", (*current.items, *value.items))
            if not value.exact:
                self.write(current, "exact", False)
            return
        result = self.binary(name, current, value, node)
        outside = isinstance(target, cst.Name) and self.scope_of(target.value) is not self.context.scope
        if self.context.effects is not None and (outside or isinstance(target, cst.Attribute | cst.Subscript)):
            result = fresh()  # counted up from sample to sample
        self.assign(target, result, node)

    # binding

    def assign(self, target: Any, value: Value, node: Any) -> None:
        """Bind a value to a name, attribute, subscript, or the parts of a tuple."""
        if isinstance(target, cst.Name):
            self.bind_name(target.value, value, node)
        elif isinstance(target, cst.Attribute):
            self.assign_attribute(self.evaluate(target.value), target.attr.value, value, node)
        elif isinstance(target, cst.Subscript):
            container = self.evaluate(target.value)
            index = self.index_of(target)
            self.assign_subscript(container, index, value, node)
            if isinstance(index, Slice) and isinstance(target.value, cst.Name):
                self._forget(target.value)
        elif isinstance(target, cst.Tuple | cst.List):
            self.unpack(target.elements, value, node)
        elif isinstance(target, cst.StarredElement):
            self.assign(target.value, value, node)

    def bind_name(self, name: str, value: Value, node: Any) -> None:
        """Bind a name in its scope; a role in the name is evidence."""
        self.name_all(value, name, node)
        self.changed(value)
        if isinstance(value, Unknown) and value.key[0] == "part" and name != "_":
            self.trace.kept[value.key] = name
        if isinstance(value, Unknown) and not value.name and self.role_words.of_name(name):
            value = Unknown(value.identity, name, value.sample, value.drawn, value.type)
        scope = self.scope_of(name)
        _rebind(scope.slots.get(name), value)
        self.write(scope, name, value)

    def name_all(self, value: Value, name: str, node: Any) -> None:
        """Name a value, whichever of its possibilities it is."""
        if isinstance(value, Union):
            for option in value.options:
                self.name_it(option.value, name, node)
        else:
            self.name_it(value, name, node)

    def assign_attribute(self, target: Value, name: str, value: Value, node: Any) -> None:
        """`target.name = value`."""
        if isinstance(target, Union):
            for option in target.options:
                if compatible(option.conditions, self.context.conditions):
                    self.assign_attribute(option.value, name, value, node)
            return
        self.name_all(value, name, node)
        if self.context.effects is not None:
            self.context.effects.writes.add(name)
            made = made_of(value)
            if isinstance(made, Rng):
                made.kept = True
        if isinstance(target, Instance):
            setter = self.setter_of(target, name)
            if setter is not None:
                self.call(setter, [Argument("", value, self.place(node), True)], node)
                return
            if isinstance(value, Unknown) and not value.name and self.role_words.of_name(name):
                value = Unknown(value.identity, name, value.sample, value.drawn, value.type)
            if self.context.effects is not None and _counts(target.slots.get(name), value):
                value = fresh()
            _rebind(target.slots.get(name), value)
            self.write(target, name, value)
            self.set_attribute(target, name, value, node)
        elif isinstance(target, Class | Mapping):
            self.write(target, name, value)
        else:
            self.set_attribute(target, name, value, node)

    def setter_of(self, target: Instance, name: str) -> Value | None:
        """The property setter of an attribute."""
        raise NotImplementedError

    def set_attribute(self, target: Value, name: str, value: Value, node: Any) -> None:
        """An attribute of a pipeline object was set."""
        raise NotImplementedError

    def assign_subscript(self, container: Value, index: Value, value: Value, node: Any) -> None:
        """`container[index] = value`."""
        self.changed(container)
        self.mix(container, index, value)
        if isinstance(container, Mapping):
            if isinstance(index, Const):
                try:
                    self.write(container, index.value, value)
                except TypeError:
                    return
                if isinstance(index.value, str):
                    self.name_all(value, index.value, node)
            else:
                self.write(container, None, True)
        elif isinstance(container, Sequence):
            if isinstance(index, Const) and isinstance(index.value, int) and container.exact:
                items = list(container.items)
                if -len(items) <= index.value < len(items):
                    items[index.value] = Item(value)
                    self.write(container, "items", tuple(items))
                    return
            self.write(container, "exact", False)
        elif isinstance(container, Object) and isinstance(index, Const):
            self.set_entry(container, index.value, value, node)

    def set_entry(self, container: Object, key: Any, value: Value, node: Any) -> None:
        """`container[key] = value` of a pipeline object."""
        raise NotImplementedError

    def unpack(self, elements: Many[Any], value: Value, node: Any) -> None:
        """`a, (b, *c) = value`."""
        if isinstance(value, Union):
            for n, element in enumerate(elements):
                parts = [Item(self._part(o.value, n, len(elements)), o.conditions) for o in value.options]
                self.assign(element.value, union(parts), node)
            return
        if isinstance(value, Object | Instance):
            spread = self.spread(value, len(elements), node)
            if spread is not None:
                value = spread
        star = next((n for n, e in enumerate(elements) if isinstance(e, cst.StarredElement)), None)
        if star is not None and isinstance(value, Sequence) and value.exact:
            after = len(elements) - star - 1
            items = [item.value for item in value.items]
            middle = items[star : len(items) - after]
            parts_ = [*items[:star], sequence(middle), *(items[len(items) - after :] if after else [])]
            if len(parts_) == len(elements):
                for element, part in zip(elements, parts_, strict=True):
                    self.assign(element.value, part, node)
                return
        for n, element in enumerate(elements):
            self.assign(element.value, self._part(value, n, len(elements)), node)

    def spread(self, value: Value, count: int, node: Any) -> Sequence | None:
        """The parts of a pipeline object that is unpacked."""
        raise NotImplementedError

    def _part(self, value: Value, n: int, count: int) -> Value:
        if isinstance(value, Sequence) and n < len(value.items):
            return value.items[n].value
        if isinstance(value, Unknown) and value.key[0] == "enumerate" and n == 1 and isinstance(value.drawn, Value):
            return self.element(value.drawn)
        part = derived("index", value, Const(n))
        return part

    # control flow

    def _If(self, node: cst.If) -> Narrowed:
        self.tested = []
        truth, key = self.test(node.test)
        if truth is True:
            if isinstance(node.test, cst.Name) and ON_PURPOSE & set(tokens(node.test.value)):
                self.trace.overfits = True
            return self.execute(node.body.body)
        if truth is False:
            return self._orelse(node.orelse)
        draws, effects = self.tested, self.context.effects
        before = effects.changes if effects is not None else 0
        yes = self.arm(conditions_of(key, True), lambda: self.execute(node.body.body))
        no = self.arm(conditions_of(key, False), lambda: self._orelse(node.orelse))
        if draws and effects is not None and effects.changes > before:
            for draw in draws:
                draw.augments = True
        return self.join(key, yes, no)

    def _orelse(self, node: Any) -> Narrowed:
        if node is None:
            return ON
        if isinstance(node, cst.If):
            return self._If(node)
        return self.execute(node.body.body)

    def _For(self, node: cst.For) -> Narrowed:
        value = self.evaluate(node.iter)
        if self.context.effects is not None and is_unread(value):
            self.context.effects.unread = True
        loop = Loop(self.place(node), serial=serial(), conditions=self.context.conditions)
        known = self.iterate(value)
        loop.counting = known is None or len(known) > MAX_UNROLL or _is_range(value)
        stopped: Conditions = ALWAYS
        stop = ""
        with self.within(loops=(*self.context.loops, loop)):
            if known is None or len(known) > MAX_UNROLL or _is_range(value):
                flow = self._body(node, derived("element", value) if _is_range(value) else self.element(value))
                stopped = flow.conditions if flow.scope in ENDS else ALWAYS
            else:
                for item in known:
                    if not compatible(item.conditions, self.context.conditions):
                        continue
                    with self.within(
                        conditions=self.context.conditions | item.conditions | stopped,
                        words=self.loop_words(node.target, item.value),
                    ):
                        flow = self._body(node, item.value)
                    if flow.stop in (*ENDS, "break"):
                        stop = flow.stop if flow.stop in ENDS else ""
                        break
                    if flow.scope in (*ENDS, "break"):
                        stopped |= flow.conditions
        self.consumed_by_loop(value, node, loop)
        if stop:
            return Narrowed(stop=stop) if not stopped else ON
        if node.orelse:
            self.execute(node.orelse.body.body)
        return ON

    def _body(self, node: Any, value: Value) -> Narrowed:
        self.assign(node.target, value, node)
        flow: Narrowed = self.execute(node.body.body)
        return flow

    def consumed_by_loop(self, value: Value, node: Any, loop: Loop) -> None:
        """A loop ran over a dataset or loader: it was consumed, for training if a training step was seen."""
        counted = False
        if isinstance(value, Unknown) and value.key[0] == "enumerate" and isinstance(value.drawn, Value):
            value, counted = value.drawn, True
        targets = list(value.options) if isinstance(value, Union) else [Item(value)]
        trained = loop.certain and (len(targets) == 1 or _branches(targets))
        for target in targets:
            made = made_of(target.value)
            if made is not None:
                context = self.context
                self.trace.consumed.append(
                    Consume(
                        made,
                        "loop",
                        self.place(node),
                        context.chain,
                        context.conditions | target.conditions if trained else context.conditions,
                        self.order(),
                        Role.TRAIN if trained else None,
                        evaluating=context.evaluating and not loop.training,
                        loops=(*context.loops, loop),
                        unlabelled=_unlabelled(node, counted),
                    )
                )

    def _While(self, node: cst.While) -> Narrowed:
        truth, _ = self.test(node.test)
        if truth is False:
            return ON
        if truth is True and self.context.effects is not None:
            self.context.effects.endless = True
        loop = Loop(self.place(node), serial=serial(), conditions=self.context.conditions)
        with self.within(loops=(*self.context.loops, loop)):
            self.execute(node.body.body)
        if node.orelse:
            self.execute(node.orelse.body.body)
        return ON

    def _Try(self, node: cst.Try) -> Narrowed:
        flow = self.execute(node.body.body)
        for handler in node.handlers:
            self._handler(handler)
        if node.orelse and not flow.stop:
            flow = self.execute(node.orelse.body.body)
        if node.finalbody:
            self.execute(node.finalbody.body.body)
        return flow if flow.stop and not node.handlers else ON

    def _TryStar(self, node: Any) -> Narrowed:
        return self._Try(node)

    def _handler(self, handler: Any) -> None:
        key = ("raised", id(handler))

        def run() -> Narrowed:
            if handler.name is not None:
                self.assign(handler.name.name, fresh(), handler)
            return self.execute(handler.body.body)

        yes = self.arm(conditions_of(key, True), run)
        self.join(key, yes, self.arm(conditions_of(key, False), lambda: ON))

    def _With(self, node: cst.With) -> Narrowed:
        changes: dict[str, Any] = {}
        for item in node.items:
            value = self.evaluate(item.item)
            mode = self.mode_of(value)
            if mode == "evaluate":
                changes["evaluating"] = True
            elif mode == "isolate":
                changes["isolated"] = True
            if item.asname is not None:
                self.assign(item.asname.name, value, node)
        with self.within(**changes):
            return self.execute(node.body.body)

    def mode_of(self, value: Value) -> str:
        """The mode a context manager or decorator puts the program in."""
        raise NotImplementedError

    def _Match(self, node: cst.Match) -> Narrowed:
        subject = self.evaluate(node.subject)
        return self._cases(subject, list(node.cases))

    def _cases(self, subject: Value, cases: list[Any]) -> Narrowed:
        if not cases:
            return ON
        case = cases[0]
        pattern = case.pattern
        if case.guard is not None:
            return self._guarded(subject, cases)
        if isinstance(pattern, cst.MatchAs) and pattern.pattern is None:
            if pattern.name is not None:
                self.assign(pattern.name, subject, case)
            return self.execute(case.body.body)
        truth: bool | None = None
        key: Any = ("match", id(case), subject.key)
        if isinstance(pattern, cst.MatchValue):
            value = self.evaluate(pattern.value)
            truth = self._compare("Equal", subject, value)
            if truth is None:
                truth, key = self.decided(("equal", subject.key, value.key))
        if truth is True:
            return self.execute(case.body.body)
        if truth is False:
            return self._cases(subject, cases[1:])
        yes = self.arm(conditions_of(key, True), lambda: self.execute(case.body.body))
        no = self.arm(conditions_of(key, False), lambda: self._cases(subject, cases[1:]))
        return self.join(key, yes, no)

    def _guarded(self, subject: Value, cases: list[Any]) -> Narrowed:
        """A case with a guard: taken or not, unless the guard decides against it."""
        case = cases[0]
        if isinstance(case.pattern, cst.MatchAs) and case.pattern.name is not None:
            self.assign(case.pattern.name, subject, case)
        truth, key = self.test(case.guard)
        if truth is False:
            return self._cases(subject, cases[1:])
        whole = ("guard", id(case), subject.key, key)
        yes = self.arm(conditions_of(whole, True), lambda: self.execute(case.body.body))
        no = self.arm(conditions_of(whole, False), lambda: self._cases(subject, cases[1:]))
        return self.join(whole, yes, no)

    # definitions

    def _FunctionDef(self, node: cst.FunctionDef) -> None:
        function: Value = self.make_function(node)
        name = node.name.value
        if any(isinstance(d.decorator, cst.Attribute) and d.decorator.attr.value == "setter" for d in node.decorators):
            name = f"{name}="  # kept beside the property of that name
        elif isinstance(function, Function):
            if self.context.functions and self.context.effects is None:
                self.nested[id(node)] = function, self.context
            function = self.decorate(function, function.decorators, node)
        self.write(self.scope_of(name), name, function)

    def decorate(self, value: Value, decorators: Many[Any], node: Any) -> Value:
        """What the project's own decorators make of a function or class; others are taken to pass it through."""
        for decorator in reversed(decorators):
            if isinstance(decorator, Function | Bound | Instance):
                result = self.call(decorator, [Argument("", value, self.place(node), True)], node)
                if isinstance(result, Function | Class | Bound):
                    value = result
        return value

    def make_function(self, node: cst.FunctionDef, owner: Class | None = None) -> Function:
        """A function value, with its defaults evaluated where it is defined."""
        params = [*node.params.posonly_params, *node.params.params, *node.params.kwonly_params]
        defaults = {param.name.value: self.evaluate(param.default) for param in params if param.default}
        decorators = tuple(self.evaluate(decorator.decorator) for decorator in node.decorators)
        return Function(
            node,
            self.context.module,
            self.context.scope,
            node.name.value,
            owner,
            defaults,
            decorators,
        )

    def _ClassDef(self, node: cst.ClassDef) -> None:
        bases = tuple(self.evaluate(base.value) for base in node.bases)
        scope = Scope(parent=self.context.scope, module=self.context.module, is_class=True)
        cls = Class(node=node, module=self.context.module, name=node.name.value, bases=bases, scope=scope)
        decorators = [self.evaluate(decorator.decorator) for decorator in node.decorators]
        with self.within(scope=scope):
            self.execute(node.body.body)
        for value in scope.slots.values():
            if isinstance(value, Function) and value.owner is None:
                value.owner = cls
        cls.slots = scope.slots
        if any(_is_dataclass(decorator) for decorator in decorators):
            cls.slots["__dataclass__"] = NONE
        self.write(self.scope_of(node.name.value), node.name.value, self.decorate(cls, decorators, node))

    # imports

    def _Import(self, node: cst.Import) -> None:
        for alias in node.names:
            dotted = _dotted(alias.name)
            if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
                self.write(self.context.scope, alias.asname.name.value, self.imported(dotted, "", node))
            else:
                head = dotted.partition(".")[0]
                self.write(self.context.scope, head, self.imported(head, "", node))
                self.unused_import(head)
                if dotted != head:
                    self.resolve(self.imported(dotted, "", node))

    def _ImportFrom(self, node: cst.ImportFrom) -> None:
        module = "." * len(node.relative) + (_dotted(node.module) if node.module else "")
        if isinstance(node.names, cst.ImportStar):
            self.star_import(module, node)
            return
        for alias in node.names:
            name = _dotted(alias.name)
            local = alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else name
            self.write(self.context.scope, local, self.imported(module, name, node))
            self.unused_import(local)

    def unused_import(self, name: str) -> None:
        """An import whose name is never used is there for what the module does: it is run at once."""
        module = self.context.module
        value = self.context.scope.slots[name]
        exported = module.path.name == "__init__.py" and bool(getattr(value, "name", None))
        if not exported and not module.index.mentions(name):
            self.resolve(value)

    def imported(self, module: str, name: str, node: Any) -> Value:
        """The value that an import binds."""
        raise NotImplementedError

    def star_import(self, module: str, node: Any) -> None:
        """`from module import *`."""
        raise NotImplementedError


def _branches(targets: Many[Item]) -> bool:
    """Whether each of these is what a name holds in one of several branches of the program."""
    conditions = [item.conditions for item in targets]
    return (
        all(conditions)
        and not any(mentions(key, "element") for condition in conditions for key, _ in condition)
        and not any(compatible(one, other) for n, one in enumerate(conditions) for other in conditions[:n])
    )


def _unlabelled(loop: Any, counted: bool) -> bool:
    """Whether a loop over batches never reads the second part of each, the labels. `counted`: by `enumerate`."""
    target = loop.target
    if counted and isinstance(target, cst.Tuple):
        target = target.elements[-1].value
    if isinstance(target, cst.Tuple) and len(target.elements) > 1:
        names = _names(target.elements[1].value)
        return names == {"_"} or (isinstance(loop, cst.For) and names.isdisjoint(_names(loop.body)))
    return isinstance(target, cst.Name) and target.value == "_"


def _rebind(old: Any, value: Value) -> None:
    """Note that the name of a dataset is given to something else."""
    made = made_of(old)
    if isinstance(made, Dataset) and made_of(value) is not made:
        made.rebound = True


def _counts(old: Any, new: Value) -> bool:
    """Whether a number is replaced by another one while a sample is made: at the next sample it is another again."""
    if not isinstance(old, Const) or not isinstance(new, Const):
        return False
    return isinstance(old.value, int | float) and isinstance(new.value, int | float) and old.value != new.value


def _names(node: Any) -> set[str]:
    found: set[str] = set()
    stack = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, cst.Name):
            found.add(one.value)
        else:
            stack.extend(_children(one))
    return found


def _children(node: Any) -> Iterator[Any]:
    """The nodes right below a node, but for spaces and brackets; an own walk, since libcst's visitors are dear."""
    for name in node.__dataclass_fields__:
        if name in SKIPPED_FIELDS:
            continue
        child = getattr(node, name)
        if isinstance(child, cst.CSTNode):
            yield child
        elif isinstance(child, list | tuple):
            yield from (item for item in child if isinstance(item, cst.CSTNode))


def _is_range(value: Value) -> bool:
    """A counting loop does the same each time: once is enough."""
    return isinstance(value, Sequence) and value.kind == "range"


def _is_dataclass(decorator: Value) -> bool:
    return isinstance(decorator, Library) and decorator.name in DATACLASSES


def _dotted(node: Any) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return str(node.value)


def is_generator(function: Function) -> bool:
    """Whether calling a function makes a generator."""
    return isinstance(function.node, cst.FunctionDef) and _yields(function.node.body)


def _yields(body: Any) -> bool:
    """Whether a function body has a `yield` of its own."""
    stack = [body]
    while stack:
        node = stack.pop()
        if isinstance(node, cst.Yield):
            return True
        if not isinstance(node, cst.FunctionDef | cst.Lambda | cst.ClassDef):
            stack.extend(_children(node))
    return False


SKIPPED_FIELDS = frozenset(
    (
        "leading_lines lines_after_decorators header footer lpar rpar comma semicolon equal colon dot lbracket "
        "rbracket lbrace rbrace annotation trailing_whitespace indent newline asname"
    ).split()
)


def returns_nothing(function: Function) -> bool:
    """Whether a function has no `return` with a value."""
    import libcst.matchers as m

    if isinstance(function.node, cst.Lambda) or is_generator(function):
        return False
    return not [one for one in m.findall(function.node.body, m.Return()) if getattr(one, "value", None) is not None]
