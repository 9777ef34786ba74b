"""How an overview of programs is shown: one module per output format, and the summary line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from auglint.report.display import counted
from auglint.source.text import SourceError

if TYPE_CHECKING:
    from auglint.facts.overview import Overview

FORMATS = ("tree", "json", "svg", "mermaid")
"""The output formats; their modules are imported on use."""

_MODULES = {"json": "as_json"}


@dataclass(frozen=True)
class Traced:
    """The outcome of a run: the programs with a pipeline, and the number of files in which none was found."""

    programs: "tuple[Overview, ...]"
    errors: tuple[SourceError, ...]
    without: int


def render(traced: Traced, format: str, colour: bool, boxes: bool = True) -> str:
    """The programs in one of FORMATS; "" for people when there are none. `boxes`: the stream can show line drawing."""
    if format == "tree":
        from auglint.report.overview.tree import render as tree

        return tree(traced.programs, colour, boxes)
    module = import_module(f"auglint.report.overview.{_MODULES.get(format, format)}")
    show: Callable[[Sequence[Overview]], str] = module.render
    return show(traced.programs)


def summary(traced: Traced) -> str:
    """One line for stderr: how many programs and splits were understood."""
    splits = sum(len(program.splits) for program in traced.programs)
    failed = len({error.path for error in traced.errors})
    parts = []
    if traced.programs:
        parts.append(f"{counted(splits, 'split')} in {counted(len(traced.programs), 'program')}.")
    if traced.without:
        parts.append(f"No pipeline was found in {counted(traced.without, 'file')}.")
    if failed:
        parts.append(f"{counted(failed, 'file')} could not be read.")
    return " ".join(parts) or "No files to trace."
