"""AUG101, AUG106: random ops of a graph that replay after a seed draw from a generator instead, one for each split.

A generator that is made outside of the mapped function goes on from sample to sample and from epoch to epoch, and it
starts from the program's own seed. Each op becomes its stateless twin, with a pair of ints of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.global_seed import Replayed
from auglint.facts import Augmented
from auglint.finding import Applicability, Fix
from auglint.fixes import loader_generators
from auglint.fixes.editing.draft import CannotFix, Code, Draft
from auglint.fixes.editing.library import meaning, say
from auglint.fixes.editing.page import Page, plain_name, value_of
from auglint.fixes.program.splits import applied_at, by_parameter, passing_for_evaluation
from auglint.pipeline import Dataset, Draw, Key, Place
from auglint.trace import tables
from auglint.trace.values import Partial

TRAIN, EVALUATION = "train", "evaluation"
NAMES = {TRAIN: "train_rng", EVALUATION: "eval_rng"}


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """A generator for each split; where nothing replays, the loaders get theirs."""
    subject = claim.subject
    if not isinstance(subject, Replayed):
        return
    if not subject.replays:
        yield from loader_generators.fixes(claim, code)
        return
    draft = Draft(code)
    yield draft.fix(write(draft, subject), Applicability.UNSAFE)


def write(draft: Draft, subject: Replayed) -> str:
    """Write generators for all draws that replay; the fix's title. Raises CannotFix."""
    return _Generators(draft, subject).write()


@dataclass(frozen=True)
class _Link:
    """A call on the way to a draw, and the function it is of, which `home` holds.

    `within`: the function that it stands in, None where the first is mapped. `sides`: those that come through it.
    """

    page: Page
    node: cst.CSTNode
    home: Page
    function: cst.CSTNode
    within: cst.CSTNode | None
    sides: set[str]


