"""Positions of the few nodes that are reported, without libcst's position provider (a tenth of its cost).

Code generation walks every token in order; counting lines and columns on the way gives the position of any node. The
classes used are internal to libcst: `tests/trace/test_positions.py` compares with its PositionProvider.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import libcst as cst
from libcst._nodes.internal import CodegenState

Span = tuple[int, int, int, int]
"""First line (1-based), column (0-based, code points), end line, end column (exclusive)."""


class _Recorder(CodegenState):
    def __init__(self, module: cst.Module, wanted: set[int]) -> None:
        super().__init__(module.default_indent, module.default_newline)
        self.wanted = wanted
        self.found: dict[int, Span] = {}
        self.ends: dict[int, tuple[int, int]] = {}
        self.line, self.column = 1, 0
        self.starts: list[tuple[int, int]] = []

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self._count(token)

    def add_token(self, value: str) -> None:
        self._count(value)

    def pop_trailing_newline(self) -> None:
        pass

    def _count(self, value: str) -> None:
        if "\n" in value or "\r" in value:
            lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self.line += len(lines) - 1
            self.column = len(lines[-1])
        else:
            self.column += len(value)

    def before_codegen(self, node: Any) -> None:
        self.starts.append((self.line, self.column))

    def after_codegen(self, node: Any) -> None:
        start = self.starts.pop()
        if id(node) in self.wanted and id(node) not in self.found:
            self.found[id(node)] = (*start, self.line, self.column)

    @contextmanager
    def record_syntactic_position(self, node: Any, *, start_node: Any = None, end_node: Any = None) -> Iterator[None]:
        extra = {id(n) for n in (start_node, end_node) if n is not None} if id(node) in self.wanted else set()
        new = extra - self.wanted
        self.wanted |= new
        start = (self.line, self.column)
        try:
            yield
        finally:
            if id(node) in self.wanted:
                end = (self.line, self.column)
                if start_node is not None and id(start_node) in self.found:
                    start = self.found[id(start_node)][:2]
                if end_node is not None and id(end_node) in self.found:
                    end = self.found[id(end_node)][2:]
                self.found[id(node)] = (*start, *end)
            self.wanted -= new


def positions(module: cst.Module, nodes: Iterable[Any]) -> dict[int, Span]:
    """The spans of nodes of one module, by the node's id; the whole module is the empty span at its start."""
    wanted = {id(node) for node in nodes}
    recorder = _Recorder(module, wanted)
    module._codegen(recorder)
    if id(module) in wanted:
        recorder.found[id(module)] = (1, 0, 1, 0)
    return recorder.found
