"""Ways to write the same program: what they change is style, so the findings must stay the same.

Each takes the files of a program (name -> text, the entry first) and returns the files of the rewritten one, or None
when it does not apply. Comments stay on their statements, so that the labels of a case move with the code.
"""

import builtins
import json
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

import libcst as cst
import libcst.matchers as m

Files = Mapping[str, str]
Transformation = Callable[[Files], Files | None]

_ROLES = tomllib.loads((Path(__file__).resolve().parents[1] / "rules" / "roles.toml").read_text(encoding="utf-8"))
MEANINGFUL = frozenset(word for words in _ROLES["words"].values() for word in words)
"""Words that tell what data serves: a name with one of them is evidence, and keeps them when it is renamed."""

_BUILTINS = frozenset(dir(builtins)) | {"__file__", "__name__", "__doc__"}


# Renaming ------------------------------------------------------------------------------------------------------------


def rename_variables(files: Files) -> Files | None:
    """Give every variable another name, the same wherever it stands; names that other files import keep theirs."""
    return {name: _renamed(text, files) for name, text in files.items()}


def _renamed(text: str, files: Files) -> str:
    module = cst.parse_module(text)
    names = _Names()
    module.visit(names)
    taken = names.imported | names.defined | names.parameters | names.in_classes | names.keywords
    shared = {word for other in files.values() if len(files) > 1 for word in _imported_words(other)}
    renamed = sorted(names.stored - taken - shared - _BUILTINS - names.attributes - {"_"})
    new = {name: _other_name(name, number) for number, name in enumerate(renamed)}
    return module.visit(_Rename(new)).code


def _other_name(name: str, number: int) -> str:
    words = set(name.lower().strip("_").split("_"))
    known = any(word.startswith(meaning) or word.endswith(meaning) for word in words for meaning in MEANINGFUL)
    return f"the_{name}" if known else f"thing{_letters(number)}"


def _letters(number: int) -> str:
    return "" if number < 0 else _letters(number // 26 - 1) + chr(ord("a") + number % 26)


class _Names(cst.CSTVisitor):
    """The names of one file, by what they are."""

    def __init__(self) -> None:
        self.stored: set[str] = set()
        self.imported: set[str] = set()
        self.defined: set[str] = set()
        self.parameters: set[str] = set()
        self.in_classes: set[str] = set()
        self.keywords: set[str] = set()
        self.attributes: set[str] = set()

    def visit_Assign(self, node: cst.Assign) -> None:
        for target in node.targets:
            self._store(target.target)

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:
        self._store(node.target)

    def visit_For(self, node: cst.For) -> None:
        self._store(node.target)

    def visit_CompFor(self, node: cst.CompFor) -> None:
        self._store(node.target)

    def visit_AsName(self, node: cst.AsName) -> None:
        self._store(node.name)

    def visit_NamedExpr(self, node: cst.NamedExpr) -> None:
        self._store(node.target)

    def _store(self, target: cst.CSTNode) -> None:
        if isinstance(target, cst.Name):
            self.stored.add(target.value)
        elif isinstance(target, cst.Tuple | cst.List):
            for element in target.elements:
                self._store(element.value)

    def visit_ImportAlias(self, node: cst.ImportAlias) -> bool:
        local = node.asname.name if node.asname else node.name
        while isinstance(local, cst.Attribute):
            local = local.value  # type: ignore[assignment]
        assert isinstance(local, cst.Name)
        self.imported.add(local.value)
        return False

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self.defined.add(node.name.value)

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        self.defined.add(node.name.value)
        inside = _Names()
        for statement in node.body.body:
            if isinstance(statement, cst.SimpleStatementLine):
                statement.visit(inside)
        self.in_classes |= inside.stored

    def visit_Param(self, node: cst.Param) -> None:
        self.parameters.add(node.name.value)

    def visit_Arg(self, node: cst.Arg) -> None:
        if node.keyword:
            self.keywords.add(node.keyword.value)

    def visit_Attribute(self, node: cst.Attribute) -> None:
        self.attributes.add(node.attr.value)


class _Rename(cst.CSTTransformer):
    """Renames names that `_renamed` has found to be variables everywhere."""

    def __init__(self, new: Mapping[str, str]) -> None:
        super().__init__()
        self.new = new

    def visit_Import(self, node: cst.Import) -> bool:
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        return False

    def leave_Name(self, original: cst.Name, updated: cst.Name) -> cst.Name:
        return updated.with_changes(value=self.new.get(updated.value, updated.value))


def _imported_words(text: str) -> set[str]:
    """Names imported from, or reached through, a module."""
    names = _Names()
    module = cst.parse_module(text)
    module.visit(names)
    imported = {
        alias.name.value
        for node in m.findall(module, m.ImportFrom())
        if isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar)
        for alias in node.names
        if isinstance(alias.name, cst.Name)
    }
    stars = any(
        isinstance(n, cst.ImportFrom) and isinstance(n.names, cst.ImportStar) for n in m.findall(module, m.ImportFrom())
    )
    return imported | names.attributes | (names.stored | _words(module) if stars else set())


