"""Functions written anew with other calls in them."""

import re

import libcst as cst

from auglint.fixes.editing.draft import CannotFix
from auglint.fixes.editing.page import Page, plain_name


def rewritten(page: Page, function: cst.CSTNode, edits: list[tuple[cst.CSTNode, str]]) -> str:
    """The code of a function with some of its nodes replaced; what would only say `x = x` is left out."""
    start, end = page.range(function)
    end = start + len(page.text[start:end].rstrip())
    cuts: list[tuple[int, int, str]] = []
    for node, text in edits:
        statement = page.statement(node)
        if statement is not None and statement is not function and assigns(page, statement, text):
            first = page.row(page.range(statement)[0])[0]
            last = page.row(page.range(statement)[1])[1]
            cuts.append((first, min(last + 1, end), ""))
        else:
            cuts.append((*page.range(node), text))
    code = page.text[start:end]
    for first, last, text in sorted(cuts, reverse=True):
        code = code[: first - start] + text + code[last - start :]
    if "#" in code:
        raise CannotFix("comments stand within the function")
    return code.rstrip()


def renamed(code: str, name: str, new: str) -> str:
    """The code of a function under another name."""
    return re.sub(rf"\bdef\s+{name}\b", f"def {new}", code, count=1)


def does_nothing(code: str) -> bool:
    """Whether a function returns just what it is given."""
    try:
        expression = cst.parse_expression(code) if code.startswith("lambda") else None
        function = None if expression is not None else cst.parse_statement(code)
    except cst.ParserSyntaxError:
        return False
    if isinstance(expression, cst.Lambda):
        return _returned(expression.body) == _parameters(expression.params)
    if not isinstance(function, cst.FunctionDef):
        return False
    means = {name: name for name in _parameters(function.params)}
    for line in function.body.body:
        inner = line.body[0] if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None
        if isinstance(inner, cst.Return) and inner.value is not None:
            return [means.get(name) for name in _returned(inner.value)] == _parameters(function.params)
        if not isinstance(inner, cst.Assign) or plain_name(inner.value) not in means:
            return False
        for target in inner.targets:
            means[plain_name(target.target)] = means[plain_name(inner.value)]
    return False


def _returned(node: cst.BaseExpression) -> list[str]:
    nodes = [element.value for element in node.elements] if isinstance(node, cst.Tuple) else [node]
    return [plain_name(each) for each in nodes]


def _parameters(params: cst.Parameters) -> list[str]:
    return [param.name.value for param in params.params]


def dedented(code: str, indentation: str) -> list[str]:
    """The rows of a statement without the indentation that all but its first have in their block."""
    rows = code.split("\n")
    return [rows[0], *(row.removeprefix(indentation) for row in rows[1:])]


def assigns(page: Page, statement: cst.CSTNode, text: str) -> bool:
    """Whether a statement gives a name to a call, and so would only say `x = x`."""
    if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) != 1:
        return False
    inner = statement.body[0]
    return isinstance(inner, cst.Assign) and len(inner.targets) == 1 and page.code(inner.targets[0].target) == text
