"""Derived facts over a trace: the questions that checks ask.

Roles, randomness, data identity, division, exclusive branches, and where to report: each in a module of its own, so
that a check is a short question and an exemption is found in one place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from auglint.facts.data import Data, Sources, picks
from auglint.facts.graph import Graph
from auglint.facts.randomness import Random, Randomness
from auglint.facts.roles import Roles, Use
from auglint.facts.samples import Samples, about_program
from auglint.pipeline import (
    Application,
    Conditions,
    Consume,
    Dataset,
    Draw,
    Evidence,
    Frame,
    Key,
    Loader,
    Made,
    Place,
    Role,
    Strength,
    Trace,
)
from auglint.trace import tables
from auglint.trace.interpreter import Interpreter
from auglint.trace.machine import ON_PURPOSE, tokens
from auglint.trace.values import Const, compatible, mentions

TEST_TIME = frozenset({"tta", "testtime"})


@dataclass(frozen=True)
class Augmented:
    """A random application on the way to a use. `dataset` applies it; `division`: where that was divided, if it was."""

    use: Use
    dataset: Dataset
    application: Application
    steps: tuple[Random, ...]
    divisions: tuple[Dataset | Loader, ...] = ()

    @property
    def divided(self) -> bool:
        """Whether samples were divided below; picking an entry of a dictionary of splits divides nothing."""
        return any(isinstance(d, Loader) or not d.derived or d.derived[0].op != "entry" for d in self.divisions)

    @property
    def holders(self) -> list[object]:
        """The objects that hold the randomness, the outermost first."""
        found: list[object] = []
        for step in self.steps:
            found.extend(holder for holder in step.holders if all(holder is not known for known in found))
        return found


class Facts:
    """All derived facts of one program."""

    def __init__(self, trace: Trace, interpreter: Interpreter) -> None:
        self.trace = trace
        self.interpreter = interpreter
        self._end = interpreter.order()  # what is made later is made with each sample
        self.graph = Graph(trace, interpreter)
        self.roles = Roles(trace, self.graph)
        self.randomness = Randomness(self.graph)
        self.sources = Sources(self.graph)
        self.samples = Samples(self.graph, self.randomness)
        self._exclusive: dict[Conditions, bool] = {}

    @cached_property
    def uses(self) -> list[Use]:
        """The ends of the pipeline with a role."""
        return self.roles.uses()

    @cached_property
    def train(self) -> list[Use]:
        """What training uses."""
        return [use for use in self.uses if use.side == "train"]

    @cached_property
    def evaluation(self) -> list[Use]:
        """What evaluation uses. That it is iterated without gradients counts where the program also trains."""
        trains = any(use.consume is not None for use in self.train)
        least = Strength.MODE if trains else Strength.PATH
        return [use for use in self.uses if use.side == "evaluation" and use.evidence.strength >= least]

    def serves(self, made: Made) -> Evidence | None:
        """What a dataset serves: by itself, or by what is made of it."""
        pending: list[Made] = [made]
        while pending:
            for one in pending:
                found = self.roles.of(one)
                if found is not None:
                    return found
            pending = [child for one in pending for child in self.graph.children.get(id(one), [])]
        return None

    def same_whole(self, one: Dataset, other: Dataset) -> bool:
        """Whether two datasets were made of one dataset, or of two that read the same data."""
        for mine in one.derived:
            for theirs in other.derived:
                if mine.parent is theirs.parent:
                    return True
                whole = not mine.parent.derived and not theirs.parent.derived
                if whole and set(self.sources.keys(mine.parent)) & set(self.sources.keys(theirs.parent)):
                    return True
        return False

    def leaves_out(self, part: Data, whole: Data) -> bool:
        """Whether training, or another validation, uses less than the whole that a part was taken from.

        A model that is fitted again to all data in the end was validated before; a part of the training data may be
        scored beside validation data of its own.
        """
        for use in self.uses:
            if use.consume is None and use.loader is None:
                continue
            for data in self.sources.of(use):
                if use.side == "train" and data.is_part_of(whole):
                    return True
                apart = use.side == "evaluation" and data != part and not data.is_part_of(whole)
                if apart and data.key == whole.key and data.parts != whole.parts:
                    return True
                if apart and use.role is Role.VALIDATION and data.key != part.key:
                    return True
        return False

    def copied_objects(self, dataset: Dataset) -> list[Made]:
        """Transforms whose own generator is copied into workers, in the version that the project pins."""
        found: list[Made] = []
        for _, steps in self.randomness.of_dataset(dataset):
            for step in steps:
                row = getattr(step.state, "row", None)
                if row is None or not getattr(row, "copied", ()) or any(step.state is one for one in found):
                    continue
                held = step.state is not None and step.state.order < self._end
                if held and step.state is not None and self._is_within(row.copied, step.place):
                    found.append(step.state)
        return found

    def copied_stream(self, loader: Loader) -> Draw | None:
        """A draw from a global stream that workers get a copy of, in the versions that the project uses."""
        copies = loader.row.copies if isinstance(loader.row, tables.Loader) else {}
        distribution = loader.row.name[0].partition(".")[0] if copies else ""
        copied = {s for s, ends in copies.items() if self._is_within({distribution: ends}, loader.place)}
        for step in self.graph.up(loader.dataset) if loader.dataset is not None and copied else ():
            for sampling in self.samples.of(step.dataset):
                for draw in sampling.effects.draws:
                    if draw.stream in copied and draw.generator is None and draw.seed is None:
                        return draw
        return None

    def _is_within(self, ends: Mapping[str, Any], place: Place) -> bool:
        """Whether the project around a place surely uses one of these versions, given by distribution."""
        for distribution, known in ends.items():
            versions = self.interpreter.project.versions(distribution, place.module.path)
            if versions is not None and versions.within(known):
                return True
        return False

    def streams(self, loader: Loader) -> set[str]:
        """The streams that making a loader's samples draws from."""
        found: set[str] = set()
        for step in self.graph.up(loader.dataset) if loader.dataset is not None else ():
            for sampling in self.samples.of(step.dataset):
                found |= {draw.stream for draw in sampling.effects.draws}
            for _, steps in self.randomness.of_dataset(step.dataset):
                found |= {one.stream for one in steps}
        return found

    def only_evaluates(self, dataset: Dataset) -> bool:
        """Whether a dataset surely serves evaluation alone."""
        train = any(any(one is dataset for one in self.ancestors(use)) for use in self.train)
        return not train and any(any(one is dataset for one in self.ancestors(use)) for use in self.evaluation)

    def partners(self, use: Use) -> list[Use]:
        """The training uses of the run that a use belongs to: those that share most of its call chain.

        A function that trains and evaluates, called twice, makes two runs that have nothing to do with each other, and
        so do two such functions that nobody calls.
        """
        shared = [_common(use, train) for train in self.train]
        most = max(shared, default=0)
        return [train for train, length in zip(self.train, shared, strict=True) if length == most]

    def augmented(self, use: Use) -> list[Augmented]:
        """The random applications on the way to a use, with the divisions below them."""
        known = self._augmented.get(id(use))
        if known is None:
            known = list(self._augment(use))
            self._augmented[id(use)] = known
        return known

    @cached_property
    def _augmented(self) -> dict[int, list[Augmented]]:
        return {}

    def _augment(self, use: Use) -> Iterator[Augmented]:
        sampled = (use.loader,) if use.loader is not None and picks(use.loader.sampler) else ()
        for step in self.graph.up(use.dataset):
            for application, steps in self.randomness.of_dataset(step.dataset):
                yield Augmented(use, step.dataset, application, tuple(steps), (*sampled, *step.divisions))
        loader = use.loader
        if loader is not None and loader.row is not None:
            collate = loader.arguments.get(loader.row.collate)
            if collate is not None and collate.given:
                application = Application(collate.value, collate.place, loader.chain, loader.conditions)
                steps_ = tuple(self.randomness.of(collate.value, application))
                if steps_:
                    yield Augmented(use, use.dataset, application, steps_)

    def assumed_alike(self, mine: Augmented) -> Augmented | None:
        """The random steps of an evaluation use that are certain, or hold whenever those of training do."""
        certain = mine.dataset.conditions | mine.application.conditions
        granted = [
            step.conditions | theirs.dataset.conditions | theirs.application.conditions
            for train in self.train
            for theirs in self.augmented(train)
            for step in theirs.steps
        ]
        kept = tuple(
            step
            for step in mine.steps
            if not (extra := about_program(step.conditions - certain))
            or any(extra <= conditions for conditions in granted)
        )
        return replace(mine, steps=kept) if kept else None

    def ancestors(self, use: Use) -> list[Dataset]:
        """A use's dataset and all it came from."""
        return [step.dataset for step in self.graph.up(use.dataset)]

    def exclusive(self, *made: Made | Application) -> bool:
        """Whether things cannot all happen in one run: they stand in different arms of one test."""
        conditions: Conditions = frozenset().union(*(one.conditions for one in made))
        if len(conditions) < 2:
            return False
        if conditions not in self._exclusive:
            plain = frozenset(condition for condition in conditions if not mentions(condition[0], "hook"))
            self._exclusive[conditions] = not compatible(plain, frozenset())
        return self._exclusive[conditions]

    def averaged(self, use: Use) -> bool:
        """Whether evaluation averages over several random views of each sample."""
        if any(_says(frame.function, TEST_TIME) for made in (use.made, use.dataset) for frame in made.chain):
            return True
        if any(TEST_TIME & set(tokens(name)) for name in self.names(use)):
            return True
        trained = {id(train.made) for train in self.train} | {id(train.dataset) for train in self.train}
        busy = {id(loop) for c in self.trace.consumed if id(c.data) in trained for loop in c.loops}
        return any(
            consume.data is use.made and any(not loop.training and id(loop) not in busy for loop in consume.loops[:-1])
            for consume in self.trace.consumed
            if consume.by == "loop" and not any(loop.training for loop in consume.loops)
        )

    def only_looked_up(self, use: Use) -> bool:
        """Whether the labels of a use are thrown away wherever it is iterated: embeddings, a reference bank."""
        loops = [c for c in self.trace.consumed if c.data is use.made and c.by == "loop"]
        return bool(loops) and all(consume.unlabelled and not consume.loops[-1].training for consume in loops)

    def scored(self, use: Use) -> bool:
        """Whether a program that never trains surely scores a model on this use."""
        return use.evidence.strength >= Strength.ARGUMENT and any(
            consume.data is use.made and (consume.evaluating or consume.role is not None)
            for consume in self.trace.consumed
            if not consume.by_name
        )

    def on_purpose(self, use: Use) -> bool:
        """Whether the program overfits on purpose, to test itself."""
        conditions = use.made.conditions | use.dataset.conditions
        flagged = any(arm and any(_says(name, ON_PURPOSE) for name in _names(key)) for key, arm in conditions)
        return (
            self.trace.overfits
            or flagged
            or any(self.called_on_purpose(made.chain) for made in (use.made, use.dataset))
        )

    def called_on_purpose(self, chain: tuple[Frame, ...]) -> bool:
        """Whether a function on a call chain says that it overfits, or only tries things out."""
        return any(_says(frame.function, ON_PURPOSE) for frame in chain)

    def names(self, use: Use) -> set[str]:
        """The names that the evidence for a use's role speaks of."""
        return {e.reason.rpartition("`")[0].rpartition("`")[2] for e in (*use.made.evidence, *use.dataset.evidence)}

    def pairs_passed(self) -> Iterator[tuple[Consume, Consume]]:
        """Arguments of one call that are given to it for training and for evaluation."""
        calls: dict[int, list[Consume]] = {}
        for consume in self.trace.consumed:
            if consume.call is not None and consume.role is not None:
                calls.setdefault(id(consume.call), []).append(consume)
        for group in calls.values():
            for train in group:
                for other in group:
                    sides = [one.role.side for one in (train, other) if one.role is not None]
                    if sides == ["train", "evaluation"]:
                        yield train, other

    def own_generator(self, use: Use) -> bool:
        """Whether a use's loader has a generator of its own."""
        loader = use.loader
        if loader is None or loader.row is None:
            return False
        argument = loader.arguments.get(loader.row.generator)
        return (
            argument is not None
            and argument.given
            and not (isinstance(argument.value, Const) and argument.value.value is None)
        )


def _common(one: Use, other: Use) -> int:
    """How many calls the chains of two uses have in common from the start; a root that nobody calls is one, too."""
    length = int(one.made.root is not None and one.made.root == other.made.root)
    for mine, theirs in zip(one.made.chain, other.made.chain, strict=False):
        if mine.place != theirs.place:
            break
        length += 1
    return length


def _names(key: Key) -> Iterator[str]:
    """The attributes that a key asks for: `overfit` of `args.overfit`."""
    if isinstance(key, tuple):
        if key[:1] == ("attribute",) and len(key) == 3:
            yield str(key[2][-1])
        for part in key:
            yield from _names(part)


def _says(name: str, words: frozenset[str]) -> bool:
    return bool(words & set(tokens(name)))


__all__ = ["Augmented", "Facts", "Use"]
