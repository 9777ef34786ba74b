"""Every kind of syntax has a handler, and every call in a program is reached: nothing is skipped in silence."""

import inspect
import textwrap
from pathlib import Path

import libcst as cst
import pytest
from traced import nodes, trace

from auglint.pipeline import Rng
from auglint.trace.interpreter import Interpreter

# What libcst knows and no handler does, with the reason.
WITHOUT_HANDLER = {
    "StarredElement": "its container takes it apart",
    "StarredDictComp": "new in Python 3.15",
    "LazyImport": "new in Python 3.15",
    "LazyImportFrom": "new in Python 3.15",
}
NEWER = {name for name, why in WITHOUT_HANDLER.items() if why.startswith("new ")}


def kinds(base: type) -> set[str]:
    """The names of the node classes below a base that stand in trees."""
    found: set[str] = set().union(*(kinds(child) for child in base.__subclasses__()))
    return found if inspect.isabstract(base) or base.__name__.startswith("Base") else {*found, base.__name__}


KINDS = set().union(
    *map(
        kinds,
        (cst.BaseExpression, cst.BaseSmallStatement, cst.BaseCompoundStatement, cst.BaseSuite, cst.BaseStatement),
    )
)


def test_every_kind_of_node_has_a_handler() -> None:
    assert len(KINDS) > 55
    missing = {kind for kind in KINDS if not callable(getattr(Interpreter, f"_{kind}", None))}
    assert missing <= set(WITHOUT_HANDLER)


