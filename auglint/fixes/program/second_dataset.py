"""A second dataset over the same data, for evaluation: made as the first one is, with another transform."""

import libcst as cst

from auglint.facts import Augmented
from auglint.fixes.editing.bindings import bindings, same_there, the_binding
from auglint.fixes.editing.draft import CannotFix, Draft
from auglint.fixes.editing.functions import dedented, does_nothing, rewritten
from auglint.fixes.editing.page import Page, plain_name
from auglint.fixes.program.counterpart import definition, placed, spelled, twin
from auglint.fixes.program.evaluation import Evaluation
from auglint.fixes.program.splits import Passing, followed, passings
from auglint.pipeline import Augmentation, Dataset, Frame, Place
from auglint.trace import tables
from auglint.trace.values import Function, Instance, Object

PURE = frozenset(
    "abspath dict expanduser float format glob int join len list Path range read_csv round sorted str tuple".split()
)
"""Calls that give the same each time they are made."""
RUN_DRY = frozenset("enumerate filter glob iglob iter iterdir map open reader reversed rglob scandir walk zip".split())
"""Calls that give what can be run through only once; `glob` does for a path."""
FLAG = "train"
"""The parameter that a function gets which made the training dataset only."""
HARMLESS = frozenset("print len log info debug".split())


class Second:
    """The second dataset: defined behind the first one, and said where a part of it is needed."""

    def __init__(self, draft: Draft, mine: Augmented) -> None:
        self.draft = draft
        self.mine = mine
        self.dataset = mine.dataset
        self.home = draft.code.page_of(mine.dataset.place)
        _is_made_alike(draft, self.home, self.dataset)
        statement = self.home.statement(self.dataset.place.node)
        if isinstance(statement, cst.SimpleStatementLine) and isinstance(statement.body[0], cst.Return):
            self.target = statement
            text = self._asked_otherwise(statement.body[0])
            frame = _frame(self.dataset, self.home.around(statement, cst.FunctionDef))
            self.home = draft.code.page_of(frame.place)
            self.target, self.name = definition(self.home, frame)
        else:
            self.target, self.name = definition(self.home, mine.dataset)
            text = self._text()
        _is_never_changed(self.home, self.name)
        self.new = placed(draft, self.home, self.target, self.name, text)

    def said(self, page: Page, node: cst.BaseExpression) -> str:
        """How the second dataset is called at a node. Raises CannotFix."""
        return spelled(self.draft, page, self.home, node, self.target, self.name, self.new)

    def is_named(self, page: Page, node: cst.BaseExpression) -> bool:
        """Whether an expression is the name of the first dataset."""
        if plain_name(node) != self.name or page is not self.home:
            return False
        return "." in self.name or same_there(page, node, page, self.target.body[0])

    def _text(self) -> str:
        """The call that makes the dataset, with what evaluation gets in place of what draws."""
        home = self.home
        call: cst.Call = self.dataset.place.node
        passing = next(passings(self.draft, self.mine))
        inside = any(passing.node is each for each in home.find(type(passing.node), call))
        text = self._instead(passing)
        start, end = home.range(call)
        code = home.code(call)
        if inside:
            arg = self._argument(passing, call)
            first, last = home.range(passing.node)
            code = home.text[start:first] + (text or "None") + home.text[last:end]
            if not text and self._is_left_out(arg):
                code = _without(home, call, arg)
        else:
            code = self._with_keyword(call, code, passing, text)
        if "#" in code:
            raise CannotFix("comments stand within the call")
        return "\n".join(dedented(code, home.indentation(start)))

    def _argument(self, passing: Passing, call: cst.Call) -> cst.Arg:
        """The argument of a call in which something is passed."""
        arg = self.home.parent(passing.node)
        if not isinstance(arg, cst.Arg) or all(arg is not each for each in call.args):
            raise CannotFix("what is applied is no argument of the call")
        return arg

    def _is_left_out(self, arg: cst.Arg) -> bool:
        """Whether an argument is left out, not None, to apply nothing. Raises CannotFix if it may not be None."""
        row, arguments = self.dataset.row, self.dataset.arguments
        name = next((name for name, argument in arguments.items() if argument.place.node is arg), "")
        parameters = row.parameters if isinstance(row, tables.Dataset) and self.dataset.instance is None else ()
        if not any(parameter.name == name and parameter.default is None for parameter in parameters):
            raise CannotFix("the class may need something to apply")
        return arg.keyword is not None

    def _asked_otherwise(self, returned: cst.Return) -> str:
        """A second call of the function that makes the dataset, which is told by a new parameter what it is for."""
        home = self.home
        call: cst.Call = self.dataset.place.node
        function = home.around(returned, cst.FunctionDef)
        if function is None or returned.value is not call or len(list(home.find(cst.Return, function))) > 1:
            raise CannotFix("the dataset has no name")
        params, names = function.params, {name.value for name in home.find(cst.Name, function)}
        plain = (
            isinstance(params.star_arg, cst.MaybeSentinel) and params.star_kwarg is None and not params.kwonly_params
        )
        if function.decorators or not plain or FLAG in names:
            raise CannotFix("the function takes no other parameter")
        made = [one.place.node for one in self.draft.facts.trace.all(Augmentation)]
        for each in home.find(cst.Call, function.body):
            inside = any(each is other for node in made for other in home.find(cst.Call, node))
            if each is not call and not inside and plain_name(each.func).rpartition(".")[2] not in PURE:
                raise CannotFix("the function does more than to make a dataset")
        passing = next(passings(self.draft, self.mine))
        arg = self._argument(passing, call)
        text = self._instead(passing)
        if not text:
            self._is_left_out(arg)
        self.draft.insert(home, home.range(passing.node)[1], f" if {FLAG} else {text or 'None'}")
        self.draft.add_parameter(home, function, f"{FLAG}=True")
        frame = _frame(self.dataset, function)
        page, asked = self.draft.code.page_of(frame.place), frame.place.node
        code = page.code(asked)
        if "\n" in code or asked.rpar or any(each.star for each in asked.args) or "#" in code:
            raise CannotFix("the call is not plain")
        if any(
            plain_name(each.func).rpartition(".")[2] not in PURE
            for arg in asked.args
            for each in page.find(cst.Call, arg)
        ):
            raise CannotFix("what an argument calls may give something else")
        return f"{code[:-1]}{', ' if asked.args else ''}{FLAG}=False)"

    def _with_keyword(self, call: cst.Call, code: str, passing: Passing, text: str) -> str:
        """The call of something that was given its transform before, as `partial` is."""
        arg = passing.page.parent(passing.node)
        if not isinstance(arg, cst.Arg) or arg.keyword is None or passing.page is not self.home:
            raise CannotFix("what is applied is given elsewhere")
        if the_binding(self.home, plain_name(call.func), call).value is not passing.call:
            raise CannotFix("what is applied is given elsewhere")
        if len(call.rpar) or code.rstrip().endswith(",)") or "\n" in code or any(a.star == "**" for a in call.args):
            raise CannotFix("the call is not plain")
        return f"{code[:-1]}{', ' if call.args else ''}{arg.keyword.value}={text or 'None'})"

    # what evaluation gets

    def _instead(self, passing: Passing) -> str:
        """What is applied for evaluation, as it is said in the call that makes the dataset; "" for nothing."""
        value = self.mine.application.callable
        if isinstance(value, Function):
            return self._function(passing, value)
        made = value.made if isinstance(value, Object) else None
        if not isinstance(made, Augmentation):
            raise CannotFix("what is applied is no pipeline")
        evaluation = Evaluation(self.draft, self.mine.application)
        page = self.draft.code.page_of(made.place)
        if made.place.node is passing.node or not plain_name(passing.node) or self._is_property(passing, made):
            if made.place.node is not passing.node and not same_there(page, made.place.node, self.home, passing.node):
                raise CannotFix("the pipeline is made elsewhere, of what is not known here")
            return evaluation.text(page, made, len(self.home.indentation(self.home.range(passing.node)[0])) + 4)
        target, name = definition(page, made)
        text = evaluation.text(page, made, len(page.indentation(page.range(made.place.node)[0])) + len(name) + 8)
        if not text:
            return ""
        new = placed(self.draft, page, target, name, text)
        self._is_defined_before(page, new)
        return spelled(self.draft, passing.page, page, passing.node, target, name, new)

    def _is_property(self, passing: Passing, made: Augmentation) -> bool:
        """Whether an attribute is a method that returns the pipeline."""
        page = self.draft.code.page_of(made.place)
        function = page.around(made.place.node, cst.FunctionDef)
        last = plain_name(passing.node).rpartition(".")[2]
        return function is not None and function.name.value == last and bool(function.decorators)

    def _is_defined_before(self, page: Page, name: str) -> None:
        """Raise CannotFix when a name that was found to hold the pipeline already gets it too late."""
        for found in bindings(page, name, self.target.body[0]) if page is self.home else ():
            if page.block(found.statement) is page.block(self.target) and not page.before(found.statement, self.target):
                raise CannotFix("the pipeline is defined later")

    def _function(self, passing: Passing, value: Function) -> str:
        page = self.draft.code.page(value.module)
        edits = Evaluation(self.draft, self.mine.application).function_edits(page, value, self.mine.steps)
        body = rewritten(page, value.node, edits)
        if does_nothing(body):
            return ""
        if not isinstance(value.node, cst.FunctionDef):
            return body
        return twin(self.draft, passing.page, page, passing.node, value, body)


