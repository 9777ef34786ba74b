"""What observations say: each question holds, does not hold, or is undecided; healthy draws are never accused."""

import random
from collections.abc import Callable

import pytest
from made import answer, data, fine, flips, one_pass, pipeline, seen, spot

from auglint.confirm.observation import Fact, Instrument, Pass, Pipeline, Seeding
from auglint.confirm.questions import Question, answers, pairs

TRAIN, VAL = pipeline(0, "train"), pipeline(1, "validation")
ROUNDS = 150


def rng(seed: int = 1) -> random.Random:
    return random.Random(seed)


# The same data --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["file", "row", "fixed", "object:0"])
def test_a_leak_is_seen_by_whatever_names_samples(kind: str) -> None:
    found = answer(Question.SAME_DATA, TRAIN, VAL, data(0, range(80), kind=kind), data(1, range(60, 90), kind=kind))
    assert (found.holds, found.word, found.extent) == (True, "leak", "part")
    assert (found.evidence.n, found.evidence.k) == (30, 20)


@pytest.mark.parametrize("kind", ["file", "row", "object:0"])
def test_splits_without_common_samples_are_cleared(kind: str) -> None:
    found = answer(Question.SAME_DATA, TRAIN, VAL, data(0, range(80), kind=kind), data(1, range(80, 99), kind=kind))
    assert (found.holds, found.word) == (False, "independent")
    assert found.evidence.n == 19


def test_samples_named_by_what_comes_out_of_them_never_clear_a_split() -> None:
    """The two splits may transform one sample differently."""
    found = answer(Question.SAME_DATA, TRAIN, VAL, data(0, range(80), kind="fixed"), data(1, [90, 91], kind="fixed"))
    assert found.holds is None


def test_places_of_two_objects_say_nothing_of_each_other() -> None:
    parts = (data(0, range(50), kind="object:0"), data(1, range(50), kind="object:1"))
    assert answer(Question.SAME_DATA, TRAIN, VAL, *parts).holds is None


def test_names_of_two_kinds_cannot_be_compared() -> None:
    parts = (data(0, range(50), kind="file"), data(1, range(50), kind="row"))
    assert answer(Question.SAME_DATA, TRAIN, VAL, *parts).holds is None


def test_without_names_it_is_undecided() -> None:
    assert answer(Question.SAME_DATA, TRAIN, VAL).holds is None
    assert answer(Question.SAME_DATA, TRAIN, VAL, data(0, range(9))).holds is None


def test_what_was_not_all_looked_at_clears_nothing_but_may_leak() -> None:
    parts = (data(0, range(50), whole=False), data(1, range(80, 90)))
    assert answer(Question.SAME_DATA, TRAIN, VAL, *parts).holds is None
    parts = (data(0, range(50), whole=False), data(1, range(40, 60)))
    assert answer(Question.SAME_DATA, TRAIN, VAL, *parts).holds is True


def test_a_split_that_is_all_training_data() -> None:
    found = answer(Question.SAME_DATA, TRAIN, VAL, data(0, range(50)), data(1, range(20)))
    assert found.extent == "whole"


def test_a_split_that_changes_with_each_pass() -> None:
    parts = (data(0, range(80)), data(1, range(70, 90)), data(0, range(20, 100), 1), data(1, range(20), 1))
    found = answer(Question.SAME_DATA, TRAIN, VAL, *parts)
    assert (found.holds, found.extent) == (True, "changing")
    assert "each pass has other samples" in found.evidence.text
    assert "over 2 epochs 40 of 40" in found.evidence.text


def test_samples_that_become_training_samples_only_later() -> None:
    """None in the first epoch; the second has them."""
    parts = (data(0, range(80)), data(1, range(80, 100)), data(0, range(20, 100), 1), data(1, range(20), 1))
    found = answer(Question.SAME_DATA, TRAIN, VAL, *parts)
    assert (found.holds, found.extent, found.evidence.k) == (True, "changing", 40)


