"""AUG205: what a method returns is given to the name that the method was called on."""

from collections.abc import Iterator

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.discarded_dataset import Discarded
from auglint.finding import Applicability, Fix
from auglint.fixes.editing.draft import CannotFix, Code, Draft
from auglint.fixes.editing.page import Page
from auglint.fixes.program.origins import binds, first_name
from auglint.pipeline import Dataset
from auglint.trace import tables
from auglint.trace.values import Const

FUNCTIONS = (cst.FunctionDef, cst.Lambda, cst.ClassDef)


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """Assign the result."""
    if not isinstance(claim.subject, Discarded):
        return
    draft = Draft(code)
    name = _assign(draft, claim.subject.dataset)
    yield draft.fix(f"Assign the result to `{name}`", Applicability.SAFE)


def _assign(draft: Draft, made: Dataset) -> str:
    page, call = draft.code.page_of(made.place), made.place.node
    line = page.parent(call)
    if not isinstance(line, cst.Expr) or not isinstance(call, cst.Call):
        raise CannotFix("it is no statement")
    root, dataset = _root(call, made)
    _endless(draft, page, made, dataset)
    if isinstance(root, cst.Name):
        _lives_on(page, root, line)
    elif first_name(root) is None or any(page.find(cst.Call, root)):
        raise CannotFix("what the method is called on cannot be given a value")
    name = page.code(root)
    draft.insert(page, page.range(line)[0], f"{name} = ")
    return name


def _root(call: cst.Call, made: Dataset) -> tuple[cst.BaseExpression, Dataset]:
    """What a chain of methods is called on, and its dataset: each call of the chain makes a dataset of the last."""
    node: cst.BaseExpression = call
    dataset = made
    while isinstance(node, cst.Call):
        row = dataset.row
        method = isinstance(row, tables.Derive) and row.parent == "self" and bool(row.of)
        if dataset.place.node is not node or not method or len(dataset.derived) != 1:
            raise CannotFix("the chain hangs on more than one dataset")
        assert isinstance(node.func, cst.Attribute)
        node, dataset = node.func.value, dataset.derived[0].parent
    return node, dataset


def _endless(draft: Draft, page: Page, made: Dataset, root: Dataset) -> None:
    """See that no pass becomes endless, and that nothing becomes batched twice. Raises CannotFix."""
    ops = set()
    dataset = made
    while dataset is not root:
        ops |= {derivation.op for derivation in dataset.derived}
        dataset = dataset.derived[0].parent
    keywords = {arg.keyword.value for arg in page.find(cst.Arg) if arg.keyword is not None}
    if "repeat" in ops and not any("steps" in keyword for keyword in keywords):
        raise CannotFix("it may be repeated without end")
    if "batch" not in ops:
        return
    above = [step.dataset for step in draft.facts.graph.up(root)]
    if any(_batches(one) for one in above):
        raise CannotFix("it is batched before")
    pending: list[object] = [root]
    for one in pending:
        for child in draft.facts.graph.children.get(id(one), []):
            if isinstance(child, Dataset) and child is not made:
                if _batches(child):
                    raise CannotFix("it is batched elsewhere")
                pending.append(child)


def _batches(dataset: Dataset) -> bool:
    size = dataset.arguments.get("batch_size")
    alone = size is None or (isinstance(size.value, Const) and size.value.value is None)
    return any(derivation.op == "batch" for derivation in dataset.derived) or not alone


def _lives_on(page: Page, name: cst.Name, line: cst.CSTNode) -> None:
    """See that a new value of a name is seen by what comes after. Raises CannotFix."""
    scope = page.around(name, *FUNCTIONS) or page.tree
    if not isinstance(scope, cst.Module) and not page.bound_in(name.value, scope):
        raise CannotFix("the name is not the function's own")
    found = [each for each in page.find(cst.Name, scope) if each.value == name.value and not binds(page, each)]
    around = next((each for each in page.parents(line) if isinstance(each, cst.For) and _counts(each, name)), scope)
    if not any(page.before(line, each) and around in (each, *page.parents(each)) for each in found):
        raise CannotFix("nothing uses the name afterwards")


def _counts(loop: cst.For, name: cst.Name) -> bool:
    """Whether a loop gives a name its values."""
    nodes = [loop.target]
    while nodes:
        node = nodes.pop()
        if isinstance(node, cst.Name) and node.value == name.value:
            return True
        nodes.extend(each.value for each in getattr(node, "elements", ()))
    return False
