"""Evaluation's counterpart of an object that training needs: defined beside it, and said where it was passed."""

import libcst as cst

from auglint.fixes.editing.draft import CannotFix, Draft, module_of
from auglint.fixes.editing.functions import dedented, renamed
from auglint.fixes.editing.page import Page, plain_name
from auglint.fixes.program.splits import evaluation_name
from auglint.pipeline import Frame, Made
from auglint.trace.values import Function


def definition(page: Page, made: Made | Frame) -> tuple[cst.SimpleStatementLine, str]:
    """The statement that gives a pipeline, or what a call returns, its one name, and that name."""
    statement = page.statement(made.place.node)
    if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) != 1:
        raise CannotFix("the pipeline has no statement to itself")
    inner = statement.body[0]
    if isinstance(inner, cst.AnnAssign) and inner.value is made.place.node:
        name = plain_name(inner.target)
    elif isinstance(inner, cst.Assign) and inner.value is made.place.node and len(inner.targets) == 1:
        name = plain_name(inner.targets[0].target)
    else:
        raise CannotFix("the pipeline has no name")
    if not name:
        raise CannotFix("the pipeline has no plain name")
    return statement, name


def placed(draft: Draft, page: Page, statement: cst.SimpleStatementLine, name: str, text: str) -> str:
    """Define the new pipeline behind the old one, unless it is there already; its name."""
    wanted = evaluation_name(name)
    block = page.block(statement)
    for other in getattr(block, "body", ()):
        inner = other.body[0] if isinstance(other, cst.SimpleStatementLine) else None
        if isinstance(inner, cst.Assign) and _squeezed(page.code(inner.value)) == _squeezed(text):
            known = plain_name(inner.targets[0].target)
            alike = known.rpartition(".")[0] == name.rpartition(".")[0]
            if known and alike and _stays(page, known) and not _used_between(page, statement, other, name):
                return known
    head, dot, last = wanted.rpartition(".")
    new = head + dot + draft.new_name(page, last)
    draft.after(page, statement, f"{new} = {text}")
    return new


def _stays(page: Page, name: str) -> bool:
    """Whether a name gets one value, which is not changed afterwards."""
    said = [each for each in page.find(cst.Name) if each.value == name.rpartition(".")[2] and not page.labels(each)]
    bound = [each for each in page.find(cst.AssignTarget) if plain_name(each.target) == name]
    asked = any(isinstance(above := page.parent(each), cst.Attribute) and above.value is each for each in said)
    return len(bound) == 1 and not asked


def _used_between(page: Page, one: cst.CSTNode, other: cst.CSTNode, name: str) -> bool:
    """Whether a name is used behind one statement of a block and before another."""
    last = name.rpartition(".")[2]
    lines = [each for each in getattr(page.block(one), "body", ()) if page.before(one, each)]
    return any(each.value == last for line in lines if page.before(line, other) for each in page.find(cst.Name, line))


def _squeezed(text: str) -> str:
    return "".join(text.split()).replace(",)", ")").replace(",]", "]")


def spelled(
    draft: Draft,
    page: Page,
    home: Page,
    node: cst.BaseExpression,
    target: cst.CSTNode,
    name: str,
    new: str,
) -> str:
    """How the new pipeline is said where the old one was passed. Raises CannotFix."""
    last, new_last = name.rpartition(".")[2], new.rpartition(".")[2]
    block = home.block(target) or home.tree
    always = block is home.tree or isinstance(home.parent(block), cst.FunctionDef | cst.ClassDef)
    if not always and (page is not home or all(block is not each for each in home.parents(node))):
        raise CannotFix("it is defined under a condition")
    if page is home:
        scope = home.scope(target)
        if "." in name:
            if home.around(node, cst.ClassDef) is not home.around(target, cst.ClassDef):
                raise CannotFix("the attribute is another object's here")
        elif isinstance(scope, cst.ClassDef):
            head = plain_name(node).rpartition(".")[0]
            if head != scope.name.value:
                raise CannotFix("the class is called otherwise here")
            return f"{head}.{new}"
        elif scope is not home.tree and all(scope is not each for each in home.parents(node)):
            raise CannotFix("the name is not known here")
        return new
    if "." in name:
        raise CannotFix("an attribute of another module's object is passed")
    find = draft.facts.interpreter.project.find
    for found in page.find(cst.ImportFrom):
        if isinstance(found.names, cst.ImportStar) or find(module_of(found), page.module.path) != home.module.path:
            continue
        if page.scope(found) is not page.tree:
            continue
        known = next((alias for alias in found.names if alias.evaluated_name == new_last), None)
        if known is not None:
            return known.evaluated_alias or new_last
        if any(alias.evaluated_name == last for alias in found.names):
            if new_last in page.names:
                raise CannotFix("the new name means something else where it is imported")
            draft.extend_import(page, found, new_last)
            return new_last
    written = plain_name(node)
    if written.rpartition(".")[2] == last and "." in written:
        return f"{written.rpartition('.')[0]}.{new_last}"
    raise CannotFix("it is not imported by its name")


def twin(draft: Draft, page: Page, home: Page, expression: cst.BaseExpression, value: Function, body: str) -> str:
    """Define a second function, with this code, beside one that is passed on; how it is said there."""
    node = value.node
    if not isinstance(node, cst.FunctionDef) or node.decorators or value.owner is not None:
        raise CannotFix("the function is decorated, or a method")
    new = draft.new_name(home, evaluation_name(node.name.value))
    gap = ("", "") if home.scope(node) is home.tree else ("",)
    text = renamed(body, node.name.value, new)
    draft.after(home, node, *gap, *dedented(text, home.indentation(home.range(node)[0])))
    return spelled(draft, page, home, expression, node, node.name.value, new)