class _Generators:
    """The draws that replay, the calls on the way to them, and the sides that come through each."""

    def __init__(self, draft: Draft, subject: Replayed) -> None:
        self.draft = draft
        self.facts = draft.facts
        self.subject = subject
        self.draws: dict[int, tuple[Page, cst.Call, Draw, cst.CSTNode]] = {}
        self.links: dict[tuple[int, int], _Link] = {}  # by the call and the function
        self.mapped: dict[int, tuple[Augmented, cst.CSTNode]] = {}  # by the application
        self.sides: dict[int, set[str]] = {}  # by the function
        self.own: dict[int, str] = {}  # what a function of both splits calls its generator
        self.locals: dict[int, str] = {}  # the same, by the page
        self.rngs: dict[str, tuple[Page, str, list[cst.CSTNode]]] = {}  # by the side
        self.wrapped: dict[int, tuple[cst.CSTNode, str]] = {}  # by the statement: what is passed, with which generator
        for use in self.facts.uses:
            drawing: list[Dataset] = []
            for one in self.facts.augmented(use):
                draws = self.facts.graph.effects_of(one.application).draws if not one.application.eager else []
                replaying = [draw for draw in draws if draw.replays]
                if replaying and any(not self._in_a_row(one.dataset, other) for other in drawing):
                    raise CannotFix("the draws of datasets that are joined may be alike on purpose: images and masks")
                drawing.extend([one.dataset] if replaying else [])
                places = [draw.place for draw in replaying if draw.seed is not None]
                if len(places) != len(set(places)):
                    raise CannotFix("a seeded op that is run twice for a sample may draw alike on purpose")
                for draw in replaying:
                    self._add(one, draw)

    def _in_a_row(self, one: Dataset, other: Dataset) -> bool:
        """Whether one of two datasets comes of the other."""
        up = self.facts.graph.up
        return any(step.dataset is other for step in up(one)) or any(step.dataset is one for step in up(other))

    def _add(self, one: Augmented, draw: Draw) -> None:
        """Follow the calls from where a function is mapped to a draw."""
        page, call = _call_of(self.draft, draw)
        before: cst.CSTNode | None = None
        start = len(one.application.chain)
        if draw.chain[:start] != one.application.chain:
            raise CannotFix("the draw is reached in another way")
        frames = draw.chain[start:]
        inside = [*(frame.place for frame in frames[1:]), Place(draw.place.module, call)]
        for frame, inner in zip(frames, inside, strict=True):
            home = self.draft.code.page_of(inner)
            function = _function(home, inner.node, frame.function)
            if before is not None and any(each is before for each in home.parents(function)):
                continue  # it stands within the other, and sees what that one sees
            if before is None:
                self.mapped[id(one.application)] = (one, function)
            where = self.draft.code.page_of(frame.place)
            link = _Link(where, frame.place.node, home, function, before, set())
            self.links.setdefault((id(link.node), id(function)), link).sides.add(one.use.side)
            self.sides.setdefault(id(function), set()).add(one.use.side)
            before = function
        if before is None:
            raise CannotFix("the draw stands in no function")
        self.draws[id(call)] = (page, call, draw, before)

    def write(self) -> str:
        """Write the fix; its title. Raises CannotFix."""
        if not self.draws:
            raise CannotFix("nothing replays")
        shared = self._alike()
        for page, call, draw, function in self.draws.values():
            pair = shared.get(id(call)) or self._pair(page, draw, function)
            _twin(self.draft, page, call, draw, pair)
        for link in self.links.values():
            if self._shared(link.function):
                self._generator(link.home, link.function)
        for link in self.links.values():
            if self._shared(link.function) and link.within is not None:
                self._hand_on(link, link.within)
        for one, function in self.mapped.values():
            if self._shared(function) and one.use.side == EVALUATION and isinstance(function, cst.FunctionDef):
                self._wrap(one, self.own[id(function)])
        for page in {id(page): page for page, _, _ in self.rngs.values()}.values():
            self._make(page)
        if EVALUATION in self.rngs:
            return "Draw from a generator of its own in each split"
        return "Draw from a generator that goes on from epoch to epoch"

    def _shared(self, node: cst.CSTNode) -> bool:
        return len(self.sides[id(node)]) == 2

    def _pair(self, page: Page, draw: Draw, function: cst.CSTNode) -> str:
        """The expression of a new pair of ints in a function."""
        return _rng(self.draft, draw).pair.format(object=self._generator(page, function))

    def _alike(self) -> dict[int, str]:
        """The names of pairs that ops share which had one seed in one function, as those of images and masks have."""
        groups: dict[tuple[str, int, Key], list[tuple[Page, cst.Call, Draw, cst.CSTNode]]] = {}
        for each in self.draws.values():
            for side in self.sides[id(each[3])] if each[2].seed is not None else ():
                groups.setdefault((side, id(each[2].row), each[2].seed), []).append(each)
        found: dict[int, str] = {}
        for group in groups.values():
            page, _, draw, function = group[0]
            if len(group) == 1 or id(group[0][1]) in found:
                continue
            if any(each[3] is not function or _repeats(page, each[1], function) for each in group):
                raise CannotFix("ops with one seed in several functions may draw alike on purpose")
            if not isinstance(function, cst.FunctionDef):
                raise CannotFix("a lambda holds no statement")
            name = self.draft.new_name(page, "pair")
            self.draft.head(page, function.body, f"{name} = {self._pair(page, draw, function)}")
            found |= {id(call): name for _, call, _, _ in group}
        return found

    # which generator

    def _generator(self, page: Page, function: cst.CSTNode) -> str:
        """What the generator is called in a function."""
        if not self._shared(function):
            return self._of(next(iter(self.sides[id(function)])), page, function)
        if id(function) not in self.own:
            self.own[id(function)] = self._parameter(page, function)
        return self.own[id(function)]

    def _of(self, side: str, page: Page, node: cst.CSTNode) -> str:
        """The name of a side's generator, which is made before the statement of the module that holds a node."""
        if side not in self.rngs:
            self.rngs[side] = (page, self.draft.new_name(page, NAMES[side]), [])
        known, name, nodes = self.rngs[side]
        if known is not page:
            raise CannotFix("one split's generator is needed in several modules")
        nodes.append(node)
        return name

    def _parameter(self, page: Page, function: cst.CSTNode) -> str:
        """Let a function of both splits be given its generator; by default it is training's."""
        if not isinstance(function, cst.FunctionDef):
            return self._chosen(page, function)
        if any(plain_name(each.decorator) not in ("staticmethod", "classmethod") for each in function.decorators):
            raise CannotFix("the function is decorated")
        params = function.params
        if isinstance(params.star_arg, cst.Param | cst.ParamStar) or params.star_kwarg or not params.params:
            raise CannotFix("the function takes any number of arguments, or none")
        name = self._rng(page)
        self.draft.add_parameter(page, function, f"{name}={self._of(TRAIN, page, function)}")
        return name

    def _rng(self, page: Page) -> str:
        """What functions of both splits call their generator on a page."""
        return self.locals.setdefault(id(page), self.locals.get(id(page)) or self.draft.new_name(page, "rng"))

    def _chosen(self, page: Page, function: cst.CSTNode) -> str:
        """Choose the generator in the helper that makes both splits and holds the lambda for them."""
        statement = page.statement(function)
        evaluating = [one for one, mapped in self.mapped.values() if mapped is function and one.use.side == EVALUATION]
        tests = {by_parameter(self.draft, page, function, one) for one in evaluating}
        if statement is None or len(tests) != 1:
            raise CannotFix("the splits are told apart in several ways")
        name = self._rng(page)
        train, other = self._of(TRAIN, page, function), self._of(EVALUATION, page, function)
        self.draft.before(page, statement, f"{name} = {train} if {tests.pop()} else {other}")
        return name

    def _hand_on(self, link: _Link, within: cst.CSTNode) -> None:
        """Give a function of both splits the generator of whoever calls it."""
        if link.sides == {TRAIN}:
            return
        name = link.function.name.value if isinstance(link.function, cst.FunctionDef) else ""
        if not isinstance(link.node, cst.Call) or plain_name(link.node.func).rpartition(".")[2] != name:
            raise CannotFix("the function is not called by its name")
        text = self._generator(link.page, within)
        self.draft.add_argument(link.page, link.node, f"{self.own[id(link.function)]}={text}")

    def _wrap(self, one: Augmented, parameter: str) -> None:
        """Map a function of both splits with the generator of evaluation, where it is passed for evaluation alone."""
        passing = passing_for_evaluation(self.draft, one)
        where = applied_at(one)
        page = self.draft.code.page_of(where) if passing is None else passing.page
        node = value_of(where) if passing is None else passing.node
        statement = page.statement(node) if node is not None else None
        if node is None or statement is None:
            raise CannotFix("what is mapped is no argument")
        rng = self._of(EVALUATION, page, node)
        if passing is None:
            rng = f"{self._of(TRAIN, page, node)} if {by_parameter(self.draft, page, node, one)} else {rng}"
        known = self.wrapped.get(id(statement))
        if known == (node, rng):
            return
        self.wrapped[id(statement)] = (node, rng)
        if isinstance(node, cst.Call) and isinstance(one.application.callable, Partial):
            self.draft.add_argument(page, node, f"{parameter}={rng}")
            return
        takes_any = [each for each in page.find(cst.Lambda, statement) if isinstance(each.params.star_arg, cst.Param)]
        if takes_any or known is not None or not plain_name(node):
            raise CannotFix("lambdas that look alike could not be traced: their code is found by their parameters")
        self.draft.replace(page, node, f"lambda *x: {page.code(node)}(*x, {parameter}={rng})")

    # making the generators

    def _make(self, page: Page) -> None:
        """Make the generators of a page: behind the seed, or before the first statement that needs them."""
        made = [(side, name, nodes) for side, (where, name, nodes) in self.rngs.items() if where is page]
        tops = [page.top(node) for _, _, nodes in made for node in nodes]
        first = min(tops, key=lambda top: page.range(top)[0])
        row = _rng(self.draft, *(draw for _, _, draw, _ in self.draws.values()))
        seed, behind = self._seed(page, first)
        at = behind or first
        make = say(self.draft, page, row.name[0], first)
        watch(self.draft, page, at, row)
        lines = [f"{name} = {make}({seed if side == TRAIN else _next(seed)})" for side, name, _ in sorted(made)[::-1]]
        if behind is not None:
            self.draft.after(page, behind, *lines)
        else:
            gap = ("", "") if isinstance(first, cst.FunctionDef | cst.ClassDef) else ()
            self.draft.before(page, first, *lines, *gap)

    def _seed(self, page: Page, first: cst.CSTNode) -> tuple[str, cst.CSTNode | None]:
        """The seed as the program says it, and the statement that sets it if that is in the module itself, above."""
        seed = self.subject.seed
        if seed is None:
            steps = [step for step in self.subject.train.steps if step.replays and step.seed is not None]
            key = steps[0].seed if steps else None
            node = value_of(steps[0].seed_place) if steps and steps[0].seed_place is not None else None
        else:
            key = seed.value
            call = seed.place.node
            node = call.args[0].value if isinstance(call, cst.Call) and call.args else None
        if not key or key[0] != "const" or type(key[2]) is not int:
            raise CannotFix("the seed is not known")
        if seed is not None and self.draft.code.page_of(seed.place) is page:
            statement = page.statement(seed.place.node)
            if statement is not None and page.parent(statement) is page.tree and page.before(statement, first):
                return (page.code(node) if plain_name(node) and node is not None else str(key[2])), statement
        return self._constant(page, first, node, key[2]), None

    def _constant(self, page: Page, first: cst.CSTNode, node: cst.BaseExpression | None, value: int) -> str:
        """A constant of the module by the name that the seed is given by, or else its value."""
        names = {plain_name(node)}
        chains = [draw.chain for _, _, draw, _ in self.draws.values()]
        for frame in self.subject.seed.chain if self.subject.seed is not None else chains[0]:
            call = frame.place.node
            names |= {plain_name(arg.value) for arg in call.args} if isinstance(call, cst.Call) else set()
        for statement in page.tree.body:
            inner = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else None
            if isinstance(inner, cst.Assign) and len(inner.targets) == 1 and page.before(statement, first):
                name = plain_name(inner.targets[0].target)
                once = sum(page.code(target.target) == name for target in page.find(cst.AssignTarget)) == 1
                alike = isinstance(inner.value, cst.Integer) and inner.value.evaluated_value == value
                if name in names and once and alike:
                    return name
        return str(value)


