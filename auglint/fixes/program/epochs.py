"""The loop over epochs: its number, and how code that runs in it learns that number."""

from functools import cached_property

import libcst as cst

from auglint.fixes.editing.draft import CannotFix, Draft
from auglint.fixes.editing.page import Page, plain_name
from auglint.fixes.program.origins import Origin, binds, caller, parameters
from auglint.fixes.program.splits import argument_for
from auglint.pipeline import Loop

NAME = "epoch"


class Epochs:
    """A loop over epochs, in a draft."""

    def __init__(self, draft: Draft, loop: Loop) -> None:
        self.draft = draft
        self.node: cst.For | cst.While = loop.place.node
        self.page: Page = draft.code.page_of(loop.place)
        self.function = self.page.around(self.node, cst.FunctionDef, cst.Lambda)

    @cached_property
    def number(self) -> str:
        """The name of the epoch's number in the loop. Raises CannotFix when there is none."""
        return self._counted() if isinstance(self.node, cst.While) else self._target(self.node)

    def _target(self, node: cst.For) -> str:
        if not isinstance(node.target, cst.Name) or not _counts(node.iter):
            raise CannotFix("the loop does not count")
        name = node.target.value
        if any(binds(self.page, found) for found in self.page.find(cst.Name, node.body) if found.value == name):
            raise CannotFix("the number is changed in the loop")
        if name != "_":
            return name
        if any(found.value == name for found in self.page.find(cst.Name, node.body)) or NAME in self.page.names:
            raise CannotFix("the loop's number has no name")
        self.draft.replace(self.page, node.target, NAME)
        return NAME

    def _counted(self) -> str:
        """What a while loop counts: a name that is raised by one at the end of each turn."""
        lines = [line.body[0] for line in self.node.body.body if isinstance(line, cst.SimpleStatementLine)]
        raised = [
            plain_name(line.target)
            for line in lines
            if isinstance(line, cst.AugAssign)
            and isinstance(line.operator, cst.AddAssign)
            and isinstance(line.value, cst.Integer)
        ]
        named = [name for name in raised if name.isidentifier() and NAME in name]
        if len(named) != 1:
            raise CannotFix("the loop does not count epochs")
        return named[0]

    def holds(self, node: cst.CSTNode) -> bool:
        """Whether a node stands in the loop's body, and not in a function that is defined there."""
        around = list(self.page.parents(node))
        if all(each is not self.node.body for each in around):
            return False
        return self.page.around(node, cst.FunctionDef, cst.Lambda) is self.function

    def binds(self, name: str) -> bool:
        """Whether a name gets a value in the loop, as its target or in its body."""
        names = (each for each in self.page.find(cst.Name, self.node) if each.value == name)
        return any(binds(self.page, each) for each in names)

    def shadows(self, name: str) -> bool:
        """Whether a name means something of the loop's own function."""
        return self.function is not None and self.page.bound_in(name, self.function)

    def begin(self, of: str, *lines: str) -> None:
        """Put statements at the head of the loop, or behind the one there that makes the object they are about."""
        body = self.node.body
        made = [
            each
            for each in self.page.find(cst.AssignTarget, body)
            if of == plain_name(each.target) or of.startswith(f"{plain_name(each.target)}.")
        ]
        statement = self.page.statement(made[0]) if made else None
        if len(made) == 1 and statement is not None and self.page.parent(statement) is body:
            self.draft.after(self.page, statement, *lines)
        elif made or self.binds(of.partition(".")[0]):
            raise CannotFix("it is made in a part of the loop")
        else:
            self.draft.head(self.page, body, *lines)

    def at(self, here: Origin) -> str:
        """The name of the epoch's number at an expression that is run in the loop; it is passed on, if need be."""
        function = here.function
        if function is self.function:
            if not self.holds(here.node):
                raise CannotFix("it stands outside of the loop")
            return self.number
        if not isinstance(function, cst.FunctionDef):
            raise CannotFix("it stands in no plain function")
        call = caller(self.draft.code, here.chain, function)
        number = self.at(call)
        assert isinstance(call.node, cst.Call)
        for parameter in parameters(function):
            given = argument_for(function, call.node, parameter)
            if given is not None and plain_name(given.value) == number:
                if here.page.bound_twice(parameter, function):
                    raise CannotFix("the number is changed in the function")
                return parameter
        self._pass_on(here.page, function, call, number)
        return NAME

    def _pass_on(self, page: Page, function: cst.FunctionDef, call: Origin, number: str) -> None:
        """Give a function one more parameter; with its default, other calls do what they did."""
        params = function.params
        namesakes = [
            each
            for module in self.draft.facts.interpreter.modules.values()
            for each in self.draft.code.page(module).find(cst.FunctionDef)
            if each.name.value == function.name.value
        ]
        plain = not isinstance(params.star_arg, cst.Param) and not params.kwonly_params and params.star_kwarg is None
        if not plain or len(namesakes) > 1 or function.decorators:
            raise CannotFix("the function cannot take one more argument")
        if any(found.value == NAME for found in page.find(cst.Name, function)):
            raise CannotFix("the name is taken in the function")
        self.draft.add_parameter(page, function, f"{NAME}=0")
        assert isinstance(call.node, cst.Call)
        self.draft.add_argument(call.page, call.node, f"{NAME}={number}")


def _counts(node: cst.BaseExpression) -> bool:
    """Whether what a loop runs over are numbers: a range, also within a progress bar."""
    if not isinstance(node, cst.Call):
        return False
    last = plain_name(node.func).rpartition(".")[2]
    return last.endswith("range") or last == "count" or any(_counts(arg.value) for arg in node.args[:1])


def plus(page: Page, node: cst.BaseExpression, number: str) -> str:
    """A seed and the number of the epoch."""
    text = page.code(node)
    if isinstance(node, cst.SimpleString | cst.ConcatenatedString | cst.FormattedString) or text == "None":
        raise CannotFix("the seed is no number")
    if text == "0":
        return number
    plain = cst.Name | cst.Attribute | cst.Subscript | cst.Call | cst.Integer
    tight = (cst.Add, cst.Subtract, cst.Multiply, cst.FloorDivide, cst.Modulo, cst.Power)
    if isinstance(node, plain) or (isinstance(node, cst.BinaryOperation) and isinstance(node.operator, tight)):
        return f"{text} + {number}"
    return f"{text} + {number}" if node.lpar else f"({text}) + {number}"
