"""Modules of the project: reading, parsing once, finding what an import means, and which code can matter at all.

Parsing is the dearest step, so nothing is parsed by libcst before one of its names is needed, and an index made with
the standard library's `ast` (a tenth of the cost) tells beforehand which functions and classes can matter.
"""

import ast
import re
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auglint.source.parse import parse
from auglint.source.text import SourceError, SourceFile
from auglint.trace.tables import Tables, load_table
from auglint.trace.versions import Versions, parse_versions, read_versions

if TYPE_CHECKING:
    import libcst

IMPORT = re.compile(
    rb"(?:^|;)[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]*(\([^)]*\)|[^\n;#]+)|import[ \t]+([^\n;#]+))", re.MULTILINE
)
ROOT_MARKS = (".git", "pyproject.toml", "setup.py", "setup.cfg", "requirements.txt")
MAX_LEVELS = 5
RECURSION = 8_000  # a thousand nested operators, the most the parser is given, take some seven frames each
TREES_KEPT = 96
INDEXES_KEPT = 2000
MAX_SEEN = 2000
ANCHORS = ("dataset", "loader", "derive", "split", "lifecycle", "consume", "seed")
MARKS = ("dataset", "loader", "derive", "split", "lifecycle", "augmentation", "draw", "seed", "rng", "sampler", "step")


@dataclass(frozen=True)
class Definition:
    """A function or class of a module as the index sees it: the identifiers in it."""

    name: str
    identifiers: frozenset[str]
    is_class: bool = False


@dataclass(frozen=True)
class Index:
    """What a module mentions and where its names come from. `whole` is False when it could not be made."""

    definitions: dict[str, Definition]
    imports: dict[str, tuple[str, str]]  # local name -> (module as written, attribute or "")
    stars: tuple[str, ...]
    body: frozenset[str]  # identifiers outside functions and classes
    whole: bool = True

    def mentions(self, name: str) -> bool:
        """Whether a name is used anywhere; true when that is not known."""
        return not self.whole or name in self.body or any(name in d.identifiers for d in self.definitions.values())


@dataclass(eq=False)
class Module:
    """A module during one run: its text, its tree, and (once executed) its names."""

    path: Path
    source: SourceFile
    tree: "libcst.Module"
    index: Index
    scope: Any = None
    executed: bool = False
    generators: dict[int, bool] = field(default_factory=dict)  # by a function node's id: whether it yields


