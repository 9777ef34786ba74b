"""What evaluation gets in place of a random callable: its deterministic part, as text or as edits of the original."""

from collections.abc import Mapping
from collections.abc import Sequence as Many
from dataclasses import dataclass
from functools import partial

import libcst as cst

from auglint.facts.randomness import Random, is_active, is_random
from auglint.fixes.editing.draft import CannotFix, Draft
from auglint.fixes.editing.functions import dedented
from auglint.fixes.editing.page import Page
from auglint.fixes.editing.templates import fill
from auglint.fixes.program.counterpart import definition, placed, spelled
from auglint.fixes.program.splits import evaluation_name
from auglint.pipeline import Application, Augmentation, Draw, Effects
from auglint.trace import tables
from auglint.trace.values import Function, Object, Sequence, Unknown, Value, sequence

WIDTH = 100
"""How long a row of generated code may be."""


@dataclass(frozen=True)
class Entry:
    """A step of a pipeline as it is written, and what evaluation gets instead: None the same, () nothing."""

    node: cst.CSTNode
    instead: tuple[str, ...] | None


class Evaluation:
    """The deterministic parts of what is applied at one place."""

    def __init__(self, draft: Draft, application: Application) -> None:
        self.draft = draft
        self.facts = draft.facts
        self.application = application

    def random(self, value: Value) -> list[Random]:
        """The random steps in a value."""
        return list(self.facts.randomness.of(value, self.application))

    # pipelines: objects made of steps

    def edit(self, page: Page, made: Augmentation) -> None:
        """Take chance out of a pipeline where it is written. Raises CannotFix."""
        if self._by_arguments(made):
            self.draft.cut(page, *self._random_arguments(made))
            return
        entries = self.entries(page, made)
        if all(entry.instead == () for entry in entries) and not made.row.empty:
            raise CannotFix("nothing would be left of it")
        gone = [entry.node for entry in entries if entry.instead == ()]
        if gone:
            self.draft.cut(page, *gone)
        for entry in entries:
            if entry.instead:
                value = entry.node.value if isinstance(entry.node, cst.Element | cst.Arg) else entry.node
                below = "\n" + page.indentation(page.range(value)[0])
                self.draft.replace(page, value, ", ".join(entry.instead).replace("\n", below))

    def text(self, page: Page, made: Augmentation, column: int = 0) -> str:
        """The source of a pipeline without chance, for a row that starts in this column; "" when nothing is left."""
        node = made.place.node
        if made.row.instead is not None and not made.steps:
            return _one(self.stand_ins(page, made))
        if self._by_arguments(made):
            return self._without_arguments(page, made)
        entries = self.entries(page, made)
        texts = [text for each in entries for text in self._texts(page, each)]
        if not texts and not made.row.empty:
            return ""
        first = page.range(entries[0].node)[0]
        last = page.range(entries[-1].node)[1]
        start, end = page.range(node)
        above = page.parent(entries[0].node)
        base = page.indentation(start)
        opening, closing, outer = page.text[start:first].rstrip(), page.text[last:end], ""
        if isinstance(above, cst.List | cst.Tuple):
            opened, closed = page.range(above)
            opening, closing = page.text[start:opened] + "[", "]" + page.text[closed:end]
            outer = page.indentation(opened).removeprefix(base)
        else:
            closing = closing.lstrip().removeprefix(",").lstrip()
        if "#" in opening or "#" in closing:
            raise CannotFix("comments stand within the call")
        opening, closing = ("\n".join(dedented(text, base)) for text in (opening, closing))
        line = f"{opening}{', '.join(texts)}{closing}"
        own_rows = "\n" in page.text[first:last] and bool(texts)
        if not own_rows and "\n" not in line and column + len(line) <= WIDTH:
            return line
        inner = page.indentation(first).removeprefix(base) if own_rows else outer + "    "
        rows = "".join(f"{inner}{row}\n" for text in texts for row in f"{text},".split("\n"))
        return f"{opening}\n{rows}{outer}{closing}"

    def _by_arguments(self, made: Augmentation) -> bool:
        """Whether an object draws because of its arguments, not of steps in it."""
        return bool(made.row.random_if) and not any(self.random(step) for step in made.steps)

    def _random_arguments(self, made: Augmentation) -> list[cst.Arg]:
        """The arguments that make an object draw."""
        found: list[cst.Arg] = []
        for name in made.row.random_if:
            argument = made.arguments.get(name)
            if argument is None or not argument.given:
                continue
            if not isinstance(argument.place.node, cst.Arg) or argument.place.node.star:
                raise CannotFix("its arguments are unpacked from elsewhere")
            if all(argument.place.node is not arg for arg in made.place.node.args):
                raise CannotFix("its arguments are given elsewhere")
            if argument.place.node.keyword is None:
                raise CannotFix("its arguments are given by their places")
            found.append(argument.place.node)
        return found

    def _without_arguments(self, page: Page, made: Augmentation) -> str:
        call: cst.Call = made.place.node
        cut = self._random_arguments(made)
        kept = [page.code(arg) for arg in call.args if all(arg is not each for each in cut)]
        if any("#" in text for text in kept):
            raise CannotFix("comments stand within the call")
        return f"{page.code(call.func)}({', '.join(kept)})"

    def _texts(self, page: Page, entry: Entry) -> tuple[str, ...]:
        if entry.instead is not None:
            return entry.instead
        text = page.code(entry.node)
        if "#" in text and "\n" in text:
            raise CannotFix("comments stand within a step")
        return ("\n".join(dedented(text, page.indentation(page.range(entry.node)[0]))),)

    def entries(self, page: Page, made: Augmentation) -> list[Entry]:
        """The steps of a pipeline, if all of them are written in its call. Raises CannotFix."""
        if made.place.module is not page.module or not isinstance(made.place.node, cst.Call):
            raise CannotFix("the pipeline is not made by a call")
        pairs = written_steps(page, made)
        return [Entry(node, self.instead(page, value, node)) for node, value in pairs]

    def instead(self, page: Page, value: Value, node: cst.CSTNode) -> tuple[str, ...] | None:
        """What stands in for a step: None when it stays. Raises CannotFix when that is not known."""
        made = value.made if isinstance(value, Object) else None
        if not self.random(value) and not (isinstance(made, Augmentation) and _may_draw(made)):
            return None
        if not isinstance(made, Augmentation):
            raise CannotFix("a step of the project itself draws")
        if made.row.instead is not None and not made.steps:
            return self.stand_ins(page, made)
        if made.steps and is_random(made) and is_active(made):
            return self._nothing(made)
        if any(made.place.node is each for each in page.find(cst.Call, node)):
            text = self.text(page, made, len(page.indentation(page.range(node)[0])))
            return (text,) if text else ()
        raise CannotFix("an inner pipeline is made elsewhere")

    def _nothing(self, made: Augmentation) -> tuple[str, ...]:
        """Nothing stands in for a random choice among steps for none of which anything stands in."""
        for step in made.steps:
            for item in step.items if isinstance(step, Sequence) else ():
                inner = item.value.made if isinstance(item.value, Object) else None
                if not isinstance(inner, Augmentation) or inner.row.instead != () or inner.steps:
                    raise CannotFix("what stands in for a choice of steps is not known")
            if not isinstance(step, Sequence) or not step.exact:
                raise CannotFix("not all steps of a choice are known")
        return ()

    def stand_ins(self, page: Page, made: Augmentation) -> tuple[str, ...]:
        """What takes the place of a random step."""
        row: tables.Augmentation = made.row
        if row.instead is None or "!" in made.arguments or "?" in made.arguments:
            raise CannotFix(f"what stands in for {made.name} is not known")
        call: cst.Call = made.place.node
        return tuple(fill(each, made.arguments, page, partial(self._beside, page, call)) for each in row.instead)

    # functions

    def function_edits(self, page: Page, function: Function, steps: Many[Random]) -> list[tuple[cst.CSTNode, str]]:
        """The calls in a function that draw, and what evaluation has in their place. Raises CannotFix."""
        if function.module is not page.module:
            raise CannotFix("the function is made elsewhere")
        inner = Application(function, self.application.place, self.application.chain, self.application.conditions)
        effects = self.facts.graph.effects_of(inner)
        found = self._switched(page, function, effects)
        calls = {id(call) for call in page.find(cst.Call, function.node)}
        wanted = {step.place for step in steps}
        drawing: dict[int, tuple[cst.Call, Draw]] = {}
        for draw in effects.draws:
            if draw.place not in wanted:
                continue
            call = page.around(draw.place.node, cst.Call) if draw.place.module is page.module else None
            if call is None or id(call) not in calls or not isinstance(draw.row, tables.Draw) or not draw.row.augments:
                raise CannotFix(f"what stands in for {draw.name} is not known")
            drawing[id(call)] = call, draw
        for call, _ in drawing.values():
            if all(id(outer) not in drawing for outer in page.parents(call)):
                found.append((call, self._stand_in(page, call, drawing)))
        if not found:
            raise CannotFix("the draws are made elsewhere")
        return found

    def _stand_in(self, page: Page, call: cst.Call, drawing: Mapping[int, tuple[cst.Call, Draw]]) -> str:
        """What a call that draws is replaced by: its sample, in which there may be more such calls."""
        _, draw = drawing[id(call)]
        row: tables.Draw = draw.row
        first = draw.arguments.get(row.parameters[0].name)
        if first is None or not isinstance(first.place.node, cst.Arg) or page.parent(first.place.node) is not call:
            raise CannotFix("the sample is not an argument of the call")
        inner = [
            one for one, _ in drawing.values() if any(one is node for node in page.find(cst.Call, first.place.node))
        ]
        if row.instead:
            if inner:
                raise CannotFix("a draw stands within another")
            return fill(row.instead, draw.arguments, page, partial(self._beside, page, call))
        outermost = [one for one in inner if not any(other is up for other in inner for up in page.parents(one))]
        return page.code(first.place.node.value, {id(one): self._stand_in(page, one, drawing) for one in outermost})

    def _beside(self, page: Page, call: cst.Call, name: str) -> str:
        """Another function, or class, of the module that a call's function is of."""
        if isinstance(call.func, cst.Attribute):
            return f"{page.code(call.func.value)}.{name}"
        return self.draft.name(page, f"{page.home(call.func)}.{name}", call)

    def _switched(self, page: Page, function: Function, effects: Effects) -> list[tuple[cst.CSTNode, str]]:
        """Calls of objects that an argument of the call turns off."""
        found: list[tuple[cst.CSTNode, str]] = []
        for target, application, _ in effects.applied:
            made = getattr(target, "made", None)
            if not isinstance(made, Augmentation) or not self.random(target):
                continue
            call = application.place.node
            switch = next((row.switch for row in self._rows(made) if row.switch), "")
            if not isinstance(call, cst.Call) or all(call is not each for each in page.find(cst.Call, function.node)):
                raise CannotFix("it is called elsewhere")
            if switch and any(row.sizes for row in self._rows(made)):
                raise CannotFix("turned off, it gives images of another size")
            if not switch:
                found.append((call.func, self._counterpart(page, call.func, made)))
                continue
            given = next((arg for arg in call.args if arg.keyword is not None and arg.keyword.value == switch), None)
            if given is not None:
                found.append((given.value, "False"))
            else:
                start, end = page.range(call)
                found.append((call, f"{page.text[start : end - 1].rstrip().rstrip(',')}, {switch}=False)"))
        return found

    def _counterpart(self, page: Page, node: cst.BaseExpression, made: Augmentation) -> str:
        """A pipeline without chance beside one that a function calls, as it is said there."""
        home = self.draft.code.page_of(made.place)
        target, name = definition(home, made)
        text = self.text(home, made, len(evaluation_name(name)) + 3)
        if not text:
            raise CannotFix("nothing would be left of it")
        new = placed(self.draft, home, target, name, text)
        return spelled(self.draft, page, home, node, target, name, new)

    def _rows(self, made: Augmentation) -> list[tables.Augmentation]:
        rows = [made.row]
        for step in made.steps:
            for item in step.items if isinstance(step, Sequence) else ():
                inner = item.value.made if isinstance(item.value, Object) else None
                if isinstance(inner, Augmentation):
                    rows.extend(self._rows(inner))
        return rows


