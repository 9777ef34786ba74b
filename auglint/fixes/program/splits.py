"""What tells evaluation from training in the words of a program: names, and the parameter of a helper for both."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from auglint.facts import Augmented
from auglint.fixes.editing.draft import CannotFix, Draft
from auglint.fixes.editing.page import Page, value_of
from auglint.pipeline import Dataset, Frame, Made, Place, Role
from auglint.trace.interpreter import role_words
from auglint.trace.values import Bound, Function

TRAIN = re.compile(r"(?<![A-Za-z])train(?:ing)?(?![a-z])|(?<![A-Z])TRAIN(?:ING)?(?![A-Z])|(?<=[a-z])Train(?:ing)?")
SPELLINGS = {"train": "eval", "TRAIN": "EVAL", "Train": "Eval"}


def evaluation_name(name: str) -> str:
    """A name for evaluation's counterpart: `train_tf` becomes `eval_tf`, `transform` becomes `eval_transform`."""
    head, dot, last = name.rpartition(".")
    if TRAIN.search(last):
        return head + dot + TRAIN.sub(lambda found: SPELLINGS[found[0][:5]], last, count=1)
    if last.isupper():
        return f"{head}{dot}EVAL_{last}"
    private = "_" if last.startswith("_") else ""
    return f"{head}{dot}{private}eval_{last.lstrip('_')}"


def maker_name(name: str) -> str:
    """A name for the function that makes evaluation's counterpart: `get_transform` becomes `get_eval_transform`."""
    verb, _, rest = name.partition("_")
    return f"{verb}_{evaluation_name(rest)}" if rest and not TRAIN.search(verb) else evaluation_name(name)


@dataclass(frozen=True)
class Passing:
    """An expression by which a callable is passed on, and the call it is passed to."""

    page: Page
    node: cst.BaseExpression
    call: cst.CSTNode


def passings(draft: Draft, mine: Augmented) -> Iterator[Passing]:
    """Where what is applied to a dataset is passed on: to the dataset, to the helper that makes it, and so on."""
    return followed(draft, applied_at(mine), mine.dataset.chain)


def followed(draft: Draft, place: Place, calls: Sequence[Frame]) -> Iterator[Passing]:
    """The expression at a place and, while it is a parameter, those that it was given by the calls that lead there."""
    node = value_of(place)
    call = place.node
    chain = list(calls)
    while node is not None:
        page = draft.code.page_of(place)
        yield Passing(page, node, page.around(call, cst.Call) or call)
        function = page.around(node, cst.FunctionDef)
        names = [p.name.value for p in parameters(function)] if function is not None else []
        if function is None or not isinstance(node, cst.Name) or node.value not in names:
            return
        frame = next((each for each in reversed(chain) if _named(each, function)), None)
        if frame is None or not isinstance(frame.place.node, cst.Call):
            return
        del chain[chain.index(frame) :]
        arg = argument_for(function, frame.place.node, node.value)
        if arg is None:
            return
        place, call, node = Place(frame.place.module, arg), arg, arg.value


def applied_at(mine: Augmented) -> Place:
    """Where what is applied is written: the argument of the call, or the object whose method the call is."""
    place, call = mine.application.place, mine.application.place.node
    if not isinstance(call, cst.Call) or place != mine.dataset.place:
        return place
    for name in mine.dataset.row.applies if mine.dataset.row is not None else ():
        argument = mine.dataset.arguments.get(name)
        if name == "self" and isinstance(call.func, cst.Attribute):
            return Place(place.module, call.func.value)
        if argument is not None and argument.given and argument.value is mine.application.callable:
            return argument.place
    return place


def passing_for_evaluation(draft: Draft, mine: Augmented) -> Passing | None:
    """Where what is applied is passed on for evaluation alone, and never anything else; None when nowhere."""
    found = (each for each in passings(draft, mine) if for_evaluation_alone(draft, each))
    return next((each for each in found if _passes_this_alone(draft, each, mine)), None)


def for_evaluation_alone(draft: Draft, passing: Passing) -> bool:
    """Whether nothing but evaluation data comes of the call in which something is passed."""
    made = (dataset for dataset in draft.facts.trace.all(Dataset) if _comes_of(draft, dataset, passing))
    return all(draft.facts.only_evaluates(dataset) for dataset in made)


def _passes_this_alone(draft: Draft, passing: Passing, mine: Augmented) -> bool:
    """Whether the helper around a passing is not given something else by another of its callers."""
    wanted = _origin(mine.application.callable)
    for dataset in draft.facts.trace.all(Dataset):
        applied = [_origin(one.callable) for one in dataset.applies if one.place == mine.application.place]
        if any(each != wanted for each in applied) and _comes_of(draft, dataset, passing):
            return False
    return True


def _comes_of(draft: Draft, dataset: Dataset, passing: Passing) -> bool:
    places = [dataset.place, *(frame.place for frame in dataset.chain)]
    places += [one.place for one in draft.facts.randomness.final(dataset)]
    calls = [draft.code.page_of(each).around(each.node, cst.Call) or each.node for each in places]
    return any(call is passing.call for call in calls)


