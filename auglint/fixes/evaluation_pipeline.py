"""AUG201, AUG202: evaluation gets the deterministic part of what it is given."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.shared_augmentation import Applied
from auglint.facts import Augmented
from auglint.finding import Applicability, Fix
from auglint.fixes.editing.draft import CannotFix, Code, Draft, sure
from auglint.fixes.editing.functions import assigns, dedented, does_nothing, renamed, rewritten
from auglint.fixes.editing.page import Page, plain_name, value_of
from auglint.fixes.program.counterpart import definition, placed, spelled, twin
from auglint.fixes.program.evaluation import Evaluation, written_steps
from auglint.fixes.program.splits import (
    Passing,
    applied_at,
    argument_for,
    by_parameter,
    constant,
    evaluation_name,
    for_evaluation_alone,
    maker_name,
    passing_for_evaluation,
    passings,
)
from auglint.pipeline import Augmentation, Dataset, Role
from auglint.trace.interpreter import role_words
from auglint.trace.values import Function, Object

Way = Callable[[Draft, Augmented], str]
"""A way to mend: writes into the draft and returns the title. Raises CannotFix."""


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """A pipeline without chance for evaluation; else, as a suggestion, one of its own."""
    subject = claim.subject
    if not isinstance(subject, Applied):
        return
    ways = (_in_place, _beside, _for_the_split, _asked_otherwise)
    yield from islice(sure(code, (partial(_by, way, subject.mine) for way in ways)), 1)
    if subject.shared is not None:
        draft = Draft(code)
        title = _instance(draft, subject.mine)
        yield draft.fix(title, Applicability.SUGGESTION)


def _by(way: Way, mine: Augmented, draft: Draft) -> Fix:
    title = way(draft, mine)
    return draft.fix(title, Applicability.UNSAFE)


# where the pipeline is written, when only evaluation uses it


def _in_place(draft: Draft, mine: Augmented) -> str:
    """Take the random steps out of what nothing but evaluation uses."""
    value = mine.application.callable
    role = mine.use.role.value
    if isinstance(value, Object) and isinstance(value.made, Augmentation):
        made = value.made
        page = draft.code.page_of(made.place)
        if not _only_evaluates(draft, made.place.node, made) or _is_called(draft, _name(page, made)):
            raise CannotFix("others use it, too")
        Evaluation(draft, mine.application).edit(page, made)
    elif isinstance(value, Function):
        page = draft.code.page(value.module)
        name = value.node.name.value if isinstance(value.node, cst.FunctionDef) else ""
        if not _only_evaluates(draft, value.node, None) or _is_called(draft, name):
            raise CannotFix("others use it, too")
        for node, text in Evaluation(draft, mine.application).function_edits(page, value, mine.steps):
            statement = page.statement(node)
            if statement is not None and assigns(page, statement, text):
                draft.remove(page, statement)
            else:
                draft.replace(page, node, text)
    else:
        raise CannotFix("what is applied is not written out")
    return f"Take the random steps out of the pipeline of {role}"


def _only_evaluates(draft: Draft, node: cst.CSTNode, made: Augmentation | None) -> bool:
    """Whether all that applies what is made by a node is surely for evaluation."""
    facts = draft.facts
    for dataset in facts.trace.all(Dataset):
        for application, steps in facts.randomness.of_dataset(dataset):
            held = [holder for step in steps for holder in step.holders]
            places = [holder.place.node for holder in held if isinstance(holder, Augmentation)]
            places += [holder.node for holder in held if isinstance(holder, Function)]
            places += [application.callable.node] if isinstance(application.callable, Function) else []
            if any(place is node for place in places) and not facts.only_evaluates(dataset):
                return False
    return True


def _name(page: Page, made: Augmentation) -> str:
    """The name that a pipeline is given; "" when it has none."""
    try:
        return definition(page, made)[1]
    except CannotFix:
        return ""


def _is_told_more(page: Page, made: Augmentation) -> bool:
    """Whether a method is called on a pipeline for its own sake after it is made: `generator.fit(images)`."""
    name = _name(page, made)
    statements = [each.value for each in page.find(cst.Expr) if isinstance(each.value, cst.Call)]
    return bool(name) and any(plain_name(each.func).rpartition(".")[0] == name for each in statements)


def _is_called(draft: Draft, name: str) -> bool:
    """Whether what has this name is called by hand somewhere, not to make the samples of a dataset."""
    facts, last = draft.facts, name.rpartition(".")[2]
    if not last:
        return False
    known: set[int] = set()
    for dataset in facts.trace.all(Dataset):
        for sampling in facts.samples.of(dataset):
            effects = sampling.effects
            known |= {id(application.place.node) for _, application, _ in (*effects.applied, *effects.inner)}
            known |= {id(frame.place.node) for draw in effects.draws for frame in draw.chain}
    pages = [draft.code.page(module) for module in facts.interpreter.modules.values()]
    calls = [call for page in pages for call in page.find(cst.Call)]
    return any(plain_name(call.func).rpartition(".")[2] == last and id(call) not in known for call in calls)


# a second pipeline beside the original


def _beside(draft: Draft, mine: Augmented) -> str:
    """Write a second pipeline next to the one that training needs, and pass it on."""
    passing = passing_for_evaluation(draft, mine)
    value = mine.application.callable
    if isinstance(value, Function) and passing is not None:
        return _function_beside(draft, mine, passing.page, passing.node, value)
    if not isinstance(value, Object) or not isinstance(value.made, Augmentation):
        raise CannotFix("what is applied is no pipeline")
    made = value.made
    home = draft.code.page_of(made.place)
    if _is_told_more(home, made):
        raise CannotFix("a second object would have to be fitted, too")
    if passing is not None and isinstance(passing.node, cst.Call) and passing.node is not made.place.node:
        return _maker_beside(draft, mine, passing, home, made)
    target, name = definition(home, made)
    column = len(home.indentation(home.range(made.place.node)[0])) + len(evaluation_name(name)) + 3
    text = Evaluation(draft, mine.application).text(home, made, column)
    if passing is None:
        page, nodes = _entries(draft, mine, name)
    else:
        page, nodes = passing.page, [passing.node]
    if not text and passing is not None:
        _without(draft, page, passing.node, mine)
        return f"Apply nothing at random to {mine.use.role.value}"
    if not text:
        raise CannotFix("nothing would be left of it")
    new = placed(draft, home, target, name, text)
    for node in nodes:
        draft.replace(page, node, spelled(draft, page, home, node, target, name, new))
    return f"Give {mine.use.role.value} a pipeline of its own, without the random steps"


def _maker_beside(draft: Draft, mine: Augmented, passing: Passing, home: Page, made: Augmentation) -> str:
    """A second function that makes a pipeline, where the first one does nothing else and is asked by both splits."""
    call = passing.node
    function = home.around(made.place.node, cst.FunctionDef)
    if (
        not isinstance(call, cst.Call)
        or function is None
        or plain_name(call.func).rpartition(".")[2] != function.name.value
    ):
        raise CannotFix("the pipeline is made by something else")
    returns = [each.value for each in home.find(cst.Return, function)]
    if home.scope(function) is not home.tree or function.decorators or returns != [made.place.node]:
        raise CannotFix("the function does more than to make a pipeline")
    text = Evaluation(draft, mine.application).text(home, made, WIDE)
    if not text:
        raise CannotFix("nothing would be left of it")
    name = function.name.value
    column = len(home.indentation(home.range(made.place.node)[0]))
    rows = "\n".join(f"{' ' * column if number else ''}{row}" for number, row in enumerate(text.split("\n")))
    body = rewritten(home, function, [(made.place.node, rows)])
    new = draft.new_name(home, maker_name(name))
    draft.after(home, function, "", "", renamed(body, name, new))
    draft.replace(passing.page, call.func, spelled(draft, passing.page, home, call.func, function, name, new))
    return f"Give {mine.use.role.value} a pipeline of its own, without the random steps"


def _entries(draft: Draft, mine: Augmented, name: str) -> tuple[Page, list[cst.BaseExpression]]:
    """The entries for evaluation of the dictionary that a callable is looked up in, by the name of the split."""
    page = draft.code.page_of(mine.application.place)
    expression = value_of(applied_at(mine))
    if not isinstance(expression, cst.Subscript):
        raise CannotFix("training gets it at the same place")
    table = _given(page, plain_name(expression.value))
    if not isinstance(table, cst.Dict):
        raise CannotFix("training gets it at the same place")
    found: list[cst.BaseExpression] = []
    for element in table.elements:
        key = element.key if isinstance(element, cst.DictElement) else None
        role = role_words().exact(key.evaluated_value) if isinstance(key, cst.SimpleString) else None  # type: ignore[arg-type]
        if role is not None and role.side == "evaluation" and plain_name(element.value) == name:
            found.append(element.value)
    if not found:
        raise CannotFix("no entry is for evaluation")
    return page, found


def _given(page: Page, name: str) -> cst.BaseExpression | None:
    """The one value that a name gets on a page."""
    values = [
        each.value
        for each in page.find(cst.Assign)
        if any(plain_name(target.target) == name for target in each.targets)
    ]
    return values[0] if len(values) == 1 and name else None


def _function_beside(draft: Draft, mine: Augmented, page: Page, expression: cst.BaseExpression, value: Function) -> str:
    """A second function without the random calls; where it would do nothing, it is not applied at all."""
    home = draft.code.page(value.module)
    edits = Evaluation(draft, mine.application).function_edits(home, value, mine.steps)
    node = value.node
    body = rewritten(home, node, edits)
    if does_nothing(body):
        _without(draft, page, expression, mine)
        return f"Apply nothing at random to {mine.use.role.value}"
    if not isinstance(node, cst.FunctionDef):
        draft.replace(page, expression, body)
        return f"Apply to {mine.use.role.value} what is not random"
    draft.replace(page, expression, twin(draft, page, home, expression, value, body))
    return f"Give {mine.use.role.value} a function of its own, without the random steps"


def _without(draft: Draft, page: Page, expression: cst.BaseExpression, mine: Augmented) -> None:
    """Apply nothing: leave the call that maps it out of its chain, or pass None."""
    arg = applied_at(mine).node
    if value_of(applied_at(mine)) is not expression:
        raise CannotFix("it is applied by a helper that may serve training, too")
    call = page.parent(arg)
    row = mine.dataset.row
    if not isinstance(arg, cst.Arg) or not isinstance(call, cst.Call):
        raise CannotFix("it is not an argument")
    if row.kind == "derive" and row.extent == "other" and isinstance(call.func, cst.Attribute):
        draft.remove_link(page, call)
        return
    parameter = next((p for p in row.parameters if p.name in row.applies and _is(p.name, arg, mine)), None)
    if parameter is None or parameter.default is not None:
        raise CannotFix("nothing cannot be passed instead")
    draft.replace(page, arg.value, "None")


def _is(name: str, arg: cst.Arg, mine: Augmented) -> bool:
    argument = mine.dataset.arguments.get(name)
    return argument is not None and argument.place.node is arg


# one helper for both splits


def _for_the_split(draft: Draft, mine: Augmented) -> str:
    """Let the helper that makes both splits choose by the parameter that says which it makes."""
    page = draft.code.page_of(mine.application.place)
    expression = value_of(applied_at(mine))
    value = mine.application.callable
    made = value.made if isinstance(value, Object) else None
    if expression is not None and isinstance(value, Function):
        return _mapped_for_the_split(draft, mine, page, expression, value)
    if expression is None or not isinstance(made, Augmentation):
        raise CannotFix("what is applied is no pipeline")
    test = by_parameter(draft, page, expression, mine)
    home = draft.code.page_of(made.place)
    if made.place.node is expression:
        text = Evaluation(draft, mine.application).text(home, made, WIDE)
        if not text:
            raise CannotFix("nothing would be left of it")
        draft.insert(page, page.range(expression)[1], f" if {test} else {text}")
        return f"Give {mine.use.role.value} a pipeline without the random steps"
    target, name = definition(home, made)
    column = len(home.indentation(home.range(made.place.node)[0])) + len(name) + 8
    text = Evaluation(draft, mine.application).text(home, made, column)
    if not text:
        raise CannotFix("nothing would be left of it")
    new = placed(draft, home, target, name, text)
    other = spelled(draft, page, home, expression, target, name, new)
    draft.replace(page, expression, f"{page.code(expression)} if {test} else {other}")
    return f"Give {mine.use.role.value} a pipeline of its own, without the random steps"


def _mapped_for_the_split(
    draft: Draft, mine: Augmented, page: Page, expression: cst.BaseExpression, value: Function
) -> str:
    """The same for a function that is mapped; where its twin would do nothing, it is mapped for training only."""
    test = by_parameter(draft, page, expression, mine)
    home = draft.code.page(value.module)
    body = rewritten(home, value.node, Evaluation(draft, mine.application).function_edits(home, value, mine.steps))
    statement = page.statement(expression)
    if not does_nothing(body):
        new = twin(draft, page, home, expression, value, body)
        draft.replace(page, expression, f"{page.code(expression)} if {test} else {new}")
        return f"Give {mine.use.role.value} a function of its own, without the random steps"
    inner = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1 else None
    call = page.parent(applied_at(mine).node)
    if not isinstance(inner, cst.Assign) or len(inner.targets) != 1 or inner.value is not call:
        raise CannotFix("the call has no statement to itself")
    if (
        not isinstance(call, cst.Call)
        or not isinstance(call.func, cst.Attribute)
        or plain_name(call.func.value) != page.code(inner.targets[0].target)
    ):
        raise CannotFix("the call gives another name its value")
    start, end = page.range(inner)
    if any(quotes in page.text[start:end] for quotes in ("'''", '"""')):
        raise CannotFix("its rows cannot be indented")
    draft.insert(page, start, f"if {test}:\n{page.indentation(start)}    ")
    for row in re.finditer(r"\n(?!\n)", page.text[start:end]):
        draft.insert(page, start + row.end(), "    ")
    return f"Apply nothing at random to {mine.use.role.value}"


