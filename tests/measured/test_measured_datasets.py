"""The figures on the pages about parts, discarded results, overlaps, workers and resampling, measured anew."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from chance import about

Measure = Callable[..., Mapping[str, Any]]

TORCH = ("numpy", "PIL", "torch", "torchvision")
TENSORFLOW = ("numpy", "PIL", "tensorflow")
HUGGING_FACE = ("numpy", "PIL", "datasets")
SPLITS = (*TORCH, "tensorflow", "keras", "sklearn", "datasets")
RESAMPLED = ("numpy", "PIL", "scipy", "sklearn", "imblearn")


@pytest.mark.frameworks(*TORCH)
def test_the_transform_of_a_subset_is_never_read(measure: Measure) -> None:
    figures = measure("torch_subset_transform")
    assert figures["attribute"] == [0, 0]
    assert figures["attribute_keeps"] == [about(80), about(20)]


@pytest.mark.frameworks(*TORCH)
def test_parts_share_the_transform_set_last(measure: Measure) -> None:
    figures = measure("torch_subset_transform")
    assert figures["one_dataset"]
    assert figures["through"] == [0, 0]
    assert figures["other_order"] == [about(80), about(20)]


@pytest.mark.frameworks(*TORCH)
def test_workers_that_persist_keep_the_transform_they_started_with(measure: Measure) -> None:
    figures = measure("torch_subset_transform")
    assert figures["swapped"] == about(80)
    assert figures["swapped_persistent"] == 0


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize(("way", "size"), [("views", 80), ("subset", 80), ("copy", 80), ("folders", 20)])
def test_the_right_ways_to_give_each_part_a_transform(measure: Measure, way: str, size: int) -> None:
    assert measure("torch_subset_transform")[f"good_{way}"] == [about(size), 0]


@pytest.mark.frameworks(*TORCH)
def test_a_subclass_of_subset_must_override_both_ways_to_read_it(measure: Measure) -> None:
    assert measure("torch_subset_transform")["half_a_subset_refused"]


@pytest.mark.frameworks(*TENSORFLOW)
def test_tf_data_methods_change_nothing_in_place(measure: Measure) -> None:
    figures = measure("tf_discarded")
    assert figures["shuffle_in_place"] == figures["drawn"] == 64
    assert figures["map_changed"] == 0
    assert figures["map_runs"] == [1, 0]  # traced, run
    assert figures["options"] == [None, False]  # of the old dataset, of the new one


@pytest.mark.frameworks(*TENSORFLOW)
def test_tf_data_results_that_are_kept_take_effect(measure: Measure) -> None:
    figures = measure("tf_discarded")
    assert figures["good_shuffle_in_place"] < 12
    assert figures["good_map_changed"] == about(64)


@pytest.mark.frameworks(*HUGGING_FACE)
def test_hugging_face_map_runs_and_its_result_is_lost(measure: Measure) -> None:
    figures = measure("hf_discarded")
    assert figures["map_ran"] == figures["drawn"] == 64
    for step in ("bad_changed", "after_map", "after_shuffle", "after_with_transform"):
        assert figures[step] == 0, step


@pytest.mark.frameworks(*HUGGING_FACE)
def test_hugging_face_methods_that_work_in_place_and_results_that_are_kept(measure: Measure) -> None:
    figures = measure("hf_discarded")
    assert figures["after_set_transform"] == figures["good_changed"] == 64
    assert 9 < figures["good_flipped"] < 55
    assert figures["good_in_place_type"] == "ndarray"


@pytest.mark.frameworks(*SPLITS)
@pytest.mark.parametrize(
    ("calls", "mean"),
    [
        ("keras_seeds", 16),
        ("keras_shuffle_train", 17),
        ("keras_shuffle_held", 17),
        ("torch_one_generator", 160),
        ("torch_global_seed", 160),
        ("sklearn_states", 159),
        ("sklearn_stratified", 159),
        ("sklearn_global_seed", 159),
        ("hugging_face_seeds", 163),
    ],
)
def test_two_random_divisions_leak_four_fifths(measure: Measure, calls: str, mean: int) -> None:
    found, fewest, most = measure("overlapping_splits")[calls]
    assert round(found) == mean
    assert 0.65 * mean < fewest <= most <= 1.25 * mean


@pytest.mark.frameworks(*SPLITS)
def test_unequal_fractions_leak_in_one_direction(measure: Measure) -> None:
    figures = measure("overlapping_splits")
    assert figures["keras_larger_held"] == [10, 10, 10]
    assert figures["keras_smaller_held"] == [0, 0, 0]
    assert figures["torch_sizes"] == [100, 100, 100]


@pytest.mark.frameworks(*SPLITS)
def test_equal_calls_and_slices_that_meet_leak_nothing(measure: Measure) -> None:
    figures = measure("overlapping_splits")
    for calls in ("keras_equal", "torch_equal", "sklearn_equal", "hugging_face_equal"):
        assert figures[calls] == [0, 0, 0], calls
    for example in ("good_keras", "good_both", "good_slices", "good_torch", "good_indices"):
        assert figures[example] == 0, example


@pytest.mark.frameworks(*SPLITS)
def test_the_examples_that_overlap_do(measure: Measure) -> None:
    figures = measure("overlapping_splits")
    assert figures["slices"] == 100
    assert figures["bad_slices"] == 10
    assert figures["bad_whole"] == [20, 20]
    assert figures["bad_keras_seeds"] >= 13
    assert figures["bad_keras_shuffle"] >= 13


@pytest.mark.frameworks("numpy", "PIL", "torch", "datasets")
def test_each_worker_reads_the_whole_stream(measure: Measure) -> None:
    figures = measure("torch_unsharded")
    assert figures["workers"] == {"0": [100, 100], "1": [100, 100], "2": [200, 100], "4": [400, 100]}
    assert figures["bad_stream"] == figures["bad_shuffled"] == figures["seeded"] == [200, 100]
    assert figures["refused"] == [True, True]
    assert figures["length"] == [10, 20, False]


@pytest.mark.frameworks("numpy", "PIL", "torch", "datasets")
@pytest.mark.parametrize("way", ["every_nth", "init", "none", "indices", "hugging_face"])
def test_the_right_ways_to_divide_a_stream(measure: Measure, way: str) -> None:
    assert measure("torch_unsharded")[f"good_{way}"] == [100, 100]


@pytest.mark.frameworks("numpy", "PIL", "torch", "datasets")
def test_files_that_are_divided_between_workers_are_read_once(measure: Measure) -> None:
    assert measure("torch_unsharded")["good_files"][0] == 128  # two files of 64 images


@pytest.mark.frameworks(*RESAMPLED)
def test_resampling_before_the_split_puts_copies_on_both_sides(measure: Measure) -> None:
    figures = measure("resampled_before_split")
    assert [round(n) for n in figures["copies"]] == [327, 650]
    assert [round(n) for n in figures["smote"]] == [0, 650]
    assert [round(n) for n in figures["smote_synthetic"]] == [292, 279]
    assert [round(n) for n in figures["flipped"]] == [576, 719]
    assert figures["good"] == figures["good_flipped"] == 0


@pytest.mark.frameworks(*RESAMPLED)
@pytest.mark.parametrize(
    ("model", "before", "after"),
    [
        ("neighbour_copies", 0.94, 0.49),
        ("forest_copies", 1.00, 0.50),
        ("neighbour_smote", 0.85, 0.48),
        ("forest_smote", 0.95, 0.49),
    ],
)
def test_noise_is_learned_only_if_resampled_before_the_split(
    measure: Measure, model: str, before: float, after: float
) -> None:
    assert measure("resampled_before_split")["scores"][model] == pytest.approx([before, after], abs=0.02)


@pytest.mark.frameworks(*RESAMPLED)
def test_the_pipeline_of_scikit_learn_refuses_samplers(measure: Measure) -> None:
    assert measure("resampled_before_split")["sklearn_pipeline_refuses"]
