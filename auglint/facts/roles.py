"""Which data serves training, which evaluation, and how it is known."""

from dataclasses import dataclass

from auglint.facts.graph import Graph
from auglint.pipeline import Consume, Dataset, Evidence, Loader, Made, Role, Strength, Trace


@dataclass(frozen=True)
class Use:
    """An end of the pipeline: a loader, or a dataset that nothing is made of, with the role it serves.

    `place` is where it is used when a call says so (`fit(validation_data=…)`), else where it is made.
    """

    made: Made
    dataset: Dataset
    role: Role
    evidence: Evidence
    consume: Consume | None = None

    @property
    def side(self) -> str:
        """train or evaluation."""
        return self.role.side

    @property
    def loader(self) -> Loader | None:
        """The loader, when the use is one."""
        return self.made if isinstance(self.made, Loader) else None


class Roles:
    """Roles of datasets and loaders over one graph."""

    def __init__(self, trace: Trace, graph: Graph) -> None:
        self.trace = trace
        self.graph = graph
        self._consumed: dict[int, list[Evidence]] = {}
        for consume in trace.consumed:
            evidence = _consumed(consume)
            if evidence is not None:
                self._consumed.setdefault(id(consume.data), []).append(evidence)

    def uses(self) -> list[Use]:
        """All ends of the pipeline whose role is known."""
        found: list[Use] = []
        strong: set[int] = set()
        for consume in self.trace.consumed:
            evidence = _consumed(consume)
            if evidence is None or evidence.strength < Strength.CONSUMED:
                continue
            dataset = consume.data.dataset if isinstance(consume.data, Loader) else consume.data
            if isinstance(dataset, Dataset):
                found.append(Use(consume.data, dataset, evidence.role, evidence, consume))
                strong.add(id(consume.data))
        for made in self.trace.made:
            if id(made) in strong or not self._is_end(made):
                continue
            evidence = self.of(made)
            dataset_ = made.dataset if isinstance(made, Loader) else made
            if evidence is not None and isinstance(dataset_, Dataset):
                found.append(Use(made, dataset_, evidence.role, evidence))
        return found

    def _is_end(self, made: Made) -> bool:
        if isinstance(made, Loader):
            return True
        if not isinstance(made, Dataset):
            return False
        # a dataset that is never used, and whose name something else took, serves nothing
        unused = id(made) not in self.graph.children and not made.rebound and made.fetched
        return unused or id(made) in self._consumed

    def of(self, made: Made) -> Evidence | None:
        """The best evidence for the role of a dataset or loader: its own, else that of what it came from."""
        pending: list[Made] = [made]
        weak: Evidence | None = None
        seen: set[int] = set()
        while pending:
            level = pending
            pending = []
            best: list[Evidence] = []
            for one in level:
                if id(one) in seen:
                    continue
                seen.add(id(one))
                own = self.own(one)
                if own == "conflict":
                    return None
                if isinstance(own, Evidence) and own.strength <= Strength.MODE:
                    weak = weak or own  # what it came from may tell more
                    own = None
                if isinstance(own, Evidence):
                    best.append(own)
                elif isinstance(one, Loader):
                    if one.dataset is not None:
                        pending.append(one.dataset)
                elif isinstance(one, Dataset):
                    pending.extend(d.parent for d in self.graph.parents(one) if not self._serves_both(d.parent))
            if best:
                sides = {evidence.role.side for evidence in best}
                return max(best, key=lambda e: e.strength) if len(sides) == 1 else None
        return weak

    def own(self, made: Made) -> Evidence | str | None:
        """The evidence on one object itself; "conflict" when the strongest pieces disagree."""
        evidence = [*made.evidence, *self._consumed.get(id(made), [])]
        if not evidence:
            return None
        strongest = max(e.strength for e in evidence)
        best = [e for e in evidence if e.strength == strongest]
        if len({e.role.side for e in best}) > 1:
            return "conflict"
        return best[0]

    def _serves_both(self, made: Made) -> bool:
        """Whether what was made of a dataset serves training as well as evaluation."""
        sides = set()
        for child in self.graph.children.get(id(made), []):
            own = self.own(child)
            if isinstance(own, Evidence) and own.strength > Strength.MODE:
                sides.add(own.role.side)
        return len(sides) > 1


def _consumed(consume: Consume) -> Evidence | None:
    if consume.role is not None and not consume.by_name:
        strength = Strength.CONSUMED
        if consume.by != "loop" and consume.role is not Role.TRAIN and not consume.decisive:
            strength = Strength.ARGUMENT
        what = "training runs over it" if consume.by == "loop" else f"`{consume.by}` is given it"
        return Evidence(consume.role, strength, what, consume.place)
    if consume.evaluating:
        return Evidence(Role.VALIDATION, Strength.MODE, "it is iterated without gradients", consume.place)
    return None