def _without(page: Page, call: cst.Call, arg: cst.Arg) -> str:
    kept = [page.code(each) for each in call.args if each is not arg]
    return f"{page.code(call.func)}({', '.join(kept)})"


# is a second one the same?


def _frame(dataset: Dataset, function: cst.FunctionDef | None) -> Frame:
    """The call of a function that a dataset was made by."""
    named = [each for each in dataset.chain if function and each.function.rpartition(".")[2] == function.name.value]
    if not named or not isinstance(named[-1].place.node, cst.Call):
        raise CannotFix("the function is called by no plain call")
    return named[-1]


def _is_made_alike(draft: Draft, page: Page, dataset: Dataset) -> None:
    """Raise CannotFix when a dataset that is made a second time may hold other samples, or use the first one's up."""
    if dataset.drawn or dataset.overrides or not dataset.known or "?" in dataset.arguments:
        raise CannotFix("it was drawn, or changed after it was made")
    call = dataset.place.node
    if not isinstance(call, cst.Call):
        raise CannotFix("it is not made by a call")
    for each in page.find(cst.Call, call):
        pure = each is call or plain_name(each.func).rpartition(".")[2] in PURE
        if not pure and not _is_applied(page, each, dataset):
            raise CannotFix("what an argument calls may give something else")
    places = [Place(page.module, arg) for arg in call.args] if dataset.instance is not None else []
    given = [each for place in places for each in followed(draft, place, dataset.chain)]
    if any(_runs_dry(each.page, each.node) for each in given):
        raise CannotFix("an argument may be used up")


