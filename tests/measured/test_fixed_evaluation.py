"""What the fixes of AUG201 and AUG202 do, measured: validation draws no more, and training draws as before."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

Measure = Callable[..., Mapping[str, Any]]

TORCH = ("numpy", "PIL", "torch", "torchvision", "albumentations")
KERAS = ("numpy", "PIL", "tensorflow", "keras")


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize("program", ["shared", "flag", "own_state"])
def test_validation_images_stay_the_same(measure: Measure, program: str) -> None:
    figures = measure("fixed_evaluation_torch")
    bad, fixed = figures[f"{program}_bad"], figures[f"{program}_fixed"]
    assert bad["held_passes_differ"] == bad["held"] == fixed["held"]
    assert (fixed["held_passes_differ"], fixed["held_distinct"]) == (0, 1)


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize("program", ["shared", "flag", "own_state"])
def test_training_draws_as_before(measure: Measure, program: str) -> None:
    figures = measure("fixed_evaluation_torch")
    bad, fixed = figures[f"{program}_bad"], figures[f"{program}_fixed"]
    assert fixed["train_distinct"] == bad["train_distinct"] >= 20
    assert fixed["train_epochs_common"] == 0
    train, held = fixed["sizes"]
    assert train == held, "batches of both have one size"
    assert figures["shared_fixed_reproduces"]


@pytest.mark.frameworks(*KERAS)
@pytest.mark.parametrize("program", ["layer", "untold", "flow"])
def test_keras_layers_and_generators_do_not_touch_validation(measure: Measure, program: str) -> None:
    figures = measure("fixed_evaluation_keras")
    bad, fixed = figures[f"{program}_bad"], figures[f"{program}_fixed"]
    assert bad["held_passes_differ"] > 0
    assert fixed["held_passes_differ"] == 0
    assert (fixed["held"], fixed["train"]) == (bad["held"], bad["train"])
    assert fixed["train_passes_differ"] > 0
