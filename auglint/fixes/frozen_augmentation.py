"""AUG108: what stores samples is moved to before the first random step."""

from collections.abc import Iterator

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.frozen_augmentation import Stored
from auglint.finding import Applicability, Fix
from auglint.fixes.editing.draft import CannotFix, Code, Draft
from auglint.fixes.editing.page import Page, plain_name
from auglint.fixes.program.origins import binds
from auglint.pipeline import Dataset
from auglint.trace import tables


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """Store before the random steps."""
    if not isinstance(claim.subject, Stored):
        return
    draft = Draft(code)
    yield _moved(draft, claim.subject.dataset)


def _moved(draft: Draft, stored: Dataset) -> Fix:
    row = stored.row
    page, call = draft.code.page_of(stored.place), stored.place.node
    if not isinstance(row, tables.Derive) or not row.early or not isinstance(call, cst.Call):
        raise CannotFix("it may not be stored earlier")
    first, orders = _first(draft, stored)
    to = first.place.node
    if draft.code.page_of(first.place) is not page or not isinstance(to, cst.Call):
        raise CannotFix("the random step is applied elsewhere")
    if any(each is to for each in _chain(call)):
        draft.move_link(page, call, to)
    else:
        orders |= _through_statements(draft, page, call, to)
    if row.file in stored.arguments and stored.arguments[row.file].given:
        return draft.fix(
            "Store before the random step, and delete the file that was stored after it", Applicability.UNSAFE
        )
    return draft.fix("Store before the random step", Applicability.UNSAFE if orders else Applicability.SAFE)


def _first(draft: Draft, stored: Dataset) -> tuple[Dataset, bool]:
    """The first random step before what is stored, and whether an order is drawn after it. Raises CannotFix."""
    found: Dataset | None = None
    orders = since = False
    dataset = stored
    while len(dataset.derived) == 1:
        dataset = dataset.derived[0].parent
        if draft.facts.randomness.of_dataset(dataset):
            found, orders = dataset, since
        row = dataset.row
        since |= isinstance(row, tables.Derive) and row.op == "shuffle"
        if dataset.derived and (dataset.derived[0].extent not in ("same", "other") or row.op == "repeat"):
            break
    rest = [step.dataset for step in draft.facts.graph.up(dataset) if step.dataset is not dataset]
    if found is None or any(draft.facts.randomness.of_dataset(each) for each in rest):
        raise CannotFix("samples are left out, joined or repeated between the random step and what is stored")
    return found, orders


def _chain(call: cst.Call) -> Iterator[cst.CSTNode]:
    """The calls that a method call is chained to."""
    node: cst.CSTNode = call
    while isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        node = node.func.value
        yield node


def _through_statements(draft: Draft, page: Page, call: cst.Call, to: cst.Call) -> bool:
    """Move what stores up through statements of one block that only give one name its next value.

    Whether an order is drawn in one of them, before the random step.
    """
    own = page.statement(call)
    block = page.block(own) if own is not None else None
    target = next((each for each in page.parents(to) if block is not None and page.parent(each) is block), None)
    *_, root = _chain(call)
    name = plain_name(root)
    if own is None or target is None or not name or not isinstance(own, cst.SimpleStatementLine):
        raise CannotFix("the random step is applied in another block")
    lines = list(getattr(block, "body", ()))
    between = lines[lines.index(target) : lines.index(own)]
    inside = {each.value for arg in call.args for each in page.find(cst.Name, arg)}
    if any(each.value in inside and binds(page, each) for line in between for each in page.find(cst.Name, line)):
        raise CannotFix("an argument gets its value later")
    simple = isinstance(target, cst.SimpleStatementLine)
    if not all(_goes_on(page, line, name) for line in between[simple:]) or not _gives(page, target, name, to):
        raise CannotFix("the dataset is used between the random step and what is stored")
    *_, start = _chain(to)
    if len(own.body) > 1:
        raise CannotFix("the statement shares its row")
    whole = page.code(own) == f"{name} = {page.code(call)}"
    from_name = plain_name(start) == name and (
        not simple or (isinstance(to.func, cst.Attribute) and to.func.value is start)
    )
    if whole and from_name:
        draft.move(page, own, target)
        return not simple and _orders(draft, page, target)
    assert isinstance(call.func, cst.Attribute)
    end = page.range(call.func.value)[1]
    text = page.text[end : page.range(call)[1]].lstrip()
    if from_name:
        draft.before(page, target, f"{name} = {name}{text}")
    elif simple and isinstance(to.func, cst.Attribute):
        draft.insert(page, page.range(to.func.value)[1], text)
    else:
        raise CannotFix("the random step begins another chain")
    if whole:
        draft.remove(page, own)
    else:
        draft.put(page, end, page.range(call)[1], "")
    return not simple and _orders(draft, page, target)


def _orders(draft: Draft, page: Page, line: cst.CSTNode) -> bool:
    shuffles = [d for d in draft.facts.trace.all(Dataset) if isinstance(d.row, tables.Derive) and d.row.op == "shuffle"]
    return any(line in page.parents(dataset.place.node) for dataset in shuffles)


def _gives(page: Page, line: cst.CSTNode, name: str, call: cst.Call) -> bool:
    """Whether a call is in the chain that a name gets in its own statement."""
    inner = page.statement(call)
    assign = inner.body[0] if isinstance(inner, cst.SimpleStatementLine) and len(inner.body) == 1 else None
    if not isinstance(assign, cst.Assign) or len(assign.targets) != 1 or plain_name(assign.targets[0].target) != name:
        return False
    links = [assign.value, *(_chain(assign.value) if isinstance(assign.value, cst.Call) else ())]
    return any(each is call for each in links) and (inner is line or isinstance(line, cst.If | cst.For))


def _goes_on(page: Page, line: cst.CSTNode, name: str) -> bool:
    """Whether a statement does nothing to a dataset but give its name what a method of it returns."""
    if isinstance(line, cst.If | cst.For):
        parts = [line.body, *([line.orelse] if line.orelse is not None else [])]
        heads: list[cst.CSTNode] = [line.test] if isinstance(line, cst.If) else [line.iter, line.target]
        bodies = [
            each if isinstance(each, cst.If) else each.body if isinstance(each, cst.Else) else each for each in parts
        ]
        inner = [one for each in bodies for one in ([each] if isinstance(each, cst.If) else each.body)]
        return not any(_mentions(page, each, name) for each in heads) and all(
            _goes_on(page, each, name) for each in inner
        )
    if not _mentions(page, line, name):
        return "." not in name or isinstance(line, cst.SimpleStatementLine)
    assign = line.body[0] if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None
    if not isinstance(assign, cst.Assign) or len(assign.targets) != 1 or plain_name(assign.targets[0].target) != name:
        return False
    links = list(_chain(assign.value)) if isinstance(assign.value, cst.Call) else []
    calls = [each for each in [assign.value, *links] if isinstance(each, cst.Call)]
    alone = not any(_mentions(page, arg, name) for each in calls for arg in each.args)
    return bool(links) and plain_name(links[-1]) == name and alone


def _mentions(page: Page, node: cst.CSTNode, name: str) -> bool:
    kind = cst.Attribute if "." in name else cst.Name
    return any(plain_name(each) == name for each in page.find(kind, node))
