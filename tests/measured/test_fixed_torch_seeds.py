"""The fixes of seeds and generators, measured: the defect is there before and gone after, and nothing else is worse."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from chance import about

Measure = Callable[..., Mapping[str, Any]]

TORCH = ("numpy", "PIL", "torch", "torchvision", "albumentations")
KERAS = ("numpy", "PIL", "tensorflow", "keras")
PROGRAM = "fixed_torch_seeds"


def right(images: int) -> dict[str, Any]:
    """Each image has a draw of its own in each epoch; a seed repeats the run, and another one gives another."""
    return {"images": images, "distinct": images, "epochs_common": 0, "repeats": True, "seeds_common": 0}


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize(
    ("name", "distinct", "common"),
    [
        ("rng", 16, 16),
        ("rng_persistent", 16, 0),
        ("composed", 16, 16),
        ("worker_constant", 16, 16),
        ("worker_number", 64, 64),
        ("worker_old_recipe", 64, 64),
    ],
)
def test_workers_draw_apart_after_the_fix(measure: Measure, name: str, distinct: int, common: int) -> None:
    figures = measure(PROGRAM, "workers")[name]
    assert (figures["bad"]["distinct"], figures["bad"]["epochs_common"]) == (distinct, common)
    assert figures["fixed"] == right(64)


@pytest.mark.frameworks(*TORCH)
def test_a_generator_on_a_transform_draws_apart_after_the_fix(measure: Measure) -> None:
    figures = measure(PROGRAM, "workers")["transform"]
    assert (figures["bad"]["distinct"], figures["bad"]["epochs_common"]) == (5, 5)
    assert figures["fixed"] == right(20)


@pytest.mark.frameworks(*TORCH)
def test_the_new_worker_function_can_be_pickled(measure: Measure) -> None:
    assert measure(PROGRAM, "workers")["rng_spawned"] == 64


@pytest.mark.frameworks(*TORCH)
def test_several_generators_draw_apart_from_each_other(measure: Measure) -> None:
    """Three generators, 64 images, two epochs."""
    assert measure(PROGRAM, "workers")["several"] == [3 * 16, about(3 * 64 * 2, off=4)]


@pytest.mark.frameworks(*TORCH)
def test_the_workers_number_is_added_for_a_reason(measure: Measure) -> None:
    """With `info.seed` alone, a generator draws just what the global stream of its kind draws in that worker."""
    figures = measure(PROGRAM, "workers")
    assert figures["seed_alone"] == 8
    assert figures["seed_and_workers"] == 0


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize("name", ["getitem", "getitem_workers", "call", "call_workers"])
def test_samples_draw_apart_after_the_fix(measure: Measure, name: str) -> None:
    figures = measure(PROGRAM, "samples")[name]
    assert (figures["bad"]["distinct"], figures["bad"]["epochs_common"]) == (1, 1)
    assert figures["fixed"] == right(20)


@pytest.mark.frameworks(*TORCH)
def test_by_the_index_samples_draw_apart_and_keep_their_draws(measure: Measure) -> None:
    assert measure(PROGRAM, "samples")["by_index"] == {"train_loader": [64, 64], "val_loader": [64, 64]}


@pytest.mark.frameworks(*TORCH)
def test_each_sample_comes_once_from_the_workers(measure: Measure) -> None:
    figures = measure(PROGRAM, "samples")
    assert [figures["sharded"][f"bad_{workers}"] for workers in (0, 1, 2, 4)] == [
        [100, True], [100, True], [200, False], [400, False],
    ]  # fmt: skip
    assert [figures["sharded"][f"fixed_{workers}"] for workers in (0, 1, 2, 4)] == [[100, True]] * 4
    assert figures["sharded_buffer"] == [True, True]


@pytest.mark.frameworks(*TORCH)
def test_with_generators_training_does_not_notice_evaluation(measure: Measure) -> None:
    """Of 60 draws in three epochs, those that evaluation changes, and how many are distinct."""
    assert measure(PROGRAM, "samples")["coupled"] == [60, 60, 60]
    assert measure(PROGRAM, "samples")["uncoupled"] == [60, 0, 60]


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize("name", ["loop", "loop_workers", "rebuilt", "sampler"])
def test_epochs_differ_after_the_fix(measure: Measure, name: str) -> None:
    figures = measure(PROGRAM, "loops")[name]
    assert figures["bad"]["orders_equal"] == [20, 20]
    assert figures["bad"]["images_equal"] == ([0, 0] if name == "sampler" else [20, 20])
    assert max(figures["fixed"]["orders_equal"]) < 12
    assert figures["fixed"]["images_equal"] == [0, 0]
    assert figures["fixed"]["all_shown"]
    assert figures["fixed"]["repeats"]


@pytest.mark.frameworks(*KERAS)
def test_a_keras_dataset_draws_apart_in_threads(measure: Measure) -> None:
    figures = measure("fixed_keras_seeds")
    assert figures["processes"] == [64, 32, 32]
    assert figures["threads"] == [64, 64, 0]


@pytest.mark.frameworks(*KERAS)
def test_a_mapped_function_draws_apart_after_the_fix(measure: Measure) -> None:
    """Images, distinct draws, those that come again in the next pass, and whether the seeds repeat the run."""
    figures = measure("fixed_keras_seeds")
    assert figures["map_bad"] == [64, 1, 1, True]
    assert figures["map_fixed"] == [64, 64, 0, True]
    assert figures["both_bad"] == [64, 64, 64, True]
    assert figures["both_fixed"] == [64, 64, 0, True]
