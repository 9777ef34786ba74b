"""AUG103: what each sample starts from is drawn, or goes on, instead of being the same each time.

Nothing is written where images and masks, or evaluation, may depend on it that draws repeat.
"""

import re
from collections.abc import Callable, Iterator

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.constant_seed import StartsAlike, alike, samplings
from auglint.checks.unsharded_iterable import shards
from auglint.facts import Facts
from auglint.facts.samples import Sampling, workers
from auglint.finding import Applicability, Fix
from auglint.fixes.editing.draft import CannotFix, Code, Draft
from auglint.fixes.editing.library import say
from auglint.fixes.editing.page import Page, plain_name, value_of
from auglint.fixes.graph_generator import watch
from auglint.fixes.program.epochs import plus
from auglint.fixes.program.origins import origin, parameters
from auglint.fixes.program.worker_function import spelled
from auglint.pipeline import Augmentation, Dataset, Draw, Effects, Frame, Loader, Place, Rng, Seed
from auglint.trace import tables
from auglint.trace.values import Instance, Value

KEEPS_STATE = re.compile(r"(?:get|set)_?(?:rng_)?state|deepcopy")
GENERATOR = "graph_rng"
REPEATS = (cst.For, cst.While, cst.Lambda, cst.BaseComp)


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """Let draws differ from sample to sample and epoch to epoch; for evaluation, from sample to sample only."""
    subject = claim.subject
    if not isinstance(subject, StartsAlike):
        return
    draft = Draft(code)
    case = _Case(draft, subject, claim.place)
    if case.evaluates:
        case.by_index()
        yield draft.fix("Let each sample keep a draw of its own, the same in every epoch", Applicability.SUGGESTION)
    else:
        title = case.anew()
        yield draft.fix(title, Applicability.UNSAFE)