@pytest.mark.parametrize("size", [3, 100, 200])
def test_a_few_equal_contents_may_be_an_accident(size: int) -> None:
    """Blank images, or one picture that is in both splits twice: 1 of 200 is no claim, and no acquittal."""
    parts = (data(0, range(size), kind="row"), data(1, range(size - 1, 2 * size - 1), kind="row"))
    assert answer(Question.SAME_DATA, TRAIN, VAL, *parts).holds is None


def test_many_equal_contents_are_a_leak_and_a_single_equal_file_is_too() -> None:
    parts = (data(0, range(200), kind="row"), data(1, range(190, 390), kind="row"))
    assert answer(Question.SAME_DATA, TRAIN, VAL, *parts).holds is True
    parts = (data(0, range(200)), data(1, range(199, 399)))
    assert answer(Question.SAME_DATA, TRAIN, VAL, *parts).holds is True


def test_folds_are_compared_only_with_their_own() -> None:
    """In k-fold validation each fold's validation samples are training samples of the others."""
    folds = [
        (pipeline(2 * fold, "train", round=fold), pipeline(2 * fold + 1, "validation", round=fold)) for fold in range(3)
    ]
    passes = [
        each
        for fold, (train, val) in enumerate(folds)
        for each in (
            data(train.number, [i for i in range(30) if i % 3 != fold]),
            data(val.number, [i for i in range(30) if i % 3 == fold]),
        )
    ]
    observation = seen(*(each for fold in folds for each in fold), *passes)
    assert [(a.number, b.number) for a, b in pairs(observation)] == [(0, 1), (2, 3), (4, 5)]
    assert not [each for each in answers(observation) if each.question is Question.SAME_DATA and each.holds]


def test_a_test_split_outside_of_the_folds_meets_them_all() -> None:
    observation = seen(pipeline(0, "train", round=0), pipeline(1, "train", round=1), pipeline(2, "test"))
    assert [(a.number, b.number) for a, b in pairs(observation)] == [(0, 2), (1, 2)]


@pytest.mark.parametrize("role", ["validation", "test", "evaluation"])
def test_every_kind_of_evaluation_meets_training(role: str) -> None:
    assert len(list(pairs(seen(TRAIN, pipeline(1, role), pipeline(2, ""), pipeline(3, "train"))))) == 2


# Shared draws ---------------------------------------------------------------------------------------------------------


def shared(mine: list[object], its: list[object], train: Pipeline = TRAIN, val: Pipeline = VAL) -> bool | None:
    return answer(Question.SHARED_DRAWS, train, val, one_pass(0, mine), one_pass(1, its)).holds


def test_equal_draws_by_place_are_shared() -> None:
    draws = fine(rng())
    found = answer(Question.SHARED_DRAWS, TRAIN, VAL, one_pass(0, draws), one_pass(1, draws))
    assert (found.holds, found.word, found.evidence.agreement) == (True, "shared stream", 1.0)
    assert found.evidence.log_bound < -20.7


def test_draws_that_differ_are_independent() -> None:
    assert shared(fine(rng(1)), fine(rng(2))) is False


def test_a_stream_that_is_two_places_behind_is_shared() -> None:
    """Training shuffles: its sampler draws before the first sample does."""
    draws = fine(rng(), 66)
    found = answer(Question.SHARED_DRAWS, TRAIN, VAL, one_pass(0, draws[2:]), one_pass(1, draws[:64]))
    assert (found.holds, abs(found.evidence.lag)) == (True, 2)
    assert "2 places apart" in found.evidence.text


def test_twelve_of_twenty_equal_draws_are_shared() -> None:
    """Flows of one seed whose data has other lengths: the tail decides, and no share."""
    draws, other = fine(rng(1), 20), fine(rng(2), 20)
    assert shared(draws, [*draws[:12], *other[12:]]) is True


def test_parallel_calls_leave_the_order_to_chance() -> None:
    """AUTOTUNE: by place less than a half agrees, as a collection all do."""
    draws = fine(rng())
    found = answer(Question.SHARED_DRAWS, TRAIN, VAL, one_pass(0, draws), one_pass(1, rng(2).sample(draws, len(draws))))
    assert found.holds is True
    assert "any order" in found.evidence.compared


