"""AUG106: each epoch starts from a state of its own: samplers are told its number, and seeds depend on it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.global_seed import Replayed
from auglint.checks.reseeded_epochs import Restarted
from auglint.finding import Applicability, Fix
from auglint.fixes import graph_generator
from auglint.fixes.editing.draft import CannotFix, Code, Draft, sure
from auglint.fixes.editing.library import meaning
from auglint.fixes.editing.page import Page, plain_name, value_of
from auglint.fixes.program.epochs import Epochs, plus
from auglint.fixes.program.origins import Origin, argument, binds, caller, first_name, origin, parameters
from auglint.fixes.program.worker_function import said
from auglint.pipeline import Argument, Consume, Frame, Loader, Made, Place, Rng, Sampler, Seed
from auglint.trace.values import NONE, Object, Value, options


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """Tell the sampler of the epoch; else make the seed depend on it, or seed once before the first epoch."""
    subject = claim.subject
    if isinstance(subject, Replayed):
        yield from graph_generator.fixes(claim, code)
    elif isinstance(subject, Restarted):
        yield from sure(code, (partial(_by, *way, subject) for way in WAYS))


def _by(
    way: Callable[[Draft, Restarted], None], title: str, how: Applicability, subject: Restarted, draft: Draft
) -> Fix:
    way(draft, subject)
    return draft.fix(title, how)


def _epochs(draft: Draft, subject: Restarted) -> Epochs:
    return Epochs(draft, subject.consume.loops[-2])


# seeds


def _depend(draft: Draft, subject: Restarted) -> None:
    """Add the number of the epoch to the seed."""
    made = subject.made
    if not isinstance(made, Seed | Rng):
        raise CannotFix("it is no seed")
    epochs = _epochs(draft, subject)
    _not_for_what_follows(draft, epochs, subject)
    source = origin(draft.code, made.place, _expression(made), made.chain, until=epochs.function)
    number = epochs.at(source)
    draft.exchange(source.page, source.node, plus(source.page, source.node, number))


def _not_for_what_follows(draft: Draft, epochs: Epochs, subject: Restarted) -> None:
    """Raise CannotFix when the seed is set behind the training pass: evaluation, which follows, may have to repeat."""
    page = epochs.page

    def inside(chain: Sequence[Frame], place: Place) -> cst.CSTNode | None:
        nodes = [each.node for each in (*(frame.place for frame in chain), place) if each.module is page.module]
        return next((node for node in nodes if any(each is epochs.node for each in page.parents(node))), None)

    seeds = inside(subject.made.chain, subject.made.place)
    trains = inside(subject.consume.chain, subject.consume.place)
    if seeds is not None and trains is not None and page.before(trains, seeds):
        raise CannotFix("it is seeded for what follows the training pass")


def _expression(made: Seed | Rng) -> cst.BaseExpression:
    """What is written for the seed."""
    call = made.place.node
    if made.row is not None:
        parameter = made.row.seed
        argument = made.arguments.get(parameter)
        value = value_of(argument.place) if argument is not None and argument.given else None
    else:
        value = call.args[0].value if isinstance(call, cst.Call) and call.args else None
    if value is None:
        raise CannotFix("the seed is left out")
    return value


def _once(draft: Draft, subject: Restarted) -> None:
    """Move the statement that seeds in front of the loop."""
    seed, epochs = subject.made, _epochs(draft, subject)
    page, statement = epochs.page, draft.code.page_of(subject.made.place).statement(subject.made.place.node)
    if not isinstance(seed, Seed) or not isinstance(statement, cst.SimpleStatementLine):
        raise CannotFix("it is no statement")
    _not_for_what_follows(draft, epochs, subject)
    inner = statement.body[0]
    if page.parent(statement) is not epochs.node.body or not isinstance(inner, cst.Expr):
        raise CannotFix("it is no statement of the loop")
    if inner.value is not seed.place.node or "#" in page.code(inner):
        raise CannotFix("the statement does more than to seed")
    if any(epochs.binds(name.value) for name in page.find(cst.Name, inner)):
        raise CannotFix("what it says is made in the loop")
    draft.before(page, epochs.node, page.code(inner))
    draft.remove(page, statement)


# samplers


def _tell(draft: Draft, subject: Restarted) -> None:
    """Tell the sampler of the epoch at the head of the loop."""
    sampler, loader = subject.made, subject.consume.data
    if not isinstance(sampler, Sampler) or not isinstance(loader, Loader):
        raise CannotFix("it is no sampler")
    epochs = _epochs(draft, subject)
    given, path = _path(loader, sampler)
    passes = [each for each in draft.facts.trace.consumed if each.place == subject.consume.place]
    certain = all(_always(each.data, path) for each in passes)
    name = _variable(draft, epochs, sampler)
    loop = subject.consume.loops[-2]
    if name and certain and sampler.conditions <= loop.conditions:
        told, test = name, ""
    elif name and plain_name(value_of(given.place)) == name and _or_none(given.value):
        told, test = name, f"{name} is not None"
    else:
        told = f"{_loader(draft, epochs, subject.consume)}.{'.'.join(path)}"
        if not certain and len(path) > 1:
            raise CannotFix("the loader may have no such sampler")
        test = "" if certain else f"isinstance({told}, {said(draft, epochs.page, sampler.row.name[0], epochs.node)})"
    call = f"{told}.{sampler.row.told}({epochs.number})"
    epochs.begin(told, *([f"if {test}:", f"    {call}"] if test else [call]))


def _path(loader: Loader, sampler: Sampler) -> tuple[Argument, tuple[str, ...]]:
    """The argument that brings a sampler into a loader, and the attributes by which it is reached from there."""
    for name in loader.row.sampler:
        argument = loader.arguments.get(name)
        if argument is None or not argument.given or name not in loader.row.keeps:
            continue
        for made in _samplers(argument):
            inner = made.arguments.get(made.row.inner)
            if made is sampler:
                return argument, (name,)
            if inner is not None and made.row.inner in made.row.keeps and any(s is sampler for s in _samplers(inner)):
                return inner, (name, made.row.inner)
    raise CannotFix("the loader does not keep it")


def _samplers(argument: Argument) -> list[Sampler]:
    values = [option.value for option in options(argument.value)] if isinstance(argument.value, Value) else []
    made = [value.made for value in values if isinstance(value, Object)]
    return [one for one in made if isinstance(one, Sampler) and one.row is not None]


def _always(data: object, path: tuple[str, ...]) -> bool:
    """Whether what is passed over surely has, by these attributes, a sampler that can be told of epochs."""
    found: list[Made] = [data] if isinstance(data, Loader) else []
    for name in path:
        arguments = [one.arguments.get(name) for one in found]
        values = [option.value for each in arguments if each and each.given for option in options(each.value)]
        found = [value.made for value in values if isinstance(value, Object)]
        if not values or len(found) != len(values):
            return False
    return bool(found) and all(isinstance(one, Sampler) and one.row is not None and one.row.told for one in found)


def _or_none(value: Value) -> bool:
    """Whether a value is a sampler that can be told of epochs, or None."""
    each = [option.value for option in options(value)]
    made = [one.made for one in each if isinstance(one, Object)]
    told = [one for one in made if isinstance(one, Sampler) and one.row is not None and one.row.told]
    return len(told) + each.count(NONE) == len(each) and len(told) > 0


def _variable(draft: Draft, epochs: Epochs, sampler: Sampler) -> str:
    """The name, or attribute of `self`, by which the loop sees a sampler; "" when none surely means it."""
    page = draft.code.page_of(sampler.place)
    above = page.parent(sampler.place.node)
    while isinstance(above, cst.IfExp):
        above = page.parent(above)
    if page is not epochs.page or not isinstance(above, cst.Assign) or len(above.targets) != 1:
        return ""
    name = plain_name(above.targets[0].target)
    given = [each for each in page.find(cst.Assign) if any(plain_name(one.target) == name for one in each.targets)]
    if not name or any(each is not above and page.code(each.value) != "None" for each in given):
        return ""
    if not name.isidentifier():
        return name if name.count(".") == 1 and _is_own(page, epochs, above, name.partition(".")[0]) else ""
    home = page.around(above, cst.FunctionDef, cst.Lambda)
    bound = [each for each in page.find(cst.Name) if each.value == name and binds(page, each)]
    mine = [each for each in bound if page.around(each, cst.FunctionDef, cst.Lambda) is home]
    seen = home is epochs.function or (home is None and not epochs.shadows(name))
    return name if seen and len(mine) == len(given) else ""


def _is_own(page: Page, epochs: Epochs, statement: cst.CSTNode, name: str) -> bool:
    """Whether a name means the object itself in a method with a statement and in that with the loop, in one class."""
    classes = [page.around(each, cst.ClassDef) for each in (statement, epochs.node)]
    methods = [page.around(statement, cst.FunctionDef), epochs.function]
    first = [parameters(each)[:1] for each in methods if isinstance(each, cst.FunctionDef)]
    return classes[0] is classes[1] is not None and first == [[name], [name]]


def _loader(draft: Draft, epochs: Epochs, consume: Consume) -> str:
    """What the loop calls the loader that is passed over in it."""
    loop = consume.place.node
    here = Origin(draft.code.page_of(consume.place), loop.iter, consume.chain)
    while isinstance(here.node, cst.Call):
        wraps = plain_name(here.node.func) == "enumerate" or _passes(draft, here)
        if not wraps or not here.node.args or here.node.args[0].star:
            raise CannotFix("the loader is made on the spot")
        here = Origin(here.page, here.node.args[0].value, here.chain)
    here = origin(draft.code, Place(here.page.module, here.node), here.node, here.chain, until=epochs.function)
    text = plain_name(here.node)
    while text and here.function is not epochs.function:
        here = _called_on(draft, here)
        text = f"{plain_name(here.node)}.{text.partition('.')[2]}" if "." in text and plain_name(here.node) else ""
    if not text:
        raise CannotFix("the loop does not know the loader by a name")
    return text


def _passes(draft: Draft, here: Origin) -> bool:
    """Whether a call passes on what it is given, as a progress bar does."""
    assert isinstance(here.node, cst.Call)
    row = draft.facts.interpreter.project.tables.row(meaning(draft, here.page, here.node.func))
    return row is not None and row.kind == "passes"


def _called_on(draft: Draft, here: Origin) -> Origin:
    """What the first name of an expression stands for in the call of its function: an argument, or the object."""
    function, name = here.function, first_name(here.node)
    if not isinstance(function, cst.FunctionDef) or name is None or name.value not in parameters(function):
        raise CannotFix("the loop does not know the loader by a name")
    method = isinstance(here.page.parent(here.page.parent(function) or function), cst.ClassDef)
    if not method or name.value != parameters(function)[0]:
        return argument(draft.code, here.chain, function, name.value)
    call = caller(draft.code, here.chain, function)
    if not isinstance(call.node, cst.Call) or not isinstance(call.node.func, cst.Attribute):
        raise CannotFix("it is not called on its object")
    return Origin(call.page, call.node.func.value, call.chain)


WAYS = (
    (_tell, "Tell the sampler which epoch it is", Applicability.SAFE),
    (_depend, "Let the seed depend on the epoch", Applicability.UNSAFE),
    (_once, "Seed once, before the first epoch", Applicability.SUGGESTION),
)
