"""Positions come from classes internal to libcst: they must be those of its PositionProvider, on any code."""

from pathlib import Path
from typing import Any

import libcst as cst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libcst.metadata import MetadataWrapper, PositionProvider
from traced import nodes

from auglint.source.text import read_source
from auglint.trace.positions import Span, positions

TESTS = Path(__file__).resolve().parents[1]
FILES = [*TESTS.glob("cases/**/*.py"), *TESTS.glob("cases/**/*.ipynb"), *TESTS.parent.glob("auglint/[cfs]*/*.py")]
ODD = {
    "CRLF": "import a\r\nx = f(1,\r\n      b)\r\nif x:\r\n    y = g(x)\r\n",
    "CR": "import a\rx = f(1,\r      b)\rif x:\r    y = g(x)\r",
    "mixed row ends": "x = f(1)\r\ny = g(2)\nif x:\r\n    z(3)\n",
    "tabs": "if x:\n\ty = f(1)\n\tif y:\n\t\tz = g(\n\t\t\ty,\n\t\t)\n",
    "two indents": "if x:\n   a(1)\nelse:\n        b(2)\n        c(3)\n",
    "form feed": "x = 1\n\x0c\ny = f(\x0c1)\n\x0cclass A:\n    def m(self): return g(1)\nif x:\n \x0c   y(2)\n",
    "decorators": "@a.b(1)\n# between\n@c\n\n@d(x=1)\nasync def f(x, /, y=1, *z, k: int = 2, **kw) -> None:\n"
    "    '''doc'''\n    return g(x)\n\n\n@dc\nclass A(B, metaclass=M): pass\n",
    "concatenation": "x = ('a' \"b\"\n     f'c{d!r:>{w}}' 'e')\ny = (((f(1))))\nz = ( # c\n  (1 ), 2)\n",
    "lambdas": "f = lambda: 0\ng = lambda x, /, *a, y=1, **k: (x, y)\nh = (lambda *, k: k)(k=1)\n",
    "comprehensions": "a = [x for x in y if x if z for w in x]\nb = {k: v for k, v in d.items()}\nc = {*a, *b}\n"
    "d = f(x async for x in y)\ne = (i for i in j)\n",
    "f-strings": "x = f\"{a['b']:{c}.{d}} {f'{e!r}'} {{ }} {g=}\"\ny = f'{f'{f'{a}'}'}'\nz = f'''\n{a}\n  {b}'''\n",
    "wide characters": "ä = f('ß🎉', é=1)  # ü\ny = '''🎉\n🎉''' + g(ä)\n",
    "BOM": "\ufeffx = f(1)\ny = g(2)\n",
    "no last row end": "if x:\n    y(1)",
    "a comment at the end": "x = f(1)\n# end",
    "empty": "",
    "several statements on a row": "a = f(1); b = g(2) ;\nif x: y(1); z(2)\n",
    "continued rows": "x = f(1) + \\\n    g(2)\nwith a as b, \\\n     c as d:\n    pass\n",
    "with": "with (a(1) as b, c(2)):\n    pass\nasync def f():\n    async with a as b:\n"
    "        async for x in y(): await z(x)\n",
    "match": "match f(x):\n    case 1 | -2: a(1)\n    case [a, *b]: pass\n    case {'k': v, **r} if g(v): pass\n"
    "    case P(x=1, y=Q()): pass\n    case None: pass\n    case _ as z: pass\n",
    "try": "try:\n    f(1)\nexcept A as e:\n    g(e)\nexcept (B, C): pass\nelse:\n    h()\nfinally:\n    i()\n"
    "try:\n    f()\nexcept* E as g: pass\n",
    "stars": "f(*a, k=(1), *c, **b)\na, *b = c\nprint(*[1], sep='')\nx[1:2, ::3, *y] = z\n",
    "chain": "ds = (tf.data.Dataset.from_tensor_slices(x)\n      .map(f)  # c\n      .shuffle(10)\n)\n",
    "type parameters": "type X[T: int] = list[T]\ndef f[T, *Ts, **P](x: T) -> T: return x\nclass A[T]: pass\n",
    "blanks": "x  =  f ( 1 , 2 ) . y [ 0 ]  \n\n   \n\t\n   \nif x:\n\n    \n    # c\n    y(1)\n  # c\n\nz(2)\n\n\n",
    "generators": "def f():\n    x = yield\n    y = yield a, b\n    yield from g()\n    return *a, b\n",
}