def test_common_values_of_few_outcomes_show_nothing() -> None:
    """Six angles in any order: all of them are common to any two splits."""
    angles = [rng(1).randrange(6) for _ in range(64)]
    for seed in range(ROUNDS):
        assert shared(angles, [rng(seed + 10).randrange(6) for _ in range(64)]) is not True


@pytest.mark.parametrize("p", [0.5, 0.02])
@pytest.mark.parametrize("n", [4, 8, 16, 64])
def test_independent_flips_are_never_called_shared(p: float, n: int) -> None:
    for seed in range(ROUNDS):
        assert shared(flips(rng(2 * seed), n, p), flips(rng(2 * seed + 1), n, p)) is not True


@pytest.mark.parametrize(("p", "n", "holds"), [(0.5, 64, True), (0.5, 16, None), (0.02, 64, None)])
def test_a_shared_stream_of_flips_needs_enough_of_them(p: float, n: int, holds: bool | None) -> None:
    draws = flips(rng(3), n, p)
    assert shared(draws, draws) is holds


@pytest.mark.parametrize("p", [0.5, 0.02])
def test_flips_that_differ_are_cleared_only_where_sharing_would_show(p: float) -> None:
    found = shared(flips(rng(1), 64, p), flips(rng(2), 64, p))
    assert found is (False if p == 0.5 else None)


def test_equal_outputs_of_what_draws_nothing_are_no_sharing() -> None:
    still = pipeline(1, "validation", varies=False, consumes=False)
    found = answer(Question.SHARED_DRAWS, TRAIN, still, one_pass(0, fine(rng())), one_pass(1, ["one"] * 64))
    assert (found.holds, found.word) == (False, "deterministic")


def test_all_equal_outputs_of_both_are_undecided() -> None:
    assert shared(["one"] * 64, ["one"] * 64) is None


@pytest.mark.parametrize("took", [False, None])
def test_outputs_are_not_compared_where_the_probe_did_not_take(took: bool | None) -> None:
    """Equal outputs may then be equal data."""
    draws = fine(rng())
    assert shared(draws, draws, pipeline(0, "train", took=took)) is None


def test_outputs_of_one_collapsed_sample_are_not_compared_between_splits() -> None:
    draws = fine(rng())
    parts = (one_pass(number, draws, instrument=Instrument.COLLAPSE) for number in (0, 1))
    assert answer(Question.SHARED_DRAWS, TRAIN, VAL, *parts).holds is None


def test_equal_random_states_are_shared_draws_also_without_a_probe() -> None:
    blind = [pipeline(0, "train", took=False), pipeline(1, "validation", took=False)]
    states = [f"state {number}" for number in range(64)]
    passes = [one_pass(number, fine(rng(number)), instrument=Instrument.COLLAPSE, states=states) for number in (0, 1)]
    assert answer(Question.SHARED_DRAWS, *blind, *passes).holds is True
    other = one_pass(1, fine(rng(3)), instrument=Instrument.COLLAPSE, states=[f"{state}'" for state in states])
    assert answer(Question.SHARED_DRAWS, *blind, passes[0], other).holds is False


def test_streams_seeded_alike_at_each_start_are_shared() -> None:
    def stream(number: int, role: str, seed: str) -> Pipeline:
        seedings = (Seeding("random.Random", seed, spot(3)),)
        return pipeline(number, role, took=False, indexed=False, seedings=seedings)

    assert answer(Question.SHARED_DRAWS, stream(0, "train", "0"), stream(1, "validation", "0")).holds is True
    assert answer(Question.SHARED_DRAWS, stream(0, "train", "0"), stream(1, "validation", "1")).holds is None
    assert answer(Question.SHARED_DRAWS, stream(0, "train", ""), stream(1, "validation", "")).holds is None


# Frozen epochs --------------------------------------------------------------------------------------------------------


def frozen(
    first: list[object], second: list[object], train: Pipeline = TRAIN, names: tuple[list[str], ...] = ((), ())
) -> bool | None:
    passes = (one_pass(0, first, samples=names[0]), one_pass(0, second, epoch=1, samples=names[1]))
    return answer(Question.FROZEN, train, *passes).holds


def test_an_epoch_that_repeats_the_one_before_is_frozen() -> None:
    draws = fine(rng())
    assert frozen(draws, draws) is True
    assert frozen(draws, fine(rng(2))) is False