SYNTAX = {
    "walrus": "if (n := len([1, 2])) > 1:\n    print(n)\nx = [y := 1, y ** 2]\n",
    "match": """
        def pick(command, kind):
            match command:
                case "train" | "fit":
                    return 1
                case 1 | -2.5 | 3 + 4j | None | True:
                    return 2
                case [first, *rest]:
                    return first, rest
                case (1, _):
                    return 3
                case {"split": name, **more} if more:
                    return name, more
                case torch.Tensor(shape=[_, _], dtype=kind.real):
                    return 4
                case str() as text:
                    return text
                case kind.value:
                    return 5
                case _:
                    return 6
        print(pick("train", 2), pick(unknown, 3))
        """,
    "try": """
        def read():
            try:
                x = open("a").read()
            except (OSError, ValueError) as error:
                raise RuntimeError("no") from error
            except KeyError:
                pass
            else:
                return x
            finally:
                print("done")
            try:
                pass
            except* OSError as group:
                print(group)
            finally:
                pass
        read()
        """,
    "async": """
        async def load(source, *more):
            async with source as opened, source:
                async for row in opened:
                    yield await row
            found = [await x async for x in source if x]
            print({k: v async for k, v in source}, found)
        print(load(unknown))
        """,
    "stars": """
        a, *b = [1, 2, 3]
        (c, *d), [e] = (1, 2), [3]
        print(*b, *[1, 2], sep="", **{"end": ""})
        def f(a, /, b=1, *args, c, d=2, **kwargs):
            return a, b, args, c, d, kwargs
        f(1, *b, c=3, **{"d": 4}, **{})
        [*b, *(1, 2)], {*b}, {**{}, "a": 1}, (*b,)
        x = unknown[1:2, ..., *b]
        """,
    "scopes": """
        count = 0
        def outer():
            total = 0
            def inner():
                global count
                nonlocal total
                count += 1
                total += 1
                del total
                return lambda x=count, *a, y=1, **k: (x, a, y, k)
            return inner()
        print(outer()(1))
        del count, outer.name, unknown[0]
        """,
    "comparisons": """
        if 1 < count <= 3 != 4 is not None in [5] not in {6} is 7 > 8 == 9 >= 10:
            pass
        """,
    "operators": """
        x = 1 + 2 - 3 * 4 / 5 // 6 % 7 ** 8 @ a | 9 & 10 ^ 11 << 12 >> 13
        y = -x, +x, ~x, not x, x and y or z, x if y else z
        x += 1; x -= 1; x *= 2; x /= 2; x //= 2; x %= 2; x **= 2; x @= a; x |= 1; x &= 1; x ^= 1; x <<= 1; x >>= 1
        """,
    "comprehensions": """
        print([x for x in range(3) if x if x > 1 for y in unknown], {x for x in "ab"}, {x: 1 for x in "ab"})
        print(sum(x for x in unknown), list((x, y) for x, y in zip("ab", unknown)))
        """,
    "definitions": """
        import functools
        @functools.cache
        @unknown.register("a", key=1)
        def f(x: int = 1) -> int:
            "doc"
            def g(): ...
            return g
        @unknown
        class A(unknown.Base, dict, metaclass=type, key=1):
            x: int = 1
            y: "str"
            class B:
                z = 1
            @property
            def a(self): return self.x
            @staticmethod
            def b(x=1): return x
            @classmethod
            def c(cls): return cls()
            def __init__(self): super().__init__(); self.q = 1
        print(A().a, A.b(), A.c().q, A.B.z, f()())
        """,
    "types": """
        type Pair[T: (int, str), *Ts, **P] = tuple[T, T]
        def f[T](x: T) -> T: return x
        class C[T]:
            def m(self, x: T) -> list[T]: return [x]
        x: Pair[int]
        print(f(1), C[int]().m(1))
        """,
    "strings": """
        name = "a" 'b' f"{unknown!r:>{10}}"
        print(rb"c"[0:1].decode())
        print(f"{name:{name}.{name}} {name=} {{ }} {f'{name}'}", u"é", str(b"1" b"2"), \"\"\"long\"\"\")
        print(r'\\d', "\\x41")
        print(1, 1.5, 2j, 0x10, 1_000, ..., None, True)
        """,
    "loops": """
        for a, (b, *c) in unknown:
            if a: continue
            if b: break
        else:
            print(c)
        while unknown:
            for x in [1, 2]: break
            else: pass
            continue
        else:
            pass
        while 0: pass
        while True:
            break
        """,
    "generators": """
        def g(x): yield x
        def f(x):
            y = yield
            z = yield x, y
            yield from g(z)
            return
        print(list(f(1)), next(f(2)))
        """,
    "with": """
        with open("a") as f, unknown() as (g, h), unknown(): print(f, g, h)
        with (open("a") as f, open("b")): pass
        """,
    "simple": """
        import os, os.path as p, torch.nn.functional as F
        from torch import nn, optim as o
        from . import x
        from .y import z
        from torch.utils.data import *
        pass; assert os, "a"; a = b = c = 1
        a: int
        a: int = 2
        a.b: int = 3
        raise SystemExit
        """,
    "subscripts": """
        x = unknown[0], unknown[1:], unknown[:2], unknown[::3], unknown[a, b], unknown[:, None, -1], unknown["k"]
        unknown[0] = 1
        unknown.a.b[1:2].c = 1
        x[0][1] += 1
        (unknown[0], unknown.a), [b] = x, [1]
        """,
    "if": """
        if unknown: pass
        elif not unknown and other or third: pass
        elif unknown == 1: x = 1
        else: x = 2
        if unknown: x = 1; y = 2
        """,
}


def tree_of(name: str) -> cst.Module:
    return cst.parse_module(textwrap.dedent(SYNTAX[name]))


@pytest.mark.parametrize("name", SYNTAX)
def test_syntax_is_followed(name: str, tmp_path: Path) -> None:
    program = trace(tmp_path, "import torch\n" + textwrap.dedent(SYNTAX[name]))
    assert program.gave_up == []


def test_the_programs_hold_every_kind_of_node() -> None:
    held = {type(node).__name__ for name in SYNTAX for node in nodes(tree_of(name))}
    left_out = {"TemplatedString", "TemplatedStringText", "TemplatedStringExpression", *NEWER}
    assert KINDS - held - left_out == set()
    assert kinds(cst.MatchPattern) <= held