def expected(tree: cst.Module) -> dict[int, Span]:
    ranges = MetadataWrapper(tree, unsafe_skip_copy=True).resolve(PositionProvider)
    return {
        id(node): (place.start.line, place.start.column, place.end.line, place.end.column)
        for node, place in ranges.items()
        if node is not tree
    }


def compare(tree: cst.Module, each: int) -> None:
    """All nodes at once, then one in `each`: what else is wanted must not matter."""
    wanted: list[Any] = [node for node in nodes(tree) if node is not tree]
    right = expected(tree)
    assert positions(tree, wanted) == right
    for first in range(each):
        some = wanted[first::each]
        found = positions(tree, some)
        assert {id(node): found[id(node)] for node in some} == {id(node): right[id(node)] for node in some}


@pytest.mark.parametrize("name", ODD)
def test_odd_code(name: str) -> None:
    tree = cst.parse_module(ODD[name])
    compare(tree, sum(1 for _ in nodes(tree)))  # each alone


@pytest.mark.parametrize("group", range(3))
def test_real_code(group: int) -> None:
    assert len(FILES) > 150
    for path in sorted(FILES)[group::3]:
        tree = cst.parse_module(read_source(path).code)
        wanted = [
            node
            for node in nodes(tree)
            if isinstance(node, cst.BaseExpression | cst.BaseStatement | cst.BaseSmallStatement | cst.Arg | cst.CompFor)
        ]
        right = expected(tree)
        found = positions(tree, wanted)
        assert {id(node): found[id(node)] for node in wanted} == {id(node): right[id(node)] for node in wanted}, path


def test_the_kinds_of_nodes_that_are_reported_are_in_real_code() -> None:
    kinds = {type(node).__name__ for path in FILES[:40] for node in nodes(cst.parse_module(read_source(path).code))}
    assert {"Call", "Arg", "Name", "FunctionDef", "ClassDef", "Attribute", "For", "CompFor", "Subscript"} <= kinds


def test_a_module_is_the_empty_span_at_its_start() -> None:
    tree = cst.parse_module("x = 1\ny = 2\n")
    assert positions(tree, [tree]) == {id(tree): (1, 0, 1, 0)}


def test_nothing_wanted_is_nothing_found() -> None:
    assert positions(cst.parse_module("x = f(1)\n"), []) == {}


SPACE = st.sampled_from(["", " ", "  ", "\t"])
NEWLINES = st.sampled_from(["", " ", "\n", "\n    ", "  # note\n  ", "\r\n\t", " \\\n "])
ATOMS = st.sampled_from(["x", "ä", "1", "-2.5", "'a'", '"""b\nc"""', "f'{y!r:>{z}}'", "'p' 'q'", "...", "n"])


def expressions() -> st.SearchStrategy[str]:
    def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.builds("({1}{0}{1})".format, inner, NEWLINES),
            st.builds("f({0},{2}k={1})".format, inner, inner, NEWLINES),
            st.builds("({0}{2}+{2}{1})".format, inner, inner, NEWLINES),
            st.builds("[{0}{2}for{2} v in {1} if v]".format, inner, inner, NEWLINES.map(lambda gap: gap or " ")),
            st.builds("({0}{1}.m{1}[{2}:])".format, inner.map("({})".format), NEWLINES, inner),
            st.builds("(lambda a={0}: {1})".format, inner, inner),
            st.builds("{{{0}:{2}{1}, **d}}".format, inner, inner, NEWLINES),
            st.builds("({0} if {1} else (w := {0}))".format, inner, inner),
        )

    return st.recursive(ATOMS, larger, max_leaves=6)


@st.composite
def programs(draw: st.DrawFn) -> str:
    end = draw(st.sampled_from(["\n", "\r\n"]))
    indent = draw(st.sampled_from(["    ", "\t", " "]))
    rows: list[str] = []
    depth = 0
    for _ in range(draw(st.integers(1, 6))):
        head = draw(
            st.sampled_from(["x{0}={0}{1}", "{1}", "if {1}:", "@d({1})|def g(a={1}):", "for v in {1}:", "# {0}"])
        )
        text = head.format(draw(SPACE), draw(expressions()))
        rows.extend(indent * depth + row for row in text.split("|")) if "|" in head else rows.append(
            indent * depth + text
        )
        depth = depth + 1 if head.endswith(":") else draw(st.integers(0, depth))
        if head.endswith(":"):
            rows.append(indent * depth + "pass")
    return end.join(rows) + draw(st.sampled_from(["", end]))


@settings(max_examples=60, deadline=None)
@given(programs())
def test_any_code(code: str) -> None:
    compare(cst.parse_module(code), 2)
