"""Calls of the project's own functions and classes, and attributes of values."""

from collections.abc import Sequence as Many
from typing import Any

import libcst as cst

from auglint.pipeline import Argument, Consume, Dataset, Frame, Loader, Role, Strength
from auglint.trace import python
from auglint.trace.machine import MAX_DEPTH, MISSING, carries, made_of
from auglint.trace.statements import Statements, is_generator
from auglint.trace.tables import NO_DEFAULT, Parameter
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
    Method,
    Object,
    Partial,
    ProjectModule,
    Scope,
    Sequence,
    Super,
    Text,
    Union,
    Unknown,
    Value,
    derived,
    fresh,
    sequence,
    union,
)

SMALL = 45  # identifiers; a function that mentions no table name is still entered when it is this small
MODULE_KINDS = ("augmentation", "dataset", "loader", "derive", "seed", "rng", "split")
DUCK_DATASET = ("__getitem__", "__len__")


class Calls(Statements):
    """Calling project code."""

    def _Call(self, node: cst.Call) -> Value:
        if isinstance(node.func, cst.Attribute):
            receiver = self.evaluate(node.func.value)
            arguments = self.arguments(node)
            name = node.func.attr.value
            return self.distribute(receiver, lambda one: self.call_attribute(one, name, arguments, node))
        function = self.evaluate(node.func)
        if isinstance(function, Library) and function.name == "builtins.super":
            return self.super_here(self.arguments(node))
        arguments = self.arguments(node)
        return self.distribute(function, lambda one: self.call(one, arguments, node))

    def call_attribute(self, receiver: Value, name: str, arguments: list[Argument], node: Any) -> Value:
        """`receiver.name(...)`."""
        if isinstance(receiver, Instance):
            method = self.find_method(receiver, name)
            own = name in receiver.slots or isinstance(self.find_in_class(receiver.cls, name), Value)
            if method is None and not own:
                return self.call_base_method(receiver, name, arguments, node)
        if isinstance(receiver, Instance | Class | ProjectModule | Library | Super | Function):
            return self.distribute(self.attribute(receiver, name, node), lambda f: self.call(f, arguments, node))
        return self.call_method(receiver, name, arguments, node)

    def call_method(self, receiver: Value, name: str, arguments: list[Argument], node: Any) -> Value:
        """A method of a value that is not the project's."""
        result: Value | None = None
        if isinstance(receiver, Sequence):
            result = python.list_method(self, receiver, name, arguments)
        elif isinstance(receiver, Mapping):
            known = receiver.slots.get(name, MISSING)
            if isinstance(known, Value):
                return self.distribute(self.resolve(known), lambda f: self.call(f, arguments, node))
            result = python.dict_method(self, receiver, name, arguments)
        elif isinstance(receiver, Const | Text):
            result = python.path_method(self, receiver, name, arguments)
        if result is not None:
            return result
        if isinstance(receiver, Object):
            return self.call_object_method(receiver, name, arguments, node)
        if isinstance(receiver, Bound | Partial) and name == "__call__":
            return self.call(receiver, arguments, node)
        return self.call_unknown_method(receiver, name, arguments, node)

    def call(self, function: Value, arguments: list[Argument], node: Any) -> Value:
        """Call a value."""
        if isinstance(function, Function):
            return self.call_function(function, arguments, node)
        if isinstance(function, Bound):
            return self.call_function(function.function, arguments, node, function.receiver)
        if isinstance(function, Class):
            return self.instantiate(function, arguments, node)
        if isinstance(function, Partial):
            return self.call(function.function, [*function.arguments, *arguments], node)
        if isinstance(function, Library):
            return self.call_library(function.name, arguments, node)
        if isinstance(function, Method):
            return self.call_method(function.receiver, function.name, arguments, node)
        if isinstance(function, Object):
            return self.call_object(function, arguments, node)
        if isinstance(function, Instance):
            return self.call_instance(function, arguments, node)
        if isinstance(function, Union):
            return self.distribute(function, lambda one: self.call(one, arguments, node))
        return self.call_unknown(function, arguments, node)

    # functions

    def call_function(
        self, function: Function, arguments: Many[Argument], node: Any, receiver: Value | None = None
    ) -> Value:
        """Enter a project function, if it can matter; else a value that depends on its arguments alone."""
        context = self.context
        self.called.add(id(function.node))
        if len(context.functions) >= MAX_DEPTH or sum(f.node is function.node for f in context.functions) > 1:
            self.give_up(node, "calls nest too deeply")
            return fresh()
        if not self.worth_entering(function, arguments, receiver):
            values = [argument.value for argument in arguments]
            if receiver is None and values and not any(isinstance(v, Unknown) and v.key[0] == "fresh" for v in values):
                return derived("call", function, *values)
            return fresh(sample=any(getattr(value, "sample", False) for value in values))
        params = parameters_of(function.node.params)
        if receiver is not None and params and params[0].kind == "positional":
            arguments = [Argument("", receiver, self.place(node), True), *arguments]
        scope = Scope(parent=function.scope, module=function.module)
        words = list(context.words)
        call = object()
        for bound in bind(params, arguments, self.place(node)).values():
            value = bound.value if bound.given else self._default(function, bound, arguments)
            scope.slots[bound.name] = value
            if bound.given and bound.value is not receiver:
                self.name_it(value, bound.name, node, Strength.ARGUMENT)
                self.passed(value, bound, call, function)
                if isinstance(value, Const) and isinstance(value.value, str | bool):
                    words.append((bound.name, value.value))
        said = {self.role_words.of_argument(name, value) for name, value in words[len(context.words) :]}
        if isinstance(receiver, Instance) and said <= {None, Role.TRAIN}:
            self.ran.add((id(receiver), function.name))
        frame = Frame(self.place(node), function.name)
        return self.run_body(function, scope, (*context.chain, frame), tuple(words), receiver)

    def passed(self, value: Value, bound: Argument, call: object, function: Function) -> None:
        """Data was passed for a parameter whose name says a role: kept to see one object passed for both."""
        role = self.role_words.of_name(bound.name)
        made = made_of(value)
        if role is not None and isinstance(made, Dataset | Loader):
            context = self.context
            self.trace.consumed.append(
                Consume(
                    made, function.name, bound.place, context.chain, context.conditions, self.order(), role,
                    loops=context.loops, call=call, by_name=True,
                )
            )  # fmt: skip

    def _default(self, function: Function, bound: Argument, arguments: Many[Argument]) -> Value:
        if any(argument.name in ("*", "**") for argument in arguments):
            return fresh(bound.name)
        if bound.name in function.defaults:
            return function.defaults[bound.name]
        if isinstance(bound.value, Value):
            return bound.value
        return fresh(bound.name)

    def run_body(
        self,
        function: Function,
        scope: Scope,
        chain: tuple[Frame, ...],
        words: tuple[tuple[str, Any], ...],
        receiver: Value | None,
    ) -> Value:
        """Run a function's body in a scope that holds its arguments; its value."""
        returns: list[Item] = []
        yields: list[Value] = []
        context = self.context
        with self.within(
            module=function.module,
            scope=scope,
            chain=chain,
            words=words,
            functions=(*context.functions, function),
            receiver=receiver,
            returns=returns,
            yields=yields,
            evaluating=context.evaluating or any(self.mode_of(d) == "evaluate" for d in function.decorators),
        ):
            if isinstance(function.node, cst.Lambda):
                returns.append(Item(self.evaluate(function.node.body), self.context.conditions))
            else:
                self.execute(function.node.body.body)
        generators = function.module.generators
        if id(function.node) not in generators:
            generators[id(function.node)] = is_generator(function)
        if generators[id(function.node)]:
            if not yields:
                return fresh(sample=context.effects is not None)
            return sequence(yields, exact=False)
        options: list[Item] = []
        for item in returns:
            more = item.conditions - context.conditions
            options.append(Item(item.value, more))
            if not more:
                break
        value = union(options) if options else NONE
        self.name_returned(value, function.name, chain)
        return value

    def name_returned(self, value: Value, name: str, chain: tuple[Frame, ...]) -> None:
        """What `get_val_loader` returns serves validation."""
        role = self.role_words.of_name(name)
        made = made_of(value)
        if role is not None and made is not None and chain:
            self.name_it(value, name, chain[-1].place.node, Strength.ARGUMENT)

    def worth_entering(self, function: Function, arguments: Many[Argument], receiver: Value | None) -> bool:
        """Whether a function can matter: by what it mentions, by what it is given, or because it is small."""
        if isinstance(function.node, cst.Lambda) or any(carries(argument.value) for argument in arguments):
            return True
        path = function.module.path
        owner = function.owner.name if function.owner else function.name
        index = function.module.index
        definition = index.definitions.get(owner)
        if definition is None:
            return True
        if self.project.relevant(path, owner):
            return True
        if receiver is not None and carries(receiver):
            return True
        return len(definition.identifiers) <= SMALL and len(self.context.functions) < 8

    # classes

    def instantiate(self, cls: Class, arguments: list[Argument], node: Any) -> Value:
        """A new object of a project class: its `__init__` is run, its library bases are told."""
        instance = Instance(cls)
        rows = self.base_rows(cls)
        self.start_instance(instance, rows, arguments, node)
        before = self.drawn_outside
        if any(row.kind == "type" for row in rows) and not self.module_matters(cls, arguments):
            return instance
        init = self.find_in_class(cls, "__init__")
        if "__dataclass__" in cls.slots or (init is None and self._is_dataclass(cls)):
            self._dataclass_fields(instance, cls, arguments, node)
        elif isinstance(init, Function):
            self.call_function(init, arguments, node, instance)
        else:
            self.init_bases(instance, arguments, node)
        post = self.find_in_class(cls, "__post_init__")
        if isinstance(post, Function):
            self.call_function(post, [], node, instance)
        if isinstance(instance.made, Dataset):
            instance.made.drawn = self.drawn_outside > before
        return instance

    def module_matters(self, cls: Class, arguments: Many[Argument]) -> bool:
        """Whether a model class is worth building: it is given something tracked, or mentions transforms or data."""
        if any(carries(argument.value) for argument in arguments):
            return True
        definition = cls.module.index.definitions.get(cls.name)
        if definition is None:
            return True
        return bool(definition.identifiers & self.project.words(cls.module.path, MODULE_KINDS))

    def _is_dataclass(self, cls: Class) -> bool:
        return any("__dataclass__" in base.slots for base in python.lineage(cls))

    def _dataclass_fields(self, instance: Instance, cls: Class, arguments: Many[Argument], node: Any) -> None:
        names: list[str] = []
        for base in reversed(python.lineage(cls)):
            for name, value in base.slots.items():
                plain = name.removesuffix(":")
                if isinstance(value, Function) or plain.startswith("__") or plain in names:
                    continue
                names.append(plain)
        params = tuple(Parameter(name, NO_DEFAULT, "positional") for name in names)
        for bound in bind(params, arguments, self.place(node)).values():
            default = next(
                (base.slots[bound.name] for base in python.lineage(cls) if bound.name in base.slots), fresh(bound.name)
            )
            self.write(instance, bound.name, bound.value if bound.given else default)

    def find_in_class(self, cls: Class, name: str) -> Any:
        """A class attribute, looked up through the project bases; None when it is not there."""
        for base in python.lineage(cls):
            value = base.slots.get(name, MISSING)
            if isinstance(value, Value):
                return self.resolve(value)
        return None

    def find_method(self, instance: Instance, name: str) -> Function | None:
        """A method of a project object."""
        found = self.find_in_class(instance.cls, name)
        return found if isinstance(found, Function) else None

    def setter_of(self, target: Instance, name: str) -> Value | None:
        """The property setter of an attribute."""
        found = self.find_in_class(target.cls, f"{name}=")
        return Bound(found, target) if isinstance(found, Function) else None

    def super_here(self, arguments: Many[Argument]) -> Value:
        """`super()`: the class of the method we are in, and its object."""
        context = self.context
        function = context.functions[-1] if context.functions else None
        if function is None or function.owner is None or context.receiver is None:
            return fresh()
        return Super(function.owner, context.receiver)

    def call_instance(self, instance: Instance, arguments: list[Argument], node: Any) -> Value:
        """`instance(...)`: `__call__`, or `forward` of a module."""
        for name in ("__call__", "forward", "call"):
            method = self.find_method(instance, name)
            if method is not None:
                if self.context.effects is None:
                    return self.call_function(method, arguments, node, instance)
                self.record_application(instance, arguments, node)
                with self.within(applying=self.context.applying + 1):
                    return self.call_function(method, arguments, node, instance)
        if self.context.effects is not None:
            self.record_application(instance, arguments, node)
        return fresh(sample=any(getattr(a.value, "sample", False) for a in arguments))

    # attributes

    def attribute(self, value: Value, name: str, node: Any) -> Value:
        """An attribute of a value."""
        if isinstance(value, Union):
            return self.distribute(value, lambda one: self.attribute(one, name, node))
        if isinstance(value, Instance):
            return self.instance_attribute(value, name, node)
        if isinstance(value, Library):
            return self.library_attribute(value, name)
        if isinstance(value, ProjectModule):
            return self.module_attribute(value, name, node)
        if isinstance(value, Class | Function) and name in ("__name__", "__qualname__"):
            return Const(value.name)
        if isinstance(value, Class):
            found = self.find_in_class(value, name)
            if isinstance(found, Function) and "builtins.classmethod" in {
                d.name for d in found.decorators if isinstance(d, Library)
            }:
                return Bound(found, value)
            return found if found is not None else derived("attribute", value, Const(name))
        if isinstance(value, Super):
            return self._super_attribute(value, name)
        if isinstance(value, Mapping):
            found = self.read(value, name)
            if found is not MISSING:
                return self.resolve(found)
            if value.exact and name not in dir(dict):
                return fresh(name)
            return Method(value, name)
        if isinstance(value, Object):
            return self.object_attribute(value, name, node)
        if isinstance(value, Const | Text):
            known = python.path_attribute(value, name)
            return known if known is not None else Method(value, name)
        if isinstance(value, Sequence | Partial | Bound):
            return Method(value, name)
        if self.context.effects is not None and name in self.context.effects.writes:
            return fresh(name)  # it was set while this sample was made
        result = derived("attribute", value, Const(name))
        default = self.option_default(value, name)
        if default is not None:
            return Unknown(result.identity, name, assumed=default)
        role = self.role_words.of_name(name)
        return Unknown(result.identity, name, result.sample, result.drawn) if role else result

    def instance_attribute(self, value: Instance, name: str, node: Any) -> Value:
        """An attribute of a project object: its own, its class's, or its library base's."""
        own = self.read(value, name)
        if own is not MISSING:
            return self.resolve(own)
        found = self.find_in_class(value.cls, name)
        if isinstance(found, Function):
            kinds = {d.name for d in found.decorators if isinstance(d, Library)}
            if kinds & {"builtins.property", "functools.cached_property", "cached_property.cached_property"}:
                return self.call_function(found, [], node, value)
            if "builtins.staticmethod" in kinds:
                return found
            if "builtins.classmethod" in kinds:
                return Bound(found, value.cls)
            return Bound(found, value)
        if found is not None:
            assert isinstance(found, Value)
            return found
        if name == "__class__":
            return value.cls if isinstance(value.cls, Value) else fresh()
        made = made_of(value)
        if isinstance(made, Dataset):
            return self.object_attribute(Object(made), name, node)
        return derived("attribute", value, Const(name))

    def _super_attribute(self, value: Super, name: str) -> Value:
        line = python.lineage(value.cls)[1:]
        for base in line:
            found = base.slots.get(name, MISSING)
            if isinstance(found, Function):
                return Bound(found, value.receiver)
            if isinstance(found, Value):
                return found
        return Method(value, name)

    def option_default(self, value: Value, name: str) -> Value | None:
        """The default of a command-line option, when `value` holds the parsed options."""
        raise NotImplementedError

    def library_attribute(self, value: Library, name: str) -> Value:
        """A name below a library name."""
        raise NotImplementedError

    # what library.py provides

    def base_rows(self, cls: Class) -> list[Any]:
        """The table rows of a class's library bases."""
        raise NotImplementedError

    def start_instance(self, instance: Instance, rows: Many[Any], arguments: list[Argument], node: Any) -> None:
        """Make the pipeline object that an instance is, if it is one."""
        raise NotImplementedError

    def init_bases(self, instance: Instance, arguments: list[Argument], node: Any) -> None:
        """A project class without `__init__` of its own passes its arguments to the library base."""
        raise NotImplementedError

    def record_application(self, target: Value, arguments: Many[Argument], node: Any) -> None:
        """Something was called on a sample."""
        raise NotImplementedError

    def call_library(self, name: str, arguments: list[Argument], node: Any) -> Value:
        """Call a library name."""
        raise NotImplementedError

    def call_object(self, target: Object, arguments: list[Argument], node: Any) -> Value:
        """Call a pipeline object."""
        raise NotImplementedError

    def call_object_method(self, target: Object, name: str, arguments: list[Argument], node: Any) -> Value:
        """A method of a pipeline object."""
        raise NotImplementedError

    def call_base_method(self, target: Instance, name: str, arguments: list[Argument], node: Any) -> Value:
        """A method that a project object has from its library base."""
        raise NotImplementedError

    def call_unknown(self, function: Value, arguments: list[Argument], node: Any) -> Value:
        """Call something that is not known."""
        raise NotImplementedError

    def call_unknown_method(self, receiver: Value, name: str, arguments: list[Argument], node: Any) -> Value:
        """A method of something that is not known."""
        raise NotImplementedError

    def object_attribute(self, value: Object, name: str, node: Any) -> Value:
        """An attribute of a pipeline object."""
        raise NotImplementedError

    def module_attribute(self, value: ProjectModule, name: str, node: Any) -> Value:
        """A name of a project module."""
        raise NotImplementedError


