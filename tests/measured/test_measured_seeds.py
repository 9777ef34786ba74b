"""The figures on the pages about seeds and generators, measured anew."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from chance import about

Measure = Callable[..., Mapping[str, Any]]

TORCH = ("numpy", "PIL", "torch", "torchvision")
KERAS = ("numpy", "PIL", "tensorflow", "keras")
ALBUMENTATIONS = ("numpy", "PIL", "torch", "albumentations")
HUGGING_FACE = (*TORCH, "datasets")


@pytest.mark.frameworks(*KERAS)
def test_equal_seeds_give_both_splits_equal_draws(measure: Measure) -> None:
    figures = measure("tf_repeated_draws")
    assert figures["same_op"] == [64, 64]
    assert figures["same_layer"] == figures["same_generator"] == [64, 0]
    assert figures["same_flow"] == [20, 0]


@pytest.mark.frameworks(*KERAS)
def test_other_seeds_give_other_draws(measure: Measure) -> None:
    figures = measure("tf_repeated_draws")
    assert [figures[f"other_{kind}"][0] for kind in ("op", "layer", "generator", "flow")] == [0, 0, 0, 0]


@pytest.mark.frameworks(*KERAS)
def test_masks_are_turned_as_their_images(measure: Measure) -> None:
    assert measure("tf_repeated_draws")["masks"] == [20, 20]


@pytest.mark.frameworks(*ALBUMENTATIONS)
def test_a_seeded_compose_draws_alike_in_both_splits(measure: Measure) -> None:
    figures = measure("albumentations_seeds")
    assert figures["splits_equal"] == figures["other_steps_equal"] == 64
    assert figures["epochs_common"] == figures["other_seed_common"] == 0


@pytest.mark.frameworks("numpy", "PIL", "torch", "albumentations")
def test_a_seeded_compose_that_is_made_for_each_item_always_draws_alike(measure: Measure) -> None:
    assert measure("albumentations_seeds")["made_anew"] == 1


@pytest.mark.frameworks(*TORCH)
def test_a_torch_seed_before_each_split_gives_equal_draws(measure: Measure) -> None:
    figures = measure("torch_constant_seeds")
    assert figures["splits_same_seed"] == 20
    assert figures["splits_other_seed"] == 0


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize("program", ["getitem", "generator_in_call", "numpy_constant", "numpy_initial_seed"])
def test_a_seed_for_each_sample_leaves_one_draw(measure: Measure, program: str) -> None:
    assert measure("torch_constant_seeds")[program] == [1, 1]


@pytest.mark.frameworks(*TORCH)
def test_a_seed_for_each_sample_freezes_the_order_from_the_second_epoch_on(measure: Measure) -> None:
    first, *later = measure("torch_constant_seeds")["getitem_orders_equal"]
    assert first < 20
    assert later == [20, 20]


@pytest.mark.frameworks(*TORCH)
def test_a_seed_in_collate_fn_freezes_the_batches(measure: Measure) -> None:
    batches, drawn_after, drawn_before = measure("torch_constant_seeds")["collated"]
    assert (batches, drawn_after, drawn_before) == (5, 1, 2)


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize("program", ["numpy_fresh", "good_top", "good_stream"])
def test_streams_that_go_on_repeat_nothing(measure: Measure, program: str) -> None:
    assert measure("torch_constant_seeds")[program] == [20, 0]


@pytest.mark.frameworks(*TORCH)
def test_a_seed_of_the_sample_is_new_for_each_and_the_same_in_each_epoch(measure: Measure) -> None:
    figures = measure("torch_constant_seeds")
    assert figures["numpy_index"] == [20, 20]
    assert figures["good_evaluation"] == [64, 64]
    assert figures["good_pair"] == figures["good_pair_aligned"] == 20


@pytest.mark.frameworks(*KERAS)
def test_constants_in_tensorflow_leave_one_draw_or_one_pass(measure: Measure) -> None:
    figures = measure("tf_repeated_draws")["constants"]
    assert figures["stateless"] == [1, 1]
    assert figures["generator_function"] == [64, 64]
    assert figures["good_stateless"] == figures["good_generator_function"] == [64, 0]


# Images, distinct draws, workers that draw as the first one does, and draws that epoch 2 repeats in place.
@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize(
    ("program", "figures"),
    [
        ("rng", [64, 16, 4, 64]),
        ("rng_unseeded", [64, 16, 4, 64]),
        ("rng_persistent", [64, 16, 4, 0]),
        ("transform", [20, 5, 4, 20]),
        ("constant", [64, 16, 4, 64]),
        ("constant_persistent", [64, 16, 4, 0]),
        ("number", [64, 64, 1, 64]),
        ("number_persistent", [64, 64, 1, 0]),
        ("old_recipe", [64, 64, 1, 64]),
        ("good_rebuilt", [64, 64, 1, 0]),
        ("good_numpy", [64, 64, 1, 0]),
        ("good_torch", [20, 20, 1, 0]),
        ("good_alone", [64, 64, 1, 0]),
        ("good_recipe", [64, 64, 1, 0]),
        ("good_none", [64, 64, 1, 0]),
        ("good_added", [64, 64, 1, 0]),
        ("good_silent", [64, 64, 1, 0]),
    ],
)
def test_what_four_workers_draw(measure: Measure, program: str, figures: list[int]) -> None:
    assert measure("torch_worker_streams")[program] == figures


@pytest.mark.frameworks(*TORCH)
def test_global_seeds_and_spawn_do_not_help_a_copied_generator(measure: Measure) -> None:
    figures = measure("torch_worker_streams")
    assert figures["rng_after_seeds"] == 64
    assert figures["rng_spawned"] == 32


@pytest.mark.frameworks(*TORCH)
def test_another_loader_repeats_the_seeds_of_its_workers(measure: Measure) -> None:
    figures = measure("torch_worker_streams")
    assert figures["two_constant"] == figures["two_number"] == figures["two_old_recipe"] == 64
    assert figures["two_good"] == figures["two_none"] == 0


@pytest.mark.frameworks(*TORCH)
def test_the_first_word_of_numpys_state_says_nothing_in_a_worker(measure: Measure) -> None:
    assert measure("torch_worker_streams")["states"] == [2147483648]


@pytest.mark.frameworks(*ALBUMENTATIONS)
def test_albumentations_in_workers_and_its_repair(measure: Measure) -> None:
    figures = measure("albumentations_seeds")
    assert figures["workers_unseeded"] == figures["workers_seeded"] == [16, 16]
    assert figures["workers_repaired"] == [64, 0]


@pytest.mark.frameworks(*KERAS)
def test_a_pydataset_repeats_itself_in_processes_only(measure: Measure) -> None:
    figures = measure("keras_processes")
    assert figures["processes"] == figures["processes_own"] == [32, 32]
    assert figures["threads"] == figures["good"] == [64, 0]


# Places of 20 with the same sample, and with the same image, between epochs 1 and 2, and 2 and 3.
@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize("program", ["loop", "loop_workers", "rebuilt_workers"])
def test_epochs_repeat_order_and_draws(measure: Measure, program: str) -> None:
    assert measure("torch_constant_seeds")[program] == [[20, 20], [20, 20]]


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize("program", ["loop_numpy", "rebuilt", "sampler", "sampler_other_seed"])
def test_epochs_repeat_the_order_alone(measure: Measure, program: str) -> None:
    assert measure("torch_constant_seeds")[program] == [[20, 20], [0, 0]]


@pytest.mark.frameworks(*TORCH)
def test_a_distributed_sampler_reads_no_global_seed(measure: Measure) -> None:
    assert measure("torch_constant_seeds")["sampler_seeds_equal"] == 20


@pytest.mark.frameworks(*TORCH)
def test_persistent_workers_repeat_the_order_from_the_second_epoch_on(measure: Measure) -> None:
    orders, images = measure("torch_constant_seeds")["loop_persistent"]
    assert orders[0] < 20
    assert orders[1] == 20
    assert images == [0, 0]


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize("way", ["sampler", "before", "epoch", "generator", "fork"])
def test_the_right_ways_to_seed_a_loop(measure: Measure, way: str) -> None:
    orders, images = measure("torch_constant_seeds")[f"good_{way}"]
    assert max(orders) < 12
    assert images == [0, 0]


@pytest.mark.frameworks(*KERAS)
def test_a_seed_freezes_the_epochs_of_a_mapped_op(measure: Measure) -> None:
    figures = measure("tf_repeated_draws")
    assert figures["epochs"]["op_seed"] == figures["global_seed"] == 64
    assert figures["epochs"]["no_seed"] == about(0)
    assert figures["epochs"]["good_generator"] == [64, 0]
    assert figures["epochs"]["good_repeat"] == [128, 0]


@pytest.mark.frameworks(*KERAS)
@pytest.mark.parametrize("program", ["numpy", "lambda", "seeded", "one_call", "function", "eagerly"])
def test_python_draws_once_while_a_function_is_traced(measure: Measure, program: str) -> None:
    assert measure("tf_repeated_draws")["traced"][program] == [1, 1]


@pytest.mark.frameworks(*KERAS)
def test_each_call_of_map_traces_another_constant(measure: Measure) -> None:
    assert measure("tf_repeated_draws")["traced"]["mapped_twice"] == 2


@pytest.mark.frameworks(*KERAS)
def test_the_right_ways_to_draw_in_a_mapped_function(measure: Measure) -> None:
    figures = measure("tf_repeated_draws")["traced"]
    for way in ("ops", "numpy_function", "generator"):
        assert figures[f"good_{way}"] == [about(64), about(0)], way
    assert figures["good_integer"][0] > 20  # of 64 places to roll to


@pytest.mark.frameworks(*KERAS)
def test_what_is_stored_after_the_augmentation_is_frozen(measure: Measure) -> None:
    figures = measure("tf_repeated_draws")["stored"]
    assert figures["snapshot"] == figures["layer"] == [64, 64]
    distinct, again = figures["cache"]
    assert [distinct, again] == [about(64), distinct]
    assert figures["cache_repeat"] == about(64)
    assert figures["cache_orders_equal"] < 12
    assert figures["good_cache"] == [about(64), about(0)]
    assert figures["good_layer"] == [about(64), about(0)]


@pytest.mark.frameworks(*HUGGING_FACE)
def test_map_of_hugging_face_keeps_what_was_drawn(measure: Measure) -> None:
    figures = measure("datasets_map")
    assert figures["mapped"] == figures["mapped_anew"] == [20, 20]
    assert figures["mapped_anew_common"] == 0
    assert figures["good_access"] == [20, 0]
