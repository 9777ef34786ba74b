"""Which assignments give a name its value where it is used."""

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from auglint.fixes.editing.draft import CannotFix
from auglint.fixes.editing.page import Page, plain_name

FUNCTIONS = (cst.FunctionDef, cst.Lambda)


@dataclass(frozen=True)
class Binding:
    """An assignment of a name. `number`: the place of the name in a tuple, None where it is given the whole value."""

    statement: cst.SimpleStatementLine
    value: cst.BaseExpression
    number: int | None = None


def bindings(page: Page, name: str, at: cst.CSTNode) -> list[Binding]:
    """All assignments of `x`, or of `self.x` in its class, that a node may see. Raises CannotFix if x is bound else."""
    head, dot, _ = name.partition(".")
    if dot and head not in ("self", "cls"):
        return []
    around = page.around(at, cst.ClassDef) if dot else _home(page, name, at)
    if around is None:
        return []
    return list(_within(page, name, around))


def the_binding(page: Page, name: str, at: cst.CSTNode) -> Binding:
    """The one assignment that a node may see. Raises CannotFix when there is none, or another."""
    found = bindings(page, name, at)
    if len(found) != 1:
        raise CannotFix(f"`{name}` does not have one value")
    return found[0]


def same_there(page: Page, node: cst.CSTNode, other: Page, at: cst.CSTNode) -> bool:
    """Whether the names in an expression mean the same, and one value each, at a node of a page."""
    for found in page.find(cst.Name, node):
        if page.labels(found):
            continue
        home = _home(page, found.value, node)
        if page is not other or home is not _home(page, found.value, at) or _times_bound(page, found.value, home) > 1:
            return False
    return True


def _times_bound(page: Page, name: str, scope: cst.CSTNode) -> int:
    """How often a scope gives a name a value; a loop over its values counts as often."""
    sites = 0
    for found in page.find(cst.Name, scope):
        if found.value != name or _nested(page, found, scope):
            continue
        above = page.parent(found)
        if isinstance(above, cst.Element) and page.around(found, cst.AssignTarget) is not None:
            sites += 1
        elif isinstance(above, cst.For) and above.target is found:
            sites += 2
        elif isinstance(above, cst.AssignTarget | cst.Param | cst.ImportAlias | cst.AsName) or _binds(above, found):
            sites += 1
    return sites


def _home(page: Page, name: str, at: cst.CSTNode) -> cst.CSTNode:
    """The function that a name belongs to where it is used, else the module."""
    for scope in page.parents(at):
        if isinstance(scope, FUNCTIONS) and page.bound_in(name, scope):
            return scope
    return page.tree


def _within(page: Page, name: str, scope: cst.CSTNode) -> Iterator[Binding]:
    for node in page.find(cst.Name, scope):
        target = page.parent(node) if "." in name else node
        if plain_name(target) != name or target is None or ("." not in name and _nested(page, node, scope)):
            continue
        above = page.parent(target)
        number: int | None = None
        if isinstance(above, cst.Element) and isinstance(outer := page.parent(above), cst.Tuple | cst.List):
            number = next(n for n, each in enumerate(outer.elements) if each is above)
            above = page.parent(outer)
        if isinstance(above, cst.AssignTarget):
            assign, statement = page.parent(above), page.statement(above)
            if not isinstance(assign, cst.Assign) or not isinstance(statement, cst.SimpleStatementLine):
                raise CannotFix(f"`{name}` is bound on the row of a header")
            yield Binding(statement, assign.value, number)
        elif isinstance(above, cst.AnnAssign) and above.target is target and above.value is not None:
            statement = page.statement(above)
            if not isinstance(statement, cst.SimpleStatementLine):
                raise CannotFix(f"`{name}` is bound on the row of a header")
            yield Binding(statement, above.value, number)
        elif _binds(above, target):
            raise CannotFix(f"`{name}` is bound by no assignment")


def _nested(page: Page, node: cst.CSTNode, scope: cst.CSTNode) -> bool:
    """Whether a node stands in a function within a scope."""
    inner = next((each for each in page.parents(node) if isinstance(each, FUNCTIONS) or each is scope), scope)
    return inner is not scope


def _binds(above: cst.CSTNode | None, target: cst.CSTNode) -> bool:
    if isinstance(above, cst.Param | cst.AsName | cst.NameItem | cst.Del):
        return True
    kinds = (cst.AugAssign, cst.For, cst.CompFor, cst.NamedExpr)
    return isinstance(above, kinds) and above.target is target