def test_draws_that_follow_their_samples_are_frozen_in_any_order() -> None:
    draws, order = fine(rng()), rng(5).sample(range(64), 64)
    names = [f"file:{number}" for number in range(64)]
    again, mixed = [draws[place] for place in order], [names[place] for place in order]
    assert frozen(draws, again, names=(names, mixed)) is True


def test_one_epoch_says_nothing() -> None:
    assert answer(Question.FROZEN, TRAIN, one_pass(0, fine(rng()))).holds is None


def test_validation_may_repeat_itself() -> None:
    draws = fine(rng())
    found = answers(seen(VAL, one_pass(1, draws), one_pass(1, draws, epoch=1)))
    assert Question.FROZEN not in {each.question for each in found}


def test_what_draws_nothing_is_not_frozen() -> None:
    still = pipeline(0, "train", varies=False, consumes=False)
    assert frozen(["one"] * 64, ["one"] * 64, still) is False


@pytest.mark.parametrize("p", [0.5, 0.02])
def test_flips_of_two_epochs_are_never_called_frozen(p: float) -> None:
    for seed in range(ROUNDS):
        assert frozen(flips(rng(2 * seed), 64, p), flips(rng(2 * seed + 1), 64, p)) is not True


def test_frozen_flips_are_found_and_rare_ones_undecided() -> None:
    assert frozen(flips(rng()), flips(rng())) is True
    assert frozen(flips(rng(), p=0.02), flips(rng(), p=0.02)) is None


def orders(first: list[int], second: list[int]) -> bool | None:
    still = pipeline(0, "train", varies=False, consumes=False, shuffles=True)
    passes = [
        one_pass(0, ["one"] * len(order), epoch=epoch, samples=[f"file:{each}" for each in order])
        for epoch, order in enumerate((first, second))
    ]
    return answer(Question.FROZEN, still, *passes).holds


def test_a_shuffled_order_that_comes_again_is_frozen() -> None:
    order = rng().sample(range(64), 64)
    assert orders(order, order) is True
    assert orders(order, rng(2).sample(range(64), 64)) is False


@pytest.mark.parametrize("size", [2, 5, 7, 8, 10, 12])
def test_few_samples_come_in_the_same_order_by_chance(size: int) -> None:
    """Of seven samples one order in 5,040 is that of the epoch before."""
    order = rng().sample(range(size), size)
    assert orders(order, order) is not True


def test_samples_that_keep_their_places_by_chance_are_no_frozen_order() -> None:
    """One in 100,000 random orders of twelve has eight or more in their old places."""
    order = list(range(12))
    assert orders(order, [*range(8), 9, 10, 11, 8]) is not True


def test_frozen_draws_of_a_seeded_sample_that_the_probe_did_not_reach() -> None:
    seeded = pipeline(0, "train", took=False, varies=False, resets=True)
    real = [one_pass(0, range(20), epoch=epoch, instrument=Instrument.REAL, samples=range(20)) for epoch in (0, 1)]
    assert answer(Question.FROZEN, seeded, *real).holds is True
    changed = one_pass(0, range(1, 21), epoch=1, instrument=Instrument.REAL, samples=range(20))
    assert answer(Question.FROZEN, seeded, real[0], changed).holds is not True


# Workers --------------------------------------------------------------------------------------------------------------


def workers(by_worker: list[list[object]], **more: object) -> bool | None:
    """Batches of eight, in turns."""
    numbers = [number for number, draws in enumerate(by_worker) for _ in draws]
    outputs = [draw for draws in by_worker for draw in draws]
    several = pipeline(0, "train", workers=len(by_worker), batch=8, **more)
    return answer(Question.DUPLICATED, several, one_pass(0, outputs, workers=numbers)).holds


def test_workers_that_draw_alike_are_duplicated() -> None:
    draws = fine(rng(), 32)
    assert workers([draws, draws]) is True
    assert workers([draws, fine(rng(2), 32)]) is False
    assert workers([draws, draws, fine(rng(3), 32)]) is True


