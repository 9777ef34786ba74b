"""AUG104: a generator that is copied into workers is seeded anew in each of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.copied_generator import Copied, copied, copied_stream, held
from auglint.facts import Facts
from auglint.facts.samples import given
from auglint.finding import Applicability, Fix
from auglint.fixes.editing.draft import CannotFix, Code, Draft
from auglint.fixes.editing.page import Page, plain_name, value_of
from auglint.fixes.program.origins import Origin, first_name, last_attribute, origin
from auglint.fixes.program.reach import Spot, spots
from auglint.fixes.program.worker_function import WorkerFunctions, running, said, spelled
from auglint.pipeline import Augmentation, Dataset, Draw, Loader, Made, Place, Rng, Seed
from auglint.trace.tables import Row
from auglint.trace.values import Const, Object


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """Seed it in each worker; a dataset that its framework runs in processes is run in threads."""
    subject = claim.subject
    if not isinstance(subject, Copied):
        return
    draft = Draft(code)
    if subject.dataset is not None:
        _in_threads(draft, subject.dataset)
        yield draft.fix("Make the batches in threads instead of processes", Applicability.UNSAFE)
    else:
        how = _in_workers(draft, subject)
        yield draft.fix("Give each worker a seed of its own", how)


def _in_threads(draft: Draft, dataset: Dataset) -> None:
    """The flag is written where the dataset is made, or where its class calls its base's constructor."""
    name, call = dataset.row.processes, dataset.place.node
    written = [each for each in (call.args if isinstance(call, cst.Call) else ()) if each.keyword]
    here = next((Place(dataset.place.module, each) for each in written if plain_name(each.keyword) == name), None)
    place = here or dataset.arguments[name].place
    value = value_of(place)
    if not isinstance(value, cst.Name) or value.value != "True":
        raise CannotFix("that it runs in processes is not written in the call")
    draft.replace(draft.code.page_of(place), value, "False")


@dataclass(frozen=True)
class Reseeded:
    """An object that is seeded anew: what it may be, its paths below the dataset, its names in the loader's module."""

    made: tuple[Made, ...]
    paths: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def how(self) -> object:
        """What must be equal for the same lines to seed it."""
        return _kind(self.made[0]), self.paths, self.names


def _kind(made: Made) -> tuple[str, str]:
    row = getattr(made, "row", None)
    return made.name, getattr(row, "reseed", "") if isinstance(row, Row) else ""


def _in_workers(draft: Draft, subject: Copied) -> Applicability:
    """Seed all that is copied into the workers of each loader that has the object: one alone would hide the others."""
    facts = draft.facts
    functions = WorkerFunctions(draft)
    loaders = [loader for loader in facts.trace.all(Loader) if _concerns(facts, loader, subject)]
    how = Applicability.UNSAFE if any(_was_repeated(facts, each) for each in loaders) else Applicability.SAFE
    for loader in loaders:
        wanted = _wanted(draft, loader)

        def lines(page: Page, at: cst.CSTNode, info: str) -> list[str]:
            return _lines(draft, page, at, info, loader, wanted)  # noqa: B023 -- called at once

        if functions.add(loader, lines):
            for other in running(facts, loader):
                if copied(facts, other):
                    if [one.how for one in _wanted(draft, other)] != [one.how for one in wanted]:
                        raise CannotFix("another loader needs something else")
                elif _draws(facts, other, wanted):
                    how = Applicability.UNSAFE
    functions.write(loaders)
    return how


def _was_repeated(facts: Facts, loader: Loader) -> bool:
    """Whether only the seeds of the copied objects made runs alike: nothing seeds what the workers are seeded from."""
    row = loader.row
    if given(loader, row.generator) is not None or any(
        row.worker_stream in seed.streams for seed in facts.trace.all(Seed)
    ):
        return False
    shuffle = given(loader, row.shuffle)
    shuffles = isinstance(shuffle, Const) and shuffle.value is True
    return not shuffles and any(_seeded(made) for made in copied(facts, loader))


