"""One fix in the making: edits said in terms of syntax. What cannot be written without loss gives up the whole fix."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import libcst as cst

from auglint.facts import Facts
from auglint.finding import Applicability, Edit, Fix
from auglint.fixes.editing.page import Page, plain_name
from auglint.pipeline import Place
from auglint.source.lexer import comments
from auglint.trace.project import Module


class CannotFix(Exception):
    """No fix of this kind can be written for this code."""


def sure(code: "Code", ways: "Iterable[Callable[[Draft], Fix]]") -> Iterator[Fix]:
    """The fixes of those ways that are sure, each in a draft of its own."""
    for way in ways:
        try:
            fix = way(Draft(code))
        except CannotFix:
            continue
        yield fix


class Code:
    """The pages of a program; each is made when a fix first looks at its module."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._pages: dict[int, Page] = {}

    def page(self, module: Module) -> Page:
        """The page of a module."""
        if id(module) not in self._pages:
            self._pages[id(module)] = Page(module)
        return self._pages[id(module)]

    def page_of(self, place: Place) -> Page:
        """The page that a place is on."""
        return self.page(place.module)


class Draft:
    """The edits of one fix."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self.facts = code.facts
        self._edits: dict[tuple[int, int, int], list[str]] = {}
        self._pages: dict[int, Page] = {}
        self._names: set[str] = set()
        self._imported: dict[tuple[int, str], str] = {}
        self._new_imports: dict[tuple[int, str], tuple[Page, cst.CSTNode | None, list[str]]] = {}

    def fix(self, title: str, applicability: Applicability) -> Fix:
        """The finished fix. Raises CannotFix when there is nothing to do, or when edits overlap."""
        for (_, parent), (page, latest, names) in self._new_imports.items():
            line = f"from {parent} import {', '.join(names)}" if names else f"import {parent}"
            if latest is None:
                self.before(page, self._first(page), line)
            else:
                self.after(page, latest, line)
        self._new_imports.clear()
        edits: list[Edit] = []
        ends: dict[int, int] = {}
        for (number, start, end), texts in sorted(self._edits.items(), key=lambda each: each[0]):
            if start <= ends.get(number, -1):
                raise CannotFix("its edits overlap")
            ends[number] = end
            edits.append(Edit(self._pages[number].site(start, end), "".join(texts)))
        edits.sort(key=lambda edit: (str(edit.site.path), edit.site.cell or 0, edit.site.row, edit.site.column))
        if not edits:
            raise CannotFix("there is nothing to change")
        return Fix(title, applicability, tuple(edits))

    # text

    def put(self, page: Page, start: int, end: int, text: str, *, moved: bool = False) -> None:
        """Replace a range. Comments in it must come again in the text, unless they are `moved` elsewhere."""
        old = page.text[start:end]
        rest = text
        for comment in comments(old) if not moved else ():
            if comment[0] not in rest:
                raise CannotFix("a comment would be lost")
            rest = rest.partition(comment[0])[2]
        if old == text:
            return
        self._pages[id(page)] = page
        self._edits.setdefault((id(page), start, end), []).append(text)

    def replace(self, page: Page, node: cst.CSTNode, text: str) -> None:
        """Put another text in the place of a node."""
        self.put(page, *page.range(node), text)

    def exchange(self, page: Page, node: cst.CSTNode, text: str) -> None:
        """Put another text in the place of an expression and of the parentheses around it."""
        self.put(page, *page.whole(node), text)

    def insert(self, page: Page, offset: int, text: str) -> None:
        """Insert a text; what is inserted at one place stands in the order of the calls."""
        self.put(page, offset, offset, text)

    # arguments and elements

    def add_argument(self, page: Page, call: cst.Call, text: str, *, unpacked: bool = False) -> None:
        """Add a keyword argument, written as its neighbours are. `unpacked`: no `**` of the call holds it, for sure."""
        if any(arg.star == "**" for arg in call.args) and not unpacked:
            raise CannotFix("the call unpacks a dictionary, which may hold the argument already")
        if not call.args:
            self.insert(page, page.range(call)[1] - 1, text)
            return
        last = call.args[-1]
        if isinstance(last.value, cst.GeneratorExp) and not last.value.lpar:
            raise CannotFix("a generator expression stands alone in the call")
        self._append(page, page.range(last), text)

    def _append(self, page: Page, last: tuple[int, int], text: str) -> None:
        """Add an entry behind the last of a list: on a row of its own where that stands on one."""
        start, end = last
        head = page.text[page.row(start)[0] : start]
        own_row = not head.strip() and start != page.row(start)[0]
        comment = re.match(r"(,?)[ \t]*#", page.text[end : page.row(end)[1]]) if own_row else None
        if comment is not None:  # which belongs to the entry before
            if not comment[1] and (id(page), end, end) not in self._edits:
                self.insert(page, end, ",")
            self.insert(page, page.row(end)[1], f"\n{page.indentation(start)}{text},")
            return
        self.insert(page, end, f",\n{page.indentation(start)}{text}" if own_row else f", {text}")

    def add_parameter(self, page: Page, function: cst.FunctionDef, text: str) -> None:
        """Add a parameter behind those that can be given by place."""
        params = function.params.params
        if not params:
            self.insert(page, page.text.index("(", page.range(function.name)[1]) + 1, text)
            return
        last, annotation = params[-1], params[-1].annotation
        parts = (last.name, annotation.annotation if annotation is not None else None, last.default)
        self.insert(page, max(page.whole(each)[1] for each in parts if each is not None), f", {text}")

    def set_argument(self, page: Page, call: cst.Call, name: str, text: str, given: Place | None) -> None:
        """Give an argument another value; `given` is its place when the call already has it."""
        if given is None:
            self.add_argument(page, call, f"{name}={text}")
            return
        arg = given.node
        if not isinstance(arg, cst.Arg) or arg.star or page.parent(arg) is not call:
            raise CannotFix("the argument is not written in the call")
        self.replace(page, arg.value, text)

    def cut(self, page: Page, *nodes: cst.CSTNode) -> None:
        """Take arguments or elements out of their list, with their commas; comments beside them stay."""
        ranges: list[tuple[int, int]] = []
        for start, end in sorted(self._cut(page, node, nodes) for node in nodes):
            if ranges and start <= ranges[-1][1]:
                ranges[-1] = ranges[-1][0], max(end, ranges[-1][1])
            else:
                ranges.append((start, end))
        for start, end in ranges:
            self.put(page, start, end, "")

    def _cut(self, page: Page, node: cst.CSTNode, gone: Sequence[cst.CSTNode]) -> tuple[int, int]:
        """What is to go with one entry."""
        start, end = page.range(node)
        above = page.parent(node)
        siblings: Sequence[Any] = getattr(above, "args", None) or getattr(above, "elements", None) or ()
        number = next((n for n, each in enumerate(siblings) if each is node), -1)
        if number < 0:
            raise CannotFix("it stands in no list")
        comma = re.match(r"[ \t]*,[ \t]*", page.text[end:])
        behind = end + (comma.end() if comma else 0)
        first, last = page.row(start)[0], page.row(end)[1]
        tail = page.text[behind:last].strip()
        if not page.text[first:start].strip() and (not tail or tail.startswith("#")):
            # The entry has its rows to itself: they go, unless a comment stays.
            return (start, behind) if tail else (first, page.next_row(last))
        if comma:
            return start, behind
        kept = [each for each in siblings[:number] if all(each is not other for other in gone)]
        return (page.range(kept[-1])[1] if kept else start), end

    # statements

    def before(self, page: Page, statement: cst.CSTNode, *lines: str) -> None:
        """Insert statements before a statement, and before the comments that belong to it."""
        start = self._start(page, statement)
        indentation = page.indentation(start)
        rows = [*_rows_of(lines), page.text[start]]
        text = "".join(f"{row}\n{indentation if following else ''}" for row, following in pairwise(rows))
        self.insert(page, start, text)

    def define(self, page: Page, at: cst.CSTNode, *lines: str) -> None:
        """Insert a function of the module before the statement that holds a node, apart from its neighbours."""
        top = page.top(at)
        site = page.site(start := self._start(page, top), start)
        above = page.module.source.rows(site.cell)[: site.row - 1]
        empty = len(above) - max((n for n, row in enumerate(above, 1) if row.strip()), default=0)
        missing = 0 if empty == len(above) else max(2 - empty, 0)
        self.before(page, top, *[""] * missing, *lines, "", "")

    def _start(self, page: Page, statement: cst.CSTNode) -> int:
        """Where a statement begins, with its decorators and the comments that belong to it."""
        start = page.range(statement)[0]
        decorators = getattr(statement, "decorators", ())
        if decorators:
            start = page.range(decorators[0])[0]
        first, _ = page.row(start)
        if page.text[first:start].strip():
            raise CannotFix("another statement stands on the row")
        while first and page.text[slice(*page.row(first - 1))].lstrip().startswith("#"):
            first = page.row(first - 1)[0]
            row = page.text[slice(*page.row(first))]
            start = first + len(row) - len(row.lstrip())
        return start

    def after(self, page: Page, statement: cst.CSTNode, *lines: str) -> None:
        """Insert statements after a statement, in its block."""
        start, end = page.range(statement)
        if isinstance(page.parent(statement), cst.SimpleStatementSuite):
            raise CannotFix("the statement stands on the row of a header")
        end = len(page.text[:end].rstrip())
        indentation = page.indentation(start)
        text = "".join(f"\n{indentation if row else ''}{row}" for row in _rows_of(lines))
        self.insert(page, page.row(end)[1], text)

    def head(self, page: Page, body: cst.BaseSuite, *lines: str) -> None:
        """Insert statements at the head of a block, behind its docstring."""
        if not isinstance(body, cst.IndentedBlock) or not body.body:
            raise CannotFix("the block stands on the row of its header")
        first = body.body[0]
        inner = first.body[0] if isinstance(first, cst.SimpleStatementLine) else None
        if isinstance(inner, cst.Expr) and isinstance(inner.value, cst.SimpleString | cst.ConcatenatedString):
            self.after(page, first, *lines)
        else:
            self.before(page, first, *lines)

    def remove(self, page: Page, statement: cst.CSTNode) -> None:
        """Take a simple statement out; comments beside it stay. `pass` takes its place where a block would be empty."""
        if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) != 1:
            raise CannotFix("the statement shares its row")
        start, end = page.range(statement.body[0])
        first, last = page.row(start)[0], page.row(end)[1]
        block = page.parent(statement)
        tail = page.text[end:last]
        if not isinstance(block, cst.Module) and len(getattr(block, "body", ())) < 2:
            self.put(page, start, end, "pass")
        elif tail.lstrip("; \t"):
            self.put(page, start, end + len(tail) - len(tail.lstrip("; \t")), "")
        elif last < len(page.text):
            self.put(page, first, page.next_row(last), "")
        else:
            self.put(page, max(first - 1, 0), last, "")

    def remove_link(self, page: Page, call: cst.Call) -> None:
        """Take a method's call out of its chain, or the whole statement where it is `x = x.map(…)`."""
        if not isinstance(call.func, cst.Attribute):
            raise CannotFix("it is no method call")
        line = page.statement(call)
        inner = line.body[0] if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None
        if isinstance(inner, cst.Assign) and inner.value is call and len(inner.targets) == 1 and line is not None:
            name = plain_name(inner.targets[0].target)
            if name and name == plain_name(call.func.value):
                self.remove(page, line)
                return
        self.put(page, page.range(call.func.value)[1], page.range(call)[1], "")

    def move(self, page: Page, statement: cst.CSTNode, to: cst.CSTNode) -> None:
        """Move a simple statement of one row, with the comment beside it, to before another."""
        first, last = page.row(page.range(statement)[0])
        row = page.text[first:last]
        if not isinstance(statement, cst.SimpleStatementLine) or len(page.parent(statement).body) < 2:  # type: ignore[union-attr]
            raise CannotFix("the statement cannot be moved")
        if page.row(page.range(statement)[1])[1] != last:
            raise CannotFix("the statement goes over several rows")
        self.before(page, to, row.lstrip())
        end = page.next_row(last) if last < len(page.text) else last
        self.put(page, first, end, "", moved=True)

    def move_link(self, page: Page, call: cst.Call, to: cst.Call) -> None:
        """Move a method call of a chain, with the comment beside it if it has its row to itself, to before another."""
        (start, dot, end), (target, other, last) = _link(page, call), _link(page, to)
        first, after = page.row(dot)[0], page.next_row(page.row(end)[1])
        if _alone(page, dot, end) and _alone(page, other, last) and page.text[after - 1] == "\n":
            self.insert(page, page.row(other)[0], page.text[first:after])
            self.put(page, first, after, "", moved=True)
        else:
            self.insert(page, target, page.text[dot:end])
            self.put(page, start, end, "")

    # names

    def new_name(self, page: Page, wanted: str) -> str:
        """A name like the one that is wanted, which the module does not use yet."""
        name, number = wanted, 2
        while name in page.names or name in self._names:
            name, number = f"{wanted}_{number}", number + 1
        self._names.add(name)
        return name

    def name(self, page: Page, dotted: str, at: cst.CSTNode) -> str:
        """How to say a library's name at a node; it is imported where the module keeps its imports, if need be."""
        known = self._imported.get((id(page), dotted))
        if known:
            return known
        canonical = self.facts.interpreter.project.tables.canonical
        parent, _, last = dotted.rpartition(".")
        wanted, above = canonical(dotted), canonical(parent)
        home: cst.ImportFrom | None = None
        latest: cst.CSTNode | None = None
        inner = ""
        for statement in page.tree.body:
            if not isinstance(statement, cst.SimpleStatementLine) or not page.before(statement, page.top(at)):
                continue
            for node in statement.body:
                if not isinstance(node, cst.Import | cst.ImportFrom):
                    continue
                latest = statement
                for local, meant in imported(node):
                    if self._shadowed(page, local.partition(".")[0], at):
                        continue
                    if canonical(meant) == wanted:
                        return local
                    if canonical(meant) == above:
                        return f"{local}.{last}"
                    if above.startswith(f"{canonical(meant)}."):
                        inner = f"{local}{above.removeprefix(canonical(meant))}"
                if isinstance(node, cst.ImportFrom) and module_of(node) == parent and len(statement.body) == 1:
                    home = node if not isinstance(node.names, cst.ImportStar) else home
        if home is None and inner and page.says(inner):
            return f"{inner}.{last}"
        if home is None and "." not in parent and parent not in page.names:
            self._imported[id(page), dotted] = f"{parent}.{last}"
            self._new_imports.setdefault((id(page), parent), (page, latest, []))
            return f"{parent}.{last}"
        root, _, rest = parent.partition(".")
        table = self.facts.interpreter.project.tables.table(root)
        usual = table.usual if table is not None else ""
        if home is None and usual and last.islower() and usual not in page.names and root not in page.names:
            self._imported[id(page), dotted] = f"{usual}.{rest}.{last}"
            self._new_imports.setdefault((id(page), f"{root} as {usual}"), (page, latest, []))
            return f"{usual}.{rest}.{last}"
        if last in page.names or last in self._names:
            raise CannotFix(f"{last} already means something else")
        self._imported[id(page), dotted] = last
        if home is not None:
            self.extend_import(page, home, last)
        else:
            self._new_imports.setdefault((id(page), parent), (page, latest, []))[2].append(last)
        return last

    def module(self, page: Page, name: str, at: cst.CSTNode) -> str:
        """How to say a module of the standard library at a node; it is imported beside its like, if need be."""
        known = self._imported.get((id(page), name))
        if known:
            return known
        lines = [each for each in page.tree.body if page.before(each, page.top(at))]
        simple = [line for line in lines if isinstance(line, cst.SimpleStatementLine)]
        nodes = [(line, node) for line in simple for node in line.body if isinstance(node, cst.Import | cst.ImportFrom)]
        for _, node in nodes:
            for local, meant in imported(node):
                if meant == name and not self._shadowed(page, local, at):
                    return local
        if any(found.value == name and not page.labels(found) for found in page.find(cst.Name)):
            raise CannotFix(f"{name} already means something else")
        self._imported[id(page), name] = name
        roots = [(line, isinstance(node, cst.Import), _imported_from(node)) for line, node in nodes]
        peers = [each for each in roots if each[2] in sys.stdlib_module_names - {"__future__"}]
        behind = [line for line, whole, root in peers if whole and root < name]
        future = [line for line, _, root in roots if root == "__future__"]
        if behind:
            self.after(page, behind[-1], f"import {name}")
        elif len(roots) == len(future) > 0:
            self.after(page, future[-1], "", f"import {name}")
        else:
            first = next((line for line, _, root in peers or roots if root != "__future__"), None)
            start = page.range(first or self._first(page))[0]
            gap = "" if peers else "\n"
            self.insert(page, start, f"import {name}\n{gap}{page.indentation(start)}")
        return name

    def extend_import(self, page: Page, node: cst.ImportFrom, name: str) -> None:
        """Import one more name from the same module."""
        if isinstance(node.names, cst.ImportStar):
            raise CannotFix("the module imports all there is")
        self._append(page, page.range(node.names[-1]), name)

    def _first(self, page: Page) -> cst.CSTNode:
        """The first statement of a module that is no docstring."""
        for statement in page.tree.body:
            inner = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else None
            if not (isinstance(inner, cst.Expr) and isinstance(inner.value, cst.SimpleString)):
                return statement
        raise CannotFix("the module is empty")

    def _shadowed(self, page: Page, name: str, at: cst.CSTNode) -> bool:
        scopes = [each for each in page.parents(at) if isinstance(each, cst.FunctionDef | cst.Lambda | cst.ClassDef)]
        if any(page.bound_in(name, scope) for scope in scopes):
            return True
        return page.rebound(name)