def test_one_worker_that_delivers_everything_says_nothing() -> None:
    several = pipeline(0, "train", workers=2)
    assert answer(Question.DUPLICATED, several, one_pass(0, fine(rng()))).holds is None


def test_workers_that_draw_nothing_are_not_duplicated() -> None:
    assert workers([["one"] * 32] * 2, varies=False, consumes=False) is False


@pytest.mark.parametrize("p", [0.5, 0.02])
def test_workers_that_flip_are_never_accused(p: float) -> None:
    for seed in range(ROUNDS):
        assert workers([flips(rng(3 * seed + number), 32, p) for number in range(3)]) is not True


def test_without_workers_nobody_asks() -> None:
    assert Question.DUPLICATED not in {each.question for each in answers(seen(TRAIN, one_pass(0, fine(rng()))))}


def repeated(first: list[int], second: list[int], **more: object) -> bool | None:
    stream = pipeline(0, "train", workers=2, indexed=False, **more)
    names = [f"fixed:{each}" for each in (*first, *second)]
    numbers = [0] * len(first) + [1] * len(second)
    found = one_pass(0, samples=names, workers=numbers, instrument=Instrument.DATA)
    return answer(Question.REPEATED, stream, found).holds


def test_a_stream_that_every_worker_delivers_whole_is_repeated() -> None:
    assert repeated(list(range(20)), list(range(20))) is True
    assert repeated(list(range(20)), list(range(20, 40))) is False
    assert repeated(list(range(20)), list(range(10, 30))) is None


def test_indices_are_shared_out_among_workers() -> None:
    several = pipeline(0, "train", workers=2)
    found = one_pass(0, samples=[1] * 40, workers=[0, 1] * 20, instrument=Instrument.DATA)
    assert Question.REPEATED not in {each.question for each in answers(seen(several, found))}


# Constant draws -------------------------------------------------------------------------------------------------------


def constant(outputs: list[object], **more: object) -> bool | None:
    return answer(Question.CONSTANT, pipeline(0, "train", **more), one_pass(0, outputs)).holds


def test_one_draw_for_all_is_constant_only_if_the_state_is_put_back() -> None:
    """A flip that is rare may give forty equal draws, too."""
    assert constant(["one"] * 64, varies=False, resets=True) is True
    assert constant(["one"] * 64, varies=False, resets=False) is None
    assert constant(["one"] * 64, varies=False, resets=None) is None


def test_fifteen_equal_draws_are_too_few() -> None:
    assert constant(["one"] * 15, varies=False, resets=True) is None


def test_several_draws_are_not_constant() -> None:
    assert constant(fine(rng())) is False
    assert constant(flips(rng(), p=0.1)) is False


def test_what_draws_nothing_is_not_constant() -> None:
    assert constant(["one"] * 64, varies=False, consumes=False) is False


def test_without_the_probe_constant_draws_cannot_be_told() -> None:
    assert constant(["one"] * 64, took=False, varies=False, resets=True) is None


def test_batches_that_repeat_each_other_are_constant() -> None:
    """A seed in the collate function: only the first batch comes from another state."""
    first, others = fine(rng(1), 8), fine(rng(2), 8)
    assert constant([*first, *others * 7], batch=8) is True
    assert constant(fine(rng(), 64), batch=8) is False


# Batches that get one draw --------------------------------------------------------------------------------------------


def blocks(draws: list[object], size: int = 8) -> list[object]:
    """Whole batches with one draw each."""
    return [draw for draw in draws for _ in range(size)]


def off_or_fine(random_numbers: random.Random, batches: int = 8, size: int = 8) -> list[object]:
    """Half of the batches are left as they are, in the others each sample has a draw of its own."""
    return [
        draw
        for _ in range(batches)
        for draw in ([0.0] * size if random_numbers.random() < 0.5 else fine(random_numbers, size))
    ]


@pytest.mark.parametrize(
    "make", [lambda numbers: blocks(flips(numbers, 8)), off_or_fine], ids=["flipped batches", "batches left alone"]
)
def test_a_draw_for_a_whole_batch_counts_once(make: Callable[[random.Random], list[object]]) -> None:
    """Eight batches that are flipped as a whole agree by chance in one run of 256, and they are 64 samples."""
    train, val = pipeline(0, "train", batch=8), pipeline(1, "validation", batch=8)
    for seed in range(ROUNDS):
        one, other = make(rng(2 * seed)), make(rng(2 * seed + 1))
        assert shared(one, other, train, val) is not True
        assert frozen(one, other, train) is not True
        assert workers([one, other]) is not True
        assert workers([one[:32], one[32:]]) is not True
        assert constant(one, batch=8) is not True