def _words(node: cst.CSTNode) -> set[str]:
    return {found.value for found in m.findall(node, m.Name()) if isinstance(found, cst.Name)}


# Moving statements ---------------------------------------------------------------------------------------------------


def split_into_modules(files: Files) -> Files | None:
    """Move the definitions that stand alone into a module of their own, and import them from it."""
    (name, text), *others = files.items()
    if others:
        return None
    module = cst.parse_module(text)
    imports, moved, kept = [], [], []
    for statement in module.body:
        if _is_import(statement):
            imports.append(statement)
    available = {word for statement in imports for word in _bound(statement)} | _BUILTINS
    candidates = _movable(module.body, available)
    for statement in module.body:
        if not _is_import(statement):
            (moved if statement in candidates else kept).append(statement)
    names = [word for statement in moved for word in _bound(statement)]
    if not any(isinstance(statement, cst.FunctionDef | cst.ClassDef) for statement in moved) or not kept:
        return None
    used = [word for word in dict.fromkeys(names) if any(word in _words(statement) for statement in kept)]
    if not used:
        return None
    line = cst.parse_statement(f"from building_blocks import {', '.join(used)}\n")
    head = _after_future(imports)
    entry = module.with_changes(body=[*head[0], *head[1], line, *kept])
    library = cst.Module(body=[*head[0], *head[1], *moved])
    return {name: entry.code, "building_blocks.py": library.code}


def _after_future(imports: list[cst.BaseStatement]) -> tuple[list[cst.BaseStatement], list[cst.BaseStatement]]:
    future = [one for one in imports if m.findall(one, m.ImportFrom(module=m.Name("__future__")))]
    return future, [one for one in imports if one not in future]


def _movable(body: Iterable[cst.BaseStatement], available: Collection[str]) -> list[cst.BaseStatement]:
    """Definitions, and constants bound once, whose names are all imported, built in, or movable too."""
    statements = list(body)
    bound: dict[str, int] = {}
    for statement in statements:
        for word in _bound(statement):
            bound[word] = bound.get(word, 0) + 1
    stored = _Names()
    for statement in statements:
        statement.visit(stored)
    candidates = [
        statement
        for statement in statements
        if (isinstance(statement, cst.FunctionDef | cst.ClassDef) or _is_constant(statement))
        and all(bound[word] == 1 for word in _bound(statement))
        and not m.findall(statement, m.Global())
    ]
    everything = set(bound)
    while True:
        known = {word for statement in candidates for word in _bound(statement)} | set(available)
        left = [each for each in candidates if _words(each) & everything <= known]
        if left == candidates:
            return left
        candidates = left


def _is_constant(statement: cst.BaseStatement) -> bool:
    return m.matches(
        statement,
        m.SimpleStatementLine(
            body=[m.Assign(value=m.Integer() | m.Float() | m.SimpleString(), targets=[m.AssignTarget(target=m.Name())])]
        ),
    )


def _is_import(statement: cst.BaseStatement) -> bool:
    return m.matches(statement, m.SimpleStatementLine(body=[m.OneOf(m.Import(), m.ImportFrom()), m.ZeroOrMore()]))


