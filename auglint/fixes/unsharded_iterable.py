"""AUG304: each worker takes its share of what the dataset's `__iter__` runs over."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.unsharded_iterable import Unsharded, shards, unsharded
from auglint.facts import Facts
from auglint.facts.samples import given
from auglint.finding import Applicability, Fix
from auglint.fixes.editing.draft import CannotFix, Code, Draft, sure
from auglint.fixes.editing.page import Node, plain_name
from auglint.fixes.program.origins import binds, first_name
from auglint.fixes.program.worker_function import said, spelled
from auglint.pipeline import Dataset, Draw, Loader
from auglint.trace.python import lineage
from auglint.trace.values import Class, Function, Instance

CHANGING = frozenset(
    "add append appendleft clear discard extend extendleft insert pop popleft popitem put push remove reverse send "
    "setdefault sort update".split()
)
"""Methods that change their object: what comes later depends on what came before."""

MIXING = frozenset("set frozenset shuffle sample choice choices permutation permuted randperm".split())
"""Functions whose outcome has another order in each process."""
ITER = "__iter__"


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """Divide between the workers what the outermost dataset runs over, or else one below it."""
    subject = claim.subject
    if not isinstance(subject, Unsharded):
        return
    datasets = _datasets(code.facts, subject.loader)
    yield from islice(sure(code, (partial(_shared, each, subject.loader) for each in datasets)), 1)


def _shared(dataset: Dataset, loader: Loader, draft: Draft) -> Fix:
    _Share(draft, dataset, loader).write()
    return draft.fix("Let each worker take its share of the stream", Applicability.UNSAFE)


def _datasets(facts: Facts, loader: Loader) -> Iterator[Dataset]:
    """The datasets of which one has to be divided: those that all samples of the loader come from."""
    dataset = loader.dataset
    while dataset is not None:
        if unsharded(facts, dataset):
            yield dataset
        parents = facts.graph.parents(dataset)
        dataset = parents[0].parent if len(parents) == 1 else None


@dataclass(frozen=True)
class _Source:
    """The statement of `__iter__` that makes all samples, and the expression that it runs over."""

    statement: cst.CSTNode
    expression: cst.BaseExpression
    body: cst.BaseSuite | None = None


class _Share:
    """The `__iter__` of a dataset, whose samples are to be divided."""

    def __init__(self, draft: Draft, dataset: Dataset, loader: Loader) -> None:
        self.draft = draft
        self.facts = draft.facts
        self.dataset = dataset
        self.loader = loader
        method = self._method(dataset)
        if method is None or not isinstance(method.node, cst.FunctionDef) or method.node.decorators:
            raise CannotFix("the class has no such plain method")
        self.page = draft.code.page(method.module)
        self.function = method.node

    def _method(self, dataset: Dataset) -> Function | None:
        instance = dataset.instance
        return self.facts.interpreter.find_method(instance, ITER) if isinstance(instance, Instance) else None

    def write(self) -> None:
        """Write it. Raises CannotFix where shares might not add up to the whole."""
        draft, page = self.draft, self.page
        self._check_loaders()
        source = self._source(self.function.body)
        self._check_order(source)
        if source.body is not None:
            self._check_body(source)
        used = {name.value for name in page.find(cst.Name, self.function)}
        info, first, step = (next(n for n in (x, f"worker_{x}", f"{x}_of_worker") if n not in used) for x in NAMES)
        start, end = page.whole(source.expression)
        bare = isinstance(source.expression, cst.Tuple) and not source.expression.lpar
        draft.head(
            page,
            self.function.body,
            f"{info} = {spelled(draft, page, self.loader.row.worker_info, self.function.body)}",
            f"{first}, {step} = (0, 1) if {info} is None else ({info}.id, {info}.num_workers)",
        )
        draft.insert(page, start, f"{said(draft, page, 'itertools.islice', self.function.body)}({'(' * bare}")
        draft.insert(page, end, f"{')' * bare}, {first}, None, {step})")

    def _check_loaders(self) -> None:
        """See that no other loader divides these samples in a way of its own."""
        if not self.loader.row.worker_info:
            raise CannotFix("it is not known how a worker learns its number")
        for loader in self.facts.trace.all(Loader):
            steps = [step.dataset for step in self.facts.graph.up(loader.dataset)] if loader.dataset is not None else []
            mine = [step for step in steps if (method := self._method(step)) and method.node is self.function]
            own = given(loader, loader.row.worker_init) is not None or any(shards(self.facts, step) for step in steps)
            if mine and own:
                raise CannotFix("another loader divides them by itself")
            if mine and self._outermost(loader) is not self._outermost(self.loader):
                raise CannotFix("another loader has them divided further out")
            if any(self._inherits(step) for step in steps):
                raise CannotFix("a class below it has an own way to run over them")
        loaded: set[int] = set()
        for loader in self.facts.trace.all(Loader):
            loaded |= {id(step.dataset) for step in self.facts.graph.up(loader.dataset)} if loader.dataset else set()
        others = [each for each in self.facts.trace.all(Dataset) if id(each) not in loaded and each.root is None]
        if any(
            self._inherits(each) or ((method := self._method(each)) is not None and method.node is self.function)
            for each in others
        ):
            raise CannotFix("it is not known what runs over another of its kind")
        steps = [step.dataset for step in self.facts.graph.up(self.loader.dataset)] if self.loader.dataset else []
        if sum((method := self._method(step)) is not None and method.node is self.function for step in steps) > 1:
            raise CannotFix("it would be divided twice")

    def _outermost(self, loader: Loader) -> cst.CSTNode | None:
        """The method by which the outermost dataset of a loader, of those that have one, runs over its samples."""
        steps = self.facts.graph.up(loader.dataset) if loader.dataset is not None else ()
        methods = [method for step in steps if (method := self._method(step.dataset)) is not None]
        return methods[0].node if methods else None

    def _inherits(self, dataset: Dataset) -> bool:
        """Whether the class of a dataset overrides this method, and so may run over the samples through it."""
        method = self._method(dataset)
        classes = lineage(dataset.instance.cls) if isinstance(dataset.instance, Instance) else ()
        slots = [cls.slots.get(ITER) for cls in classes if isinstance(cls, Class)]
        above = any(isinstance(each, Function) and each.node is self.function for each in slots)
        return above and method is not None and method.node is not self.function

    # where all samples come from

    def _source(self, block: cst.BaseSuite) -> _Source:
        """The one statement that makes samples; statements behind it may give out what it has kept."""
        if not isinstance(block, cst.IndentedBlock):
            raise CannotFix("the method stands in one row")
        making = [line for line in block.body if self._makes(line)]
        if not making:
            raise CannotFix("it makes no samples by itself")
        first, *rest = making
        if isinstance(first, cst.With) and not rest:
            return self._source(first.body)
        if isinstance(first, cst.For) and first.orelse is None and not first.asynchronous:
            source = _Source(first, first.iter, first.body)
        else:
            source = _Source(first, _all_of(first))
        if any(not isinstance(source.body, cst.IndentedBlock) or not self._gives_out(line, source) for line in rest):
            raise CannotFix("samples are made in several places")
        return source

    def _makes(self, node: cst.CSTNode) -> bool:
        """Whether a statement yields or returns something."""
        return any(True for _ in self._own(cst.Yield, node)) or any(r.value for r in self._own(cst.Return, node))

    def _own(self, kind: type[Node], node: cst.CSTNode) -> Iterator[Node]:
        """The nodes of a kind in a statement that belong to this method, not to a function within it."""
        for found in self.page.find(kind, node):
            if self.page.around(found, cst.FunctionDef, cst.Lambda) is self.function:
                yield found

    def _gives_out(self, line: cst.CSTNode, source: _Source) -> bool:
        """Whether a statement yields, one by one, what is left in a list that the loop has filled."""
        expression = line.iter if isinstance(line, cst.For) else _all_of(line)
        return isinstance(expression, cst.Name) and expression.value in self._kept(source)

    # the order

    def _check_order(self, source: _Source) -> None:
        """See that all workers run over the same samples in the same order, each to the end."""
        before = (each for each in self._own(cst.Call, self.function) if self.page.before(each, source.statement))
        calls = [*before, *self.page.find(cst.Call, source.expression)]
        if any(plain_name(each.func).rpartition(".")[2] in MIXING for each in calls):
            raise CannotFix("the samples may come in an order of their own in each process")
        if self.facts.graph.effects(self.dataset).endless:
            raise CannotFix("the stream has no end")
        for step in self.facts.graph.up(self.dataset):
            if isinstance(step.dataset.instance, Instance):
                for draw in self.facts.graph.effects(step.dataset).draws:
                    if step.dataset is not self.dataset or not self._behind(source, draw):
                        raise CannotFix("it is drawn which samples come")

    def _behind(self, source: _Source, draw: Draw) -> bool:
        """Whether a draw comes after the samples were divided: in the loop over them, or behind it."""
        for place in (*(frame.place for frame in draw.chain), draw.place):
            node = place.node.value if isinstance(place.node, cst.Arg) else place.node
            if place.module is self.page.module and self.function in self.page.parents(node):
                inside = source.body is not None and source.body in self.page.parents(node)
                return inside or self.page.before(source.statement, node)
        return False

    # the loop

    def _check_body(self, source: _Source) -> None:
        """See that what is made of a sample does not depend on the samples before it."""
        page, body = self.page, source.body
        assert body is not None and isinstance(source.statement, cst.For)
        used = {name.value for name in page.find(cst.Name, body)}
        if all(name.value not in used for name in page.find(cst.Name, source.statement.target)):
            raise CannotFix("the loop does not use what it runs over")
        ends = [
            each for each in self._own(cst.Break, body) if page.around(each, cst.For, cst.While) is source.statement
        ]
        if ends or any(True for _ in self._own(cst.Return, body)):
            raise CannotFix("the loop may end early")
        changed = [each for each in self._own(cst.Name, body) if binds(page, each)]
        targets = [each.target for each in self._own(cst.AssignTarget, body)]
        for target in (*targets, *(each.target for each in self._own(cst.AugAssign, body))):
            parts = [each.value for each in target.elements] if isinstance(target, cst.Tuple | cst.List) else [target]
            changed += [first_name(each) or cst.Name("self") for each in parts]
        for call in self._own(cst.Call, body):
            if isinstance(call.func, cst.Attribute) and call.func.attr.value in CHANGING:
                changed.append(first_name(call.func.value) or cst.Name("self"))
            elif plain_name(call.func).rpartition(".")[2] in TAKING:
                raise CannotFix("the loop takes its data from elsewhere")
        kept = self._kept(source)
        if any(self._lasts(source, name.value) for name in changed if name.value not in kept):
            raise CannotFix("something is carried from one sample to the next")

    def _lasts(self, source: _Source, name: str) -> bool:
        """Whether what a name stands for was there before the loop came to a sample."""
        assert source.body is not None
        bound = [each for each in self._own(cst.Name, self.function) if each.value == name and binds(self.page, each)]
        inside = [each for each in bound if source.statement in self.page.parents(each)]
        return len(inside) < len(bound) or not inside

    def _kept(self, source: _Source) -> set[str]:
        """A list that the loop fills, and from which alone samples are given out: a buffer, as shuffling needs."""
        names = {self._taken_from(each) for each in self._own(cst.Yield, self.function)}
        name = names.pop() if len(names) == 1 else ""
        bound = [each for each in self._own(cst.Name, self.function) if each.value == name and binds(self.page, each)]
        line = self.page.statement(bound[0]) if len(bound) == 1 else None
        inner = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
        empty = isinstance(inner, cst.Assign) and isinstance(inner.value, cst.List) and not inner.value.elements
        rest = [each for each in self._own(cst.Yield, self.function) if self.page.before(source.statement, each)]
        return {name} if name and empty and rest else set()

    def _taken_from(self, node: cst.Yield) -> str:
        """The name of the list that a yield takes its sample from; "" when it is none."""
        value = node.value
        if isinstance(value, cst.From):
            return plain_name(value.item)
        if isinstance(value, cst.Call) and isinstance(value.func, cst.Attribute) and value.func.attr.value == "pop":
            return plain_name(value.func.value)
        loop = self.page.around(node, cst.For)
        if isinstance(loop, cst.For) and plain_name(loop.target) == plain_name(value) != "":
            return plain_name(loop.iter)
        return ""


NAMES = ("info", "first", "step")
TAKING = frozenset(("next", "heappop", "heappush", "heapreplace", "heappushpop"))
"""Functions that change what they are given."""


def _all_of(line: cst.CSTNode) -> cst.BaseExpression:
    """What a statement yields one by one, or returns an iterator of. Raises CannotFix."""
    inner = line.body[0] if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None
    value = inner.value if isinstance(inner, cst.Expr | cst.Return) else None
    if isinstance(inner, cst.Expr) and isinstance(value, cst.Yield) and isinstance(value.value, cst.From):
        return value.value.item
    if isinstance(inner, cst.Return) and isinstance(value, cst.Call | cst.GeneratorExp):
        return value
    raise CannotFix("samples are made in a part of the method")
