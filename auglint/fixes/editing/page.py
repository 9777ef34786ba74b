"""One module as text and tree: where a node stands, what surrounds it, and what a name would mean there."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

import libcst as cst

from auglint.pipeline import Place, Site
from auglint.source.lexer import place, row_starts
from auglint.trace.positions import positions
from auglint.trace.project import Module

Node = TypeVar("Node", bound=cst.CSTNode)
Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement
SCOPES = (cst.FunctionDef, cst.Lambda, cst.ClassDef, cst.Module)


class Page:
    """One module. Offsets count code points of `text`, which is the module's source as it was parsed."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.tree = module.tree
        self.text = module.source.code
        self.starts = row_starts(self.text)
        self._parents: dict[int, cst.CSTNode] = {}
        nodes: list[cst.CSTNode] = [module.tree]
        for node in nodes:
            for child in children(node):
                if id(child) not in self._parents:  # libcst shares some whitespace nodes
                    self._parents[id(child)] = node
                    nodes.append(child)
        self._nodes = nodes
        self._spans = positions(module.tree, nodes)

    def range(self, node: cst.CSTNode) -> tuple[int, int]:
        """Start and end of a node, without the parentheses, whitespace and comments around it."""
        return self._start(node), self._end(node)

    def whole(self, node: cst.CSTNode) -> tuple[int, int]:
        """Start and end of a node, with the parentheses around it."""
        left, right = getattr(node, "lpar", ()), getattr(node, "rpar", ())
        return (self._start(left[0]), self._end(right[-1])) if left and right else self.range(node)

    def code(self, node: cst.CSTNode, instead: Mapping[int, str] | None = None) -> str:
        """A node as written, with the parentheses around it; with other texts for some calls in it, by their ids."""
        start, end = self.whole(node)
        text = self.text[start:end]
        calls = [call for call in self.find(cst.Call, node) if id(call) in instead] if instead else []
        for call in sorted(calls, key=self._start, reverse=True):
            first, last = self.range(call)
            text = text[: first - start] + (instead or {})[id(call)] + text[last - start :]
        return text

    def _start(self, node: cst.CSTNode) -> int:
        row, column, _, _ = self._spans[id(node)]
        return self.starts[row - 1] + column

    def _end(self, node: cst.CSTNode) -> int:
        _, _, row, column = self._spans[id(node)]
        return self.starts[row - 1] + column

    def site(self, start: int, end: int) -> Site:
        """The place in the file of a range."""
        row, column = place(self.starts, start)
        end_row, end_column = place(self.starts, end)
        return self.module.source.site(row, column, end_row, end_column)

    def row(self, offset: int) -> tuple[int, int]:
        """The range of the row that holds an offset, without its line end."""
        number, _ = place(self.starts, offset)
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return start, start + len(self.text[start:end].rstrip("\r\n"))

    def next_row(self, offset: int) -> int:
        """Where the row after that of an offset begins, or the text ends."""
        number, _ = place(self.starts, offset)
        return self.starts[number] if number < len(self.starts) else len(self.text)

    def indentation(self, offset: int) -> str:
        """The white space that the row of an offset begins with, as written in the file."""
        site = self.site(offset, offset)
        rows = self.module.source.rows(site.cell)
        row = rows[site.row - 1] if site.row <= len(rows) else ""
        return row[: len(row) - len(row.lstrip(" \t\f"))]

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node around a node."""
        return self._parents.get(id(node))

    def parents(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The nodes around a node, the innermost first."""
        above = self.parent(node)
        while above is not None:
            yield above
            above = self.parent(above)

    def around(self, node: cst.CSTNode, *kinds: type[Node]) -> Node | None:
        """The node itself, or the innermost one around it, of some kinds."""
        return next((each for each in (node, *self.parents(node)) if isinstance(each, kinds)), None)

    def statement(self, node: cst.CSTNode) -> Statement | None:
        """The innermost statement that holds a node; None in a suite on the row of its header."""
        for each in (node, *self.parents(node)):
            if isinstance(each, cst.SimpleStatementSuite):
                return None
            if isinstance(each, cst.SimpleStatementLine | cst.BaseCompoundStatement):
                return each
        return None

    def alone(self, node: cst.CSTNode) -> bool:
        """Whether the innermost statement of a node is the only one on its row."""
        statement = self.statement(node)
        return not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) == 1

    def block(self, statement: cst.CSTNode) -> cst.CSTNode | None:
        """The block that a statement stands in: two statements in one block always run one after the other."""
        return self.parent(statement)

    def scope(self, node: cst.CSTNode) -> cst.CSTNode:
        """The function, class or module whose names an expression sees first."""
        return next((each for each in self.parents(node) if isinstance(each, SCOPES)), self.tree)

    def top(self, node: cst.CSTNode) -> cst.CSTNode:
        """The statement of the module that holds a node."""
        found = node
        for each in self.parents(node):
            if each is self.tree:
                break
            found = each
        return found

    def find(self, kind: type[Node], within: cst.CSTNode | None = None) -> Iterator[Node]:
        """The nodes of a kind, in a node or in all of the module."""
        if within is None:
            yield from (node for node in self._nodes if isinstance(node, kind))
            return
        pending: list[cst.CSTNode] = [within]
        while pending:
            node = pending.pop()
            if isinstance(node, kind):
                yield node
            pending.extend(reversed(children(node)))

    def home(self, called: cst.BaseExpression) -> str:
        """The module that a name was imported from, as the import spells it; "" when it was not."""
        for node in self.find(cst.ImportFrom):
            names = () if isinstance(node.names, cst.ImportStar) or node.relative else node.names
            local = [alias.evaluated_alias or alias.evaluated_name for alias in names]
            if isinstance(called, cst.Name) and called.value in local:
                return plain_name(node.module)
        return ""

    def function(self, called: cst.BaseExpression) -> cst.FunctionDef | None:
        """The one function of this module that has the name by which something is called."""
        last = called.value if isinstance(called, cst.Name) else ""
        found = [each for each in self.find(cst.FunctionDef) if each.name.value == last]
        return found[0] if len(found) == 1 else None

    @cached_property
    def names(self) -> frozenset[str]:
        """Every identifier of the module."""
        return frozenset(name.value for name in self.find(cst.Name))

    def says(self, name: str) -> bool:
        """Whether the module says a dotted name somewhere, not only imports it."""
        imports = (cst.Import, cst.ImportFrom)
        return any(plain_name(each) == name and not self.around(each, *imports) for each in self.find(cst.Attribute))

    def bound_in(self, name: str, scope: cst.CSTNode) -> bool:
        """Whether a function or class gives a name a meaning of its own."""
        for found in self.find(cst.Name, scope):
            if found.value != name:
                continue
            above = self.parent(found)
            if isinstance(above, cst.Param | cst.AssignTarget | cst.AnnAssign | cst.AsName | cst.ImportAlias):
                return True
            if isinstance(above, cst.For | cst.CompFor | cst.NamedExpr) and above.target is found:
                return True
            if isinstance(above, cst.FunctionDef | cst.ClassDef) and above is not scope:
                return True
            if isinstance(above, cst.Element) and self.around(found, cst.AssignTarget, cst.CompFor, cst.For):
                return True
        return False

    def rebound(self, name: str) -> bool:
        """Whether the module gives a name a value otherwise than by an import, so that it may mean something else."""
        kinds = (cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.For, cst.NamedExpr, cst.AsName)
        for found in self.find(cst.Name):
            if found.value != name:
                continue
            node = self._target(found)
            above = self.parent(node)
            if isinstance(above, cst.FunctionDef | cst.ClassDef) and above.name is found:
                node = above
            binds = node is above or (isinstance(above, kinds) and getattr(above, "target", node) is node)
            imports = isinstance(above, cst.AsName) and isinstance(self.parent(above), cst.ImportAlias)
            if binds and not imports and self.scope(node) is self.tree:
                return True
        return False

    def bound_twice(self, name: str, function: cst.FunctionDef) -> bool:
        """Whether a parameter gets another value within its function."""
        kinds = (cst.AssignTarget, cst.AugAssign, cst.AnnAssign, cst.For, cst.NamedExpr, cst.AsName)
        inside = [found for found in self.find(cst.Name, function.body) if found.value == name]
        whole = [self._target(found) for found in inside]
        bound = [(found, self.parent(found)) for found in whole if isinstance(self.parent(found), kinds)]
        return any(getattr(above, "target", found) is found for found, above in bound)

    def _target(self, node: cst.CSTNode) -> cst.CSTNode:
        """The outermost tuple or list that a node is an element of, else the node itself."""
        above = self.parent(node)
        parts = cst.Tuple | cst.List | cst.Element | cst.StarredElement
        return self._target(above) if isinstance(above, parts) else node

    def labels(self, name: cst.Name) -> bool:
        """Whether a name only labels an attribute or an argument."""
        above = self.parent(name)
        attribute = isinstance(above, cst.Attribute) and above.attr is name
        return attribute or (isinstance(above, cst.Arg) and above.keyword is name)

    def before(self, one: cst.CSTNode, other: cst.CSTNode) -> bool:
        """Whether a node ends before another begins."""
        return self.range(one)[1] <= self.range(other)[0]


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes directly below a node, in order of their fields."""
    found: list[cst.CSTNode] = []
    for name in node.__dataclass_fields__:
        value = getattr(node, name)
        if isinstance(value, cst.CSTNode):
            found.append(value)
        elif isinstance(value, list | tuple):
            found.extend(each for each in value if isinstance(each, cst.CSTNode))
    return found


def value_of(place: Place) -> cst.BaseExpression | None:
    """The expression at a place: an argument's value, or the expression itself."""
    node = place.node
    if isinstance(node, cst.Arg | cst.BaseElement):
        return node.value
    return node if isinstance(node, cst.BaseExpression) else None


def plain_name(node: Any) -> str:
    """`x`, `self.x` or `a.b.c` as text; "" for any other expression."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        head = plain_name(node.value)
        return f"{head}.{node.attr.value}" if head else ""
    return ""