def _seeded(made: Made) -> bool:
    if isinstance(made, Rng):
        return made.seed is not None
    row = made.row if isinstance(made, Augmentation) else None
    seed = made.arguments.get(row.seed) if row is not None and row.seed else None
    return seed is not None and seed.given


def _concerns(facts: Facts, loader: Loader, subject: Copied) -> bool:
    if subject.made is not None:
        return any(made is subject.made for made in copied(facts, loader))
    return subject.loader is not None and loader.place == subject.loader.place


def _draws(facts: Facts, loader: Loader, wanted: list[Reseeded]) -> bool:
    """Whether a loader that is not at fault would draw other values. Raises CannotFix where it has no such object."""
    known = {spot.path: spot for spot in spots(facts, loader.dataset)} if loader.dataset is not None else {}
    for one in wanted:
        for path in one.paths:
            if path not in known or any(_kind(made) != _kind(one.made[0]) for made in known[path].made):
                raise CannotFix("another loader of this call has no such object")
    if loader.dataset is None:
        return False
    return any(
        held(facts, step.dataset) or facts.copied_objects(step.dataset) for step in facts.graph.up(loader.dataset)
    )


def _wanted(draft: Draft, loader: Loader) -> list[Reseeded]:
    """What is to be seeded in the workers of a loader. Raises CannotFix when one of the objects cannot be reached."""
    assert loader.dataset is not None
    found: list[Reseeded] = []
    all_spots = spots(draft.facts, loader.dataset)
    for made in copied(draft.facts, loader):
        if any(made is other for one in found for other in one.made):
            continue
        mine = [spot for spot in all_spots if any(made is one for one in spot.made)]
        group = next((spot.made for spot in mine), (made,))
        if any(spot.made != group for spot in mine) or len({_kind(one) for one in group}) > 1 or not _kind(made)[1]:
            raise CannotFix("it may be one of several objects")
        names = _names(draft, loader, group, mine)
        if isinstance(made, Rng) and _is_kept_elsewhere(draft, {*names, *(spot.name for spot in mine)}):
            raise CannotFix("one of its methods is kept, and would go on drawing from it")
        if not mine and not names:
            raise CannotFix("the workers do not reach it")
        found.append(Reseeded(group, tuple(spot.path for spot in mine), names))
    return found


def _names(draft: Draft, loader: Loader, group: tuple[Made, ...], mine: list[Spot]) -> tuple[str, ...]:
    """The globals by which objects are used. Raises CannotFix when they are used by what would not be seeded."""
    names: dict[str, None] = {}
    page = draft.code.page_of(loader.place)
    for use in _uses(draft, loader, group):
        head = first_name(use.node)
        if head is None or head.value in _classes(use.page) or "__class__" in use.page.code(use.node):
            raise CannotFix("it is the class's, not the object's")
        if isinstance(use.node, cst.Name) and use.is_global:
            if use.page is not page or not _is_made_here(page, use.node.value):
                raise CannotFix("it is a global of another module")
            names[use.node.value] = None
        elif use.is_global or last_attribute(use.node) not in {spot.name.partition("[")[0] for spot in mine}:
            raise CannotFix("it is not known by which name it is used")
    return tuple(names)


def _is_kept_elsewhere(draft: Draft, names: set[str]) -> bool:
    """Whether a method of what has one of these names is not called at once: it belongs to the object of before."""
    pages = [draft.code.page(module) for module in draft.facts.interpreter.modules.values()]
    for page in pages:
        for found in page.find(cst.Attribute):
            above = page.parent(found)
            if plain_name(found.value).rpartition(".")[2] not in names or isinstance(above, cst.Attribute):
                continue
            if not (isinstance(above, cst.Call) and above.func is found) and not isinstance(above, cst.AssignTarget):
                return True
    return False


def _classes(page: Page) -> set[str]:
    """The names by which a page may mean a class, not an object of it."""
    return {"cls", *(each.name.value for each in page.find(cst.ClassDef))}


def _is_made_here(page: Page, name: str) -> bool:
    """Whether a module gives a name its value by plain assignments."""
    bound = [found for found in page.find(cst.Name) if found.value == name and page.scope(found) is page.tree]
    return any(isinstance(page.parent(found), cst.AssignTarget | cst.AnnAssign) for found in bound)