def _is_never_changed(page: Page, name: str) -> None:
    """Raise CannotFix when what has this name may be changed after it is made."""
    for found in page.find(cst.Name):
        if _changes(page, found, name):
            raise CannotFix("it may be changed after it is made")


def _is_applied(page: Page, call: cst.Call, dataset: Dataset) -> bool:
    """Whether a call stands in an argument that is applied to samples."""
    row = dataset.row
    names = row.applies if isinstance(row, tables.Dataset) else ()
    arguments = [dataset.arguments[name] for name in names if name in dataset.arguments]
    if dataset.instance is not None:
        arguments = [a for a in dataset.arguments.values() if isinstance(a.value, Object | Function | Instance)]
    nodes = [argument.place.node for argument in arguments if argument.given]
    return any(call is each for node in nodes for each in page.find(cst.Call, node))


def _runs_dry(page: Page, node: cst.BaseExpression) -> bool:
    """Whether an expression may give something that is used up when it is read; what is not known may."""
    if isinstance(node, cst.GeneratorExp):
        return True
    if isinstance(node, cst.Call):
        name = plain_name(node.func).rpartition(".")[2]
        return name in RUN_DRY and plain_name(node.func) != "glob.glob"
    if isinstance(node, cst.Name):
        try:
            return any(_runs_dry(page, each.value) for each in bindings(page, node.value, node) if each.number is None)
        except CannotFix:
            return False  # a parameter, mostly
    return False


def _changes(page: Page, found: cst.Name, name: str) -> bool:
    """Whether a name stands where what it names may be changed: `x.files = …`, `shuffle(x.files)`, `x.drop()`."""
    node: cst.CSTNode | None = page.parent(found) if "." in name else found
    if plain_name(node) != name:
        return False
    top = node
    while isinstance(page.parent(top), cst.Attribute):  # type: ignore[arg-type]
        top = page.parent(top)  # type: ignore[arg-type]
    above = page.parent(top) if top is not None else None
    if isinstance(above, cst.Subscript) and top is not node:
        above = page.parent(above)
    if isinstance(above, cst.AssignTarget | cst.AugAssign | cst.Del):
        return top is not node
    call = above if isinstance(above, cst.Call) else page.parent(above) if isinstance(above, cst.Arg) else None
    if not isinstance(call, cst.Call) or not isinstance(page.parent(call), cst.Expr):
        return False
    called = plain_name(call.func).rpartition(".")[2]
    return called not in HARMLESS
