"""AUG204: the part whose transform is set gets a dataset object of its own, a copy that shares the data."""

from collections.abc import Iterator

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.subset_transform import Assigned
from auglint.finding import Applicability, Fix
from auglint.fixes.editing.bindings import bindings
from auglint.fixes.editing.draft import CannotFix, Code, Draft
from auglint.fixes.editing.page import Page, plain_name
from auglint.pipeline import Dataset, Loader
from auglint.trace import tables
from auglint.trace.python import lineage
from auglint.trace.values import Class, Instance

WHOLE = "dataset"
"""The attribute in which a part holds the dataset that it was taken from."""


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """A copy of the dataset for the part, before its transform is set."""
    subject = claim.subject
    if not isinstance(subject, Assigned):
        return
    draft = Draft(code)
    _copied(draft, subject)
    yield draft.fix("Give this part a dataset of its own", Applicability.UNSAFE)


def _copied(draft: Draft, subject: Assigned) -> None:
    """Copy the dataset that a part holds, and set the transform of the copy. Raises CannotFix."""
    page = draft.code.page_of(subject.write.place)
    statement, target = _assignment(page, subject)
    part = target.value
    if subject.through:
        if not isinstance(part, cst.Attribute) or part.attr.value != WHOLE:
            raise CannotFix("it is set on the dataset, not through a part")
        part = part.value
        if not _is_bound_to_a_part(page, part, subject):
            raise CannotFix("it may be no part")
    elif isinstance(part, cst.Attribute) and part.attr.value == WHOLE:
        raise CannotFix("it is divided again, and set for all its parts")
    if not plain_name(part):
        raise CannotFix("the part has no name")
    whole = subject.write.dataset if subject.through else subject.write.dataset.derived[0].parent
    if whole.derived or not _reads(page, whole, subject.write.name):
        raise CannotFix("the dataset may not read this attribute")
    _runs_once_for_each_part(draft, page, statement, subject)
    text = f"{page.code(part)}.{WHOLE}"
    copy = draft.module(page, "copy", statement)
    draft.before(page, statement, f"{text} = {copy}.copy({text})")
    if not subject.through:
        draft.insert(page, page.range(part)[1], f".{WHOLE}")


def _assignment(page: Page, subject: Assigned) -> tuple[cst.SimpleStatementLine, cst.Attribute]:
    statement = page.statement(subject.write.place.node)
    if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) != 1:
        raise CannotFix("the assignment shares its row")
    inner = statement.body[0]
    target = inner.targets[0].target if isinstance(inner, cst.Assign) and len(inner.targets) == 1 else None
    if not isinstance(target, cst.Attribute) or target.attr.value != subject.write.name:
        raise CannotFix("it is set by no plain assignment")
    return statement, target


def _is_bound_to_a_part(page: Page, part: cst.BaseExpression, subject: Assigned) -> bool:
    """Whether a name is only given parts of the dataset: by the call that divides it, or by one that leads there."""
    nodes = [place.node for each in subject.parts for place in (each.place, *(frame.place for frame in each.chain))]
    found = bindings(page, plain_name(part), part)
    return bool(found) and all(
        any(node is each for node in nodes for each in page.find(cst.Call, one.value)) for one in found
    )


def _reads(page: Page, whole: Dataset, name: str) -> bool:
    """Whether making a sample looks the attribute up."""
    if isinstance(whole.instance, Instance) and isinstance(whole.instance.cls, Class):
        nodes = [cls.node for cls in lineage(whole.instance.cls) if isinstance(cls, Class)]
        if any(_looks_up(node, name) for node in nodes):
            return True
    row = whole.row
    return isinstance(row, tables.Dataset) and name in row.applies and name not in row.frozen


def _looks_up(cls: cst.CSTNode, name: str) -> bool:
    """Whether a method other than the constructor reads `self.name`."""
    body = cls.body.body if isinstance(cls, cst.ClassDef) else ()
    methods = [each for each in body if isinstance(each, cst.FunctionDef) and each.name.value != "__init__"]
    return any(_mentions(method, f"self.{name}") for method in methods)


def _mentions(node: cst.CSTNode, name: str) -> bool:
    return plain_name(node) == name or any(_mentions(child, name) for child in node.children)


def _runs_once_for_each_part(draft: Draft, page: Page, statement: cst.CSTNode, subject: Assigned) -> None:
    """Raise CannotFix when a part is changed again and again, or after its workers may have been started."""
    loops = [each for each in page.parents(statement) if isinstance(each, cst.For | cst.While)]
    for part in subject.parts:
        inside = [part.place.node] if part.place.module is page.module else []
        inside += [frame.place.node for frame in part.chain if frame.place.module is page.module]
        for loop in loops:
            if not any(node is each for node in inside for each in page.find(cst.Call, loop.body)):
                raise CannotFix("it is set again in each round of a loop")
        for consume in draft.facts.trace.consumed:
            data = consume.data.dataset if isinstance(consume.data, Loader) else consume.data
            if data is part and consume.order < subject.write.order:
                raise CannotFix("the part was used before")