class _Case:
    """What starts alike for each sample, where nothing but training, and evaluation, has to do with it."""

    def __init__(self, draft: Draft, subject: StartsAlike, place: Place) -> None:
        self.draft = draft
        self.facts = draft.facts
        self.made = subject.made
        self.sampling = subject.sampling
        self.place = place
        self.page = draft.code.page_of(place)
        found = [one.dataset for one in samplings(self.facts) if any(each[0] == place for each in alike(one))]
        self.evaluates = any(dataset in self.facts.ancestors(use) for use in self.facts.evaluation for dataset in found)
        trained = {id(each): each for each in found if not self.facts.only_evaluates(each)}
        rooted = [each for each in trained.values() if each.root is None] or trained  # no class that was tried out
        if len(rooted) != 1:
            raise CannotFix("images and masks may be two datasets")
        if _times(self.facts, self.sampling, self.made) != 1 or _keeps_state(self.facts, self.sampling):
            raise CannotFix("images and masks may be drawn for alike")
        if shards(self.facts, self.sampling.dataset):
            raise CannotFix("the workers may have to draw alike, so as to divide the samples")
        self.frames = _frames(self.made.chain, self.sampling.dataset)
        if any(self._repeated(frame.place) for frame in self.frames[1:]) or self._repeated(place):
            raise CannotFix("it stands in a part that may be run for an image and its mask")
        if not self.sampling.batch and any(not draw.augments for draw in self._draws()):
            raise CannotFix("it may be drawn which sample it is")

    def _repeated(self, place: Place) -> bool:
        page = self.draft.code.page_of(place)
        around = list(page.parents(place.node))
        functions = [n for n, each in enumerate(around) if isinstance(each, cst.FunctionDef)]
        return not functions or any(isinstance(each, REPEATS) for each in around[: functions[0]])

    def _draws(self) -> list[Draw]:
        made = self.made
        draws = self.sampling.effects.draws
        if isinstance(made, Seed):
            return [draw for draw in draws if draw.generator is None and draw.stream in made.streams]
        return [draw for draw in draws if draw.generator is made or draw is made]

    def anew(self) -> str:
        """Let nothing be alike; the title of the fix."""
        made = self.made
        if isinstance(made, Seed):
            self._take_out(made)
            return "Do not seed again where samples are made"
        if isinstance(made, Draw):
            self._from_generator(made)
        elif not made.row.drawn_seed:
            raise CannotFix("it is not known how to draw a seed for it")
        else:
            self._seed(made, lambda old: spelled(self.draft, self.page, made.row.drawn_seed, self.place.node))
        function = self.page.around(self.place.node, cst.FunctionDef)
        passes = self.sampling.generator or (function is not None and function.name.value == "__iter__")
        what = "pass" if passes else "batch" if self.sampling.batch else "sample"
        return f"Draw a new seed for each {what}"

    def by_index(self) -> None:
        """Add the index of the sample to the seed."""
        made = self.made
        if isinstance(made, Seed):
            self._not_the_order(made)
            source = origin(self.draft.code, self.place, _written(made), made.chain)
            self._is_getitem(source.function)
            self.draft.exchange(source.page, source.node, plus(source.page, source.node, self._index()))
        elif isinstance(made, Rng):
            self._seed(made, lambda old: plus(self.page, old, self._index()) if old is not None else self._index())
        else:
            raise CannotFix("it is not known how to seed it by the index")

    def _index(self) -> str:
        """The name of the index, where the seed is set or the generator made."""
        function = self.page.around(self.place.node, cst.FunctionDef, cst.Lambda)
        self._is_getitem(function)
        assert isinstance(function, cst.FunctionDef)
        name = parameters(function)[1]
        if self.page.bound_twice(name, function):
            raise CannotFix("the index is changed")
        return name

    def _is_getitem(self, function: cst.CSTNode | None) -> None:
        named = isinstance(function, cst.FunctionDef) and function.name.value == "__getitem__"
        if not named or len(parameters(function)) != 2 or len(self.frames) != 1:  # type: ignore[arg-type]
            raise CannotFix("the index is not at hand")

    def _not_the_order(self, seed: Seed) -> None:
        """See that the order of the samples is not drawn from the stream that the index would seed."""
        for loader in self.facts.trace.all(Loader):
            up = self.facts.graph.up(loader.dataset) if loader.dataset is not None else ()
            mine = any(step.dataset is self.sampling.dataset for step in up)
            if mine and loader.row.worker_stream in seed.streams and not workers(loader):
                raise CannotFix("the order would follow from the last index")

    # a seed that is taken out

    def _take_out(self, seed: Seed) -> None:
        """Take out the statement that seeds, or the call of the helper that does nothing else."""
        if any(other.place == seed.place and other.root is None for other in self.facts.trace.all(Seed)):
            raise CannotFix("others seed by it, too")
        page, node = self.page, seed.place.node
        for frame in (*reversed(self.frames[1:]), None):
            self._not_isolated(page, node)
            function = page.around(node, cst.FunctionDef, cst.Lambda)
            seeds = [each.place.node for each in self.sampling.effects.seeds]
            if frame is None or not isinstance(function, cst.FunctionDef) or not _only_seeds(function, seeds, node):
                if frame is not None and not self._draws_in(function):
                    raise CannotFix("the function that seeds may serve others")
                break
            page, node = self.draft.code.page_of(frame.place), frame.place.node
        statement = page.statement(node)
        inner = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else None
        if statement is None or not isinstance(inner, cst.Expr) or inner.value is not node:
            raise CannotFix("it is no statement")
        self.draft.remove(page, statement)

    def _draws_in(self, function: cst.CSTNode | None) -> bool:
        """Whether a function draws, itself or by what it calls: then it makes samples."""
        draws = self.sampling.effects.draws
        places = [place for draw in draws for place in (draw.place, *(frame.place for frame in draw.chain))]
        around = (each for place in places for each in self.draft.code.page_of(place).parents(place.node))
        return any(each is function for each in around)

    def _not_isolated(self, page: Page, node: cst.CSTNode) -> None:
        """See that the state is not given back after the draws: then the seed is what keeps them apart from others."""
        for each in page.parents(node):
            if isinstance(each, cst.FunctionDef):
                return
            if isinstance(each, cst.With):
                raise CannotFix("it is seeded for a block alone")

    # another seed for a generator

    def _seed(self, made: Rng | Augmentation, new: Callable[[cst.BaseExpression | None], str]) -> None:
        """Write another seed where an object is made; `new` gives it, from what is written now."""
        outside = [other for other in self.facts.trace.all(Rng) if not other.inside and other.root is None]
        if any(other.place == made.place for other in outside):
            raise CannotFix("others make it here, too")
        page, call = self.page, made.place.node
        argument = made.arguments.get(made.row.seed)
        old = value_of(argument.place) if argument is not None and argument.given else None
        if old is not None:
            self.draft.exchange(page, old, new(old))
            return
        method = made.row.reseeds[0] if isinstance(made, Rng) and made.row.reseeds else ""
        if not method or made.row.seed or not isinstance(call, cst.Call):
            raise CannotFix("it has no seed where it is made")
        calls = self._reseedings(call, made.row.reseeds)
        if len(calls) > 1 or any(len(each.args) != 1 for each in calls):
            raise CannotFix("it is seeded more than once")
        if calls:
            self.draft.exchange(page, calls[0].args[0].value, new(calls[0].args[0].value))
        else:
            self.draft.insert(page, page.range(call)[1], f".{method}({new(None)})")

    def _reseedings(self, call: cst.Call, methods: tuple[str, ...]) -> list[cst.Call]:
        """The calls that seed a generator: of what makes it, or of the name that it is given in the function."""
        page = self.page
        above = page.parent(call)
        found: list[cst.Call] = []
        if isinstance(above, cst.Attribute) and above.attr.value in methods:
            after = page.parent(above)
            found, above = ([after], page.parent(after)) if isinstance(after, cst.Call) else ([], None)
        target = above.targets[0].target if isinstance(above, cst.Assign) else None
        function = page.around(call, cst.FunctionDef)
        if target is None:
            return found  # nothing else can seed it
        if not isinstance(target, cst.Name) or function is None:
            raise CannotFix("the generator has no name of its own")
        said = [f"{target.value}.{method}" for method in methods]
        named = [each for each in page.find(cst.Call, function) if plain_name(each.func) in said]
        if any(self._repeated(Place(page.module, each)) for each in named):
            raise CannotFix("it is seeded again and again")
        return found + named

    # a generator for draws in a graph

    def _from_generator(self, draw: Draw) -> None:
        """Seed all draws of a mapped function by pairs of ints from a generator that is made before it."""
        draft, page = self.draft, self.page
        row = _generator(draft, draw)
        draws = {id(made.place.node): made for _, _, made in alike(self.sampling) if isinstance(made, Draw)}
        seeds = [each.seed for each in self.sampling.effects.draws if each.stream == draw.stream]
        values = [value_of(each.place) for each in draws.values()]
        if len(seeds) != len(set(seeds)) or any(draft.code.page_of(each.place) is not page for each in draws.values()):
            raise CannotFix("draws with one seed may be alike on purpose")
        statement = page.top(draw.place.node)
        watch(draft, page, statement, row)
        make = f"{say(draft, page, row.name[0], statement)}({_number(draw)})"
        name = _known(page, make, statement)
        if not name:
            name = draft.new_name(page, GENERATOR)
            gap = ("", "") if isinstance(statement, cst.FunctionDef | cst.ClassDef) else ()
            draft.before(page, statement, f"{name} = {make}", *gap)
        for value in values:
            if value is None:
                raise CannotFix("a seed is not written in the call")
            draft.exchange(page, value, row.pair.format(object=name))


