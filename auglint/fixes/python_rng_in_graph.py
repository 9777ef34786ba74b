"""AUG107: what Python or NumPy draws while a function is traced is drawn in the graph instead, anew for each sample.

A number becomes a tensor, so each use of it must be one that a tensor fits, too: a comparison that decides in an `if`
which AutoGraph translates, arithmetic with the sample, whose type the tensor then takes, or an argument of an op that
the tables name.
"""

import ast
from collections.abc import Iterator, Sequence

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.python_rng_in_graph import Traced
from auglint.finding import Applicability, Fix
from auglint.fixes.editing.draft import CannotFix, Code, Draft
from auglint.fixes.editing.library import meaning, say
from auglint.fixes.editing.page import Page, plain_name
from auglint.fixes.editing.templates import fill
from auglint.fixes.program.origins import binds
from auglint.fixes.program.splits import argument_for
from auglint.pipeline import Frame
from auglint.trace import tables

Function = cst.FunctionDef | cst.Lambda


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """The same draw in the graph."""
    if not isinstance(claim.subject, Traced):
        return
    draft = Draft(code)
    _Drawn(draft, claim.subject).write()
    yield draft.fix("Draw it in the graph, for each sample anew", Applicability.UNSAFE)


class _Drawn:
    """A draw that is to be made in the graph, and what becomes of its value."""

    def __init__(self, draft: Draft, subject: Traced) -> None:
        self.draft = draft
        self.draw = subject.draw
        self.mapped = subject.application.place.node
        self.frames: Sequence[Frame] = subject.draw.chain[len(subject.application.chain) :]
        self.page = draft.code.page_of(self.draw.place)
        call, row = self.draw.place.node, self.draw.row
        if not isinstance(call, cst.Call) or not isinstance(row, tables.Draw) or not row.in_graph:
            raise CannotFix(f"what draws like {self.draw.name} in a graph is not known")
        self.call: cst.Call = call
        self.template = row.in_graph
        self.table = draft.facts.interpreter.project.tables.table(self.template.partition(".")[0])
        self.whole = "int" in self.template
        self.sample = ""  # the tensor whose type the value must have

    def write(self) -> None:
        """Write the fix. Raises CannotFix."""
        used = {node.id for node in ast.walk(ast.parse(self.template)) if isinstance(node, ast.Name)}
        given = [each for each in self.draw.arguments.values() if each.given]
        if any(each.name not in used for each in given) or len(given) != len(self.call.args):
            raise CannotFix("an argument has no form in a graph")
        for use in self._uses(self.call):
            self._fits(use)
        text = fill(
            self.template, self.draw.arguments, self.page, lambda name: say(self.draft, self.page, name, self.call)
        )
        if self.sample:
            text = f"{text[:-1]}, dtype={self.sample}.dtype)"
        self.draft.replace(self.page, self.call, text)

    def _uses(self, node: cst.BaseExpression) -> list[cst.CSTNode]:
        """A value, or where the name is used that it is given."""
        page = self.page
        above = page.parent(node)
        if not isinstance(above, cst.Assign):
            return [node]
        name = plain_name(above.targets[0].target)
        function = self._function()
        found = [each for each in page.find(cst.Name, function) if each.value == name]
        if len(above.targets) > 1 or not name or "." in name or sum(binds(page, each) for each in found) > 1:
            raise CannotFix("the value does not have a name of its own")
        uses = [each for each in found if not binds(page, each)]
        if any(page.scope(each) is not page.scope(node) for each in uses):
            raise CannotFix("the value is used in another function")
        return [*uses]

    def _function(self) -> Function:
        function = self.page.around(self.call, cst.FunctionDef, cst.Lambda)
        if not isinstance(function, Function):
            raise CannotFix("it is drawn in no function")
        return function

    # what a tensor fits

    def _fits(self, node: cst.CSTNode) -> None:
        """See that a number may be a tensor where it stands. Raises CannotFix."""
        above = self.page.parent(node)
        if isinstance(above, cst.UnaryOperation) and isinstance(above.operator, cst.Minus):
            self._fits(above)
        elif isinstance(above, cst.Comparison):
            self._compares(above, [above.left, *(each.comparator for each in above.comparisons)], node)
        elif isinstance(above, cst.ComparisonTarget):
            comparison = self.page.parent(above)
            assert isinstance(comparison, cst.Comparison)
            self._compares(comparison, [comparison.left, *(each.comparator for each in comparison.comparisons)], node)
        elif isinstance(above, cst.BinaryOperation):
            self._reckons(above, above.left if above.right is node else above.right)
        elif isinstance(above, cst.Arg):
            self._is_taken(above)
        elif isinstance(above, cst.Element) and isinstance(outer := self.page.parent(above), cst.List | cst.Tuple):
            arg = self.page.parent(outer)
            if not isinstance(arg, cst.Arg):
                raise CannotFix("it is put into a list")
            self._is_taken(arg)
        else:
            raise CannotFix("a tensor may not fit here")

    def _compares(self, comparison: cst.Comparison, operands: list[cst.BaseExpression], node: cst.CSTNode) -> None:
        """A comparison with a number that decides, by itself or by a name."""
        kinds = (cst.LessThan, cst.LessThanEqual, cst.GreaterThan, cst.GreaterThanEqual, cst.Equal, cst.NotEqual)
        others = [each for each in operands if each is not node]
        if not all(isinstance(each.operator, kinds) for each in comparison.comparisons):
            raise CannotFix("it is looked up")
        if not all(_is_number(each) or (isinstance(each, cst.Name) and not self._is_sample(each)) for each in others):
            raise CannotFix("what it is compared with may be of another type")
        for use in self._uses(comparison):
            self._decides(use)

    def _decides(self, node: cst.CSTNode) -> None:
        """See that a truth value that is a tensor decides over nothing but how a sample is altered."""
        above = self.page.parent(node)
        if isinstance(above, cst.UnaryOperation) and isinstance(above.operator, cst.Not):
            self._decides(above)
        elif isinstance(above, cst.If) and above.test is node:
            if not self._all_alter(above):
                raise CannotFix("AutoGraph may not be able to translate what depends on it")
            self._is_translated()
        elif isinstance(above, cst.IfExp) and above.test is node:
            names = {self._altered(above.body), self._altered(above.orelse)}
            if len(names) != 1 or "" in names:
                raise CannotFix("the two values may be of different types")
            self._is_translated()
        else:
            raise CannotFix("a tensor may not fit here")

    def _all_alter(self, node: cst.If | cst.Else) -> bool:
        """Whether a branch and those that follow it only alter what has a value before."""
        for line in node.body.body:
            if isinstance(line, cst.If):
                if not self._all_alter(line):
                    return False
                continue
            for small in line.body if isinstance(line, cst.SimpleStatementLine) else [line]:
                if not isinstance(small, cst.Assign) or len(small.targets) != 1:
                    return False
                name = plain_name(small.targets[0].target)
                if not name.isidentifier() or self._altered(small.value) != name or not self._has_value(name, node):
                    return False
        following = node.orelse if isinstance(node, cst.If) else None
        return following is None or self._all_alter(following)

    def _has_value(self, name: str, node: cst.CSTNode) -> bool:
        function = self._function()
        if name in _names(function):
            return True
        found = [each for each in self.page.find(cst.Name, function) if each.value == name and binds(self.page, each)]
        return any(
            self.page.before(each, node) and self.page.block(self.page.statement(each) or each) is function.body
            for each in found
        )

    def _altered(self, node: cst.BaseExpression) -> str:
        """The name whose value an expression gives, perhaps altered, with its shape and type."""
        if isinstance(node, cst.Name):
            return node.value
        if isinstance(node, cst.Call) and node.args and node.args[0].keyword is None and not node.args[0].star:
            known = self.table.alters if self.table is not None else {}
            return self._altered(node.args[0].value) if meaning(self.draft, self.page, node.func) in known else ""
        if isinstance(node, cst.BinaryOperation) and _is_number(node.right):
            return self._altered(node.left)
        return ""

    def _is_translated(self) -> None:
        """See that AutoGraph finds the code of each function on the way: of lambdas it does by their parameters."""
        known = self.draft.facts.interpreter.project.tables
        for _, page, function in self._steps():
            for each in function.decorators if isinstance(function, cst.FunctionDef) else ():
                row = known.row(meaning(self.draft, page, each.decorator))
                traced = isinstance(row, tables.Wrapper) and "autograph" in row.signature
                if not traced and plain_name(each.decorator) not in ("staticmethod", "classmethod"):
                    raise CannotFix("AutoGraph may not translate a decorated function")
            statement = page.statement(function)
            lambdas = page.find(cst.Lambda, statement) if isinstance(function, cst.Lambda) else ()
            if sum(_names(each) == _names(function) for each in lambdas) > 1:
                raise CannotFix("AutoGraph cannot tell the lambda from its neighbour")

    def _reckons(self, operation: cst.BinaryOperation, other: cst.BaseExpression) -> None:
        """Arithmetic with a number, or with a sample, whose type the value then must have."""
        operator = operation.operator
        divides = isinstance(operator, cst.Divide) and not self.whole
        if not divides and not isinstance(operator, cst.Add | cst.Subtract | cst.Multiply):
            raise CannotFix("the result may be of another type")
        if _is_number(other) and (not self.whole or isinstance(other, cst.Integer)):
            for use in self._uses(operation):
                self._fits(use)
        elif isinstance(other, cst.Name) and not self.whole and self._is_sample(other):
            if self.sample not in ("", other.value) or self._changes(other, operation):
                raise CannotFix("it is used with values of several types")
            self._serves_no_others()
            self.sample = other.value
        else:
            raise CannotFix("what it is reckoned with may be of another type")

    def _serves_no_others(self) -> None:
        """See that the function gets tensors alone: it is mapped, and called where the draw is reached."""
        function = self._function()
        name = function.name.value if isinstance(function, cst.FunctionDef) else ""
        modules = self.draft.facts.interpreter.modules.values() if name else ()
        for page in map(self.draft.code.page, modules):
            for each in page.find(cst.Name):
                above = page.parent(each)
                node = above if isinstance(above, cst.Attribute) and above.attr is each else each
                above = page.parent(node)
                if each.value != name or isinstance(above, cst.FunctionDef | cst.ImportAlias):
                    continue
                call = page.parent(above) if isinstance(above, cst.Arg) else above
                maps = isinstance(above, cst.Arg) and _method(call) == _method(self.mapped) != ""
                if call is not self.frames[-1].place.node and not maps:
                    raise CannotFix("others may give the function something else than tensors")

    def _changes(self, sample: cst.Name, use: cst.CSTNode) -> bool:
        """Whether a sample is given a new value between the draw and its use."""
        page, function = self.page, self._function()
        found = [each for each in page.find(cst.Name, function) if each.value == sample.value and binds(page, each)]
        lines = [page.statement(each) for each in found]
        return any(line is None or (page.before(self.call, line) and page.before(line, use)) for line in lines)

    def _is_taken(self, arg: cst.Arg) -> None:
        """An argument of an op that may be a tensor."""
        call = self.page.parent(arg)
        name = meaning(self.draft, self.page, call.func) if isinstance(call, cst.Call) else ""
        known = {**self.table.alters, **self.table.takes} if self.table is not None else {}
        if name not in known or not isinstance(call, cst.Call) or any(each.star for each in call.args):
            raise CannotFix("it is not known whether the function takes a tensor")
        names = [parameter.name for parameter in tables.parse_signature(known[name])]
        number = next(n for n, each in enumerate(call.args) if each is arg)
        given = arg.keyword.value if arg.keyword is not None else names[number] if number < len(names) else ""
        if given not in names[1:]:
            raise CannotFix("the argument may be no tensor")

    # samples

    def _is_sample(self, name: cst.Name) -> bool:
        """Whether a name is surely a tensor: what a mapped function is given, perhaps passed on to a helper."""
        steps = self._steps()
        return bool(steps) and steps[-1][2] is self._function() and self._is_passed(name.value, steps)

    def _steps(self) -> "list[tuple[Frame, Page, Function]]":
        """The calls that lead to the draw, and the functions they are of, with their pages."""
        found = []
        places = [frame.place for frame in self.frames[1:]] + [self.draw.place]
        for frame, place in zip(self.frames, places, strict=True):
            page, last = self.draft.code.page_of(place), frame.function.rpartition(".")[2]
            for each in page.parents(place.node):
                if isinstance(each, cst.Lambda) if last == "<lambda>" else _is_named(each, last):
                    assert isinstance(each, Function)
                    found.append((frame, page, each))
                    break
            else:
                raise CannotFix("a function is not written where it is called")
        return found

    def _is_passed(self, name: str, steps: "Sequence[tuple[Frame, Page, Function]]") -> bool:
        *before, (frame, _, function) = steps
        params = [param for param in _params(function) if param.name.value == name and param.default is None]
        if not params or name in ("self", "cls"):
            return False
        if not before:
            return True
        call = frame.place.node
        if not isinstance(function, cst.FunctionDef) or not isinstance(call, cst.Call):
            return False
        arg = argument_for(function, call, name)
        if arg is not None and isinstance(arg.value, cst.Name):
            return self._is_passed(arg.value.value, before)
        made = (
            meaning(self.draft, self.draft.code.page_of(frame.place), arg.value.func)
            if (arg is not None and isinstance(arg.value, cst.Call))
            else ""
        )
        return made.partition(".")[0] == self.template.partition(".")[0]


def _params(function: Function) -> tuple[cst.Param, ...]:
    params = function.params
    return (*params.posonly_params, *params.params, *params.kwonly_params)


def _names(function: Function) -> list[str]:
    return [param.name.value for param in _params(function)]


def _method(call: cst.CSTNode | None) -> str:
    return call.func.attr.value if isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) else ""


def _is_named(node: cst.CSTNode, name: str) -> bool:
    return isinstance(node, cst.FunctionDef) and node.name.value == name


def _is_number(node: cst.BaseExpression) -> bool:
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
        return _is_number(node.expression)
    return isinstance(node, cst.Integer | cst.Float)
