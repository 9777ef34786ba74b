"""The checks: one module per rule, named after it. Each asks the facts of one program and says what it found."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

from auglint.finding import Finding, Fix, Related
from auglint.pipeline import Site

if TYPE_CHECKING:
    from auglint.checks.claim import Claim
    from auglint.facts import Facts
    from auglint.trace.project import Project

CODES: dict[str, str] = {
    "AUG101": "global_seed",
    "AUG102": "same_seed",
    "AUG103": "constant_seed",
    "AUG104": "copied_generator",
    "AUG105": "worker_seed",
    "AUG106": "reseeded_epochs",
    "AUG107": "python_rng_in_graph",
    "AUG108": "frozen_augmentation",
    "AUG201": "shared_augmentation",
    "AUG202": "shared_augmentation",
    "AUG203": "augmented_subset",
    "AUG204": "subset_transform",
    "AUG205": "discarded_dataset",
    "AUG301": "identical_split_data",
    "AUG302": "mismatched_split",
    "AUG303": "reshuffled_split",
    "AUG304": "unsharded_iterable",
    "AUG305": "resampled_before_split",
}
"""The module of each code."""


def check_program(project: "Project", path: Path, codes: Collection[str]) -> list[Finding]:
    """The findings of the program that starts in a file. Raises SourceError when it cannot be parsed."""
    return to_findings(claims_of(project, path, codes)[1])


def claims_of(project: "Project", path: Path, codes: Collection[str]) -> "tuple[Facts | None, list[Claim]]":
    """The claims about the program that starts in a file, and the facts they stand on; None where nothing matters.

    Raises SourceError when it cannot be parsed.
    """
    from auglint.facts import Facts
    from auglint.trace.interpreter import trace_program

    if not project.matters(path):
        return None, []
    trace, interpreter = trace_program(project, path)
    facts = Facts(trace, interpreter)
    return facts, [claim for claim in run_checks(facts, codes) if claim.code in codes]


def run_checks(facts: "Facts", codes: Collection[str]) -> "Iterator[Claim]":
    """The claims of all checks that these codes need."""
    from importlib import import_module

    for name in dict.fromkeys(CODES[code] for code in codes if code in CODES):
        check: Callable[[Facts], Iterable[Claim]] = import_module(f"auglint.checks.{name}").check
        yield from check(facts)


def to_findings(claims: "Iterable[Claim]", fixes: Sequence[tuple[Fix, ...]] = ()) -> list[Finding]:
    """Claims with positions and the catalogue's names, and with their fixes, where those are given."""
    from auglint.catalogue import rules
    from auglint.facts.places import locate

    claims = list(claims)
    sites = locate(place for claim in claims for place in (claim.place, *(where for where, _ in claim.related)))
    pages = rules() if claims else {}
    findings: list[Finding] = []
    for claim, mended in zip(claims, fixes or repeat(()), strict=False):
        site = sites[claim.place]
        related: dict[Site, str] = {}
        for where, text in claim.related:
            if sites[where] != site:
                related.setdefault(sites[where], text)
        page = pages[claim.code]
        findings.append(
            Finding(
                claim.code,
                page.name,
                claim.severity,
                claim.message,
                site,
                claim.label,
                tuple(Related(where, text) for where, text in related.items()),
                claim.why or page.why,
                claim.help or page.help,
                mended,
            )
        )
    return findings
