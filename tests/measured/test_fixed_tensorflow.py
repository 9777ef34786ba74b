"""What fixes do to pipelines of tf.data, measured: draws do not repeat, seeds still do, nothing else changes."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from chance import about

Measure = Callable[..., Mapping[str, Any]]

KERAS = ("numpy", "PIL", "tensorflow", "keras")
ALL = (*KERAS, "torch", "torchvision", "albumentations", "datasets")


@pytest.mark.frameworks(*KERAS)
@pytest.mark.parametrize("program", ["equal_draws", "shared", "parallel"])
def test_a_global_seed_no_longer_repeats_draws(measure: Measure, program: str) -> None:
    figures = measure("fixed_tensorflow")[program]
    bad, fixed = figures["bad"], figures["fixed"]
    assert bad["splits_common"] == bad["epochs_common"] == bad["held_epochs_common"] == bad["used"] == 64
    assert fixed["splits_common"] == fixed["epochs_common"] == fixed["held_epochs_common"] == 0
    assert fixed["distinct"] == fixed["used"] == 64
    assert figures["same_draws"]
    assert figures["reproduces"] or program == "parallel", "which image gets which draw is chance there, as before"


@pytest.mark.frameworks(*KERAS)
def test_functions_of_the_two_splits_draw_by_themselves(measure: Measure) -> None:
    figures = measure("fixed_tensorflow")["two_functions"]
    assert figures["bad"]["epochs_common"] == figures["bad"]["held_epochs_equal"] == 64
    assert figures["fixed"]["epochs_common"] == 0
    assert 10 <= figures["fixed"]["held_epochs_equal"] <= 54, "flips: half of them agree"
    assert figures["fixed"]["distinct"] == 64
    assert figures["reproduces"]


@pytest.mark.frameworks(*KERAS)
def test_a_seed_on_the_op_no_longer_repeats_epochs(measure: Measure) -> None:
    figures = measure("fixed_tensorflow")["op_seed"]
    assert figures["bad"]["epochs_common"] == 64
    assert figures["fixed"] == {"used": 64, "distinct": 64, "epochs_common": 0}


@pytest.mark.frameworks(*KERAS)
def test_images_and_masks_are_still_turned_alike(measure: Measure) -> None:
    figures = measure("fixed_tensorflow")["masks"]
    assert figures["bad"]["alike"] == figures["fixed"]["alike"] == figures["fixed"]["used"] == 64
    assert (figures["bad"]["epochs_equal"], figures["fixed"]["epochs_equal"]) == (64, 0)
    assert 10 <= figures["fixed"]["turned"] <= 54


@pytest.mark.frameworks(*KERAS)
@pytest.mark.parametrize("program", ["op_seeds", "op_seeds_generators", "generators", "layers"])
def test_splits_with_one_seed_get_two(measure: Measure, program: str) -> None:
    figures = measure("fixed_tensorflow")[program]
    assert figures["bad"]["splits_common"] >= 64
    assert figures["fixed"]["splits_common"] == 0
    assert figures["fixed"]["distinct"] == figures["fixed"]["used"] == 64
    assert figures["fixed"]["epochs_common"] == (64 if program == "op_seeds" else 0)
    assert (figures["fixed"]["first"] == figures["bad"]["first"]) == (program != "op_seeds_generators")
    assert figures["reproduces"]


@pytest.mark.frameworks(*ALL)
@pytest.mark.parametrize("program", ["flows", "passes", "composes"])
def test_splits_with_one_seed_get_two_elsewhere(measure: Measure, program: str) -> None:
    figures = measure("fixed_datasets")[program]
    assert figures["bad"]["equal"] > 0
    assert figures["fixed"] == {"equal": 0, "common": 0, "distinct": figures["bad"]["distinct"]}


@pytest.mark.frameworks(*ALL)
def test_near_seeds_of_flows_share_all_but_one_batch(measure: Measure) -> None:
    assert measure("fixed_datasets")["near_seeds"] == {"common": 11, "equal": 0}


@pytest.mark.frameworks(*KERAS)
@pytest.mark.parametrize("program", ["NumPy in", "Python's random"])
def test_the_programs_of_the_page_draw_for_each_sample(measure: Measure, program: str) -> None:
    figures = measure("fixed_tensorflow")["pages"][program]
    assert figures["bad_distinct"] == 1
    assert figures["distinct"] >= 20  # 64 draws of 64 places to roll to give 41, or all are distinct
    assert figures["same_spec"]
    assert figures["used"] == 64


@pytest.mark.frameworks(*KERAS)
@pytest.mark.parametrize(
    ("program", "least"), [("coin", 2), ("choice", 2), ("branches", 3), ("double", 62), ("window", 50), ("shift", 8)]
)
def test_a_draw_in_the_graph_is_made_for_each_sample(measure: Measure, program: str, least: int) -> None:
    figures = measure("fixed_tensorflow")["traced"][program]
    assert figures["bad_distinct"] == 1
    assert figures["distinct"] >= least
    assert figures["passes_equal"] < 56
    assert figures["same_spec"]
    assert figures["used"] == 64


@pytest.mark.frameworks(*KERAS)
def test_the_ops_of_the_table_take_tensors(measure: Measure) -> None:
    assert measure("fixed_tensorflow")["ops"] == []


@pytest.mark.frameworks(*ALL)
@pytest.mark.parametrize("program", ["cached", "cached_in_a_file", "helper", "snapshot"])
def test_what_is_stored_is_not_yet_augmented(measure: Measure, program: str) -> None:
    figures = measure("fixed_datasets")[program]
    assert figures["bad"]["common"] == 64
    assert figures["fixed"] == {"common": about(0), "distinct": 64, "used": 64, "held_equal": 64}


@pytest.mark.frameworks(*ALL)
def test_the_shuffle_is_applied(measure: Measure) -> None:
    figures = measure("fixed_datasets")["shuffled"]
    assert figures["bad"]["in_place"] == 64
    assert figures["fixed"]["in_place"] < 16
    assert figures["fixed"]["as_in_file"] == figures["fixed"]["used"] == figures["fixed"]["held_in_place"] == 64


@pytest.mark.frameworks(*ALL)
def test_the_augmentation_is_applied(measure: Measure) -> None:
    figures = measure("fixed_datasets")["augmented"]
    assert figures["bad"]["as_in_file"] == 64
    assert figures["fixed"] == {"in_place": about(0), "as_in_file": about(0), "used": 64, "held_in_place": 64}


@pytest.mark.frameworks(*ALL)
def test_rows_are_scaled_and_shuffled(measure: Measure) -> None:
    figures = measure("fixed_datasets")["mapped"]
    assert not figures["bad"]["scaled"]
    assert figures["fixed"]["scaled"]
    assert figures["fixed"]["in_place"] < 16
    assert figures["fixed"]["used"] == 64


@pytest.mark.frameworks(*ALL)
@pytest.mark.parametrize("program", ["take_skip", "seeded", "filtered", "files", "records"])
def test_a_divided_order_is_fixed_and_training_is_shuffled(measure: Measure, program: str) -> None:
    figures = measure("fixed_datasets")[program]
    bad, fixed = figures["bad"], figures["fixed"]
    assert bad["overlap"] >= 12
    assert bad["ever"] > 50
    assert (fixed["overlap"], fixed["ever"]) == (0, 0)
    assert (fixed["used"], fixed["once"], fixed["held"]) == (80, 80, 20)
    assert (fixed["orders"], fixed["held_orders"]) == (10, 1)
    assert fixed["sorted"] < 16
    assert figures.get("reproduces", True)