def _uses(draft: Draft, loader: Loader, group: tuple[Made, ...]) -> Iterator[Origin]:
    """The expressions by which the objects are used for samples."""
    facts = draft.facts
    assert loader.dataset is not None
    for step in facts.graph.up(loader.dataset):
        for sampling in facts.samples.of(step.dataset):
            effects = sampling.effects
            for draw in effects.draws:
                if any(draw.generator is made for made in group):
                    yield origin(draft.code, draw.place, _generator(draw), draw.chain)
            for target, application, _ in (*effects.applied, *effects.inner):
                call = application.place.node
                if isinstance(target, Object) and any(target.made is made for made in group):
                    if not isinstance(call, cst.Call):
                        raise CannotFix("it is applied by no plain call")
                    yield origin(draft.code, application.place, call.func, application.chain)


def _generator(draw: Draw) -> cst.BaseExpression:
    """The expression of the generator that is drawn from."""
    call = draw.place.node
    given = draw.arguments.get(draw.row.generator) if draw.row is not None else None
    expression = value_of(given.place) if given is not None and given.given else None
    if draw.row is None and isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute):
        expression = call.func.value
    if expression is None:
        raise CannotFix("it is not written where it is drawn from")
    return expression


# what is written


def _lines(draft: Draft, page: Page, at: cst.CSTNode, info: str, loader: Loader, wanted: list[Reseeded]) -> list[str]:
    """The lines of a worker function."""
    row = loader.row
    if not row.worker_info:
        raise CannotFix("it is not known how a worker learns its seed")
    lines: list[str] = []
    number = 0
    for one in wanted:
        made = one.made[0]
        if isinstance(made, Rng) and made.stream in row.worker_streams:
            number = max(number, 1)  # else it would draw just what the worker's global stream draws
        lines += _seeding(draft, page, at, one, info, _seed(info, number))
        number += 1
    if lines:
        names = [name for one in wanted if _kind(one.made[0])[1].startswith("{object} = ") for name in one.names]
        first = [f"global {', '.join(dict.fromkeys(names))}"] if names else []
        lines = [*first, f"{info} = {spelled(draft, page, row.worker_info, at)}", *lines]
    draw = copied_stream(draft.facts, loader)
    if draw is not None:
        if draw.stream not in row.reseed:
            raise CannotFix("it is not known how the stream is seeded")
        seed = spelled(draft, page, row.worker_seed, at)
        lines.append(spelled(draft, page, row.reseed[draw.stream], at).format(seed=seed))
    return lines


def _seed(info: str, number: int) -> str:
    """The seed of the object of a number, different for each worker: workers have seeds that follow on each other."""
    times = f"{number} * " if number > 1 else ""
    return f"{info}.seed + {times}{info}.num_workers" if number else f"{info}.seed"


def _seeding(draft: Draft, page: Page, at: cst.CSTNode, one: Reseeded, info: str, seed: str) -> list[str]:
    """The statements that seed an object: a new one takes all its places at once, one that stays is seeded once."""
    template = _kind(one.made[0])[1]
    paths = [f"{info}.dataset{path}" for path in one.paths]
    make = _made_by(draft, page, one.made[0], at) if "{make}" in template else ""
    value = template.removeprefix("{object} = ")
    if value != template:
        places = [*one.names, *paths]
        return [f"{' = '.join(places)} = {value.format(object=places[0], make=make, seed=seed)}"]
    if "{seed} %" in template and " " in seed:
        seed = f"({seed})"
    return [template.format(object=place, make=make, seed=seed) for place in (*paths[:1], *one.names)]


def _made_by(draft: Draft, page: Page, made: Made, at: cst.CSTNode) -> str:
    """How the constructor of an object is called at a node."""
    names = made.row.name if isinstance(made, Rng) else ()
    dotted = next((name for name in names if name.rpartition(".")[2] == made.name), "")
    if not dotted:
        raise CannotFix("its constructor is not known")
    return said(draft, page, dotted, at)
