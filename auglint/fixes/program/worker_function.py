"""The functions that loaders run in each of their workers: written for them, or extended where they have one."""

import re
import sys
from collections.abc import Callable
from contextlib import suppress

import libcst as cst

from auglint.facts import Facts
from auglint.facts.samples import given
from auglint.fixes.editing.draft import CannotFix, Draft, module_of
from auglint.fixes.editing.library import say
from auglint.fixes.editing.page import Page, plain_name
from auglint.pipeline import Loader
from auglint.trace.values import Function

NAME = "seed_worker"
WIDE = 120

Lines = Callable[[Page, cst.CSTNode, str], list[str]]
"""The statements for a function on a page, whose names mean what they mean at a node; and a name that is free there."""


class WorkerFunctions:
    """The worker functions that one fix writes or extends."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._done: list[object] = []
        self._new: list[tuple[Page, list[str], list[cst.Call]]] = []

    def add(self, loader: Loader, lines: Lines) -> bool:
        """Let a loader run these lines in each worker. False when it, or its function, was seen to before."""
        function = function_of(self.draft.facts, loader)
        node = loader.place.node if function is None else function.node
        if any(node is one for one in self._done):
            return False
        self._done.append(node)
        if function is None:
            self._write(loader, lines)
        else:
            extend(self.draft, function, lines)
        return True

    def _write(self, loader: Loader, lines: Lines) -> None:
        page, call = self.draft.code.page_of(loader.place), loader.place.node
        if not isinstance(call, cst.Call):
            raise CannotFix("the loader is made by no plain call")
        written = lines(page, page.top(call), "info")
        for known, others, calls in self._new:
            if known is page and others == written:
                calls.append(call)
                break
        else:
            self._new.append((page, written, [call]))

    def write(self, loaders: list[Loader]) -> None:
        """Define the new functions, each once in a module, and give them to their loaders."""
        for page, lines, calls in self._new:
            name = self.draft.new_name(page, NAME)
            define(self.draft, page, min(calls, key=page.range), name, lines)
            for call in calls:
                loader = next(one for one in loaders if one.place.node is call)
                give(self.draft, loader, loader.row.worker_init, name)


def define(draft: Draft, page: Page, at: cst.CSTNode, name: str, lines: list[str]) -> None:
    """Write a worker function before the statement of the module that holds a node."""
    draft.define(page, at, f"def {name}(worker_id):", *(f"    {line}" for line in lines))


def give(draft: Draft, loader: Loader, parameter: str, text: str) -> None:
    """Give a loader another value for a parameter, on rows of their own where one row would be too long."""
    page, call = draft.code.page_of(loader.place), loader.place.node
    argument = loader.arguments.get(parameter)
    if argument is None or "!" in loader.arguments or not isinstance(call, cst.Call):
        raise CannotFix("the loader's arguments are not known")
    if argument.given:
        draft.set_argument(page, call, parameter, text, argument.place)
        return
    start, end = page.row(page.range(call)[0])
    draft.add_argument(page, call, f"{parameter}={text}", unpacked="?" not in loader.arguments)
    if call.args and page.range(call)[1] == end and end - start + len(f", {parameter}={text}") > WIDE:
        indentation = page.indentation(start)
        draft.insert(page, page.range(call.args[0])[0], f"\n{indentation}    ")
        draft.insert(page, page.range(call)[1] - 1, f"\n{indentation}")


def function_of(facts: Facts, loader: Loader) -> Function | None:
    """The project function that a loader already runs in each worker; None when it runs nothing."""
    value = given(loader, loader.row.worker_init)
    if value is not None and not isinstance(value, Function):
        raise CannotFix("what runs in the workers is no function of the project")
    return value


def running(facts: Facts, loader: Loader) -> list[Loader]:
    """The loaders for which a change of a loader's worker function, or of its call, holds as well."""
    function = function_of(facts, loader)
    if function is None:
        return [one for one in facts.trace.all(Loader) if one.place == loader.place]
    return [one for one in facts.trace.all(Loader) if one.row is not None and _runs(one, function)]


def _runs(loader: Loader, function: Function) -> bool:
    value = given(loader, loader.row.worker_init)
    return isinstance(value, Function) and value.node is function.node


def is_called(draft: Draft, function: Function) -> bool:
    """Whether the program calls a worker function itself, where there may be no worker."""
    name = function.node.name.value if isinstance(function.node, cst.FunctionDef) else ""
    pages = [draft.code.page(module) for module in draft.facts.interpreter.modules.values()]
    calls = (call for page in pages for call in page.find(cst.Call))
    return bool(name) and any(plain_name(call.func).rpartition(".")[2] == name for call in calls)


def extend(draft: Draft, function: Function, lines: Lines) -> None:
    """Add lines to the end of a function."""
    page, node = draft.code.page(function.module), function.node
    if is_called(draft, function):
        raise CannotFix("the program runs the function itself, too")
    if not isinstance(node, cst.FunctionDef) or not isinstance(node.body, cst.IndentedBlock):
        raise CannotFix("the function has no body to add to")
    last = node.body.body[-1]
    if not isinstance(last, cst.SimpleStatementLine) or any(True for _ in page.find(cst.Return, node)):
        raise CannotFix("the function may not run to its end")
    used = {name.value for name in page.find(cst.Name, node)}
    written = lines(page, last, next(name for name in ("info", "worker_info", "info_of_worker") if name not in used))
    if len(node.body.body) == len(last.body) == 1 and isinstance(last.body[0], cst.Pass):
        draft.replace(page, last.body[0], f"\n{page.indentation(page.range(last)[0])}".join(written))
    else:
        draft.after(page, last, *written)


def spelled(draft: Draft, page: Page, template: str, at: cst.CSTNode) -> str:
    """A template with each library name as it is said at a node."""
    return re.sub(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+", lambda found: said(draft, page, found[0], at), template)


def said(draft: Draft, page: Page, dotted: str, at: cst.CSTNode) -> str:
    """How to say a library's name at a node: beside names from the same module, else through a package, else anew."""
    parent, _, last = dotted.rpartition(".")
    if all(module_of(each) != parent for each in page.find(cst.ImportFrom)):
        with suppress(CannotFix):
            return say(draft, page, dotted, at)
        if parent in sys.stdlib_module_names:
            return f"{draft.module(page, parent, at)}.{last}"
    return draft.name(page, dotted, at)
