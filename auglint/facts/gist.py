"""What a program does to its data, without places: equal before and after a change that does not concern it."""

from collections.abc import Hashable
from pathlib import Path

from auglint.facts import Facts
from auglint.facts.overview import overview
from auglint.pipeline import Dataset, Seed, Split
from auglint.trace.values import Instance


def gist(facts: Facts, path: Path) -> Hashable:
    """The splits and all that serves them, the seeds that are set, the divisions, and what makes the samples calls."""
    splits = sorted(
        (split.role, tuple((thing.kind, thing.name, thing.detail) for thing in split.things))
        for split in overview(facts, path).splits
    )
    seeds = [(seed.name, seed.streams, seed.value if seed.constant else None) for seed in facts.trace.all(Seed)]
    divisions = [
        (split.name, tuple(name for name, argument in split.arguments.items() if argument.given))
        for split in facts.trace.all(Split)
    ]
    made = [dataset for dataset in facts.trace.all(Dataset) if isinstance(dataset.instance, Instance)]
    calls = [tuple(sorted(facts.graph.effects(dataset).calls)) for dataset in made]
    return tuple(splits), tuple(seeds), tuple(divisions), tuple(calls)