def _bound(statement: cst.BaseStatement) -> set[str]:
    """The names that a statement of a module binds there."""
    if isinstance(statement, cst.FunctionDef | cst.ClassDef):
        return {statement.name.value}
    names = _Names()
    for node in (statement,) if isinstance(statement, cst.SimpleStatementLine) else ():
        node.visit(names)
    return names.stored | names.imported


def wrap_in_function(files: Files) -> Files | None:
    """Put all but imports, and definitions that stand alone, into a function."""
    return _wrapped(files, "def run_everything():\n    pass\n", "if __name__ == '__main__':\n    run_everything()\n")


def wrap_in_class(files: Files) -> Files | None:
    """Put all but imports, and definitions that stand alone, into a method."""
    frame = "class WholeProgram:\n    def run_everything(program):\n        pass\n"
    return _wrapped(files, frame, "WholeProgram().run_everything()\n")


def _wrapped(files: Files, frame: str, call: str) -> Files | None:
    (name, text), *others = files.items()
    module = cst.parse_module(text)
    if m.findall(module, m.Global()) or m.findall(module, m.Name("globals")) or _imported_by_others(name, others):
        return None
    imports = [statement for statement in module.body if _is_import(statement)]
    alone = _movable(module.body, {word for statement in imports for word in _bound(statement)} | _BUILTINS)
    top = [
        statement
        for statement in module.body
        if statement in imports
        or _is_docstring(statement, module)
        or (statement in alone and not _is_constant(statement))
        or (statement in alone and any(_words(other) & _bound(statement) for other in alone if other is not statement))
    ]
    rest = [statement for statement in module.body if statement not in top]
    definitions = {word for each in rest if isinstance(each, cst.FunctionDef | cst.ClassDef) for word in _bound(each)}
    if not rest or any(sum(word in _words(each) for each in rest) < 2 for word in definitions):
        return None  # nothing would run
    outer = cst.parse_statement(frame)
    outer = outer.visit(_Fill(rest))
    return {**files, name: module.with_changes(body=[*top, outer, cst.parse_statement(call)]).code}


class _Fill(cst.CSTTransformer):
    def __init__(self, body: list[cst.BaseStatement]) -> None:
        super().__init__()
        self.body = body

    def leave_FunctionDef(self, original: cst.FunctionDef, updated: cst.FunctionDef) -> cst.FunctionDef:
        return updated.with_changes(body=cst.IndentedBlock(body=self.body))


def _is_docstring(statement: cst.BaseStatement, module: cst.Module) -> bool:
    return (
        bool(module.body)
        and statement is module.body[0]
        and m.matches(statement, m.SimpleStatementLine(body=[m.Expr(value=m.SimpleString())]))
    )


def _imported_by_others(name: str, others: Iterable[tuple[str, str]]) -> bool:
    stem = Path(name).stem
    return any(stem in _words(cst.parse_module(text)) for _, text in others)


