"""AUG105: the seed that a worker sets comes from the loader, which gives another one to each worker and epoch."""

from collections.abc import Iterator

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.worker_seed import WorkerSeed
from auglint.facts import Facts
from auglint.finding import Applicability, Fix
from auglint.fixes.editing.draft import CannotFix, Code, Draft
from auglint.fixes.editing.page import Page, value_of
from auglint.fixes.program.origins import Origin, origin
from auglint.fixes.program.worker_function import NAME, define, is_called, running, spelled
from auglint.pipeline import Seed
from auglint.trace.values import Bound, Function, Partial


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """Seed from the worker's own seed; the stream that the loader has seeded itself is left alone."""
    subject = claim.subject
    if not isinstance(subject, WorkerSeed) or not subject.loader.row.worker_seed:
        return
    draft = Draft(code)
    title = _on_the_spot(draft, subject) if subject.function is None else _in_function(draft, subject)
    yield draft.fix(title, _applicability(draft.facts, subject))


ANEW = "Seed each worker with a seed of its own"
LEFT = "Leave the seed that the loader gives each worker"


def _applicability(facts: Facts, subject: WorkerSeed) -> Applicability:
    """Safe, unless an evaluation draws with it too: that may be meant to repeat itself."""
    others = running(facts, subject.loader) if isinstance(subject.function, Function) else []
    measured = [each for each in others if each.dataset is not None and facts.only_evaluates(each.dataset)]
    drawn = any(facts.streams(loader) & set(subject.seed.streams) for loader in measured)
    return Applicability.UNSAFE if drawn else Applicability.SAFE


def _is_the_workers(subject: WorkerSeed) -> bool:
    """Whether nothing but the stream is seeded that the loader seeds anyway, whatever its version."""
    return set(subject.seed.streams) == {subject.loader.row.worker_stream}


def _on_the_spot(draft: Draft, subject: WorkerSeed) -> str:
    """The call stays what it is, a seed of the main process; the workers get a function."""
    page, call = draft.code.page_of(subject.seed.place), subject.seed.place.node
    loader = subject.loader
    arg = page.parent(call)
    statement = page.statement(call)
    if statement is None or arg is not loader.arguments[loader.row.worker_init].place.node:
        raise CannotFix("it is not an argument of the loader")
    title = _as_function(draft, subject, page, arg, call)
    draft.before(page, statement, page.code(call))
    return title


def _as_function(draft: Draft, subject: WorkerSeed, page: Page, arg: cst.CSTNode, call: cst.CSTNode) -> str:
    """Pass a function of the module instead of an argument that seeds by a call."""
    if _is_the_workers(subject):
        draft.cut(page, arg)
        return LEFT
    seed = _expression(subject.seed)
    if not isinstance(arg, cst.Arg) or not isinstance(call, cst.Call) or "#" in page.code(call):
        raise CannotFix("a comment stands in it")
    if not Origin(page, call.func, ()).is_global or any(each.value is not seed for each in call.args):
        raise CannotFix("it says more than a seed")
    name = draft.new_name(page, NAME)
    text = spelled(draft, page, subject.loader.row.worker_seed, page.top(call))
    define(draft, page, call, name, [f"{page.code(call.func)}({text})"])
    draft.replace(page, arg.value, name)
    return ANEW


def _in_function(draft: Draft, subject: WorkerSeed) -> str:
    function, seed = subject.function, subject.seed
    while isinstance(function, Partial | Bound):
        function = function.function
    if not isinstance(function, Function):
        raise CannotFix("what runs in the workers is no function of the project")
    if is_called(draft, function):
        raise CannotFix("the program runs the function itself, too")
    page, call = draft.code.page_of(seed.place), seed.place.node
    statement = page.statement(call)
    own = Origin(page, call, ()).function is function.node
    if own and isinstance(function.node, cst.Lambda) and function.node.body is call:
        arg = page.parent(function.node)
        if arg is subject.loader.arguments[subject.loader.row.worker_init].place.node and isinstance(arg, cst.Arg):
            return _as_function(draft, subject, page, arg, call)
    if own and _is_the_workers(subject) and _is_all_of(statement, call):
        draft.remove(page, statement)  # type: ignore[arg-type]
        return LEFT
    source = origin(draft.code, seed.place, _expression(seed), seed.chain, until=function.node)
    if source.function is not function.node:
        raise CannotFix("the seed is not said in the function")
    draft.exchange(source.page, source.node, _seed(draft, subject, source))
    return ANEW


def _is_all_of(statement: cst.CSTNode | None, call: cst.CSTNode) -> bool:
    """Whether a statement is nothing but a call."""
    if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) != 1:
        return False
    inner = statement.body[0]
    return isinstance(inner, cst.Expr) and inner.value is call


def _seed(draft: Draft, subject: WorkerSeed, source: Origin) -> str:
    """The worker's seed; once the worker's stream was seeded anew, only the loader's own record tells it."""
    row = subject.loader.row
    if any(row.worker_stream in seed.streams for seed in subject.before):
        return spelled(draft, source.page, f"{row.worker_info}.seed % 2**32", source.node)
    return spelled(draft, source.page, row.worker_seed, source.node)


def _expression(seed: Seed) -> cst.BaseExpression:
    """What is written for the seed."""
    argument = seed.arguments.get(seed.row.seed) if seed.row is not None else None
    value = value_of(argument.place) if argument is not None and argument.given else None
    if value is None:
        raise CannotFix("the seed is left out")
    return value