def imported(node: cst.Import | cst.ImportFrom) -> list[tuple[str, str]]:
    """The names that an import binds, as one writes them, and what they mean."""
    if isinstance(node.names, cst.ImportStar):
        return []
    base = module_of(node) if isinstance(node, cst.ImportFrom) else ""
    found: list[tuple[str, str]] = []
    for alias in node.names:
        meant = f"{base}.{alias.evaluated_name}" if base else alias.evaluated_name
        found.append((alias.evaluated_alias or alias.evaluated_name, meant))
    return found


def module_of(node: cst.ImportFrom) -> str:
    """The module of `from … import`, with leading dots."""
    dots = "." * len(node.relative)
    return dots + plain_name(node.module)


def _imported_from(node: cst.Import | cst.ImportFrom) -> str:
    """The top-level module that an import is of."""
    meant = node.names[0].evaluated_name if isinstance(node, cst.Import) else module_of(node)
    return meant.partition(".")[0]


def _link(page: Page, call: cst.Call) -> tuple[int, int, int]:
    """Where a method call's object ends, where its dot stands, and where the call ends."""
    if not isinstance(call.func, cst.Attribute):
        raise CannotFix("it is no method call")
    start = page.range(call.func.value)[1]
    return start, page.text.rindex(".", start, page.range(call.func.attr)[0]), page.range(call)[1]


def _alone(page: Page, dot: int, end: int) -> bool:
    """Whether a method call has its rows to itself."""
    tail = page.text[end : page.row(end)[1]].strip()
    return not page.text[page.row(dot)[0] : dot].strip() and (not tail or tail.startswith("#"))


def _rows_of(lines: Sequence[str]) -> list[str]:
    """The rows of some texts."""
    return [row for line in lines for row in line.split("\n")]