def watch(draft: Draft, page: Page, at: cst.CSTNode, row: tables.Rng) -> None:
    """See that nothing comes after a statement that must come before generators are made. Raises CannotFix."""
    modules = {id(made.place.module): made.place.module for made in draft.facts.trace.made}
    for module in modules.values():
        other = draft.code.page(module)
        for call in other.find(cst.Call):
            name = meaning(draft, other, call.func) if isinstance(call.func, cst.Attribute) else ""
            if any(name == each or name.startswith(f"{each}.") for each in row.never):
                raise CannotFix(f"{name} is called")
            early = other is page and page.before(page.top(call), at) and not page.around(call, cst.FunctionDef)
            if any(name.startswith(f"{each}.") for each in row.after) and not early:
                raise CannotFix(f"{name} must come first")


def _next(seed: str) -> str:
    return str(int(seed) + 1) if seed.lstrip("-").isdecimal() else f"{seed} + 1"


def _repeats(page: Page, node: cst.CSTNode, function: cst.CSTNode) -> bool:
    """Whether a node is run several times in one call of a function."""
    inside = [each for each in page.parents(node) if function in page.parents(each)]
    return any(isinstance(each, cst.For | cst.While | cst.CompFor | cst.BaseComp | cst.Lambda) for each in inside)