def test_a_node_without_a_handler_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from auglint.trace.expressions import Expressions
    from auglint.trace.statements import Statements

    monkeypatch.delattr(Expressions, "_Ellipsis")
    monkeypatch.delattr(Statements, "_Pass")
    program = trace(tmp_path, "import torch\nx = ...\npass\ny = torch.Generator()\n")
    assert program.gave_up == ["no handler for Ellipsis", "no handler for Pass"]
    assert len(program.trace.all(Rng)) == 1


# A call in every place that an expression can stand in: `@` is the call, `/` ends a row, `>` indents.
ONCE = r"""
x = @ | x: int = @ | x += @ | print(@) | print(*@) | print(**@) | print(k=@) | assert @ | a[@] = 1 | a[@:2] = 1
x = a[@] | x = a[1:@] | x = a[::@] | x = a[0, @] | x = [@] | x = (@, 1) | x = {@} | x = {1: @} | x = {@: 1}
x = {**@} | x = [*@] | x = {*@} | x = -@ | x = not @ | x = @ + 1 | x = 1 < @ | x = 1 < y < @ | x = y and @ | x = y or @
x = @ if y else z | x = y if @ else z | x = y if z else @ | x = 1 and @ | x = 0 or @ | x = 1 in [@] | x = y is @
x = f"{@}" | x = f"{@!r:^4}" | x = "a" f"{@}" | print("%s" % @) | x = [v for v in @] | x = [@ for v in y]
x = [v for v in y if @] | x = {v: @ for v in y} | x = (@ for v in y) | x = [w for v in y for w in @] | x = (y := @)
x = (lambda a=@: a) | x = (lambda: @)() | x = @.a.b | x = @.m() | x = @[0] | @.a = 1 | x, y = @, 1 | x = y[@].z
if @: pass | if y: pass/elif @: pass | if y: pass/else: @ | if True: @ | if 0: pass/else: @
while @: break | while y: @ | while y: pass/else: @ | for v in @: pass | for v in y: @ | for v in y: pass/else: @
for a[@] in y: pass | for v in [1]: @ | for v in range(3): @ | with @: pass | with @ as y: pass | with y as a[@]: pass
try: @/except E: pass | try: pass/except E: @ | try: pass/except E: pass/else: @ | try: pass/finally: @
try: pass/except* E: @ | def f(a=@): pass | def f(*, a=@): pass | @deco(@)/def f(): pass | class A(@): pass
class A: x = @ | class A:/>def m(self): @/A().m() | match @:/>case _: pass | match y:/>case 1: @ | match y:/>case _: @
match y:/>case [a, *b]: @ | def f(): return @/f() | def f(): yield @/f() | def f(): yield from @/f()
async def f(): await @/f() | def f():/>global x/>x = @/f() | async def f():/>async with @: pass/f()
async def f():/>async for v in @: pass/f()
"""
# What is not evaluated on purpose: it makes no data, or it never runs.
NEVER = r"""
x: @ | def f(a: @): pass | raise @ | raise E from @ | assert 1, @ | del a[@] | class A(k=@): pass
try: pass/except @: pass | def f():/>return/>@/f() | for v in []: @ | if 0: @ | x = 0 and @ | x = 1 or @
x = 1 if 1 else @ | while 0: @ | x = lambda: @ | x = f"{1:{@}}"
"""


def code_of(place: str) -> str:
    decorated = place.replace("@deco", "\0deco")
    return decorated.replace("/", "\n").replace(">", "    ").replace("@", "torch.Generator()").replace("\0", "@") + "\n"


def places(text: str) -> list[str]:
    return [place.strip() for row in text.strip().splitlines() for place in row.split(" | ")]


@pytest.mark.parametrize(("wanted", "text"), [(1, ONCE), (0, NEVER)], ids=["once", "never"])
def test_a_call_is_reached_wherever_it_stands(wanted: int, text: str, tmp_path: Path) -> None:
    wrong = []
    for place in places(text):
        program = trace(tmp_path, "import torch\n" + code_of(place))
        count = len(program.trace.all(Rng))
        if count != wanted or program.gave_up:
            wrong.append((place, count, program.gave_up))
    assert wrong == []
