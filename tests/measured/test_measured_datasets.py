"""The figures on the pages about parts, discarded results, overlaps, workers and resampling, measured anew."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

Measure = Callable[..., Mapping[str, Any]]

TORCH = ("numpy", "PIL", "torch", "torchvision")
TENSORFLOW = ("numpy", "PIL", "tensorflow")
HUGGING_FACE = ("numpy", "PIL", "datasets")


@pytest.mark.frameworks(*TORCH)
def test_the_transform_of_a_subset_is_never_read(measure: Measure) -> None:
    figures = measure("torch_subset_transform")
    assert figures["attribute"] == [0, 0]
    assert figures["attribute_keeps"] == [80, 20]


@pytest.mark.frameworks(*TORCH)
def test_parts_share_the_transform_set_last(measure: Measure) -> None:
    figures = measure("torch_subset_transform")
    assert figures["one_dataset"]
    assert figures["through"] == [0, 0]
    assert figures["other_order"] == [80, 20]


@pytest.mark.frameworks(*TORCH)
def test_workers_that_persist_keep_the_transform_they_started_with(measure: Measure) -> None:
    figures = measure("torch_subset_transform")
    assert figures["swapped"] == 80
    assert figures["swapped_persistent"] == 0


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize(("way", "size"), [("views", 80), ("subset", 80), ("copy", 80), ("folders", 20)])
def test_the_right_ways_to_give_each_part_a_transform(measure: Measure, way: str, size: int) -> None:
    assert measure("torch_subset_transform")[f"good_{way}"] == [size, 0]


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
    assert figures["good_map_changed"] == 64


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
    assert 12 < figures["good_flipped"] < 52
    assert figures["good_in_place_type"] == "ndarray"