def _origin(value: object) -> object:
    """Where a callable is made or written."""
    made = getattr(value, "made", None)
    if isinstance(made, Made):
        return made.place
    function = value.function if isinstance(value, Bound) else value
    return id(function.node) if isinstance(function, Function) else value


def argument_for(function: cst.FunctionDef, call: cst.Call, parameter: str) -> cst.Arg | None:
    """The argument of a call that a parameter of a project function gets; None when it is left out."""
    names = [p.name.value for p in parameters(function)]
    if names[:1] in (["self"], ["cls"]):
        names = names[1:]
    for number, arg in enumerate(call.args):
        if arg.star:
            raise CannotFix("the helper's arguments are unpacked")
        if (arg.keyword.value if arg.keyword else names[number] if number < len(names) else "") == parameter:
            return arg
    return None


def parameters(function: cst.FunctionDef) -> tuple[cst.Param, ...]:
    """The parameters of a function that take one value each."""
    params = function.params
    return (*params.posonly_params, *params.params, *params.kwonly_params)


def _named(frame: Frame, function: cst.FunctionDef) -> bool:
    return frame.function.rpartition(".")[2] == function.name.value


def by_parameter(draft: Draft, page: Page, node: cst.CSTNode, mine: Augmented) -> str:
    """The test by which a helper that makes both splits knows that it makes the training split. Raises CannotFix."""
    facts = draft.facts
    applied = [one for dataset in facts.trace.all(Dataset) for one in dataset.applies]
    origins = {_origin(one.callable) for one in applied if one.place == mine.application.place}
    if not origins <= {_origin(mine.application.callable)}:
        raise CannotFix("the helper is given something else, too")
    others = [
        theirs.dataset.chain
        for train in facts.partners(mine.use)
        for theirs in facts.augmented(train)
        if theirs.application.place == mine.application.place
    ]
    others += [
        dataset.chain
        for dataset in facts.trace.all(Dataset)
        if others and dataset.place == mine.dataset.place and dataset.chain and not facts.only_evaluates(dataset)
    ]
    return told_apart(page, node, mine.dataset.chain, others)


def told_apart(page: Page, node: cst.CSTNode, mine: Sequence[Frame], others: Sequence[Sequence[Frame]]) -> str:
    """The same, given the calls that lead to a node for evaluation and for training. Raises CannotFix."""
    function = page.around(node, cst.FunctionDef)
    if function is None:
        raise CannotFix("it is made in no function")
    name = function.name.value
    given = _constants(function, _call(mine, name))
    theirs = [_constants(function, _call(chain, name)) for chain in others]
    if not theirs:
        raise CannotFix("training is made elsewhere")
    tests: dict[bool, str] = {}
    for parameter, value in given.items():
        wanted = {other.get(parameter) for other in theirs}
        if len(wanted) != 1 or None in wanted or value in wanted or page.bound_twice(parameter, function):
            continue
        text = str(wanted.pop())
        test = _test(parameter, text)
        if test:
            tests.setdefault(_says(parameter, text), test)
    if not tests:
        raise CannotFix("no parameter tells the splits apart")
    return tests[max(tests)]


def _test(parameter: str, text: str) -> str:
    """The test that a parameter has the value that training gives it; "" when that says nothing of training."""
    if text in ("True", "False"):
        return parameter if text == "True" else f"not {parameter}"
    return f"{parameter} == {text}" if role_words().of_name(text) is Role.TRAIN else ""


def _says(parameter: str, text: str) -> bool:
    """Whether a parameter is there to say which split it is: `train=True`, `split="train"`."""
    value = constant(cst.parse_expression(text))
    return role_words().of_argument(parameter, value) is Role.TRAIN


def _call(chain: Sequence[Frame], function: str) -> cst.Call:
    for frame in reversed(chain):
        if frame.function.rpartition(".")[2] == function and isinstance(frame.place.node, cst.Call):
            return frame.place.node
    raise CannotFix("the helper is called by no plain call")


def _constants(function: cst.FunctionDef, call: cst.Call) -> dict[str, str]:
    """The parameters that a call gives strings or truth values, by default or not, as they are written."""
    found: dict[str, str] = {}
    for param in parameters(function):
        arg = argument_for(function, call, param.name.value)
        node = arg.value if arg is not None else param.default
        text = _constant(node) if node is not None else ""
        if text:
            found[param.name.value] = text
    return found


def _constant(node: cst.BaseExpression) -> str:
    return node.value if constant(node) is not None and isinstance(node, cst.SimpleString | cst.Name) else ""


def constant(node: cst.BaseExpression) -> str | bool | None:
    """A string or truth value that is written out; None for anything else."""
    if isinstance(node, cst.SimpleString):
        value = node.evaluated_value
        return value if isinstance(value, str) else None
    return node.value == "True" if isinstance(node, cst.Name) and node.value in ("True", "False") else None