def _known(page: Page, make: str, statement: cst.CSTNode) -> str:
    """The generator that was made like this before; a second one would draw what it draws."""
    made = [each for each in page.find(cst.Assign) if page.code(each.value) == make]
    names = [plain_name(each.targets[0].target) for each in made]
    if not made or (names == [GENERATOR] and page.scope(made[0]) is page.tree and page.before(made[0], statement)):
        return next(iter(names), "")
    raise CannotFix("another generator would draw the same")


def _frames(chain: tuple[Frame, ...], dataset: Dataset) -> list[Frame]:
    """The calls that are made for each sample."""
    shared = 0
    while shared < min(len(chain), len(dataset.chain)) and chain[shared] == dataset.chain[shared]:
        shared += 1
    return list(chain[shared:])


def _all_effects(facts: Facts, sampling: Sampling) -> list[Effects]:
    """What is done for a sample: all of it, or for a dataset that is not the project's, what is applied to it."""
    if sampling.batch:
        return [sampling.effects]
    found = {id(one.effects): one.effects for one in facts.samples.of(sampling.dataset)}
    return list(found.values())


def _times(facts: Facts, sampling: Sampling, made: Seed | Rng | Augmentation | Draw) -> int:
    """How often what starts alike, or its like, is made for one sample."""
    effects = _all_effects(facts, sampling)
    own = facts.graph.effects(sampling.dataset) if isinstance(sampling.dataset.instance, Instance) else None
    if own is not None and any(each is own for each in effects) and _count(own, made):
        return _count(own, made)
    return sum(_count(each, made) for each in effects)


