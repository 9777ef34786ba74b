"""How surely series of draws agree: no healthy pair is accused, and shared streams are found."""

import random
from math import exp, isclose, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auglint.confirm.statistics import (
    LIMIT,
    Agreement,
    agreement,
    collision,
    common,
    log_tail,
    needed,
    same_order,
    step,
)

ROUNDS = 400


def flips(rng: random.Random, n: int, p: float = 0.5) -> list[bool]:
    return [rng.random() < p for _ in range(n)]


def fine(rng: random.Random, n: int) -> list[float]:
    """Draws of a transform with many outcomes."""
    return [rng.random() for _ in range(n)]


@given(st.integers(1, 60), st.floats(0.01, 0.99), st.data())
def test_the_tail_is_that_of_the_binomial(n: int, p: float, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n + 1))
    below = exp(log_tail(n, k + 1, p)) if k < n else 0.0
    choose = 1.0
    for i in range(k):
        choose *= (n - i) / (i + 1)
    here = choose * p**k * (1 - p) ** (n - k) if k <= n else 0.0
    assert isclose(exp(log_tail(n, k, p)), below + here, rel_tol=1e-6, abs_tol=1e-12)


def test_how_often_draws_are_equal_by_chance() -> None:
    rng = random.Random(1)
    assert isclose(collision(flips(rng, 4000)), 0.5, abs_tol=0.01)
    assert isclose(collision(flips(rng, 4000, 0.1)), 0.82, abs_tol=0.02)
    assert collision(fine(rng, 64)) == 1 / 256
    assert collision(["same"] * 64) == 1.0
    assert collision([]) == collision(["one"]) == 1.0


@pytest.mark.parametrize("p", [0.5, 0.9, 0.1, 0.02])
def test_healthy_flips_are_never_accused(p: float) -> None:
    rng = random.Random(2)
    for _ in range(ROUNDS):
        one, other = flips(rng, 64, p), flips(rng, 64, p)
        assert not agreement(one, other).is_sure
        assert not common(one, other).is_sure


def test_healthy_fine_draws_are_never_accused() -> None:
    rng = random.Random(3)
    for _ in range(ROUNDS):
        one, other = fine(rng, 64), fine(rng, 64)
        assert not agreement(one, other).is_sure
        assert not common(one, other).is_sure


def test_what_draws_nothing_is_never_accused() -> None:
    """Equal outputs of a step that does nothing show no shared stream."""
    assert agreement(["same"] * 64, ["same"] * 64).log_bound == 0.0
    assert common(["same"] * 64, ["same"] * 64).log_bound == 0.0


def test_a_shared_stream_of_fair_flips_is_found_in_64_places_not_in_8() -> None:
    rng = random.Random(4)
    found = 0
    for _ in range(ROUNDS):
        draws = flips(rng, 64)
        found += agreement(draws, draws).is_sure
        assert not agreement(draws[:8], draws[:8]).is_sure
    assert found >= 0.99 * ROUNDS


def test_a_stream_that_is_behind_is_found_with_its_lag() -> None:
    """A seed before each pass, and one pass shuffles: its samples draw two places later."""
    rng = random.Random(5)
    draws = fine(rng, 66)
    assert agreement(draws, draws[2:]) == Agreement(64, 64, 1 / 256, agreement(draws, draws[2:]).log_bound, 2)
    assert agreement(draws[2:], draws).lag == -2


def test_a_stream_that_is_shared_in_part_is_found() -> None:
    rng = random.Random(6)
    one = fine(rng, 20)
    other = [draw if number < 12 else rng.random() for number, draw in enumerate(one)]
    found = agreement(one, other)
    assert found.is_sure
    assert found.share == 0.6


def test_a_stream_in_another_order_is_found_as_a_collection() -> None:
    rng = random.Random(7)
    one = fine(rng, 64)
    other = rng.sample(one, 64)
    assert not agreement(one, other).share > 0.2
    assert common(one, other).is_sure
    assert common(one, other).k == 64


def test_a_few_common_draws_are_no_claim() -> None:
    rng = random.Random(8)
    one = fine(rng, 64)
    assert not common(one, [*one[:3], *fine(rng, 61)]).is_sure


@pytest.mark.parametrize(("chance", "lags", "places"), [(0.5, 1, 30), (0.5, 17, 34), (1 / 256, 17, 5), (0.82, 17, 119)])
def test_how_many_places_a_claim_needs(chance: float, lags: int, places: int) -> None:
    assert needed(chance, lags) == places
    assert places * log(chance) + log(lags) <= LIMIT
    assert (places - 1) * log(chance) + log(lags) > LIMIT


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_where_all_or_none_are_equal_nothing_can_be_shown(chance: float) -> None:
    with pytest.raises(ValueError, match="by chance"):
        needed(chance)


def test_an_order_of_few_things_comes_again_by_chance() -> None:
    """Twelve things have 479,001,600 orders, so one repetition is no proof; thirteen have enough."""
    assert not same_order(range(12), range(12)).is_sure
    assert same_order(range(13), range(13)).is_sure
    assert same_order(range(64), range(64)).is_sure
    rng = random.Random(9)
    for size in (2, 7, 12, 20, 64):
        assert not any(same_order(range(size), rng.sample(range(size), size)).is_sure for _ in range(ROUNDS))


@pytest.mark.parametrize("batch", [8, None])
def test_a_draw_that_a_batch_shares_counts_once(batch: int | None) -> None:
    rng = random.Random(10)
    for make in (fine, flips):
        of_batches = [draw for draw in make(rng, 16) for _ in range(8)]
        assert step([of_batches], batch) >= 8
        assert step([of_batches[:64], of_batches[64:]], batch) >= 8


@pytest.mark.parametrize("batch", [8, 1, None])
def test_draws_of_samples_count_each(batch: int | None) -> None:
    rng = random.Random(11)
    assert step([fine(rng, 64)], batch) == 1
    assert step([["same"] * 64], batch) == 1
    assert step([flips(rng, 64, 0.02)], batch) == 1
    assert step([], batch) == step([[]], batch) == 1
    assert sum(step([flips(rng, 64)], batch) > 1 for _ in range(ROUNDS)) < 0.05 * ROUNDS


def test_batches_that_are_moved_as_one_count_once() -> None:
    batches = [list(range(first, first + 16)) for first in range(0, 64, 16)]
    one = [sample for batch in batches for sample in batch]
    other = [sample for batch in (batches[0], batches[2], batches[3], batches[1]) for sample in batch]
    assert same_order(one, other).k == 16
    assert not same_order(one, other).is_sure
    assert not same_order(one, one, together=16).is_sure  # one of 24 orders
    assert same_order(one, one).is_sure
