"""AUG101, its advice: each split's loader gets a generator of its own, so that what one draws depends on itself alone.

With workers, the generator of a loader seeds them anew in each pass. Without, it only orders the samples, and the draws
would go on sharing one stream: then nothing is offered.
"""

from collections.abc import Iterator

import libcst as cst

from auglint.checks.claim import Claim
from auglint.checks.global_seed import Replayed
from auglint.facts import Augmented
from auglint.finding import Applicability, Fix
from auglint.fixes.editing.draft import CannotFix, Code, Draft
from auglint.fixes.editing.page import Page, value_of
from auglint.fixes.program.origins import Origin
from auglint.fixes.program.worker_function import give, said
from auglint.pipeline import Loader, Seed
from auglint.trace import tables
from auglint.trace.values import Const, Unknown


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """A generator for training, and one for evaluation."""
    subject = claim.subject
    if not isinstance(subject, Replayed) or subject.seed is None or subject.other is None:
        return
    draft = Draft(code)
    for one, more in ((subject.train, 0), (subject.other, 1)):
        _give(draft, subject.seed, _loader(draft, one), more)
    yield draft.fix("Give each loader a generator of its own", Applicability.SUGGESTION)


def _loader(draft: Draft, one: Augmented) -> Loader:
    """The loader of a split. It surely has workers, and no other is made by its call."""
    loader = one.use.loader
    if loader is None or not isinstance(loader.row, tables.Loader) or not isinstance(loader.place.node, cst.Call):
        raise CannotFix("there is no loader")
    argument = loader.arguments.get(loader.row.workers)
    value = argument.value if argument is not None and argument.given else None
    sure = isinstance(value, Const) and isinstance(value.value, int) and value.value > 0
    if not sure and not (isinstance(value, Unknown) and value.type == "positive"):
        raise CannotFix("the loader may have no workers")
    if loader.loops or sum(each.place == loader.place for each in draft.facts.trace.all(Loader)) > 1:
        raise CannotFix("several loaders are made by one call")
    return loader


def _give(draft: Draft, seed: Seed, loader: Loader, more: int) -> None:
    page, call = draft.code.page_of(loader.place), loader.place.node
    row = _generator(draft, loader)
    text = f"{said(draft, page, row.name[0], call)}().{row.reseeds[0]}({_number(draft, page, seed, more)})"
    give(draft, loader, loader.row.generator, text)


def _generator(draft: Draft, loader: Loader) -> tables.Rng:
    """The generators that a loader takes: those of the stream that seeds its workers."""
    known = draft.facts.interpreter.project.tables.table(loader.row.name[0].partition(".")[0])
    for row in known.rows.values() if known else ():
        if isinstance(row, tables.Rng) and row.stream == loader.row.worker_stream and row.reseeds:
            return row
    raise CannotFix("no generator is known")


def _number(draft: Draft, page: Page, seed: Seed, more: int) -> str:
    """The program's seed, or the number after it: by its name where the loader's module has that."""
    argument = seed.arguments.get(seed.row.seed) if seed.row is not None else None
    node = value_of(argument.place) if argument is not None else None
    here = draft.code.page_of(argument.place) if argument is not None else None
    if here is page and isinstance(node, cst.Name) and Origin(page, node, ()).is_global:
        return f"{node.value} + {more}" if more else node.value
    if argument is None or not isinstance(argument.value, Const) or not isinstance(argument.value.value, int):
        raise CannotFix("the seed is not known")
    return str(argument.value.value + more)