def move_into_notebook(files: Files) -> Files | None:
    """Cut a script into notebook cells of a few statements each; a cell never ends with a bare expression."""
    (name, text), *others = files.items()
    if _imported_by_others(name, others):
        return None
    module = cst.parse_module(text)
    cells: list[list[cst.BaseStatement]] = [[]]
    for statement in module.body:
        cells[-1].append(statement)
        shown = m.matches(statement, m.SimpleStatementLine(body=[m.Expr(), m.ZeroOrMore()]))
        if not shown and len(cells[-1]) > 1:
            cells.append([])
    if cells[-1]:
        cells[-1].append(cst.parse_statement("done = True\n"))
    sources = [cst.Module(body=body).code for body in cells if body]
    sources[0] = cst.Module(body=[], header=module.header).code + sources[0]
    notebook = {
        "cells": [
            {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
            for source in ["# a first cell\n", *sources]
        ],
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    return {str(Path(name).with_suffix(".ipynb")): json.dumps(notebook, indent=1), **dict(others)}


# Imports -------------------------------------------------------------------------------------------------------------


def import_modules(files: Files) -> Files | None:
    """`from a.b import c` becomes `import a.b`, and `c` becomes `a.b.c`."""
    return _changed({name: _with_dotted_names(text, files) for name, text in files.items()}, files)


def import_names(files: Files) -> Files | None:
    """`import a.b as c` becomes `from a import b as c`; other imported modules get another name."""
    return _changed({name: _with_aliases(text) for name, text in files.items()}, files)


def _changed(new: Files, old: Files) -> Files | None:
    return new if new != old else None


def _with_dotted_names(text: str, files: Files) -> str:
    module = cst.parse_module(text)
    names = _Names()
    module.visit(names)
    hidden = names.stored | names.parameters | names.defined
    dotted: dict[str, str] = {}

    class Imports(cst.CSTTransformer):
        def leave_ImportFrom(self, original: cst.ImportFrom, updated: cst.ImportFrom) -> cst.ImportFrom | cst.Import:
            path = "" if updated.module is None else cst.Module(body=[]).code_for_node(updated.module)
            if updated.relative or isinstance(updated.names, cst.ImportStar) or path == "__future__" or not path:
                return updated
            locals_ = {
                (alias.asname.name.value if alias.asname else alias.name.value): alias.name.value  # type: ignore[union-attr]
                for alias in updated.names
            }
            if set(locals_) & hidden or path.partition(".")[0] in hidden:
                return updated
            folder = path.replace(".", "/")
            if any(f"{folder}/{name}.py" in files for name in locals_.values()):
                return updated  # `import package` does not load its modules
            dotted.update({local: f"{path}.{name}" for local, name in locals_.items()})
            return cst.Import(names=[cst.ImportAlias(name=cst.parse_expression(path))])  # type: ignore[arg-type]

    module = module.visit(Imports())
    return module.visit(_Loads(dotted)).code


class _Loads(cst.CSTTransformer):
    """Puts a dotted name in place of a name where that is read."""

    def __init__(self, dotted: Mapping[str, str]) -> None:
        super().__init__()
        self.dotted = dotted

    def leave_Name(self, original: cst.Name, updated: cst.Name) -> cst.BaseExpression:
        return cst.parse_expression(self.dotted[updated.value]) if updated.value in self.dotted else updated

    def visit_Import(self, node: cst.Import) -> bool:
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        return False

    def leave_Attribute(self, original: cst.Attribute, updated: cst.Attribute) -> cst.Attribute:
        return updated.with_changes(attr=original.attr)

    def leave_Arg(self, original: cst.Arg, updated: cst.Arg) -> cst.Arg:
        return updated.with_changes(keyword=original.keyword)


def _with_aliases(text: str) -> str:
    module = cst.parse_module(text)
    names = _Names()
    module.visit(names)
    hidden = names.stored | names.parameters | names.defined
    new: dict[str, str] = {}

    class Imports(cst.CSTTransformer):
        def leave_SimpleStatementLine(
            self, original: cst.SimpleStatementLine, updated: cst.SimpleStatementLine
        ) -> cst.SimpleStatementLine:
            return updated.with_changes(body=[self._import(one) for one in updated.body])

        def _import(self, node: cst.BaseSmallStatement) -> cst.BaseSmallStatement:
            if not isinstance(node, cst.Import) or len(node.names) != 1:
                return node
            alias = node.names[0]
            path = cst.Module(body=[]).code_for_node(alias.name)
            if alias.asname is not None:
                assert isinstance(alias.asname.name, cst.Name)
                local = alias.asname.name.value
                before, _, last = path.rpartition(".")
                if before:
                    return cst.parse_statement(f"from {before} import {last} as {local}").body[0]  # type: ignore[union-attr, index]
                return node
            if "." in path or path in hidden:
                return node
            new[path] = f"{path}_library"
            return cst.parse_statement(f"import {path} as {path}_library").body[0]  # type: ignore[union-attr, index]

    changed = module.visit(Imports())
    plain = [alias for node in m.findall(changed, m.Import()) for alias in node.names]  # type: ignore[attr-defined]
    roots = {cst.Module(body=[]).code_for_node(a.name).partition(".")[0] for a in plain if a.asname is None}
    if roots & set(new):
        return text  # `import a` beside `import a.b`: one name for both
    return changed.visit(_Loads(new)).code


TRANSFORMATIONS: tuple[Transformation, ...] = (
    rename_variables,
    split_into_modules,
    wrap_in_function,
    wrap_in_class,
    move_into_notebook,
    import_modules,
    import_names,
)