class Project:
    """The files around a program. `read` gives the text of a file (an editor's buffer, or the disk).

    `versions`: those of libraries that the settings give, by distribution; what the files say counts for the others.
    """

    def __init__(
        self,
        read: Callable[[Path], SourceFile],
        tables: Tables | None = None,
        versions: Mapping[str, str] | None = None,
    ) -> None:
        self.read = read
        self.tables = tables or Tables()
        self._given = parse_versions(versions or {})
        self._trees: OrderedDict[Path, tuple[SourceFile, libcst.Module]] = OrderedDict()
        self._indexes: OrderedDict[Path, Index] = OrderedDict()
        self._touches: dict[Path, bool] = {}
        self._words_of: dict[tuple[Path, tuple[str, ...]], frozenset[str]] = {}
        self._answers: dict[tuple[Path, str, tuple[str, ...]], bool] = {}
        self._versions: dict[Path, dict[str, Versions]] = {}
        self._own: dict[Path, str] = {}
        self._roots: dict[Path, tuple[Path, ...]] = {}
        self._files: dict[tuple[Path, tuple[str, ...]], Path | None] = {}
        sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION))
        self._words = re.compile(rb"\b(?:" + "|".join(self.tables.frameworks()).encode() + rb")\b")

    def touches(self, path: Path) -> bool:
        """Whether this file can matter: it names a framework, or imports a project file that does. Parses nothing."""
        return self._touching(path, frozenset())

    def _touching(self, path: Path, seen: frozenset[Path]) -> bool:
        known = self._touches.get(path)
        if known is not None:
            return known
        if path in seen or len(seen) > 12:
            return False
        data = self._bytes(path)
        answer = bool(self._words.search(data)) or any(
            self._touching(found, seen | {path}) for found in self._imported(path, data)
        )
        self._touches[path] = answer
        return answer

    def _bytes(self, path: Path) -> bytes:
        """What a file says, as bytes: a notebook's code, not its JSON."""
        try:
            return self.read(path).code.encode() if path.suffix == ".ipynb" else path.read_bytes()
        except (OSError, SourceError):
            return b""

    def _imported(self, path: Path, data: bytes) -> Iterable[Path]:
        for module, names, plain in IMPORT.findall(data):
            words = [part.split()[0] for part in names.strip(b"()").split(b",") if part.split()]
            modules = [part.split()[0] for part in plain.split(b",") if part.split()]
            if module:
                base = module.decode("utf-8", "replace")
                modules = [module, *(_join(base, word.decode("utf-8", "replace")).encode() for word in words)]
            for name in modules:
                if found := self.find(name.decode("utf-8", "replace"), path):
                    yield found

    def find(self, name: str, importer: Path) -> Path | None:
        """The project file an import of `name` (dotted, with leading dots when relative) means, None for a library."""
        level = len(name) - len(name.lstrip("."))
        parts = [part for part in name[level:].split(".") if part]
        folder = importer.parent
        if level:
            for _ in range(level - 1):
                folder = folder.parent
            return self._module_file(folder, tuple(parts))
        if not parts:
            return None
        here = self._module_file(folder, tuple(parts))
        if here:
            return here
        if load_table(parts[0]) is not None:
            return None
        if folder not in self._roots:
            self._roots[folder] = _search_roots(folder)
        for root in self._roots[folder]:
            if found := self._module_file(root, tuple(parts)):
                return found
        return None

    def versions(self, distribution: str, path: Path) -> Versions | None:
        """The versions of a distribution that the project around a file may use, None when they are not known."""
        if path.parent not in self._versions:
            self._versions[path.parent] = read_versions(path.parent) | self._given
        return self._versions[path.parent].get(distribution)

    def is_own(self, name: str, folder: Path) -> bool:
        """Whether a top-level name is the package that a folder belongs to: a library's own repository."""
        if folder not in self._own:
            top = ""
            here = folder.absolute()
            while (here / "__init__.py").is_file():
                top, here = here.name, here.parent
            self._own[folder] = top
        return self._own[folder] == name

    def _module_file(self, root: Path, parts: tuple[str, ...]) -> Path | None:
        if (root, parts) not in self._files:
            self._files[root, parts] = _module_file(root, parts)
        return self._files[root, parts]

    def index(self, path: Path) -> Index:
        """The index of a file; an empty, not whole one when it cannot be read or parsed by `ast`."""
        known = self._indexes.get(path)
        if known is None:
            try:
                known = make_index(self.read(path).code)
            except SourceError:
                known = Index({}, {}, (), frozenset(), whole=False)
            self._indexes[path] = known
            if len(self._indexes) > INDEXES_KEPT:
                self._indexes.popitem(last=False)
        return known

    def parse(self, path: Path) -> tuple[SourceFile, "libcst.Module"]:
        """Text and tree of a file; kept for the next program that imports it. Raises SourceError."""
        known = self._trees.get(path)
        if known is None:
            source = self.read(path)
            known = source, parse(source)
            self._trees[path] = known
            if len(self._trees) > TREES_KEPT:
                self._trees.popitem(last=False)
        else:
            self._trees.move_to_end(path)
        return known

    def module(self, path: Path) -> Module:
        """A fresh module for one run. Raises SourceError."""
        source, tree = self.parse(path)
        return Module(path, source, tree, self.index(path))

    def matters(self, path: Path) -> bool:
        """Whether a program that starts here can make data or seeds: the sieve between the bytes and the parser."""
        index = self.index(path)
        if not index.whole:
            return True
        words = self.words(path, ANCHORS)
        names = index.body.union(*(d.identifiers for d in index.definitions.values()))
        if names & words or any(self.relevant(path, name, ANCHORS) for name in names):
            return True
        dotted = [module for local, (module, _) in index.imports.items() if "." in local]
        return any(self._imported_relevant(path, module, "", ANCHORS, set()) for module in dotted)

    def words(self, path: Path, kinds: tuple[str, ...]) -> frozenset[str]:
        """The names, of these kinds of rows, of the libraries that a module imports."""
        known = self._words_of.get((path, kinds))
        if known is None:
            index = self.index(path)
            roots = {module.partition(".")[0] for module, _ in index.imports.values() if not module.startswith(".")}
            roots |= {star.partition(".")[0] for star in index.stars}
            known = self.tables.words("", kinds).union(
                *(self.tables.words(root, kinds) for root in roots if not self.is_own(root, path.parent))
            )
            self._words_of[path, kinds] = known
        return known

    def relevant(self, path: Path, name: str, kinds: tuple[str, ...] = MARKS) -> bool:
        """Whether a function or class can matter: it mentions a table's name, or another definition that can."""
        seen: set[tuple[Path, str]] = set()
        answer = self._relevant(path, name, kinds, seen)
        if not answer and len(seen) <= MAX_SEEN:
            self._answers.update({(*one, kinds): False for one in seen})  # all that it reaches cannot matter either
        return answer

    def _relevant(self, path: Path, name: str, kinds: tuple[str, ...], seen: set[tuple[Path, str]]) -> bool:
        known = self._answers.get((path, name, kinds))
        if known is not None:
            return known
        if (path, name) in seen or len(seen) > MAX_SEEN:
            return False
        seen.add((path, name))
        answer = self._reaches(path, name, kinds, seen)
        if answer:
            self._answers[path, name, kinds] = True
        return answer

    def _reaches(self, path: Path, name: str, kinds: tuple[str, ...], seen: set[tuple[Path, str]]) -> bool:
        index = self.index(path)
        if not index.whole:
            return True
        definition = index.definitions.get(name)
        if definition is None:
            if name in index.imports:
                module, attribute = index.imports[name]
                return self._imported_relevant(path, module, attribute, kinds, seen)
            return any(self._star_relevant(path, star, name, kinds, seen) for star in index.stars)
        if definition.identifiers & self.words(path, kinds):
            return True
        others = definition.identifiers
        if not index.stars:
            others = others & (index.definitions.keys() | index.imports.keys())
        return any(self._relevant(path, other, kinds, seen) for other in others if other != name)

    def _imported_relevant(
        self, path: Path, module: str, attribute: str, kinds: tuple[str, ...], seen: set[tuple[Path, str]]
    ) -> bool:
        if attribute and (found := self.find(_join(module, attribute), path)):
            return self._module_relevant(found, kinds, seen)
        found = self.find(module, path)
        if found is None or found == path:
            return False
        return self._relevant(found, attribute, kinds, seen) if attribute else self._module_relevant(found, kinds, seen)

    def _module_relevant(self, path: Path, kinds: tuple[str, ...], seen: set[tuple[Path, str]]) -> bool:
        words = self.words(path, kinds)
        index = self.index(path)
        if not index.whole or index.body & words:
            return True
        return any(self._relevant(path, name, kinds, seen) for name in index.definitions)

    def _star_relevant(
        self, path: Path, star: str, name: str, kinds: tuple[str, ...], seen: set[tuple[Path, str]]
    ) -> bool:
        found = self.find(star, path)
        return found is not None and found != path and self._relevant(found, name, kinds, seen)


