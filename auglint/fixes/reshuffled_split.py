"""AUG303: the order before the division is fixed, and the training part is shuffled anew in each pass after it."""

from collections.abc import Iterator

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.reshuffled_split import Reshuffled
from auglint.finding import Applicability, Fix
from auglint.fixes.editing.draft import CannotFix, Code, Draft
from auglint.fixes.editing.page import Page, value_of
from auglint.fixes.program.origins import binds
from auglint.pipeline import Argument, Dataset, Place
from auglint.trace import tables

PASSED = frozenset(("cache", "prefetch", "with_options", "enumerate", "ignore_errors"))
"""What may stand before a division and a shuffle after it: each sample stays one, and as large as it was."""


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """A fixed order for the division, and a new one in each pass for training."""
    if not isinstance(claim.subject, Reshuffled):
        return
    draft = Draft(code)
    _fix_order(draft, claim.subject)
    yield draft.fix("Divide a fixed order, and shuffle the training part after it", Applicability.UNSAFE)


def _fix_order(draft: Draft, subject: Reshuffled) -> None:
    dataset = subject.dataset
    page, call = draft.code.page_of(dataset.place), dataset.place.node
    part = _training(draft, subject)
    where, cut = draft.code.page_of(part.place), part.place.node
    if not isinstance(call, cst.Call):
        raise CannotFix("the order is drawn by no call")
    if isinstance(dataset.row, tables.Derive) and isinstance(call.func, cst.Attribute):
        for name, value in dataset.row.stops.items():
            draft.set_argument(page, call, name, repr(value), _place(dataset, name))
        texts = [_buffer(draft, page, dataset.arguments[dataset.row.parameters[0].name], where, part)]
        method = call.func.attr.value
    else:
        texts, method = [_by_a_shuffle(draft, page, call, dataset, where, cut)], "shuffle"
    if _place(dataset, "seed") is not None:
        texts.append(f"seed={_said_again(draft, page, dataset.arguments['seed'], where, cut)}")
    draft.insert(where, where.range(cut)[1], f".{method}({', '.join(texts)})")


def _buffer(draft: Draft, page: Page, given: Argument, where: Page, part: Dataset) -> str:
    """The same buffer, or where it was as large as the whole and cannot be said, one as large as the part."""
    cut: cst.Call = part.place.node
    try:
        return _said_again(draft, page, given, where, cut)
    except CannotFix:
        node = value_of(given.place)
        whole = isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "len"
        if not whole or part.derived[0].op != "take" or len(cut.args) != 1 or cut.args[0].star:
            raise
        return where.code(cut.args[0].value)


def _place(dataset: Dataset, name: str) -> Place | None:
    argument = dataset.arguments.get(name)
    return argument.place if argument is not None and argument.given else None


def _by_a_shuffle(draft: Draft, page: Page, call: cst.Call, dataset: Dataset, where: Page, at: cst.CSTNode) -> str:
    """Shuffle by a call of its own what shuffled by itself; the expression of how many samples there are."""
    row = dataset.row
    line = page.statement(call)
    assign = line.body[0] if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None
    if not isinstance(row, tables.Dataset) or not row.count or not isinstance(assign, cst.Assign):
        raise CannotFix("how many samples it has is not known")
    name = assign.targets[0].target
    shuffle = draft.facts.interpreter.project.tables.method(row.type, "shuffle")
    if not isinstance(name, cst.Name) or assign.value is not call or len(assign.targets) > 1 or line is None:
        raise CannotFix("it has no name of its own")
    home = _home(page, name.value, name)
    bound = [each for each in page.find(cst.Name, home) if each.value == name.value and binds(page, each)]
    if page is not where or home is not _home(page, name.value, at) or len(bound) > 1:
        raise CannotFix("its name may mean something else where it is divided")
    if not isinstance(shuffle, tables.Derive) or not shuffle.stops:
        raise CannotFix("no shuffle keeps its order")
    count = row.count.format(data=name.value)
    seed = _place(dataset, "seed")
    texts = [count, *([page.code(seed.node)] if seed is not None else [])]
    texts += [f"{key}={value!r}" for key, value in shuffle.stops.items()]
    if (
        seed is not None
        and isinstance(seed.node, cst.Arg)
        and seed.node.keyword
        and not _place(dataset, row.reshuffles)
    ):
        draft.put(page, *_without_comma(page, seed.node), f"{row.reshuffles}=False")
    else:
        draft.set_argument(page, call, row.reshuffles, "False", _place(dataset, row.reshuffles))
    draft.after(page, line, f"{name.value} = {name.value}.shuffle({', '.join(texts)})")
    return count


def _without_comma(page: Page, arg: cst.Arg) -> tuple[int, int]:
    return page.range(arg)[0], page.range(arg.value)[1]


def _training(draft: Draft, subject: Reshuffled) -> Dataset:
    """The one part that only training uses. Raises CannotFix."""
    facts = draft.facts
    trained = [one for use in facts.train for one in facts.ancestors(use)]
    tested = [one for use in facts.evaluation for one in facts.ancestors(use)]
    parts = [part for part in subject.parts if any(part is one for one in trained)]
    if not parts and len(subject.parts) == 2:
        parts = [
            part for part in subject.parts if not any(part is one for one in tested)
        ]  # beside the one of evaluation
    if len(parts) != 1 or not isinstance(parts[0].place.node, cst.Call):
        raise CannotFix("training has several parts, or none")
    part = parts[0]
    for mine in (part, subject.dataset):
        others = [one for one in facts.trace.all(Dataset) if one.place == mine.place and one is not mine]
        if any(one.root is None for one in others):
            raise CannotFix("others are shuffled or cut off at the same place")
    above = part.derived[0].parent
    while above is not subject.dataset:
        if len(above.derived) != 1 or above.derived[0].op not in PASSED:
            raise CannotFix("samples are batched or made before the division")
        above = above.derived[0].parent
    return part


def _said_again(draft: Draft, page: Page, argument: Argument, where: Page, at: cst.CSTNode) -> str:
    """An argument's expression, if it means the same at another place. Raises CannotFix."""
    node = value_of(argument.place)
    if node is None or draft.code.page_of(argument.place) is not page:
        raise CannotFix("the argument is not written in the call")
    own = page.statement(node)
    for name in page.find(cst.Name, node):
        home = _home(page, name.value, name)
        bound = [each for each in page.find(cst.Name, home) if each.value == name.value and binds(page, each)]
        later = any(page.statement(each) is own or page.before(node, each) for each in bound)
        if page is not where or home is not _home(page, name.value, at) or later:
            raise CannotFix(f"`{name.value}` may mean something else there")
    return page.code(node)


def _home(page: Page, name: str, at: cst.CSTNode) -> cst.CSTNode:
    """The function that a name belongs to, else the module."""
    functions = (each for each in page.parents(at) if isinstance(each, cst.FunctionDef | cst.Lambda))
    return next((each for each in functions if page.bound_in(name, each)), page.tree)
