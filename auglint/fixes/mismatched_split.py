"""AUG302: the part for evaluation is cut where the part for training was: by equal arguments, seeds or ends."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.mismatched_split import Divisions, Parts, Whole
from auglint.facts.data import parts_in
from auglint.facts.overlap import PERCENT, division, extent
from auglint.finding import Applicability, Fix
from auglint.fixes.editing.bindings import same_there, the_binding
from auglint.fixes.editing.draft import CannotFix, Code, Draft, sure
from auglint.fixes.editing.page import Page, plain_name, value_of
from auglint.fixes.program.splits import followed
from auglint.pipeline import Argument, Dataset, Made, Rng, Split
from auglint.trace import tables
from auglint.trace.values import Const, Object

LIBRARY = re.compile(r"\{([\w.]+)\}")

Way = Callable[[Draft, Any], str]
"""A way to mend: writes into the draft and returns the title. Raises CannotFix."""


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """The two parts of one division."""
    ways = WAYS.get(type(claim.subject), ())
    yield from islice(sure(code, (partial(_by, way, claim.subject) for way in ways)), 1)


def _by(way: Callable[[Draft, Any], str], subject: object, draft: Draft) -> Fix:
    title = way(draft, subject)
    return draft.fix(title, Applicability.UNSAFE)


# two calls, each for one part


def _agree(draft: Draft, parts: Parts) -> str:
    """Give the call for evaluation what the call for training is given."""
    if not parts.unequal:
        raise CannotFix("no call selects the parts")
    row: tables.Dataset = parts.mine.row
    theirs = parts.theirs.arguments.get(row.reshuffles)
    if row.reshuffles in parts.unequal and (theirs is None or theirs.value != Const(False)):
        raise CannotFix("evaluation data would come in another order on each pass")
    for name in parts.unequal:
        _give(draft, parts.mine, parts.theirs, name)
    return f"Give both calls the same {' and '.join(parts.unequal)}"


def _give(draft: Draft, mine: Made, theirs: Made, name: str) -> None:
    """Give one call the argument of another. Raises CannotFix."""
    own, wanted = mine.arguments.get(name), theirs.arguments.get(name)
    page, call = draft.code.page_of(mine.place), mine.place.node
    if wanted is None or not wanted.given:
        arg = own.place.node if own is not None else None
        if not isinstance(arg, cst.Arg) or arg.keyword is None or page.parent(arg) is not call:
            raise CannotFix(f"`{name}` is not written in the call")
        draft.cut(page, arg)
        return
    given = list(followed(draft, wanted.place, theirs.chain))
    if own is None or not own.given:
        if not given or not isinstance(call, cst.Call) or call is theirs.place.node:
            raise CannotFix(f"`{name}` is not written in the call")
        text = _said(given[0].page, given[0].node, wanted, page, call)
        draft.add_argument(page, call, f"{name}={text}", unpacked=True)
        return
    for here, there in zip(followed(draft, own.place, mine.chain), given, strict=False):
        if here.node is not there.node:
            draft.replace(here.page, here.node, _said(there.page, there.node, wanted, here.page, here.node))
            return
    raise CannotFix(f"`{name}` is given to both at one place")


def _said(page: Page, node: cst.BaseExpression, argument: Argument, other: Page, at: cst.CSTNode) -> str:
    """An argument as it is written, if that means the same elsewhere, else its value. Raises CannotFix."""
    text = page.code(node)
    if same_there(page, node, other, at) and "\n" not in text:
        return text
    if isinstance(argument.value, Const):
        return repr(argument.value.value)
    raise CannotFix(f"`{argument.name}` cannot be said here")


def _at_once(draft: Draft, parts: Parts) -> str:
    """Let one call return both parts, where one in turn and one in order cannot be told apart otherwise."""
    row = parts.mine.row
    if not parts.unequal or not row.both or parts.unequal != (row.reshuffles,):
        raise CannotFix("no call returns both parts")
    page = draft.code.page_of(parts.mine.place)
    first, second = (_assigned(page, part) for part in (parts.theirs, parts.mine))
    calls = [part.place.node for part in (parts.theirs, parts.mine)]
    block = page.block(first[0])
    if parts.theirs.place.module is not page.module or block is not page.block(second[0]):
        raise CannotFix("the calls stand in different blocks")
    told = (row.divides, row.reshuffles)
    texts = [
        {page.code(arg) for arg in call.args if arg.keyword is None or arg.keyword.value not in told} for call in calls
    ]
    if not page.before(first[0], second[0]) or texts[0] != texts[1]:
        raise CannotFix("the calls differ in more than that")
    body = getattr(block, "body", ())
    between = [each for each in body if page.before(first[0], each) and page.before(each, second[0])]
    names = {name.value for name in page.find(cst.Name, second[0])}
    if any(not _only_reads(each) and _mentions(page, each, names) for each in between):
        raise CannotFix("something is changed between the calls")
    selector = parts.theirs.arguments[row.divides].place.node
    value = selector.value if isinstance(selector, cst.Arg) else None
    if not isinstance(value, cst.SimpleString) or page.parent(selector) is not calls[0]:
        raise CannotFix("the part is not named in the call")
    draft.replace(page, first[1], f"{page.code(first[1])}, {page.code(second[1])}")
    draft.replace(page, value, f"{value.quote}{row.both}{value.quote}")
    draft.remove(page, second[0])
    return "Take both parts from one call"


def _assigned(page: Page, part: Dataset) -> tuple[cst.SimpleStatementLine, cst.BaseExpression]:
    """The statement that gives a part its one name, and that name."""
    statement = page.statement(part.place.node) if part.place.module is page.module else None
    inner = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1 else None
    if not isinstance(inner, cst.Assign) or inner.value is not part.place.node or len(inner.targets) != 1:
        raise CannotFix("the part has no statement to itself")
    if not plain_name(inner.targets[0].target):
        raise CannotFix("the part has no plain name")
    assert isinstance(statement, cst.SimpleStatementLine)
    return statement, inner.targets[0].target


def _only_reads(statement: cst.CSTNode) -> bool:
    """Whether a statement gives a name to an attribute: `names = train.class_names`."""
    inner = statement.body if isinstance(statement, cst.SimpleStatementLine) else ()
    return len(inner) == 1 and isinstance(inner[0], cst.Assign) and bool(plain_name(inner[0].value))


def _mentions(page: Page, statement: cst.CSTNode, names: set[str]) -> bool:
    return any(name.value in names and not page.labels(name) for name in page.find(cst.Name, statement))


# slices


def _adjoin(draft: Draft, parts: Parts) -> str:
    """Let the range for evaluation begin where that for training ends, or end where it begins."""
    if parts.unequal:
        raise CannotFix("the parts are no ranges")
    here, there = value_of(parts.here), value_of(parts.there)
    page = draft.code.page_of(parts.here)
    if isinstance(here, cst.Subscript) and isinstance(there, cst.Subscript) and parts.here.module is parts.there.module:
        _slices(draft, page, parts, here, there)
    else:
        _percentages(draft, page, parts)
    return "Begin where the other part ends"


def _slices(draft: Draft, page: Page, parts: Parts, here: cst.Subscript, there: cst.Subscript) -> None:
    mine, theirs = _ends(here), _ends(there)
    start, end = _beside(parts, [_open(each) for each in mine], [_open(each) for each in theirs])
    texts: list[str] = []
    for source, number in (start, end):
        node = (theirs if source == "theirs" else mine)[number]
        if source == "theirs" and node is not None and not same_there(page, node, page, here):
            raise CannotFix("the end of the other part cannot be said here")
        texts.append("" if node is None or _open(node) else page.code(node))
    scope = page.scope(here)
    others = [each for each in page.find(cst.Subscript) if _is_slice(each) and page.scope(each) is scope]
    ends = {id(each): tuple(_squeezed(page, end) for end in _ends(each)) for each in others}
    alike = [each for each in others if ends[id(each)] == ends[id(here)]]
    parallel = [each for each in others if ends[id(each)] == ends[id(there)]]
    bases = {page.code(each.value) for each in alike}
    if bases != {page.code(each.value) for each in parallel}:
        raise CannotFix("arrays that belong together are not cut alike")  # labels beside images
    third = [each for each in others if page.code(each.value) in bases and each not in (*alike, *parallel)]
    if third and ("mine" not in (start[0], end[0]) or (_open(mine[0]) and _open(theirs[0]))):
        raise CannotFix("there is a third part")
    for each in alike:
        draft.put(page, *_between_brackets(page, each), _slice(page, *texts))


def _beside(parts: Parts, mine: list[bool], theirs: list[bool]) -> tuple[tuple[str, int], tuple[str, int]]:
    """What the new range starts and ends with: an end (0, 1) of mine or theirs. Raises CannotFix."""
    known = [extent(part) for part in (parts.mine, parts.theirs)]
    numbers = [each[1] for each in known if each is not None]
    inside = len(numbers) == 2 and numbers[1][0] <= numbers[0][0] and numbers[0][1] <= numbers[1][1]
    if theirs[0] and not theirs[1]:
        if mine[1]:
            return ("theirs", 1), ("mine", 1)
        if mine[0]:
            return ("theirs", 1), ("theirs", 0)
        if len(numbers) == 2 and not inside:
            return ("theirs", 1), ("mine", 1)
    elif theirs[1] and not theirs[0]:
        if mine[0]:
            return ("mine", 0), ("theirs", 0)
        if mine[1]:
            return ("theirs", 1), ("theirs", 0)
        if len(numbers) == 2 and not inside:
            return ("mine", 0), ("theirs", 0)
    elif len(numbers) == 2 and numbers[0][0] < numbers[1][0] and numbers[0][1] <= numbers[1][1]:
        return ("mine", 0), ("theirs", 0)
    elif len(numbers) == 2 and numbers[1][0] <= numbers[0][0] and numbers[1][1] < numbers[0][1]:
        return ("theirs", 1), ("mine", 1)
    raise CannotFix("nothing is left beside the other part")


def _is_slice(node: cst.Subscript) -> bool:
    inner = node.slice[0].slice if len(node.slice) == 1 else None
    return isinstance(inner, cst.Slice) and inner.step is None


def _ends(node: cst.Subscript) -> list[cst.BaseExpression | None]:
    inner = node.slice[0].slice if len(node.slice) == 1 else None
    if not isinstance(inner, cst.Slice) or inner.step is not None:
        raise CannotFix("it is no plain slice")
    return [inner.lower, inner.upper]


def _open(node: cst.BaseExpression | None) -> bool:
    return node is None or (isinstance(node, cst.Integer) and node.value == "0")


def _squeezed(page: Page, node: cst.BaseExpression | None) -> str:
    return "" if node is None or _open(node) else "".join(page.code(node).split())


def _between_brackets(page: Page, node: cst.Subscript) -> tuple[int, int]:
    start = page.text.index("[", page.range(node.value)[1]) + 1
    return start, page.range(node)[1] - 1 - len(node.rpar)


def _slice(page: Page, start: str, end: str) -> str:
    wide = any(not re.fullmatch(r"[\w.]*", each) for each in (start, end))
    return f"{start} : {end}".strip() if wide else f"{start}:{end}"


def _percentages(draft: Draft, page: Page, parts: Parts) -> None:
    """`train[:80%]` and `train[70%:]`, as the selector of a split."""
    row = parts.mine.row
    name = row.selector if isinstance(row, tables.Dataset) else ""
    mine, theirs = parts.mine.arguments.get(name), parts.theirs.arguments.get(name)
    node = value_of(mine.place) if mine is not None else None
    if mine is None or theirs is None or not isinstance(node, cst.SimpleString) or node.prefix:
        raise CannotFix("the range is not written out")
    found = [PERCENT.match(str(each.value.value)) for each in (mine, theirs) if isinstance(each.value, Const)]
    if len(found) != 2 or found[0] is None or found[1] is None:
        raise CannotFix("the range is not known")
    ends = [[_percent(match[number]) for number in (2, 3)] for match in found if match is not None]
    start, end = _beside(parts, [not each for each in ends[0]], [not each for each in ends[1]])
    if "mine" not in (start[0], end[0]):
        raise CannotFix("it lies within the other part")
    texts = [ends[1 if source == "theirs" else 0][number] for source, number in (start, end)]
    draft.replace(draft.code.page_of(mine.place), node, f"{node.quote}{found[0][1]}[{':'.join(texts)}]{node.quote}")


def _percent(text: str | None) -> str:
    return "" if text in (None, "0%", "100%") else str(text)


# two random divisions


def _seed(draft: Draft, divisions: Divisions) -> str:
    """Give two divisions one seed."""
    first, second = divisions.first, divisions.second
    row: tables.Split = first.row
    names = [name for name in (row.seed, row.generator) if name]
    if not row.seeded or first.place.module is not second.place.module:
        raise CannotFix("how to seed it is not known")
    if _tested_apart(draft, first, second):
        raise CannotFix("two evaluations would get the same samples")
    page = draft.code.page_of(first.place)
    if not _alike(page, first, second, names):
        raise CannotFix("the divisions differ in more than their seed")
    given = [[name for name in names if _is_given(split, name)] for split in (first, second)]
    if not any(given):
        if first.loops or second.loops:
            raise CannotFix("the division is made again and again")
        for split in {id(split.place.node): split for split in (first, second)}.values():
            _set(draft, page, split, names[0], _constant(draft, page, split))
    elif len(given[0]) != 1 or given[0] != given[1] or first.place.node is second.place.node:
        raise CannotFix("the divisions are seeded in different ways")
    elif text := _anew(page, first, given[0][0]):
        for split in (first, second):
            _set(draft, page, split, given[0][0], text)
    else:
        _give(draft, second, first, given[0][0])
    return "Seed both divisions alike"


def _tested_apart(draft: Draft, first: Split, second: Split) -> bool:
    """Whether a part of one division is evaluated without the other, and one of the other as well."""
    facts = draft.facts
    alone: set[int] = set()
    for use in facts.evaluation:
        found = {number for data in facts.sources.of(use) for _, number, _, _ in parts_in(data.key)}
        divisions = (division(facts.trace, dataset) for dataset in facts.ancestors(use))
        found |= {split.order for split in divisions if split is not None}
        found &= {first.order, second.order}
        alone |= found if len(found) == 1 else set()
    return len(alone) == 2


def _constant(draft: Draft, page: Page, split: Split) -> str:
    """What seeds a division by a constant, in the words of a page."""
    row: tables.Split = split.row
    return LIBRARY.sub(lambda found: draft.name(page, found[1], split.place.node), row.seeded)


def _alike(page: Page, first: Split, second: Split, but: list[str]) -> bool:
    """Whether two calls have the same arguments but for what is divided and the seed."""
    row: tables.Split = first.row
    divided = "" if row.parents.startswith("*") else row.parents
    texts = []
    for split in (first, second):
        call = split.place.node
        if not isinstance(call, cst.Call) or any(arg.star for arg in call.args):
            return False
        left = [a.place.node for n, a in split.arguments.items() if n in (*but, divided) and a.given]
        kept = [arg for arg in call.args if all(arg is not each for each in left)]
        texts.append([page.code(arg) for arg in kept])
        other = second if split is first else first
        if not all(same_there(page, arg.value, page, other.place.node) for arg in kept):
            return False
    return texts[0] == texts[1]


def _is_given(split: Split, name: str) -> bool:
    argument = split.arguments.get(name)
    return argument is not None and argument.given and argument.value != Const(None)


def _set(draft: Draft, page: Page, split: Split, name: str, text: str) -> None:
    argument = split.arguments.get(name)
    place = argument.place if argument is not None and argument.given else None
    draft.set_argument(page, split.place.node, name, text, place)


def _anew(page: Page, split: Split, name: str) -> str:
    """A generator object as the program makes it, if it has a name: drawn from twice it would not repeat itself."""
    argument = split.arguments[name]
    node = value_of(argument.place)
    if not isinstance(argument.value, Object) or not isinstance(argument.value.made, Rng):
        return ""
    if isinstance(node, cst.Call):
        return ""
    if argument.place.module is not page.module or not plain_name(node) or node is None:
        raise CannotFix("the generator is made elsewhere")
    value = the_binding(page, plain_name(node), node).value
    if "\n" in page.code(value) or not same_there(page, value, page, split.place.node):
        raise CannotFix("the generator is made elsewhere")
    return page.code(value)


# the whole for training


def _leave(draft: Draft, subject: Whole) -> str:
    """Train on the part that is made and never used."""
    split, kept = _held_out(draft, subject)
    page = draft.code.page_of(split.place)
    wanted = _unused(page, split, 1 - kept)
    call = page.around(subject.place.node, cst.Call)
    if subject.place.module is not page.module or call is None or not page.before(split.place.node, call):
        raise CannotFix("training is given its data elsewhere")
    found = [name for name in page.find(cst.Name, call) if name.value in wanted and not page.labels(name)]
    if len(found) != len(wanted) or not all(same_there(page, name, page, split.place.node) for name in found):
        raise CannotFix("training is given its data elsewhere")
    for name in found:
        draft.replace(page, name, wanted[name.value])
    return "Train on the part that is left"


def _held_out(draft: Draft, subject: Whole) -> tuple[Split, int]:
    """The division that a part for evaluation comes from, and which of its two parts it is."""
    trace = draft.facts.trace
    for dataset in draft.facts.ancestors(subject.evaluation):
        split = division(trace, dataset)
        if split is not None and len(split.parts) == 2 and isinstance(dataset.derived[0].part[1], int):
            return split, dataset.derived[0].part[1]
    for _, number, _, which in parts_in(subject.part.key):
        split = next((each for each in trace.all(Split) if each.order == number), None)
        if split is not None and isinstance(which, int):
            return split, which
    raise CannotFix("the part comes of no call that divides")


def _unused(page: Page, split: Split, number: int) -> dict[str, str]:
    """By the name of what was divided, the name of one of its two parts, which nothing uses. Raises CannotFix."""
    row: tables.Split = split.row
    statement = page.statement(split.place.node)
    inner = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1 else None
    target = inner.targets[0].target if isinstance(inner, cst.Assign) and len(inner.targets) == 1 else None
    call = split.place.node
    if not isinstance(inner, cst.Assign) or inner.value is not call or not isinstance(target, cst.Tuple):
        raise CannotFix("the parts have no names")
    if row.parents.startswith("*"):
        divided = [plain_name(arg.value) for arg in split.place.node.args if arg.keyword is None]
    else:
        divided = [plain_name(value_of(split.arguments[row.parents].place))]
    names = [plain_name(each.value) for each in target.elements]
    if len(names) != 2 * len(divided) or not all(divided) or not all(names):
        raise CannotFix("not all that is divided has a name")
    chosen = [names[2 * n + number] for n in range(len(divided))]
    used = [name.value for name in page.find(cst.Name) if name.value in chosen and not page.labels(name)]
    if len(used) != len(chosen) or len(set(divided)) != len(divided):
        raise CannotFix("the other part is used")
    return dict(zip(divided, chosen, strict=True))


WAYS: Mapping[type, tuple[Way, ...]] = {Parts: (_agree, _at_once, _adjoin), Divisions: (_seed,), Whole: (_leave,)}
