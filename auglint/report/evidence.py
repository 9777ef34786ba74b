"""How sure a measurement is, in the few numbers that people read."""

from math import ceil, exp, isinf, log

from auglint.confirm.statistics import LIMIT
from auglint.finding import Evidence, Finding
from auglint.report.display import flat


def verdict(finding: Finding) -> str:
    """The verdict and what it stands on, in one line; "" without a run."""
    if finding.verdict is None:
        return ""
    told = finding.evidence
    parts = [finding.verdict.value, *([flat(told.text)] if told and told.text.strip() else [])]
    numbers = told and sentence(told)
    return ": ".join(parts) + (f" ({numbers})" if numbers else "")


def sentence(evidence: Evidence) -> str:
    """What was counted, for a sentence: "64 of 64 agree, 1.6 % expected by chance; false alarm below 1e-100".

    "" where chance has no part in it: then nothing was compared, or the evidence says in words what was counted.
    """
    if not evidence.n or evidence.chance <= 0:
        return ""
    counts = f"{agreed(evidence)} agree, {share(evidence.chance)} expected by chance"
    if evidence.log_bound > LIMIT:
        return counts
    return f"{counts}; false alarm {'ruled out' if isinf(evidence.log_bound) else below(evidence.log_bound)}"


def agreed(evidence: Evidence) -> str:
    """How many agree: `64 of 64`; "" when nothing was compared."""
    return f"{evidence.k} of {evidence.n}" if evidence.n else ""


def share(value: float) -> str:
    """A share as a percentage that never rounds to all or nothing."""
    percent = 100 * value
    if percent in (0, 100):
        return f"{percent:.0f} %"
    if percent < 0.01:
        return "under 0.01 %"
    if percent >= 99.5:
        return "over 99 %"
    return f"{percent:.0f} %" if percent >= 9.95 else f"{percent:.2g} %"


def below(log_bound: float) -> str:
    """A bound in words: `below 1e-100`; it is rounded up."""
    return f"below {_power(log_bound)}"


def bound(log_bound: float) -> str:
    """A bound for a table: `< 1e-100`, or the probability itself where it is not small."""
    if isinf(log_bound):
        return "0"
    if log_bound <= log(1e-2):
        return f"< {_power(log_bound)}"
    return f"{exp(min(log_bound, 0.0)):.2g}"


def log10(log_bound: float) -> float | None:
    """A bound's decimal logarithm, rounded; None for an impossible event."""
    return None if isinf(log_bound) else round(min(log_bound, 0.0) / log(10), 3)


def _power(log_bound: float) -> str:
    # A bound that was computed as exactly a power of ten may come out an ulp above it.
    return f"1e{ceil(log_bound / log(10) - 1e-9)}"
