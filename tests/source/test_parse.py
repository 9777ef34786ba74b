import gc
from pathlib import Path

import libcst
import pytest

from auglint.source.parse import parse
from auglint.source.text import SourceError, source_from_text


def test_code_becomes_a_tree() -> None:
    enabled = gc.isenabled()
    tree = parse(source_from_text(Path("a.py"), b"def f[T](x: T) -> T:\n    return x\n"))
    assert isinstance(tree.body[0], libcst.FunctionDef)
    assert gc.isenabled() is enabled


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("x = (\n", "a.py:1:5: '(' was never closed"),
        ("print 'x'\n", "a.py:1:1: this is Python 2"),
        ("x = " + "(" * 100_000 + ")" * 100_000, "nested too deeply"),
        ("x = " + "-" * 100_000 + "1", "nested too deeply"),
        ("x = a" + ".b" * 100_000, "nested too deeply"),
        ("x = (" + "'a' " * 20_000 + ")", "cannot be parsed"),
    ],
    ids=lambda text: text[:12],
)
def test_what_cannot_be_parsed_is_one_line(code: str, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse(source_from_text(Path("a.py"), code.encode()))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert gc.isenabled()
