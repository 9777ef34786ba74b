"""Running a program: its modules, its roots (functions nobody calls), and the hooks a framework would call."""

import tomllib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from auglint.catalogue import catalogue
from auglint.pipeline import Argument, Evidence, Place, Role, Strength, Trace
from auglint.source.text import SourceError
from auglint.trace.calls import parameters_of
from auglint.trace.library import LibraryCalls
from auglint.trace.machine import MISSING, Context, RoleWords, made_of
from auglint.trace.project import Module, Project
from auglint.trace.values import (
    Class,
    Const,
    Function,
    Instance,
    Library,
    Mapping,
    ProjectModule,
    Scope,
    Sequence,
    Unknown,
    Value,
    fresh,
    options,
)

MAX_MODULES = 60
MAX_ROOTS = 400


class Lazy(Value):
    """A name imported from a project module that is loaded when the name is first used."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name

    @property
    def key(self) -> tuple[Any, ...]:
        """By module and name."""
        return ("import", str(self.path), self.name)


class Interpreter(LibraryCalls):
    """The interpreter of one program."""

    def __init__(self, project: Project) -> None:
        super().__init__(project, role_words())
        self.stand_ins = {}
        self.wholes = {}
        self.options = {}
        self.tested = []
        self.lifecycles = []
        self.stars: dict[int, list[str]] = {}

    def run(self, path: Path) -> Trace:
        """The trace of the program that starts in this file. Raises SourceError when it cannot be parsed."""
        module = self.project.module(path)
        self.modules[path] = module
        self._execute_module(module, "__main__")
        self._root(module, lambda: self._hooks(0))
        self._roots(module)
        self._nested_roots()
        return self.trace

    # modules

    def _execute_module(self, module: Module, name: str) -> None:
        module.scope = Scope(module=module, slots={"__name__": Const(name), "__file__": fresh("__file__")})
        module.executed = True
        roots = [m.partition(".")[0] for m, _ in module.index.imports.values() if not m.startswith(".")]
        self.roots = tuple(
            dict.fromkeys((*self.roots, *(one for root in roots for one in self.project.tables.related(root))))
        )
        before = self.context
        steps = self.root_steps
        journals, self.journals = self.journals, []
        self.root_steps = 0
        self.context = Context(module, module.scope)
        if before is not None:
            self.context = Context(module, module.scope, chain=before.chain, root=before.root)
        try:
            self.execute(module.tree.body)
        except RecursionError:
            self.give_up(module.tree, "the module nests too deeply")
        finally:
            if self.spent:
                self.give_up(module.tree, "the module takes too many steps")
            self.spent = False
            self.context = before
            self.root_steps = steps
            self.journals = journals

    def module_at(self, path: Path) -> Module | None:
        """A project module, executed when it is first needed; None when it cannot be read or parsed."""
        known = self.modules.get(path)
        if known is not None:
            return known
        if len(self.modules) >= MAX_MODULES:
            return None
        try:
            module = self.project.module(path)
        except SourceError:
            return None
        self.modules[path] = module
        self._execute_module(module, path.stem)
        return module

    def imported(self, module: str, name: str, node: Any) -> Value:
        """The value that an import binds: lazy for the project, a library name otherwise."""
        importer = self.context.module.path
        if name:
            inner = self.project.find(module + name if module.endswith(".") else f"{module}.{name}", importer)
            found = self.project.find(module, importer) if module.strip(".") else None
            if module.strip(".") == "":
                package = importer.parent
                for _ in range(len(module) - 1):
                    package = package.parent
                init = package / "__init__.py"
                found = init if init.is_file() else None
            if found is not None and found != importer:
                return Lazy(found, name)
            if inner is not None and inner != importer:
                return Lazy(inner, "")
            return Library(f"{module}.{name}") if not module.startswith(".") else fresh(name)
        found = self.project.find(module, importer)
        if found is not None and found != importer:
            return Lazy(found, "")
        return Library(module)

    def resolve(self, value: Value) -> Value:
        """The value behind a lazy import."""
        for _ in range(20):
            if not isinstance(value, Lazy):
                return value
            module = self.module_at(value.path)
            if module is None:
                return fresh(value.name)
            if not value.name:
                return ProjectModule(module)
            value = self._module_name(module, value.name)
        return fresh()

    def _module_name(self, module: Module, name: str) -> Value:
        declared = self.project.tables.declared_name(module.path, name)
        if declared is not None:
            return Library(declared)
        found = module.scope.slots.get(name, MISSING) if module.scope is not None else MISSING
        if isinstance(found, Value):
            return found
        inner = self.project.find("." + name, module.path)
        if inner is not None and module.path.name == "__init__.py":
            return Lazy(inner, "")
        star = self._star(module, name)
        return star if star is not None else fresh(name)

    def module_attribute(self, value: ProjectModule, name: str, node: Any) -> Value:
        """A name of a project module."""
        return self.resolve(self._module_name(value.module, name))

    def library_attribute(self, value: Library, name: str) -> Value:
        """A name below a library name; a folder without `__init__.py` looks like one until a module of it is named."""
        dotted = f"{value.name}.{name}"
        if dotted in ("os.sep", "os.path.sep"):
            return Const("/")
        if self.project.tables.table(value.name.partition(".")[0]) is None and not value.name.startswith("builtins"):
            found = self.project.find(dotted, self.context.module.path)
            if found is not None and found != self.context.module.path:
                return self.resolve(Lazy(found, ""))
        return Library(dotted)

    def star_import(self, module: str, node: Any) -> None:
        """`from module import *`: its names are looked up when they are used."""
        self.stars.setdefault(id(self.context.module), []).append(module)

    def from_stars(self, name: str) -> Value | None:
        """A name that a star import may bring."""
        found = self._star(self.context.module, name)
        return self.resolve(found) if found is not None else None

    def _star(self, module: Module, name: str, seen: tuple[Module, ...] = ()) -> Value | None:
        if module in seen:
            return None
        for star in reversed(self.stars.get(id(module), [])):
            path = self.project.find(star, module.path)
            if path is None:
                if not star.startswith(".") and self.project.tables.row(f"{star}.{name}") is not None:
                    return Library(f"{star}.{name}")
                continue
            if path == module.path:
                continue
            index = self.project.index(path)
            if name in index.definitions or name in index.imports or name in index.body or index.stars:
                other = self.module_at(path)
                if other is not None and other.scope is not None and isinstance(other.scope.slots.get(name), Value):
                    return self.resolve(other.scope.slots[name])
                if other is not None:
                    deeper = self._star(other, name, (*seen, module))
                    if deeper is not None:
                        return deeper
        return None

    # roots

    def _root(self, module: Module, run: Any, node: Any = None, around: Context | None = None) -> None:
        self.root_steps = 0
        self.journals = []
        root = None if node is None else Place(module, node)
        self.context = replace(around or Context(module, module.scope), root=root)
        try:
            run()
        except RecursionError:
            self.give_up(module.tree, "a root nests too deeply")
        finally:
            if self.spent:
                self.give_up(module.tree, "a root takes too many steps")
            self.spent = False
            self.journals = []
            self.context = None  # type: ignore[assignment]

    def context_at(self, place: Place) -> Context:
        """A plain context in the module of a place."""
        return Context(place.module, place.module.scope)

    def _roots(self, module: Module) -> None:
        """Enter what the program itself never called, with unknown arguments."""
        count = 0
        for value in list(module.scope.slots.values()):
            if isinstance(value, Function) and value.module is module and id(value.node) not in self.called:
                if value.name.startswith("test_") and _is_test_file(module.path):
                    continue  # a unit test is no training program
                if self.project.relevant(module.path, value.name):
                    count += 1
                    self._function_root(value)
            elif isinstance(value, Class) and value.module is module:
                count += 1
                self._class_root(module, value)
            if count > MAX_ROOTS:
                break

    def _nested_roots(self) -> None:
        """Enter functions made in functions that something else calls: `app.run(main)`, `study.optimize(objective)`."""
        for number, (function, context) in enumerate(list(self.nested.values())):
            if id(function.node) in self.called or number > MAX_ROOTS:
                continue
            self._function_root(function, context)

    def _function_root(self, function: Function, around: Context | None = None) -> None:
        def run() -> None:
            before = len(self.lifecycles)
            self._enter(function, None)
            self._hooks(before)

        self._root(function.module, run, function.node, around)

    def _class_root(self, module: Module, cls: Class) -> None:
        methods = [m for m in cls.slots.values() if isinstance(m, Function) and m.owner is cls]
        if any(id(m.node) in self.called for m in methods) or not methods or _is_unit_test(cls):
            return
        if not self.project.relevant(module.path, cls.name):
            return

        def run() -> None:
            init = self.find_in_class(cls, "__init__")
            arguments = self._symbols(init, skip=1) if isinstance(init, Function) else []
            before = len(self.lifecycles)
            instance = self.instantiate(cls, arguments, cls.node)
            self._hooks(before)
            if not isinstance(instance, Instance) or made_of(instance) is not None:
                return
            for method in methods:
                if id(method.node) not in self.called and not method.name.startswith("__"):
                    self._enter(method, instance)

        self._root(module, run, cls.node)

    def _hooks(self, start: int) -> None:
        """Call the hooks of objects with a lifecycle, in the framework's order."""
        for instance, row, _node in self.lifecycles[start:]:
            for name in row.order:
                method = self.find_method(instance, name)
                role = row.roles.get(name)
                if method is None or (role is None and (id(instance), name) in self.ran):
                    continue  # what a framework's second call makes takes the place of what the first one made
                result = self._enter(method, instance, hook=True)
                if role is not None:
                    self._serves(result, Role(role), name, Place(method.module, method.node))
        del self.lifecycles[start:]

    def _serves(self, value: Value, role: Role, hook: str, place: Place) -> None:
        if isinstance(value, Sequence):
            for item in value.items:
                self._serves(item.value, role, hook, place)
        elif isinstance(value, Mapping):
            for inner in value.entries().values():
                self._serves(inner, role, hook, place)
        else:
            for option in options(value):
                made = made_of(option.value)
                if made is not None:
                    made.evidence.append(Evidence(role, Strength.CONSUMED, f"`{hook}` returns it", place))

    def _enter(self, function: Function, receiver: Instance | None, hook: bool = False) -> Value:
        params = parameters_of(function.node.params)
        scope = Scope(parent=function.scope, module=function.module)
        head = "hook" if hook else "parameter"
        for n, parameter in enumerate(params):
            if receiver is not None and n == 0 and parameter.kind == "positional" and not _static(function):
                scope.slots[parameter.name] = receiver
            elif parameter.kind == "args":
                scope.slots[parameter.name] = Sequence("tuple", slots={"items": (), "exact": False})
            elif parameter.kind == "kwargs":
                scope.slots[parameter.name] = Mapping(slots={None: True})
            else:
                scope.slots[parameter.name] = self._symbol(function, parameter.name, head)
        self.called.add(id(function.node))
        return self.run_body(function, scope, (), (), receiver)

    def _symbol(self, function: Function, name: str, head: str = "parameter") -> Unknown:
        return Unknown((head, id(function.node), name), name if self.role_words.of_name(name) else "")

    def _symbols(self, function: Function, skip: int) -> list[Argument]:
        place = Place(function.module, function.node)
        return [
            Argument(p.name, self._symbol(function, p.name), place, True)
            for p in parameters_of(function.node.params)[skip:]
            if p.kind in ("positional", "keyword")
        ]


def _is_unit_test(cls: Class) -> bool:
    """A test case is no training program: it makes data up and gives it to whatever it tests."""
    names = [cls.name, *(base.name for base in cls.bases if isinstance(base, Library | Class))]
    return cls.name.startswith("Test") or any(name.endswith(("TestCase", "Test")) for name in names)


def _is_test_file(path: Path) -> bool:
    """Whether a test runner would collect the functions of a file."""
    return (
        path.name.startswith("test_") or path.stem.endswith("_test") or bool({"test", "tests"} & set(path.parts[-3:-1]))
    )


def _static(function: Function) -> bool:
    return any(isinstance(d, Library) and d.name == "builtins.staticmethod" for d in function.decorators)


@lru_cache(maxsize=1)
def role_words() -> RoleWords:
    """The role words of `rules/roles.toml`."""
    data = tomllib.loads((catalogue() / "roles.toml").read_text(encoding="utf-8"))
    return RoleWords({role: tuple(words) for role, words in data["words"].items()}, tuple(data["flags"]["train"]))


def trace_program(project: Project, path: Path) -> tuple[Trace, Interpreter]:
    """The trace of a program, and the interpreter that can still run its callables on samples."""
    interpreter = Interpreter(project)
    return interpreter.run(path), interpreter