def _may_draw(made: Augmentation) -> bool:
    """Whether it is not known if a step draws, and nothing need take its place: `ColorJitter(options.jitter)`."""
    given = [made.arguments[name] for name in made.row.random_if if name in made.arguments]
    if made.row.instead == () and ("!" in made.arguments or "?" in made.arguments):
        return True
    return made.row.instead == () and any(each.given and isinstance(each.value, Unknown) for each in given)


def _one(texts: Many[str]) -> str:
    if len(texts) > 1:
        raise CannotFix("several steps stand in for one")
    return texts[0] if texts else ""


def written_steps(page: Page, made: Augmentation) -> list[tuple[cst.CSTNode, Value]]:
    """The entries in which the steps of a pipeline are written, with their values. Raises CannotFix."""
    call = made.place.node
    if len(made.steps) != 1 or not isinstance(made.steps[0], Sequence) or not made.steps[0].exact:
        raise CannotFix("its steps are not written in the call")
    items = made.steps[0].items
    nodes: list[cst.CSTNode] = [arg for arg in call.args if arg.keyword is None]
    if not nodes or not all(_starts(node) for node in nodes):
        lists = [each for arg in call.args for each in page.find(cst.List, arg) if _is_list_of(page, each, call)]
        if not lists:
            raise CannotFix("its steps are not written in the call")
        nodes = list(lists[0].elements)
    if any(item.conditions - made.conditions for item in items):
        raise CannotFix("its steps depend on a condition")
    unpacked = [node for node in nodes if _unpacks(node)]
    if len(unpacked) > 1 or (not unpacked and len(nodes) != len(items)) or len(items) < len(nodes) - 1:
        raise CannotFix("its steps are unpacked from elsewhere")
    pairs: list[tuple[cst.CSTNode, Value]] = []
    left = [item.value for item in items]
    for number, node in enumerate(nodes):
        taken = len(left) - (len(nodes) - number - 1) if _unpacks(node) else 1
        values, left = left[:taken], left[taken:]
        pairs.append((node, values[0] if not _unpacks(node) else sequence(values)))
    return pairs


def _unpacks(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.StarredElement) or bool(getattr(node, "star", ""))


def _starts(node: cst.CSTNode) -> bool:
    """Whether an argument is a step itself, not a list of steps."""
    return isinstance(node, cst.Arg) and not isinstance(node.value, cst.List | cst.Tuple | cst.ListComp)


def _is_list_of(page: Page, node: cst.List, call: cst.Call) -> bool:
    """Whether a list is an argument of the call, or of a list of modules that is."""
    above = page.parent(node)
    while isinstance(above, cst.Arg):
        outer = page.parent(above)
        if outer is call:
            return True
        above = page.parent(outer) if isinstance(outer, cst.Call) and len(outer.args) == 1 else None
    return False