def parameters_of(params: cst.Parameters) -> tuple[Parameter, ...]:
    """The parameters of a project function. The default is `...` where there is one: it was evaluated elsewhere."""
    found = [
        Parameter(p.name.value, ... if p.default else NO_DEFAULT, "positional")
        for p in (*params.posonly_params, *params.params)
    ]
    if isinstance(params.star_arg, cst.Param):
        found.append(Parameter(params.star_arg.name.value, NO_DEFAULT, "args"))
    found.extend(Parameter(p.name.value, ... if p.default else NO_DEFAULT, "keyword") for p in params.kwonly_params)
    if params.star_kwarg is not None:
        found.append(Parameter(params.star_kwarg.name.value, NO_DEFAULT, "kwargs"))
    return tuple(found)


def bind(parameters: Many[Parameter], arguments: Many[Argument], place: Any) -> dict[str, Argument]:
    """Arguments by parameter name, defaults filled in (`given` False). "!" holds an argument that fits nowhere,
    "?" one that was unpacked from something not known.
    """
    bound: dict[str, Argument] = {}
    slots = [p for p in parameters if p.kind == "positional"]
    rest = next((p for p in parameters if p.kind == "args"), None)
    named = {p.name for p in parameters if p.kind in ("positional", "keyword")}
    extra = next((p for p in parameters if p.kind == "kwargs"), None)
    positional = [a for a in arguments if a.name == ""]
    for parameter, argument in zip(slots, positional, strict=False):
        bound[parameter.name] = Argument(parameter.name, argument.value, argument.place, True)
    if len(positional) > len(slots):
        if rest is not None:
            left = positional[len(slots) :]
            bound[rest.name] = Argument(rest.name, sequence([a.value for a in left], "tuple"), left[0].place, True)
        else:
            bound["!"] = Argument("!", positional[len(slots)].value, positional[len(slots)].place, True)
    keywords: dict[Any, Any] = {}
    for argument in arguments:
        if argument.name in ("*", "**"):
            bound["?"] = Argument("?", argument.value, argument.place, True)
        elif argument.name:
            if argument.name in named:
                bound[argument.name] = argument
            elif extra is not None:
                keywords[argument.name] = argument.value
            else:
                bound["!"] = Argument("!", argument.value, argument.place, True)
    for parameter in parameters:
        if parameter.name in bound:
            continue
        if parameter.kind == "args":
            unpacked = "?" in bound
            bound[parameter.name] = Argument(parameter.name, sequence([], "tuple", exact=not unpacked), place, False)
        elif parameter.kind == "kwargs":
            slots_: dict[Any, Any] = dict(keywords)
            if "?" in bound:
                slots_[None] = True
            bound[parameter.name] = Argument(parameter.name, Mapping(slots=slots_), place, bool(keywords))
        else:
            value = _constant(parameter.default)
            bound[parameter.name] = Argument(parameter.name, value, place, False)
    return bound


def _constant(default: Any) -> Value | None:
    if default is NO_DEFAULT or default is ...:
        return None
    if isinstance(default, tuple | list):
        return sequence(
            [_constant(part) or NONE for part in default], "tuple" if isinstance(default, tuple) else "list"
        )
    return Const(default)