def make_index(code: str) -> Index:
    """The index of a module's text."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Index({}, {}, (), frozenset(), whole=False)
    definitions: dict[str, Definition] = {}
    imports: dict[str, tuple[str, str]] = {}
    stars: list[str] = []
    body: set[str] = set()

    def names(node: ast.AST) -> set[str]:
        """The identifiers in a node; imports in it are noted on the way."""
        found: set[str] = set()
        for child in ast.walk(node):
            if isinstance(child, ast.Name):
                found.add(child.id)
            elif isinstance(child, ast.Attribute):
                found.add(child.attr)
            elif isinstance(child, ast.keyword) and child.arg:
                found.add(child.arg)
            elif isinstance(child, ast.Import | ast.ImportFrom):
                imported(child)
        return found

    def imported(node: ast.Import | ast.ImportFrom) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                local = alias.asname or alias.name.partition(".")[0]
                imports.setdefault(local, (alias.name if alias.asname else alias.name.partition(".")[0], ""))
                if not alias.asname and "." in alias.name:
                    imports.setdefault(alias.name, (alias.name, ""))
            return
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == "*":
                stars.append(module)
            else:
                imports[alias.asname or alias.name] = (module, alias.name)

    def visit(statements: list[ast.stmt]) -> None:
        for node in statements:
            found = names(node)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                define(node, found)
            else:
                body.update(found)
                nested(node)

    def define(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, found: set[str]) -> None:
        known = definitions.get(node.name)
        both = frozenset(found | known.identifiers if known else found)
        definitions[node.name] = Definition(node.name, both, isinstance(node, ast.ClassDef))

    def nested(node: ast.stmt) -> None:
        """Definitions under an `if`, `try` or `with` of the module."""
        for inner in ("body", "orelse", "finalbody", "handlers"):
            for child in getattr(node, inner, []):
                if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    define(child, names(child))
                elif isinstance(child, ast.stmt | ast.ExceptHandler):
                    nested(child)  # type: ignore[arg-type]

    visit(tree.body)
    return Index(definitions, imports, tuple(stars), frozenset(body))


def _join(module: str, attribute: str) -> str:
    return module + attribute if module.endswith(".") or not module else f"{module}.{attribute}"


def _module_file(root: Path, parts: tuple[str, ...]) -> Path | None:
    target = root.joinpath(*parts)
    if parts:
        plain = target.parent / (target.name + ".py")
        if plain.is_file():
            return plain
    package = target / "__init__.py"
    return package if package.is_file() else None


def _search_roots(folder: Path) -> tuple[Path, ...]:
    roots: list[Path] = []
    here = folder.absolute()
    for _ in range(MAX_LEVELS):
        if here != folder.absolute():
            roots.append(here)
        roots.append(here / "src")
        if any((here / mark).exists() for mark in ROOT_MARKS) or here.parent == here:
            break
        here = here.parent
    return tuple(root for root in roots if root.is_dir())
