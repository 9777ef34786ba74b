"""Codemods: a claim becomes fixes, each a titled list of text edits. One module for each way to mend something.

A module has `fixes(claim, code)`, which yields the fixes of one claim, the best first. Where a fix cannot be written
without loss, or is not surely right, it raises CannotFix, and the claim has none, or no further one.
"""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from auglint.finding import Fix

if TYPE_CHECKING:
    from auglint.checks.claim import Claim
    from auglint.facts import Facts
    from auglint.fixes.editing.draft import Code

MENDED_BY: dict[str, str] = {
    "AUG101": "graph_generator",
    "AUG102": "same_seed",
    "AUG103": "constant_seed",
    "AUG104": "copied_generator",
    "AUG105": "worker_seed",
    "AUG106": "reseeded_epochs",
    "AUG107": "python_rng_in_graph",
    "AUG108": "frozen_augmentation",
    "AUG201": "evaluation_pipeline",
    "AUG202": "evaluation_pipeline",
    "AUG203": "augmented_subset",
    "AUG204": "subset_transform",
    "AUG205": "discarded_dataset",
    "AUG301": "identical_split_data",
    "AUG302": "mismatched_split",
    "AUG303": "reshuffled_split",
    "AUG304": "unsharded_iterable",
}
"""The module that mends the claims of each code; of AUG901, which comes of no program, `unused_suppression`."""


def propose(
    facts: "Facts", claims: "Sequence[Claim]", failed: Callable[[Exception], None] = lambda error: None
) -> list[tuple[Fix, ...]]:
    """The fixes of each claim. A codemod that fails is told to `failed`, and its claim has no fix."""
    from auglint.fixes.editing.draft import CannotFix, Code

    code = Code(facts)
    found: list[tuple[Fix, ...]] = []
    for claim in claims:
        fixes: list[Fix] = []
        try:
            for fix in _fixes(claim, code):
                fixes.append(fix)
        except CannotFix:
            pass  # what came before it is sure
        except Exception as error:
            failed(error)
        found.append(tuple(fixes))
    return found


def _fixes(claim: "Claim", code: "Code") -> Iterable[Fix]:
    name = MENDED_BY.get(claim.code)
    if name is None:
        return ()
    mend: Callable[[Claim, Code], Iterable[Fix]] = import_module(f"auglint.fixes.{name}").fixes
    return mend(claim, code)
