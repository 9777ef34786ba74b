"""AUG102: evaluation starts from a seed of its own, a little above the one that both sides had."""

from collections.abc import Iterator
from functools import partial

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.global_seed import Replayed
from auglint.checks.same_seed import Alike, Start
from auglint.finding import Applicability, Fix
from auglint.fixes.editing.draft import CannotFix, Code, Draft, sure
from auglint.fixes.editing.page import Page, plain_name
from auglint.fixes.graph_generator import write
from auglint.fixes.program.splits import argument_for, parameters
from auglint.pipeline import Dataset
from auglint.trace import tables
from auglint.trace.values import Const

OFFSETS = (1, 10, 100, 1000, 10_000)
FAR = 10**9
"""Between seeds that go up with each batch: more than there are batches in a training."""


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """Other seeds for evaluation; for ops in a graph also generators, with which epochs do not repeat either."""
    alike = claim.subject
    if not isinstance(alike, Alike):
        return
    apart = list(sure(code, (partial(_seeded, alike),)))
    yield from apart
    if alike.replayed is not None:
        draft = Draft(code)
        title = write(draft, Replayed(None, *alike.replayed))
        yield draft.fix(title, Applicability.SUGGESTION if apart else Applicability.UNSAFE)


def _seeded(alike: Alike, draft: Draft) -> Fix:
    _apart(draft, alike)
    return draft.fix("Give evaluation a seed of its own", Applicability.UNSAFE)


def _apart(draft: Draft, alike: Alike) -> None:
    """Move the seeds of evaluation that training has, too, by one offset, so that what was alike in it stays so."""
    training = {id(node) for start in alike.theirs for _, node in [_origin(draft, start)]}
    taken = {start.key[2] for start in alike.theirs}
    _see_all(draft, alike, taken)
    origins = [(start, *_origin(draft, start)) for start in alike.mine]
    moved = {id(node) for start, _, node in origins if start.key[2] in taken}
    values = {start.key[2] for start, _, node in origins if id(node) in moved}
    taken |= {start.key[2] for start in alike.mine}
    offsets = [each for each in OFFSETS if not {value + each for value in values} & taken]
    offset = FAR if alike.per_batch else next(iter(offsets), None)
    if alike.per_batch and max((abs(value) for value in taken), default=0) > FAR:
        raise CannotFix("the seeds are large")
    if offset is None or moved & training:
        raise CannotFix("the seed stands in code of both sides")
    for page, node in {id(node): (page, node) for _, page, node in origins if id(node) in moved}.values():
        draft.replace(page, node, _sum(page, node, offset))


def _see_all(draft: Draft, alike: Alike, taken: set[int]) -> None:
    """See that no other data has the seed: it may be of the masks, which must be turned as the images are."""
    known = {start.place for start in (*alike.mine, *alike.theirs)}
    for dataset in draft.facts.trace.all(Dataset):
        seed = dataset.arguments.get(dataset.row.seed) if isinstance(dataset.row, tables.Dataset) else None
        other = seed is not None and seed.place not in known and isinstance(seed.value, Const)
        if seed is None or not other or seed.value.value not in taken:
            continue
        if draft.facts.randomness.of_dataset(dataset):
            raise CannotFix("other data is augmented from the seed, too")


def _origin(draft: Draft, start: Start) -> tuple[Page, cst.BaseExpression]:
    """The expression that a seed comes from, outside of the helpers it is passed to. Raises CannotFix."""
    page = draft.code.page_of(start.place)
    node = _seed_in(page, start.place.node)
    chain = list(start.chain)
    while True:
        function = page.around(node, cst.FunctionDef)
        names = [param.name.value for param in parameters(function)] if function is not None else []
        inside = [each.value for each in page.find(cst.Name, node) if each.value in names]
        if function is None or not inside:
            return page, node
        while chain and chain[-1].function.rpartition(".")[2] != function.name.value:
            chain.pop()
        call = chain[-1].place.node if chain else None
        arg = argument_for(function, call, inside[0]) if isinstance(call, cst.Call) else None
        if arg is None or len(inside) > 1:
            raise CannotFix("the seed is not given by the call")
        page, node = draft.code.page_of(chain.pop().place), arg.value


def _seed_in(page: Page, node: cst.CSTNode) -> cst.BaseExpression:
    """The seed in the argument, or in the call that takes it first, or by its name."""
    if isinstance(node, cst.Call) and not node.args:
        above = page.parent(page.parent(node) or node)  # a method that seeds what was made without
        node = above if isinstance(above, cst.Call) else node
    if isinstance(node, cst.Call):
        named = [arg for arg in node.args if arg.keyword is not None and arg.keyword.value == "seed"]
        first = [arg for arg in node.args[:1] if arg.keyword is None and not arg.star]
        found = named or first
        if found:
            return found[0].value
    if isinstance(node, cst.Arg) and not node.star:
        return node.value
    raise CannotFix("the seed is not written in a call")


def _sum(page: Page, node: cst.BaseExpression, offset: int) -> str:
    if offset == FAR and (isinstance(node, cst.Integer) or plain_name(node)):
        return f"{page.code(node)} + 10**9"
    if isinstance(node, cst.Integer):
        return str(node.evaluated_value + offset)
    if plain_name(node):
        return f"{page.code(node)} + {offset}"
    raise CannotFix("the seed is no name or number")
