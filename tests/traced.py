"""Small programs for tests: written to a folder, traced, asked for facts, or checked as a run would."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auglint.checks import CODES, check_program
from auglint.facts import Facts
from auglint.finding import Finding
from auglint.pipeline import Made, Trace
from auglint.source.text import SourceFile, read_source
from auglint.trace import Project
from auglint.trace.interpreter import Interpreter, trace_program
from auglint.trace.values import Value


class Watched(Project):
    """A project that notes which files were parsed by libcst, in order."""

    def __init__(self) -> None:
        self.parsed: list[Path] = []
        super().__init__(read_source)

    def parse(self, path: Path) -> tuple[SourceFile, Any]:
        self.parsed.append(path)
        return super().parse(path)


@dataclass(frozen=True, repr=False)
class Program:
    """One traced program, and what can be asked of it."""

    folder: Path
    project: Watched
    interpreter: Interpreter
    trace: Trace
    start: Path

    def __repr__(self) -> str:
        return f"the trace of {self.start}"  # a trace holds whole trees

    @property
    def facts(self) -> Facts:
        return Facts(self.trace, self.interpreter)

    @property
    def parsed(self) -> list[str]:
        """The files that were parsed, by their place in the folder, in order."""
        return [path.absolute().relative_to(self.folder.absolute()).as_posix() for path in self.project.parsed]

    @property
    def gave_up(self) -> list[str]:
        return [why for _, why in self.trace.gave_up]

    def value(self, name: str, file: str = "") -> Value:
        """What a module's name is bound to at the end."""
        module = self.interpreter.modules[self.folder / file if file else self.start]
        found = module.scope.slots[name]
        assert isinstance(found, Value)
        return self.interpreter.resolve(found)

    def made(self, name: str) -> Made:
        """The pipeline object behind a module's name."""
        found = self.value(name)
        made = getattr(found, "made", None)
        assert isinstance(made, Made), f"{name} is {found}"
        return made


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")


def trace(folder: Path, text: str = "", files: dict[str, str] | None = None, start: str = "train.py") -> Program:
    """Trace the program that starts in `start`; `files` lie beside it."""
    write(folder, ({start: text} if text else {}) | (files or {}))
    project = Watched()
    found, interpreter = trace_program(project, folder / start)
    return Program(folder, project, interpreter, found, folder / start)


def check(folder: Path, text: str, *codes: str, start: str = "train.py") -> list[Finding]:
    """The findings of a program, all codes unless some are named."""
    write(folder, {start: text})
    return check_program(Project(read_source), folder / start, codes or tuple(CODES))


def nodes(tree: Any) -> Iterator[Any]:
    """Every node of a libcst tree."""
    pending = [tree]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(node.children)
