"""AUG301: ways to give evaluation other data than training, for people to choose from."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.identical_split_data import Same
from auglint.finding import Applicability, Fix
from auglint.fixes.editing.bindings import the_binding
from auglint.fixes.editing.draft import CannotFix, Code, Draft, sure
from auglint.fixes.editing.page import Page, plain_name
from auglint.fixes.program.splits import Passing, constant, followed
from auglint.pipeline import Argument, Dataset, Place, Role
from auglint.trace import tables
from auglint.trace.interpreter import role_words
from auglint.trace.python import lineage
from auglint.trace.values import Class, Instance, Value, path_key

NAME = re.compile(r"\{([\w.]+)\}")
FOLDERS = ("val", "valid", "validation", "dev", "eval", "test", "testing")
"""What a folder of evaluation data is called beside one of training data."""

Way = Callable[[Code, Same], Iterator[Fix]]


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """All ways that are sure to end in other data, the best first; which one is meant only people know."""
    subject = claim.subject
    if isinstance(subject, Same):
        for way in (_selectors, _flags, _folders, _parts):
            yield from way(code, subject)


def _draft(code: Code, title: str, write: Callable[[Draft], None]) -> Iterator[Fix]:
    def written(draft: Draft) -> Fix:
        write(draft)
        return draft.fix(title, Applicability.SUGGESTION)

    return sure(code, (written,))


# the split that is asked for


def _selectors(code: Code, same: Same) -> Iterator[Fix]:
    """Ask the library for another split."""
    row = same.mine.row
    name = (row.selector or row.divides) if isinstance(row, tables.Dataset) else ""
    argument = same.mine.arguments.get(name)
    if not isinstance(row, tables.Dataset) or argument is None:
        return
    for value in _by_role(row.evaluation, same.use.role):
        text = f'"{value}"' if isinstance(value, str) else repr(value)

        def write(draft: Draft, text: str = text) -> None:
            _ask(draft, same, argument, text)

        yield from _draft(code, f"Ask for {name}={text}", write)


def _by_role(values: tuple[object, ...], role: Role) -> list[object]:
    """The first value for each role that a selector can be given, that of this role first."""
    chosen: dict[Role | None, object] = {}
    for value in values:
        chosen.setdefault(role_words().exact(value) if isinstance(value, str) else role, value)
    return sorted(chosen.values(), key=lambda value: chosen.get(role) != value)


def _ask(draft: Draft, same: Same, argument: Argument, text: str) -> None:
    """Give the selector another value: where it is written for evaluation alone, else in the call."""
    here = _alone(draft, same, argument)
    if here is not None and constant(here.node) is not None:
        quote = here.node.quote if isinstance(here.node, cst.SimpleString) else '"'
        draft.replace(here.page, here.node, text.replace('"', quote))
        return
    call = same.mine.place.node
    row: tables.Dataset = same.mine.row
    if argument.given or row.divides or not isinstance(call, cst.Call) or call is same.theirs.place.node:
        raise CannotFix("training is given it at the same place, or nothing is divided")
    draft.add_argument(draft.code.page_of(same.mine.place), call, f"{argument.name}={text}", unpacked=True)


def _alone(draft: Draft, same: Same, argument: Argument) -> Passing | None:
    """The expression by which an argument is given for evaluation, and not for training; None when there is none."""
    other = same.theirs.arguments.get(argument.name)
    theirs = list(followed(draft, other.place, same.theirs.chain)) if other is not None and other.given else []
    mine = followed(draft, argument.place, same.mine.chain) if argument.given else iter(())
    return next((one for one in mine if all(one.node is not each.node for each in theirs)), None)


def _flags(code: Code, same: Same) -> Iterator[Fix]:
    """Turn the argument that says "for training" in a call that makes evaluation data."""
    calls = [same.mine.place, *(frame.place for frame in same.mine.chain)]
    theirs = [same.theirs.place.node, *(frame.place.node for frame in same.theirs.chain)]
    known = isinstance(same.mine.row, tables.Dataset) and bool(same.mine.row.selector)
    for place in calls[1:] if known else calls:
        if not isinstance(place.node, cst.Call) or any(place.node is node for node in theirs):
            continue
        for arg in place.node.args:
            given = constant(arg.value)
            name = arg.keyword.value if arg.keyword is not None else ""
            if isinstance(given, bool) and role_words().of_flag(name, given) is Role.TRAIN:

                def write(draft: Draft, place: Place = place, arg: cst.Arg = arg, text: str = str(not given)) -> None:
                    draft.replace(draft.code.page_of(place), arg.value, text)

                yield from _draft(code, f"Ask for {name}={not given}", write)


# the folder beside


def _folders(code: Code, same: Same) -> Iterator[Fix]:
    """Read a folder for evaluation that lies beside the one for training."""
    row = same.mine.row
    names = row.source if isinstance(row, tables.Dataset) else tuple(same.mine.arguments)
    for argument in (same.mine.arguments[name] for name in names if name in same.mine.arguments):
        path = _path(argument.value)
        part = next((each for each in path.parts if role_words().exact(each) is Role.TRAIN), "") if path else ""
        if path is None or not part:
            continue
        for new in _existing(path, part, same):

            def write(
                draft: Draft, argument: Argument = argument, part: str = part, path: Path = path, new: str = new
            ) -> None:
                _rename(draft, same, argument, part, path, new)

            yield from _draft(code, f"Read {_beside(path, part, new).as_posix()}", write)


def _path(value: object) -> Path | None:
    """The path that a value is, if all of it is known."""
    key = path_key(value) if isinstance(value, Value) else ()
    return Path(key[1]) if key[:1] == ("text",) and len(key) == 2 else None


def _existing(path: Path, part: str, same: Same) -> list[str]:
    """The names under which there is something when they take the place of one part of a path."""
    bases = (same.mine.place.module.path.parent, Path())
    there = [name for name in FOLDERS if any((base / _beside(path, part, name)).exists() for base in bases)]
    return sorted(there, key=lambda name: role_words().exact(name) is not same.use.role)


def _beside(path: Path, part: str, name: str) -> Path:
    return Path(*(name if each == part else each for each in path.parts))


def _rename(draft: Draft, same: Same, argument: Argument, part: str, path: Path, new: str) -> None:
    """Write another name where one part of a path is written for evaluation alone."""
    here = _alone(draft, same, argument)
    theirs = same.theirs.arguments.get(argument.name)
    if here is None or theirs is None:
        raise CannotFix("training is given it at the same place")
    told = [_named(draft, each.page, each.node) for each in followed(draft, theirs.place, same.theirs.chain)]
    *names, (page, node) = _named(draft, here.page, here.node)
    if any(page.code(name) == other.code(each) for page, name in names for line in told for other, each in line[:-1]):
        raise CannotFix("training is given the same name")
    word = re.compile(rf"(?<![\w.-]){re.escape(part)}(?![\w.-])")
    texts: list[cst.SimpleString | cst.FormattedStringText] = list(page.find(cst.SimpleString, node))
    texts += page.find(cst.FormattedStringText, node)
    found = [text for text in texts for _ in word.findall(text.value)]
    if len(found) != 1:
        raise CannotFix("the folder is not written out, or twice")
    text = word.sub(new, found[0].value)
    if isinstance(node, cst.SimpleString) and ".." in node.value:
        text = f"{node.quote}{_beside(path, part, new).as_posix()}{node.quote}"
    draft.replace(page, found[0], text)


def _named(draft: Draft, page: Page, node: cst.BaseExpression) -> list[tuple[Page, cst.BaseExpression]]:
    """An expression and, while it is a name with one value, what that was given."""
    found = [(page, node)]
    while plain_name(node) and len(found) < MAX_NAMES:
        try:
            page, node = _value(draft, page, node)
        except CannotFix:
            break
        found.append((page, node))
    return found


MAX_NAMES = 5
"""How many names are looked up to get at the text of a path."""


def _value(draft: Draft, page: Page, node: cst.BaseExpression) -> tuple[Page, cst.BaseExpression]:
    """The expression that a name, or an attribute of a module of the project, was given. Raises CannotFix."""
    name = plain_name(node)
    head, _, last = name.rpartition(".")
    for module in draft.facts.interpreter.modules.values() if head else ():
        other = draft.code.page(module)
        if _imports(draft, page, head, other):
            return other, the_binding(other, last, other.tree.body[-1]).value
    return page, the_binding(page, name, node).value


def _imports(draft: Draft, page: Page, name: str, other: Page) -> bool:
    """Whether a name means a module of the project on a page."""
    find = draft.facts.interpreter.project.find
    aliases = [alias for node in page.find(cst.Import) for alias in node.names]
    meant = next((a.evaluated_name for a in aliases if (a.evaluated_alias or a.evaluated_name) == name), "")
    return bool(meant) and find(meant, page.module.path) == other.module.path


# parts of the one dataset


def _parts(code: Code, same: Same) -> Iterator[Fix]:
    """Divide the data that both read, by one order of its samples."""

    def write(draft: Draft) -> None:
        page = code.page_of(same.mine.place)
        row = draft.facts.interpreter.project.tables.row(same.mine.type) if same.mine.type else None
        if not isinstance(row, tables.Dataset) or not row.apart or same.mine is same.theirs:
            raise CannotFix("how to divide it is not known")
        if not _is_list(same.mine) or not _is_list(same.theirs):
            raise CannotFix("it may have no fixed order")
        statements = [_statement(page, dataset) for dataset in (same.theirs, same.mine)]
        (first, train), (second, evaluation) = sorted(statements, key=lambda each: page.range(each[0]))
        if first is second or page.block(first) is not page.block(second):
            raise CannotFix("the datasets are made in different blocks")
        names = {"train": statements[0][1], "evaluation": statements[1][1]}
        _has_no_attributes(page, {train, evaluation})

        def say(found: re.Match[str]) -> str:
            if "." in found[1]:
                return draft.name(page, found[1], second)
            if found[1] not in names:
                names[found[1]] = draft.new_name(page, found[1])
            return names[found[1]]

        draft.after(page, second, *(NAME.sub(say, line) for line in row.apart))

    yield from _draft(code, "Divide the data, a fifth of it for evaluation", write)


def _is_list(dataset: Dataset) -> bool:
    """Whether a dataset hands out its samples by number, in the same order each time it is made."""
    row = dataset.row
    if dataset.drawn or dataset.derived or (isinstance(row, tables.Dataset) and row.iterable):
        return False
    if isinstance(dataset.instance, Instance):
        slots = {name for cls in lineage(dataset.instance.cls) if isinstance(cls, Class) for name in cls.slots}
        return {"__getitem__", "__len__"} <= slots
    return isinstance(row, tables.Dataset) and not row.base


def _statement(page: Page, dataset: Dataset) -> tuple[cst.SimpleStatementLine, str]:
    """The statement that gives a dataset its one plain name, and that name."""
    statement = page.statement(dataset.place.node) if dataset.place.module is page.module else None
    inner = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1 else None
    if not isinstance(inner, cst.Assign) or inner.value is not dataset.place.node or len(inner.targets) != 1:
        raise CannotFix("the dataset has no statement to itself")
    name = inner.targets[0].target
    assert isinstance(statement, cst.SimpleStatementLine)
    if not isinstance(name, cst.Name):
        raise CannotFix("the dataset has no plain name")
    the_binding(page, name.value, name)
    return statement, name.value


def _has_no_attributes(page: Page, names: set[str]) -> None:
    """Raise CannotFix when an attribute of a dataset is asked for: a part does not have those of the whole."""
    for name in page.find(cst.Name):
        above = page.parent(name)
        if name.value in names and isinstance(above, cst.Attribute) and above.value is name:
            raise CannotFix("a part has no such attribute")