def _rng(draft: Draft, *draws: Draw) -> tables.Rng:
    """The constructor of generators that draw from the stream of some draws in a graph."""
    streams = {draw.stream for draw in draws}
    known = draft.facts.interpreter.project.tables.table(draws[0].stream) if len(streams) == 1 else None
    found = [row for row in (known.rows.values() if known else ()) if isinstance(row, tables.Rng) and row.pair]
    if not found:
        raise CannotFix("no generator draws in a graph")
    return found[0]


def _call_of(draft: Draft, draw: Draw) -> tuple[Page, cst.Call]:
    """The call that draws; the place of a draw with a seed is the seed. Raises CannotFix."""
    page = draft.code.page_of(draw.place)
    node = draw.place.node
    call = page.parent(node) if isinstance(node, cst.Arg) else node
    canonical = draft.facts.interpreter.project.tables.canonical
    if not isinstance(call, cst.Call) or draw.row is None or draw.row.of:
        raise CannotFix("the draw is no call")
    if meaning(draft, page, call.func) not in [canonical(name) for name in draw.row.name]:
        raise CannotFix("the draw is not called by its name")
    return page, call


def _function(page: Page, node: cst.CSTNode, name: str) -> cst.CSTNode:
    """The function of a name around a node."""
    last = name.rpartition(".")[2]
    for each in page.parents(node):
        if isinstance(each, cst.Lambda) and last == "<lambda>":
            return each
        if isinstance(each, cst.FunctionDef) and each.name.value == last:
            return each
    raise CannotFix("the function is not written here")


def _twin(draft: Draft, page: Page, call: cst.Call, draw: Draw, pair: str) -> None:
    """Write the stateless twin of an op, with a pair of ints."""
    row = draw.row
    known = draft.facts.interpreter.project.tables
    if not isinstance(row, tables.Draw) or not row.stateless:
        raise CannotFix(f"{draw.name} has no stateless twin")
    space = meaning(draft, page, call.func).rpartition(".")[0]
    twin = known.row(f"{space}.{row.stateless}")
    if not isinstance(twin, tables.Draw):
        raise CannotFix("the twin is not known")
    if isinstance(call.func, cst.Attribute) and meaning(draft, page, call.func.value) == space:
        draft.replace(page, call.func.attr, row.stateless)
    elif isinstance(call.func, cst.Attribute):
        draft.replace(page, call.func, say(draft, page, f"{space}.{row.stateless}", call))
    else:
        draft.replace(page, call.func, draft.name(page, f"{space}.{row.stateless}", call))
    mine, theirs = [p.name for p in row.parameters], [p.name for p in twin.parameters]
    seeded = False
    for number, arg in enumerate(call.args):
        name = arg.keyword.value if arg.keyword is not None else mine[number] if number < len(mine) else ""
        if arg.star or name not in theirs:
            raise CannotFix("the twin does not take the same arguments")
        if name == twin.seed:
            draft.replace(page, arg, f"{name}={pair}")
            seeded = True
        elif arg.keyword is None and mine[: number + 1] != theirs[: number + 1]:
            draft.insert(page, page.range(arg)[0], f"{name}=")
    if not seeded:
        draft.add_argument(page, call, f"{twin.seed}={pair}")
