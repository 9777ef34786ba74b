"""How surely two series of draws agree: place by place, at a lag, or as collections, and how likely that is by chance.

A draw is anything that can be compared, for example the hash of an output. Nothing here knows a framework or an array
library, so what is claimed of a run can be tested without one. Bounds are natural logarithms of probabilities.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, exp, inf, lgamma, log, log1p

LIMIT = log(1e-9)
"""A claim is made only where chance is at most this likely."""

LAGS = range(-8, 9)
"""By how many places a series may be behind another: a sampler that shuffles draws before the first sample does."""

STICKY = log(0.01)
"""Neighbours that are equal more often than chance would have it this rarely are taken for one draw."""

Draws = Sequence[Hashable]


@dataclass(frozen=True)
class Agreement:
    """That `k` of `n` draws agree. `log_bound`: how likely that many are by chance, over all that was looked at.

    `lag`: by how many places the other series is behind. `chance`: the share of independent draws of these kinds that
    agree (of fair flips, a half).
    """

    n: int
    k: int
    chance: float
    log_bound: float
    lag: int = 0

    @property
    def share(self) -> float:
        """The share of draws that agree."""
        return self.k / self.n if self.n else 0.0

    @property
    def is_sure(self) -> bool:
        """Whether chance is as good as ruled out."""
        return self.log_bound <= LIMIT


def collision(draws: Draws) -> float:
    """How often two draws of a series are equal, by all of its pairs.

    At least 1 / (4 n): that no two of n draws are equal does not show that none ever would be. 1 for fewer than two.
    """
    n = len(draws)
    if n < 2:
        return 1.0
    equal = sum(count * (count - 1) for count in Counter(draws).values())
    return max(equal / (n * (n - 1)), 1 / (4 * n))


def log_tail(n: int, k: int, p: float) -> float:
    """The logarithm of the probability of k or more successes in n independent trials with probability p each."""
    if k <= 0 or p >= 1:
        return 0.0
    if k > n or p <= 0:
        return -inf
    terms = [
        lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) + i * log(p) + (n - i) * log1p(-p) for i in range(k, n + 1)
    ]
    largest = max(terms)
    return min(0.0, largest + log(sum(exp(term - largest) for term in terms)))


def agreement(one: Draws, other: Draws, lags: Iterable[int] = LAGS) -> Agreement:
    """The surest agreement of two series place by place, at any of some lags; each lag that is tried is paid for.

    The chance of an equal draw is estimated from the series themselves, so a bound is nominal, not proved.
    """
    tried = list(lags)
    chance = max(collision(one), collision(other))
    found = [_at(one, other, lag, chance, log(len(tried))) for lag in tried]
    return min(found, key=lambda each: (each.log_bound, abs(each.lag)))


def same_order(one: Draws, other: Draws, together: int = 1) -> Agreement:
    """How far two orders of the same things agree, place by place.

    An order is no series of independent draws: of n things k keep their places in at most one of k! random orders.
    `together`: how many neighbours are moved as one, such as a batch. Neighbours that keep their places while others do
    not may have been moved as one, too, and count once.
    """
    one, other = one[::together], other[::together]
    found = agreement(one, other, [0])
    kept = [a == b for a, b in zip(one, other, strict=False)]
    pieces = found.k if all(kept) else sum(here and not before for before, here in pairwise([False, *kept]))
    return replace(found, log_bound=max(found.log_bound, -lgamma(pieces + 1)))


def step(series: Sequence[Draws], batch: int | None = None) -> int:
    """By how many places to go on in some series so that a draw that a whole batch shares counts once.

    1 where neighbours are equal as often as chance has it. `batch`: how many draws a batch has, if that is known.
    """
    if batch:
        # Of two batches the last and the first draw are no neighbours.
        near = [a == b for draws in series for n, (a, b) in enumerate(pairwise(draws), 1) if n % batch]
        return batch if _sticks(series, near) else 1
    far = 1
    while _sticks(series, [a == b for draws in series for a, b in pairwise(draws[::far])]):
        far *= 2
    return far


def _sticks(series: Sequence[Draws], near: Sequence[bool]) -> bool:
    """Whether neighbours are equal more often than chance has it."""
    return log_tail(len(near), sum(near), max(map(collision, series), default=1.0)) < STICKY


def _at(one: Draws, other: Draws, lag: int, chance: float, paid: float) -> Agreement:
    first, second = (one[lag:], other) if lag >= 0 else (one, other[-lag:])
    n = min(len(first), len(second))
    k = sum(a == b for a, b in zip(first, second, strict=False))
    return Agreement(n, k, chance, min(0.0, log_tail(n, k, chance) + paid), lag)


def common(one: Draws, other: Draws) -> Agreement:
    """How many draws two series have in common, whatever their order: parallel calls leave the order to chance.

    Of n times m independent pairs a share of `chance` is equal; the bound is Chernoff's for that many rare events.
    """
    k = (Counter(one) & Counter(other)).total()
    n = min(len(one), len(other))
    chance = max(collision(one), collision(other))
    expected = len(one) * len(other) * chance
    log_bound = k - expected - k * log(k / expected) if expected and k > expected else 0.0
    return Agreement(n, k, chance, min(0.0, log_bound))


def needed(chance: float, lags: int = len(LAGS)) -> int:
    """How many places are needed for a claim if all of them agree; below that nothing can be decided."""
    if not 0 < chance < 1:
        raise ValueError("no number of equal draws shows anything where all, or none, are equal by chance")
    return max(1, ceil((log(lags) - LIMIT) / -log(chance)))
