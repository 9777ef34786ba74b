"""AUG203: the part for evaluation is taken from a dataset, or a pipeline, that draws nothing."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

import libcst as cst

from auglint.checks.augmented_subset import Divided
from auglint.checks.claim import Claim
from auglint.facts.overlap import division
from auglint.finding import Applicability, Fix
from auglint.fixes.editing.bindings import Binding, same_there
from auglint.fixes.editing.draft import CannotFix, Code, Draft, sure
from auglint.fixes.editing.functions import does_nothing, rewritten
from auglint.fixes.editing.page import Page, plain_name
from auglint.fixes.program.counterpart import definition, placed, spelled, twin
from auglint.fixes.program.evaluation import Evaluation
from auglint.fixes.program.second_dataset import Second
from auglint.fixes.program.splits import evaluation_name, followed, for_evaluation_alone, told_apart
from auglint.pipeline import Augmentation, Dataset, Frame, Loader, Made, Place, Split
from auglint.trace import tables
from auglint.trace.machine import made_of
from auglint.trace.values import Function, Object, Value

NAME = re.compile(r"\{([\w.]+)\}")
BY_PLACE = frozenset(("take", "skip", "shard"))
"""Divisions that do not look at the samples."""
IN_ORDER = frozenset(("prefetch", "shuffle", "with_options"))
"""What may stand between a map and a division: each sample stays as it is, and comes once."""


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """Evaluation without chance, on the same samples as before."""
    subject = claim.subject
    if not isinstance(subject, Divided):
        return
    ways = (_second_dataset, _second_generator, _behind_the_division)
    yield from islice(sure(code, (partial(_by, way, subject) for way in ways)), 1)


def _by(way: Callable[[Draft, Divided], str], subject: Divided, draft: Draft) -> Fix:
    title = way(draft, subject)
    return draft.fix(title, Applicability.UNSAFE)


# two datasets over the same samples


def _second_dataset(draft: Draft, subject: Divided) -> str:
    """Take the samples of the evaluation parts from a second dataset."""
    mine = subject.mine
    second: Second | None = None
    for cut in _cuts(draft, subject):
        if any(write.dataset is cut for write in draft.facts.trace.writes):
            raise CannotFix("the part is given a transform already")
        second = second or Second(draft, mine)
        split = division(draft.facts.trace, cut) if isinstance(cut, Dataset) else None
        if split is not None and isinstance(cut, Dataset):
            _view(draft, second, cut, split)
        else:
            _taken_from(draft, second, cut)
    return f"Take the {mine.use.role.value} part from a dataset of its own, without the random steps"


def _cuts(draft: Draft, subject: Divided) -> list[Dataset | Loader]:
    """The parts for evaluation that are cut where this one is."""
    mine = subject.mine
    cut = mine.divisions[0]
    split = division(draft.facts.trace, cut) if isinstance(cut, Dataset) else None
    if split is None:
        return [cut]
    parts = [made for part in split.parts.values() if isinstance(made := made_of(part), Dataset)]
    found: list[Dataset | Loader] = [part for part in parts if _only_evaluates(draft, part)]
    if all(part is not cut for part in found):
        raise CannotFix("training uses the part, too")
    return found


def _only_evaluates(draft: Draft, part: Dataset) -> bool:
    """Whether a part serves evaluation, and no loader of which it is not known what it is for."""
    known = [use.loader for use in draft.facts.evaluation]
    for loader in draft.facts.trace.all(Loader):
        up = draft.facts.graph.up(loader.dataset) if loader.dataset is not None else ()
        if any(step.dataset is part for step in up) and all(loader is not each for each in known):
            return False
    return draft.facts.only_evaluates(part)


def _view(draft: Draft, second: Second, part: Dataset, split: Split) -> None:
    """Give the name of a part to the same samples of the second dataset, behind the call that divides."""
    if part.derived[0].parent is not second.dataset or not split.row.view:
        raise CannotFix("something stands between the dataset and its parts")
    page, binding, name = _name_of(draft, part, split)
    whole = second.said(page, binding.value)
    words = {"whole": whole, "part": name}
    text = NAME.sub(lambda found: words.get(found[1]) or draft.name(page, found[1], binding.statement), split.row.view)
    draft.after(page, binding.statement, f"{name} = {text}")


def _name_of(draft: Draft, part: Dataset, split: Split) -> tuple[Page, Binding, str]:
    """The statement that divides, or asks a function to, and how it calls a part. Raises CannotFix."""
    number = part.derived[0].part[1]
    place, chain = split.place, list(split.chain)
    while True:
        page = draft.code.page_of(place)
        call: cst.BaseExpression = place.node
        statement = page.statement(call)
        inner = (
            statement.body[0] if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1 else None
        )
        if isinstance(inner, cst.Return) and inner.value is call and chain:
            function = page.around(call, cst.FunctionDef)
            if function is None or len(list(page.find(cst.Return, function))) > 1:
                raise CannotFix("the function may return something else")
            place = _call_of(chain, function)
            continue
        if not isinstance(inner, cst.Assign) or inner.value is not call or len(inner.targets) != 1:
            raise CannotFix("the parts are given no names")
        break
    assert isinstance(statement, cst.SimpleStatementLine)
    target = inner.targets[0].target
    binding = Binding(statement, inner.value)
    if isinstance(target, cst.Tuple | cst.List) and isinstance(number, int) and number < len(target.elements):
        name = plain_name(target.elements[number].value)
        if any(isinstance(each, cst.StarredElement) for each in target.elements) or not name or name == "_":
            raise CannotFix("the part is given no name")
        return page, binding, name
    if isinstance(number, int) and plain_name(target):
        return page, binding, f"{plain_name(target)}[{number}]"
    raise CannotFix("the parts are given no names")


def _call_of(chain: list[Frame], function: cst.FunctionDef) -> Place:
    """The call of a function on a chain, which is shortened to what leads to it."""
    for number in range(len(chain) - 1, -1, -1):
        if chain[number].function.rpartition(".")[2] == function.name.value:
            place = chain[number].place
            del chain[number:]
            return place
    raise CannotFix("the function is called by no plain call")


def _taken_from(draft: Draft, second: Second, cut: Made) -> None:
    """Pass the second dataset to the call that takes a part, or loads one."""
    for argument in cut.arguments.values():
        if not isinstance(argument.value, Value) or made_of(argument.value) is not second.dataset:
            continue
        for passing in followed(draft, argument.place, cut.chain):
            if for_evaluation_alone(draft, passing) and _loads_evaluation(draft, passing.call):
                if not second.is_named(passing.page, passing.node):
                    raise CannotFix("the dataset has another name here")
                draft.replace(passing.page, passing.node, second.said(passing.page, passing.node))
                return
    raise CannotFix("training is taken from it at the same place")


def _loads_evaluation(draft: Draft, call: cst.CSTNode) -> bool:
    """Whether no loader that is made by a call trains."""
    trained = [use.made for use in draft.facts.train]
    nodes = [node for made in trained for node in (made.place.node, *(frame.place.node for frame in made.chain))]
    return all(node is not call for node in nodes)


# a second generator of images


def _second_generator(draft: Draft, subject: Divided) -> str:
    """Ask a second object, without the random arguments, for the evaluation part of the same division."""
    mine, part = subject.mine, subject.mine.divisions[0]
    value = mine.application.callable
    made = value.made if isinstance(value, Object) else None
    call = part.place.node
    selected = isinstance(part, Dataset) and bool(part.derived) and part.derived[0].op == "selected"
    if not selected or not isinstance(made, Augmentation) or not isinstance(call, cst.Call):
        raise CannotFix("no object makes the parts")
    if not isinstance(call.func, cst.Attribute):
        raise CannotFix("the part is not made by a method")
    page, home = draft.code.page_of(part.place), draft.code.page_of(made.place)
    target, name = definition(home, made)
    receiver = call.func.value
    if plain_name(receiver).rpartition(".")[2] != name.rpartition(".")[2]:
        raise CannotFix("the object has another name here")
    column = len(home.indentation(home.range(made.place.node)[0])) + len(evaluation_name(name)) + 3
    text = Evaluation(draft, mine.application).text(home, made, column)
    if any(name not in _flows(draft, made) for name in _methods(page, receiver)):
        raise CannotFix("a second object would have to be fitted, too")
    others = [
        one
        for one in draft.facts.trace.all(Dataset)
        if one.place.node is call and one.derived and not draft.facts.only_evaluates(one)
    ]
    new = placed(draft, home, target, name, text)
    other = spelled(draft, page, home, receiver, target, name, new)
    if others:
        test = told_apart(page, receiver, part.chain, [one.chain for one in others])
        other = f"({page.code(receiver)} if {test} else {other})"
    draft.replace(page, receiver, other)
    return f"Take the {mine.use.role.value} part from a generator without the random arguments"


def _flows(draft: Draft, made: Augmentation) -> set[str]:
    """The methods of an object that make datasets."""
    tables_ = draft.facts.interpreter.project.tables
    table = tables_.table(made.row.name[0].partition(".")[0])
    of = {tables_.canonical(name) for name in made.row.name}
    found = table.methods.items() if table is not None else ()
    return {name for (kind, name), row in found if kind in of and isinstance(row, tables.Dataset)}


def _methods(page: Page, node: cst.BaseExpression) -> set[str]:
    """The methods that are called on what has this name."""
    calls = [call.func for call in page.find(cst.Call) if isinstance(call.func, cst.Attribute)]
    return {func.attr.value for func in calls if plain_name(func.value) == plain_name(node)}


# the map behind the division


def _behind_the_division(draft: Draft, subject: Divided) -> str:
    """Map each part: training as before, evaluation without what draws."""
    mapped = subject.mine.dataset
    call, row = mapped.place.node, mapped.row
    value = subject.mine.application.callable
    known = isinstance(row, tables.Derive) and row.extent == "other" and row.op == "map" and row.parent == "self"
    if not known or not isinstance(call, cst.Call) or not isinstance(call.func, cst.Attribute):
        raise CannotFix("nothing is mapped")
    page = draft.code.page_of(mapped.place)
    arg = next((each for each in call.args if _is_applied(mapped, each)), None)
    if not isinstance(value, Function) or arg is None or mapped.chain != subject.mine.divisions[0].chain:
        raise CannotFix("what is mapped is no function")
    parts = _parts_of(draft, mapped)
    method = page.text[page.range(call.func.value)[1] : page.range(call)[1]].strip()
    if "\n" in method or "#" in method:
        raise CannotFix("the call goes over several rows")
    plain: str | None = None
    for part in parts:
        node = part.place.node
        if not isinstance(node, cst.Call) or part.place.module is not page.module or part.chain != mapped.chain:
            raise CannotFix("it is divided elsewhere")
        if not all(same_there(page, each.value, page, node) for each in call.args):
            raise CannotFix("what is mapped has no name here")
        if not draft.facts.only_evaluates(part):
            draft.insert(page, page.range(node)[1], method)
            continue
        if plain is None:
            plain = _without_chance(draft, page, subject, value, arg, method)
        if plain:
            draft.insert(page, page.range(node)[1], plain)
    draft.remove_link(page, call)
    return f"Divide before the random steps, which {subject.mine.use.role.value} goes without"


def _is_applied(mapped: Dataset, arg: cst.Arg) -> bool:
    row = mapped.row
    return any(name in mapped.arguments and mapped.arguments[name].place.node is arg for name in row.applies)


def _parts_of(draft: Draft, mapped: Dataset) -> list[Dataset]:
    """The divisions directly below a map. Raises CannotFix when anything else is done to what is mapped."""
    found: list[Dataset] = []
    pending: list[Dataset] = [mapped]
    while pending:
        for child in draft.facts.graph.children.get(id(pending.pop()), []):
            if not isinstance(child, Dataset) or len(child.derived) != 1 or not isinstance(child.row, tables.Derive):
                raise CannotFix("something else is made of it, too")
            if child.derived[0].extent == "fewer" and child.row.op in BY_PLACE:
                found.append(child)
            elif child.row.op in IN_ORDER:
                pending.append(child)
            else:
                raise CannotFix("something stands between that needs what is mapped")
    if any(consume.data is mapped for consume in draft.facts.trace.consumed):
        raise CannotFix("it is used as a whole, too")
    return found


def _without_chance(draft: Draft, page: Page, subject: Divided, value: Function, arg: cst.Arg, method: str) -> str:
    """The map of evaluation; "" when nothing is left to map."""
    home = draft.code.page(value.module)
    edits = Evaluation(draft, subject.mine.application).function_edits(home, value, subject.mine.steps)
    body = rewritten(home, value.node, edits)
    if does_nothing(body):
        return ""
    new = twin(draft, page, home, arg.value, value, body) if isinstance(value.node, cst.FunctionDef) else body
    if "\n" in new:
        raise CannotFix("the function goes over several rows")
    return method.replace(page.code(arg.value), new, 1)