def _count(effects: Effects, made: Seed | Rng | Augmentation | Draw) -> int:
    if isinstance(made, Seed):
        return sum(bool(set(seed.streams) & set(made.streams)) for seed in effects.seeds)
    if isinstance(made, Rng):
        alike_ = [
            rng for rng in effects.rngs if rng.row is made.row and (rng.place == made.place or rng.seed == made.seed)
        ]
        return len(alike_)
    if isinstance(made, Draw):
        return sum(draw.seed == made.seed and draw.stream == made.stream for draw in effects.draws)
    given = made.arguments[made.row.seed].value
    applied = {
        id(target.made): target.made for target, _, _ in (*effects.applied, *effects.inner) if hasattr(target, "made")
    }
    seeds = [one.arguments.get(one.row.seed) for one in applied.values() if isinstance(one, Augmentation)]
    return sum(each is not None and isinstance(each.value, Value) and each.value.key == given.key for each in seeds)


def _keeps_state(facts: Facts, sampling: Sampling) -> bool:
    """Whether a state is taken and put back while a sample is made."""
    calls = {call.rpartition(".")[2] for effects in _all_effects(facts, sampling) for call in effects.calls}
    return any(KEEPS_STATE.fullmatch(call) for call in calls)


def _written(seed: Seed) -> cst.BaseExpression:
    argument = seed.arguments.get(seed.row.seed)
    value = value_of(argument.place) if argument is not None and argument.given else None
    if value is None:
        raise CannotFix("the seed is left out")
    return value


def _only_seeds(function: cst.FunctionDef, seeds: list[cst.CSTNode], called: cst.CSTNode) -> bool:
    """Whether a function does nothing but to seed."""
    for line in function.body.body:
        inner = line.body[0] if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None
        value = inner.value if isinstance(inner, cst.Expr) else None
        if value is not called and all(value is not each for each in seeds) and not isinstance(value, cst.SimpleString):
            return False
    return True


def _generator(draft: Draft, draw: Draw) -> tables.Rng:
    """The constructor of a generator that draws pairs of ints for a draw."""
    known = draft.facts.interpreter.project.tables.table(draw.row.name[0].partition(".")[0])
    found = [row for row in (known.rows.values() if known else ()) if isinstance(row, tables.Rng) and row.pair]
    if not found:
        raise CannotFix("no generator draws seeds for it")
    return found[0]


def _number(draw: Draw) -> int:
    """The first number of a constant seed."""
    numbers = [part for part in _parts(draw.seed) if isinstance(part, int) and not isinstance(part, bool)]
    return numbers[0] if numbers else 0


def _parts(key: object) -> Iterator[object]:
    if isinstance(key, tuple):
        for part in key:
            yield from _parts(part)
    else:
        yield key
