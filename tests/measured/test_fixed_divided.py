"""The fixes of divided data at run time: the defect is there before and gone after, and nothing else is worse."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from chance import about

Measure = Callable[..., Mapping[str, Any]]

TORCH = ("numpy", "PIL", "torch", "torchvision", "sklearn")
KERAS = ("numpy", "PIL", "tensorflow", "keras")


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize(
    ("name", "val_new", "train_common"),
    [
        ("split", [20], 0),
        ("samplers", [20], 0),
        ("of_class", [10, 10], 0),
        ("of_function", [20], 0),
        ("held", [20], 0),
        ("attribute", [0], 80),
        ("through", [0], 80),
    ],
)
def test_evaluation_is_fixed_and_training_is_not(
    measure: Measure, name: str, val_new: list[int], train_common: int
) -> None:
    before, after = (measure("fixed_divided")[each] for each in (f"{name}_before", name))
    assert (before["val_new"], before["train_common_epochs"]) == (val_new, train_common)
    assert after == {
        "sizes": [80, 20] if len(val_new) == 1 else [80, 10, 10],
        "all_once": True,
        "train_distinct": 80,
        "train_common_epochs": 0,
        "train_repeats": True,
        "val_new": [0] * len(val_new),
        "val_distinct": 20 if len(val_new) == 1 else 10,
    }
    assert before["sizes"] == after["sizes"]


@pytest.mark.frameworks(*TORCH)
def test_the_split_stays_as_it_was(measure: Measure) -> None:
    assert measure("fixed_divided")["split_stays"] == [True, True]


@pytest.mark.frameworks(*TORCH)
def test_which_datasets_look_their_transform_up(measure: Measure) -> None:
    figures = measure("fixed_divided")
    assert figures["frozen_wrongly"] == figures["not_frozen_wrongly"] == []


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("selector", [60, 60, 60], [0, 60, 20]),
        ("folder", [20, 20, 20], [0, 20, 20]),
        ("divided", [20, 20, 20], [0, 16, 4]),
        ("twice", [16, 80, 20], [0, 80, 20]),
        ("slices", [10, 80, 30], [0, 80, 20]),
        ("whole", [20, 100, 20], [0, 80, 20]),
    ],
)
def test_no_sample_is_on_both_sides(measure: Measure, name: str, before: list[int], after: list[int]) -> None:
    figures = measure("fixed_divided")
    met = figures[f"{name}_before"]
    if name == "twice":  # as chance will have it
        assert 6 <= met[0] <= 20
        assert met[1:] == before[1:]
    else:
        assert met == before
    assert figures[name] == after


@pytest.mark.frameworks(*TORCH)
def test_a_division_repeats_itself_and_keeps_each_transform(measure: Measure) -> None:
    figures = measure("fixed_divided")
    assert figures["divided_repeats"] == [True, True]
    assert figures["divided_differs"] == [about(16, off=4), 0]  # a crop of 64 from 96 pixels
    assert figures["twice_differs"] == [about(80), 0]


@pytest.mark.frameworks(*TORCH)
def test_equal_states_divide_rows_alike(measure: Measure) -> None:
    figures = measure("fixed_divided")
    assert figures["rows_before"][0] > 200
    common, both, whole = figures["rows"]
    assert (common, both) == (0, whole)


@pytest.mark.frameworks(*KERAS)
def test_a_second_generator_leaves_validation_as_it_is(measure: Measure) -> None:
    figures = measure("fixed_divided_tensorflow")
    assert figures["flows_before"]["val_new"] == 20
    assert figures["flows"] == {"sizes": [80, 20], "common": 0, "distinct": 100, "train_new": 80, "val_new": 0}
    assert figures["flows_stay"] == [True, True]


@pytest.mark.frameworks(*KERAS)
def test_a_map_behind_the_division_leaves_validation_as_it_is(measure: Measure) -> None:
    figures = measure("fixed_divided_tensorflow")
    assert figures["map_before"] == {"train": [48, 48, about(48)], "val": [16, 16, about(16)]}
    assert figures["map"] == {"train": [48, 48, about(48)], "val": [16, 16, 0]}
    assert figures["map_val_is_raw"]
    assert figures["map_repeats"]


@pytest.mark.frameworks(*KERAS)
@pytest.mark.parametrize("name", ["seeds", "order", "ends", "subset"])
def test_no_file_is_on_both_sides_and_all_are_used(measure: Measure, name: str) -> None:
    figures = measure("fixed_divided_tensorflow")
    assert figures[f"{name}_before"][0] >= 14
    assert figures[name] == [0, 100]


@pytest.mark.frameworks(*KERAS)
def test_one_call_for_both_parts_keeps_the_order_of_evaluation(measure: Measure) -> None:
    figures = measure("fixed_divided_tensorflow")
    assert figures["order_train_stays"]
    assert figures["order_val_changes"] == 0
    assert figures["order_train_changes"] > 60