def _asked_otherwise(draft: Draft, mine: Augmented) -> str:
    """Ask a function of the project, which makes it for training here, for what it makes for evaluation."""
    for passing in passings(draft, mine):
        function = passing.page.function(passing.node.func) if isinstance(passing.node, cst.Call) else None
        if function is None or not isinstance(passing.node, cst.Call) or not for_evaluation_alone(draft, passing):
            continue
        for parameter in function.params.params:
            arg = argument_for(function, passing.node, parameter.name.value)
            given = constant(arg.value) if arg is not None else None
            if arg is None or role_words().of_argument(parameter.name.value, given) is not Role.TRAIN:
                continue
            if isinstance(given, bool):
                draft.replace(passing.page, arg.value, str(not given))
                return f"Ask for the {mine.use.role.value} pipeline"
            for text in passing.page.find(cst.SimpleString, function.body):
                if role_words().exact(str(text.evaluated_value)) is mine.use.role:
                    draft.replace(passing.page, arg.value, text.value)
                    return f"Ask for the {mine.use.role.value} pipeline"
    raise CannotFix("nothing tells the function which split it is for")


WIDE = 40
"""Where a row is taken to begin that is written into another."""


# another instance


def _instance(draft: Draft, mine: Augmented) -> str:
    """Suggest an object of its own: augmented at random, but with draws that training does not share."""
    value = mine.application.callable
    made = value.made if isinstance(value, Object) else None
    passing = passing_for_evaluation(draft, mine)
    if passing is None or not isinstance(made, Augmentation):
        raise CannotFix("what is applied is no pipeline")
    if passing.node is not made.place.node and not plain_name(passing.node):
        raise CannotFix("it is not passed by a name")
    inside = list(draft.code.page_of(made.place).find(cst.Call, made.place.node))
    if any(all(step.place.node is not node for node in inside) for step in mine.steps):
        raise CannotFix("another instance would hold the same random steps")
    home = draft.code.page_of(made.place)
    if made.steps:
        written_steps(home, made)  # what is changed later would be left out
    target, name = definition(home, made)
    text = home.code(made.place.node)
    if "#" in text:
        raise CannotFix("comments stand within the pipeline")
    if "." in name:
        raise CannotFix("it is an attribute")
    new = draft.new_name(home, evaluation_name(name))
    draft.after(home, target, *dedented(f"{new} = {text}", home.indentation(home.range(target)[0])))
    draft.replace(passing.page, passing.node, spelled(draft, passing.page, home, passing.node, target, name, new))
    return f"Give {mine.use.role.value} an augmentation of its own, still at random"
