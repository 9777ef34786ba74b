"""Which dataset came from which, also through project classes that wrap another dataset."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from auglint.pipeline import Application, Dataset, Derivation, Effects, Loader, Made, Trace
from auglint.trace.interpreter import Interpreter
from auglint.trace.machine import OutOfSteps
from auglint.trace.values import Instance


@dataclass(frozen=True)
class Step:
    """One dataset on the way from a use up to a source. `divisions`: the datasets at which samples were left out."""

    dataset: Dataset
    divisions: tuple[Dataset, ...] = ()
    joined: bool = False


class Graph:
    """The datasets of a trace, their parents and children. Effects of project datasets are found once, when asked."""

    def __init__(self, trace: Trace, interpreter: Interpreter) -> None:
        self.trace = trace
        self.interpreter = interpreter
        self._effects: dict[int, Effects] = {}
        self._applied: dict[int, Effects] = {}
        self._kept: list[Application] = []  # keeps ids from being used again
        self.children: dict[int, list[Made]] = {}
        for dataset in trace.all(Dataset):
            for derivation in self.parents(dataset):
                self.children.setdefault(id(derivation.parent), []).append(dataset)
        for loader in trace.all(Loader):
            if loader.dataset is not None:
                self.children.setdefault(id(loader.dataset), []).append(loader)

    def effects(self, dataset: Dataset) -> Effects:
        """What making one sample of a project dataset does."""
        known = self._effects.get(id(dataset))
        if known is None:
            self._effects[id(dataset)] = Effects()  # a dataset that reads itself ends here
            known = self._run(lambda: self.interpreter.effects_of_dataset(dataset), dataset)
            self._effects[id(dataset)] = known
        return known

    def effects_of(self, application: Application) -> Effects:
        """What calling an applied callable on a sample does."""
        key = id(application)
        known = self._applied.get(key)
        if known is None:
            self._applied[key] = Effects()
            known = self._run(lambda: self.interpreter.effects_of(application.callable, application), application)
            self._applied[key] = known
            self._kept.append(application)
        return known

    def _run(self, run: Callable[[], Effects], what: Made | Application) -> Effects:
        interpreter = self.interpreter
        interpreter.root_steps = 0
        interpreter.context = interpreter.context_at(what.place)
        try:
            return run()
        except (OutOfSteps, RecursionError):
            return Effects()
        finally:
            interpreter.context = None  # type: ignore[assignment]

    def parents(self, dataset: Dataset) -> list[Derivation]:
        """What a dataset came from: by a call, or because its class reads another dataset."""
        found = list(dataset.derived)
        if isinstance(dataset.instance, Instance):
            for parent, extent, _ in self.effects(dataset).parents:
                if parent is not dataset and all(d.parent is not parent for d in found):
                    found.append(Derivation(parent, "wrap", extent))
        return found

    def up(self, dataset: Dataset) -> Iterator[Step]:
        """A dataset and all it came from."""
        pending = [Step(dataset)]
        seen: set[int] = set()
        while pending and len(seen) < 200:
            step = pending.pop()
            if id(step.dataset) in seen:
                continue
            seen.add(id(step.dataset))
            yield step
            for derivation in self.parents(step.dataset):
                divisions = step.divisions
                if derivation.extent == "fewer":
                    divisions = (*divisions, step.dataset)
                pending.append(Step(derivation.parent, divisions, step.joined or derivation.extent == "join"))