def test_batches_with_one_fine_draw_each_are_still_compared() -> None:
    train, val = pipeline(0, "train", batch=8), pipeline(1, "validation", batch=8)
    draws, other = blocks(fine(rng(1), 8)), blocks(fine(rng(2), 8))
    assert shared(draws, draws, train, val) is True
    assert shared(draws, other, train, val) is not True
    assert frozen(draws, draws, train) is True


# Augmented evaluation -------------------------------------------------------------------------------------------------


def augmented(*passes: Pass, **more: object) -> bool | None:
    return answer(Question.AUGMENTED, pipeline(1, "validation", **more), *passes).holds


def real(outputs: list[object], epoch: int) -> Pass:
    return one_pass(1, outputs, epoch=epoch, instrument=Instrument.REAL, samples=range(len(outputs)))


def test_samples_that_change_are_augmented() -> None:
    assert augmented(real(fine(rng(1)), 0), real(fine(rng(2)), 1)) is True
    assert augmented(real([1, 2, 3], 0), real([1, 2, 4], 1)) is True


def test_samples_that_stay_are_not() -> None:
    same = fine(rng())
    assert augmented(real(same, 0), real(same, 1), varies=False, consumes=False) is False
    assert augmented(real(same, 0), real(same, 1), varies=False, consumes=True, resets=True) is False


def test_a_few_samples_that_stay_by_chance_clear_nothing() -> None:
    assert augmented(real([1, 2], 0), real([1, 2], 1), varies=None, consumes=None) is None


def test_one_sample_made_again_is_enough() -> None:
    assert augmented(varies=True, consumes=True) is True
    assert augmented(varies=False, consumes=True) is None


def test_training_is_meant_to_be_augmented() -> None:
    assert Question.AUGMENTED not in {each.question for each in answers(seen(TRAIN))}


# Facts ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["DISCARDED", "TRANSFORM_IGNORED", "TRANSFORM_SHARED"])
@pytest.mark.parametrize("holds", [True, False])
def test_what_happened_is_answered_without_statistics(kind: str, holds: bool) -> None:
    fact = Fact(kind, spot(7), "it happened", (0,), holds)
    found = answer(Question[kind], TRAIN, fact)
    assert (found.holds, found.pipelines, found.fact) == (holds, (0,), fact)


def test_a_fact_replaces_the_answer_that_was_measured() -> None:
    """Rows stored with their draws: the draws of two epochs are equal because the rows are."""
    fact = Fact("FROZEN", spot(7), "numbers were drawn while rows were stored")
    found = answer(Question.FROZEN, TRAIN, fact, about=(0,))
    assert found.fact is fact


def test_nothing_seen_is_nothing_said() -> None:
    assert answers(seen()) == ()


def test_of_one_pass_nothing_is_said_that_a_second_may_change() -> None:
    """A program that was cut off in its first epoch may yet tell the dataset, or the sampler, which epoch it is."""
    same = fine(rng(1))
    seeded = {"took": False, "sourced": True, "varies": False, "consumes": True, "resets": True}
    two = [one_pass(0, same, epoch=epoch, instrument=Instrument.REAL, samples=range(len(same))) for epoch in range(2)]
    assert answer(Question.FROZEN, pipeline(0, "train", passes=2, **seeded), *two).holds is True
    assert answer(Question.FROZEN, pipeline(0, "train", passes=1, **seeded), *two).holds is None
    ordered = [one_pass(0, fine(rng(epoch)), epoch=epoch, samples=range(64)) for epoch in range(2)]
    assert answer(Question.FROZEN, pipeline(0, "train", passes=2, shuffles=True), *ordered).holds is True
    assert answer(Question.FROZEN, pipeline(0, "train", passes=1, shuffles=True), *ordered).holds is False
