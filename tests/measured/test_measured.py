"""The figures on the rule pages, measured anew on the real frameworks, mostly by running the pages' own examples."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from chance import about

Measure = Callable[..., Mapping[str, Any]]

TORCH = ("numpy", "PIL", "torch", "torchvision")
KERAS = ("numpy", "PIL", "tensorflow", "keras")
ALBUMENTATIONS = ("numpy", "PIL", "torch", "albumentations")


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize("workers", ["workers_0", "workers_2"])
def test_one_torch_seed_at_the_top_repeats_nothing(measure: Measure, workers: str) -> None:
    figures = measure("torch_global_seed")[workers]
    assert figures == {"distinct": 60, "splits_common": 0, "epochs_common": 0}


@pytest.mark.frameworks(*TORCH)
def test_splits_on_one_torch_stream_are_coupled(measure: Measure) -> None:
    assert measure("torch_global_seed")["held_draws_depend_on_training"]


@pytest.mark.frameworks(*TORCH)
def test_the_good_torch_programs_under_a_seed(measure: Measure) -> None:
    figures = measure("torch_global_seed")
    assert figures["good_validation_repeats"]
    assert figures["good_orders_differ"]


@pytest.mark.frameworks(*KERAS)
def test_a_global_seed_freezes_mapped_ops_in_tensorflow(measure: Measure) -> None:
    figures = measure("tf_global_seed", "Bad", "TensorFlow: equal")
    assert figures["drawn"] == figures["distinct"] == 64
    assert figures["splits_equal"] == 64
    assert figures["epochs_equal"] == 64
    assert figures["fit_epochs_equal"] == 64
    assert figures["repeat_epochs_common"] == 0


@pytest.mark.frameworks(*KERAS)
def test_without_a_seed_tensorflow_repeats_nothing_but_still_augments_validation(measure: Measure) -> None:
    figures = measure("tf_global_seed", "Bad", "TensorFlow: equal", "tf.random.set_seed")
    for again in ("splits_common", "epochs_common", "fit_epochs_equal"):
        assert figures[again] == about(0), again
    assert figures["held_distinct"] == about(64)


@pytest.mark.frameworks(*KERAS)
def test_a_generator_outside_the_map_function_keeps_drawing(measure: Measure) -> None:
    figures = measure("tf_global_seed", "Good", "TensorFlow: the augmentation")
    assert figures["distinct"] == 64
    assert figures["epochs_common"] == figures["fit_epochs_equal"] == 0
    assert figures["held_distinct"] == 1
    assert figures["good_validation_repeats"]


@pytest.mark.frameworks(*KERAS)
def test_a_keras_layer_keeps_drawing_under_a_global_seed(measure: Measure) -> None:
    figures = measure("tf_global_seed", "Good", "TensorFlow: a Keras layer")
    assert figures["distinct"] == 2  # flipped or not
    assert 9 < figures["epochs_equal"] < 55
    assert 9 < figures["fit_epochs_equal"] < 55
    assert figures["held_distinct"] == 1


@pytest.mark.frameworks(*KERAS)
def test_first_random_ops_of_two_functions_draw_alike(measure: Measure) -> None:
    figures = measure("tf_first_op")
    assert 9 < figures["flipped"] < 55
    assert figures["splits_equal"] == figures["epochs_equal"] == figures["drawn"] == 64


@pytest.mark.frameworks(*KERAS)
def test_a_shuffle_before_map_moves_images_not_draws(measure: Measure) -> None:
    figures = measure("tf_first_op")
    assert figures["shuffled_draws_equal"] == 64
    assert figures["shuffled_images_in_place"] < 12


@pytest.mark.frameworks(*KERAS)
def test_eager_ops_in_a_generator_are_not_frozen(measure: Measure) -> None:
    assert measure("tf_from_generator") == {"distinct": 64, "splits_common": 0, "epochs_common": 0}


@pytest.mark.frameworks(*TORCH)
def test_sharing_a_torchvision_compose_has_no_effect_of_its_own(measure: Measure) -> None:
    figures = measure("torch_evaluation")
    assert figures["same_as_two_instances"] == 2 * figures["images"] == 40
    assert figures["splits_common"] == 0


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize("program", ["shared", "copied", "flag"])
def test_random_transforms_change_all_validation_images(measure: Measure, program: str) -> None:
    assert measure("torch_evaluation")[f"{program}_passes_differ"] == 20


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize("program", ["shared", "val_and_test", "flag", "p_0"])
def test_fixed_transforms_change_none(measure: Measure, program: str) -> None:
    assert measure("torch_evaluation")[f"good_{program}"] == 0


@pytest.mark.frameworks(*ALBUMENTATIONS)
def test_albumentations_shares_its_state(measure: Measure) -> None:
    figures = measure("albumentations_shared")["without_workers"]
    assert figures == {"splits_common": 0, "later_draws_kept": 0}


@pytest.mark.frameworks(*ALBUMENTATIONS)
def test_albumentations_repeats_in_workers_and_in_validation(measure: Measure) -> None:
    figures = measure("albumentations_shared")["workers_4"]
    assert figures["distinct"] == 16
    assert figures["workers_equal"] == 4
    for same in ("val_equals_train", "epochs_equal", "after_seeds_equal"):
        assert figures[same] == figures["drawn"] == 64, same


@pytest.mark.frameworks(*ALBUMENTATIONS)
def test_a_plain_albumentations_pipeline_does_not_draw(measure: Measure) -> None:
    assert measure("albumentations_shared")["good_validation_distinct"] == 1


@pytest.mark.frameworks(*TORCH)
def test_the_held_out_part_of_an_augmenting_dataset_is_augmented(measure: Measure) -> None:
    figures = measure("torch_divided")
    assert [figures["bad_held_differs"], figures["held"]] == [about(20), 20]


@pytest.mark.frameworks(*TORCH)
def test_a_transform_set_on_a_subset_has_no_effect(measure: Measure) -> None:
    assert measure("torch_divided")["subset_attribute_held_differs"] == about(20)


@pytest.mark.frameworks(*TORCH)
def test_a_transform_set_through_a_subset_changes_both_parts(measure: Measure) -> None:
    figures = measure("torch_divided")
    assert figures["through_dataset_held_differs"] == figures["through_dataset_train_differs"] == 0


@pytest.mark.frameworks(*TORCH)
def test_random_split_called_twice_overlaps(measure: Measure) -> None:
    assert 155 < measure("torch_divided")["twice_mean_common"] < 165


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize("way", ["views", "wrapped", "copied"])
def test_the_right_ways_to_divide_augment_training_alone(measure: Measure, way: str) -> None:
    figures = measure("torch_divided")
    assert figures[f"{way}_held_differs"] == 0
    assert figures["train"] == 80
    # A plain crop of 64 from 96 pixels comes twice in one of 1089 pairs.
    assert figures[f"{way}_train_differs"] == about(80, off=6)
    assert figures["views_common"] == 0


@pytest.mark.frameworks(*TORCH)
def test_the_same_data_in_other_words(measure: Measure) -> None:
    figures = measure("torch_same_data")
    assert [figures[name] for name in ("spelled", "settings", "option")] == [20, 20, 20]
    assert figures["selector"] == 60


@pytest.mark.frameworks(*TORCH)
@pytest.mark.parametrize("program", ["folders", "settings", "selector", "divided"])
def test_data_of_its_own(measure: Measure, program: str) -> None:
    figures = measure("torch_same_data")
    assert figures[f"good_{program}"] == 0
    assert figures["good_divided_sizes"] == [80, 20]


@pytest.mark.frameworks(*KERAS)
def test_keras_subsets(measure: Measure) -> None:
    figures = measure("keras_layers")
    assert figures["subset_training_twice"] == 80
    assert figures["no_subset"] == 100
    assert figures["good_subsets"] == 0


@pytest.mark.frameworks(*KERAS)
@pytest.mark.parametrize("program", ["take_skip", "seeded", "filtered", "cached", "global_seed"])
def test_a_reshuffle_before_the_division_leaks_four_fifths(measure: Measure, program: str) -> None:
    mean, _, most = measure("tf_reshuffled")[program]
    assert 12.5 < mean < 19.5
    assert most <= 20


@pytest.mark.frameworks(*KERAS)
@pytest.mark.parametrize("program", ["small_buffer", "sharded"])
def test_a_reshuffle_with_a_small_buffer_or_shards_leaks_less(measure: Measure, program: str) -> None:
    mean, _, _ = measure("tf_reshuffled")[program]
    assert 2 < mean < 8


@pytest.mark.frameworks(*KERAS)
@pytest.mark.parametrize("program", ["divided_first", "fixed_order", "numbered", "keras"])
def test_the_right_ways_to_shuffle_and_divide_leak_nothing(measure: Measure, program: str) -> None:
    assert measure("tf_reshuffled")[f"good_{program}"] == [0, 0, 0]


@pytest.mark.frameworks(*KERAS)
def test_image_data_generator_augments_its_validation_subset(measure: Measure) -> None:
    figures = measure("keras_generators")
    assert figures["split_held_new_per_pass"] == figures["split_held"] == 20
    assert figures["split_overlap"] == 0


@pytest.mark.frameworks(*KERAS)
def test_two_image_data_generators_agree_on_the_subsets(measure: Measure) -> None:
    figures = measure("keras_generators")
    assert figures["good_split_held_new_per_pass"] == figures["good_split_overlap"] == 0
    assert figures["good_split_same_files"]


@pytest.mark.frameworks(*KERAS)
def test_image_data_generator_changes_validation_images_only_if_asked(measure: Measure) -> None:
    figures = measure("keras_generators")
    assert figures["own_passes_differ"] == figures["own_images_changed"] == figures["own"] == 20
    assert figures["plain_passes_differ"] == figures["plain_images_changed"] == 0


@pytest.mark.frameworks(*KERAS)
def test_keras_layers_in_map_draw_unless_told(measure: Measure) -> None:
    figures = measure("keras_layers")
    assert figures["shared_splits_common"] == 0
    assert figures["shared_held_differs"] == figures["implicit_held_differs"] == 20
    assert figures["told_held_differs"] == 0
    assert figures["told_train_differs"] == 20


@pytest.mark.frameworks(*KERAS)
def test_keras_layers_in_a_model_rest_outside_training(measure: Measure) -> None:
    figures = measure("keras_layers")
    assert figures["inside_predict_repeats"]
    assert figures["inside_inference_changes"] == 0
    assert figures["inside_training_differs"] == 20


@pytest.mark.frameworks(*KERAS)
def test_map_before_take_and_skip_augments_both(measure: Measure) -> None:
    figures = measure("keras_layers")
    assert figures["mapped_held_differs"] == about(16)
    assert figures["good_split_held_differs"] == 0
    assert figures["good_split_train_differs"] == about(48)


@pytest.mark.frameworks(*TORCH, *KERAS, *ALBUMENTATIONS)
def test_every_example_runs(measure: Measure) -> None:
    figures = measure("every_example")
    assert figures["failed"] == {}
    assert figures["read"] > 60
    if figures["missing"]:
        pytest.skip(f"not installed: {', '.join(figures['missing'])}")
