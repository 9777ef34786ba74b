"""Where a value that a function uses comes from, in the words of the program: an attribute, a global, an argument."""

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from auglint.fixes.editing.draft import CannotFix, Code
from auglint.fixes.editing.page import Page
from auglint.fixes.program.splits import argument_for
from auglint.pipeline import Frame, Place

FUNCTIONS = (cst.FunctionDef, cst.Lambda)


@dataclass(frozen=True)
class Origin:
    """An expression, the page it is on, and the calls that led to the function it stands in."""

    page: Page
    node: cst.BaseExpression
    chain: tuple[Frame, ...]

    @property
    def function(self) -> cst.FunctionDef | cst.Lambda | None:
        """The function that it stands in."""
        found = self.page.around(self.node, *FUNCTIONS)
        return found if isinstance(found, FUNCTIONS) else None

    @property
    def is_global(self) -> bool:
        """Whether it is a name, or attributes of one, that means what the module gave it."""
        node = first_name(self.node)
        if node is None:
            return False
        return not any(
            self.page.bound_in(node.value, each)
            for each in self.page.parents(node)
            if isinstance(each, cst.FunctionDef | cst.Lambda | cst.BaseComp)
        )


def origin(code: Code, place: Place, node: cst.BaseExpression, chain: Sequence[Frame], until: object = None) -> Origin:
    """Where the value of an expression comes from: a name stands for what it was given, in the function or by its call.

    It ends at the function `until`. Raises CannotFix when an argument is not written in its call.
    """
    here = Origin(code.page_of(place), node, tuple(chain))
    for _ in range(20):
        function = here.function
        if function is until or not isinstance(here.node, cst.Name) or not isinstance(function, cst.FunctionDef):
            return here
        name = here.node.value
        if name not in parameters(function):
            given = _assigned(here.page, function, name)
            if given is None:
                return here
            here = Origin(here.page, given, here.chain)
        elif here.page.bound_twice(name, function):
            return here
        else:
            here = argument(code, here.chain, function, name)
    raise CannotFix("it is passed on too often")


def argument(code: Code, chain: Sequence[Frame], function: cst.FunctionDef, name: str) -> Origin:
    """The argument that a parameter of a function gets from the last call of it on a chain."""
    call = caller(code, chain, function)
    given = argument_for(function, call.node, name) if isinstance(call.node, cst.Call) else None
    if given is None:
        raise CannotFix("the argument is left out")
    return Origin(call.page, given.value, call.chain)


def caller(code: Code, chain: Sequence[Frame], function: cst.FunctionDef) -> Origin:
    """The last call of a function on a chain."""
    for number in range(len(chain) - 1, -1, -1):
        frame = chain[number]
        if frame.function.rpartition(".")[2] == function.name.value and isinstance(frame.place.node, cst.Call):
            return Origin(code.page_of(frame.place), frame.place.node, tuple(chain[:number]))
    raise CannotFix("it is called by no plain call")


def parameters(function: cst.FunctionDef) -> list[str]:
    """The names of a function's parameters but for `*` and `**`."""
    params = function.params
    return [param.name.value for param in (*params.posonly_params, *params.params, *params.kwonly_params)]


def _assigned(page: Page, function: cst.FunctionDef, name: str) -> cst.BaseExpression | None:
    """What a function gives a name, if it does so in one place, by a plain assignment."""
    bound = [found for found in page.find(cst.Name, function.body) if found.value == name and binds(page, found)]
    above = page.parent(bound[0]) if len(bound) == 1 else None
    line = page.parent(above) if isinstance(above, cst.AssignTarget) else None
    return line.value if isinstance(line, cst.Assign) and len(line.targets) == 1 else None


def binds(page: Page, name: cst.Name) -> bool:
    """Whether a name is given a value where it stands."""
    node: cst.CSTNode = name
    above = page.parent(node)
    while isinstance(above, cst.BaseElement | cst.Tuple | cst.List):
        node, above = above, page.parent(above)
    kinds = (cst.AssignTarget, cst.AugAssign, cst.AnnAssign, cst.For, cst.CompFor, cst.NamedExpr, cst.AsName)
    return isinstance(above, kinds) and getattr(above, "target", node) is node


def first_name(node: cst.CSTNode) -> cst.Name | None:
    """The name that a chain of attributes and subscripts begins with."""
    while isinstance(node, cst.Attribute | cst.Subscript):
        node = node.value
    return node if isinstance(node, cst.Name) else None


def last_attribute(node: cst.CSTNode) -> str:
    """The last attribute of a chain, before any subscripts; "" when there is none."""
    while isinstance(node, cst.Subscript):
        node = node.value
    return node.attr.value if isinstance(node, cst.Attribute) else ""
