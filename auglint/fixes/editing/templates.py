"""Stand-ins from the tables: calls written with the names of a row's parameters, put into the words of a program.

`Resize(larger(size), antialias=antialias)` for a crop that was given `size=224` is `T.Resize(256)`: a parameter stands
for the text of its argument, an argument whose parameter was not given is left out, `larger` is the usual ratio.
"""

import ast
import re
from collections.abc import Callable, Mapping

import libcst as cst

from auglint.fixes.editing.draft import CannotFix
from auglint.fixes.editing.page import Page, value_of
from auglint.pipeline import Argument
from auglint.trace.values import Const

RATIO = 0.875
"""What a centre crop keeps of an image that was resized for it: 224 of 256."""


def fill(template: str, arguments: Mapping[str, Argument], page: Page, spell: Callable[[str], str]) -> str:
    """A template with the arguments of a call on this page; `spell` says how its functions are called here.

    Raises CannotFix when an argument that it needs is not written in the call.
    """
    call = ast.parse(template, mode="eval").body
    assert isinstance(call, ast.Call), template
    given = {name: argument for name, argument in arguments.items() if argument.given}
    parts: list[str] = []
    for argument in call.args:
        parts.append(_text(argument, given, page))
    for keyword in call.keywords:
        if all(name.id in given for name in ast.walk(keyword.value) if isinstance(name, ast.Name)):
            parts.append(f"{keyword.arg}={_text(keyword.value, given, page)}")
    return f"{spell(ast.unparse(call.func))}({', '.join(parts)})"


def _text(node: ast.expr, given: Mapping[str, Argument], page: Page) -> str:
    if isinstance(node, ast.Name):
        return page.code(_written(node.id, given, page))
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        whole = _written(node.value.id, given, page)
        number = int(ast.literal_eval(node.slice))
        if isinstance(whole, cst.Tuple | cst.List):
            if not -len(whole.elements) <= number < len(whole.elements):
                raise CannotFix(f"`{node.value.id}` has no such element")
            return page.code(whole.elements[number].value)
        raise CannotFix(f"the elements of `{node.value.id}` are not written in the call")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "larger":
        inner = node.args[0]
        name = inner.value if isinstance(inner, ast.Subscript) else inner
        assert isinstance(name, ast.Name)
        written = _written(name.id, given, page)
        if isinstance(inner, ast.Subscript):
            return _larger(_text(inner, given, page), number=True)
        if isinstance(written, cst.Tuple | cst.List):
            sides = [_larger(page.code(each.value), number=True) for each in written.elements]
            return f"({', '.join(sides)})"
        return _larger(page.code(written), number=_is_number(given[name.id]))
    if isinstance(node, ast.BinOp):
        operator = {ast.Add: "+", ast.Sub: "-"}[type(node.op)]
        left, right = _text(node.left, given, page), _text(node.right, given, page)
        if left.isdecimal() and right.isdecimal() and operator == "+":
            return str(int(left) + int(right))
        return f"{_operand(left)} {operator} {right}"
    return ast.unparse(node)


def _written(name: str, given: Mapping[str, Argument], page: Page) -> cst.BaseExpression:
    """The expression that a parameter was given in the call itself."""
    argument = given.get(name)
    value = value_of(argument.place) if argument is not None else None
    if argument is None or value is None or argument.place.module is not page.module:
        raise CannotFix(f"`{name}` is not written in the call")
    return value


def _is_number(argument: Argument) -> bool:
    value = argument.value
    return isinstance(value, Const) and isinstance(value.value, int)


def _larger(text: str, *, number: bool) -> str:
    """A size before its centre is cut out. What may be a pair of sides stays as it is: that is right, too."""
    if not number:
        return text
    if text.isdecimal():
        return str(round(int(text) / RATIO))
    return f"round({_operand(text)} / {RATIO})"


def _operand(text: str) -> str:
    return text if re.fullmatch(r"[\w.]+", text) else f"({text})"
