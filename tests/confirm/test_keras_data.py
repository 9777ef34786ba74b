"""What is seen of what Keras models are given, each program in a process of its own."""

from functools import cache

import pytest
from tf_observed import PROGRAMS, Named, observe_named

from auglint.confirm.observation import Instrument

pytest.importorskip("tensorflow", reason="tensorflow is not installed")


@cache
def flows() -> Named:
    return observe_named(PROGRAMS / "keras_flows.py")


@cache
def sequences() -> Named:
    return observe_named(PROGRAMS / "keras_sequences.py")


@cache
def fitted(how: str) -> Named:
    return observe_named(PROGRAMS / "keras_fit.py", how)


def by_role(seen: Named) -> dict[str, list[str]]:
    """The samples of the first epoch of what serves each split."""
    passes = {each.pipeline: each for each in seen.observation.passes if each.instrument is Instrument.DATA}
    return {
        pipeline.role: [draw.sample for draw in passes[pipeline.number].draws]
        for pipeline in seen.observation.pipelines
        if pipeline.number in passes
    }


def test_roles_are_those_that_fit_gives() -> None:
    seen = flows()
    assert seen.observation.stopped == "it called fit"
    assert [seen.pipelines[name].role for name in ("train", "val", "clean")] == ["train", "validation", ""]


@pytest.mark.parametrize(("other", "share"), [("val", 1.0), ("other_seed", 0.0), ("no_seed", 0.0)])
def test_flows_with_one_seed_draw_alike(other: str, share: float) -> None:
    assert flows().alike("train", other) == share
    assert flows().frozen("train") == 0.0


@pytest.mark.parametrize("name", ["train", "val", "no_seed", "split_val"])
def test_a_flow_of_an_augmenting_generator_is_augmented(name: str) -> None:
    pipeline = flows().pipelines[name]
    assert (pipeline.took, pipeline.varies, pipeline.consumes, pipeline.resets) == (True, True, True, False)
    assert not pipeline.seedings


def test_a_flow_that_only_scales_is_not() -> None:
    assert (flows().pipelines["clean"].took, flows().pipelines["clean"].varies) == (True, False)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [("train", "val", 0), ("train", "overlapping", 20), ("split_train", "split_val", 0), ("split_train", "train", 24)],
)
def test_samples_of_flows(one: str, other: str, shared: int) -> None:
    assert flows().in_common(one, other) == shared


def test_processes_of_a_sequence_repeat_each_other_and_every_epoch() -> None:
    seen = sequences()
    pipeline = seen.pipelines["train"]
    assert (pipeline.role, pipeline.workers, pipeline.took, pipeline.varies) == ("train", 2, True, True)
    first, second = ([draw.output for draw in seen.draws("train") if draw.worker == worker] for worker in (0, 1))
    assert first
    assert second
    shorter = min(len(first), len(second))
    assert first[:shorter] == second[:shorter]
    one, other = sorted((set(seen.outputs("train")), set(seen.outputs("train", 1))), key=len)
    assert one <= other


@pytest.mark.parametrize(("name", "share"), [("alike", 0.0), ("val", 0.0), ("threads", 0.0)])
def test_a_generator_of_one_process_goes_on(name: str, share: float) -> None:
    assert sequences().frozen(name) == share
    assert sequences().pipelines[name].varies


def test_sequences_with_equal_generators_draw_alike() -> None:
    assert sequences().alike("alike", "alike_again") == 1.0
    assert sequences().alike("alike", "val") == 0.0


def test_a_seed_for_each_sample_makes_the_draws_of_a_sequence_constant() -> None:
    pipeline = sequences().pipelines["constant"]
    assert (pipeline.took, pipeline.varies, pipeline.consumes, pipeline.resets) == (True, False, True, True)
    assert {(each.what, each.seed) for each in pipeline.seedings} == {("numpy.random.seed", "0")}
    assert (sequences().pipelines["clean"].varies, sequences().pipelines["clean"].consumes) == (False, False)


def test_samples_of_sequences() -> None:
    assert sequences().in_common("train", "val") == 0
    assert sequences().in_common("train", "clean") == 24
    assert sequences().pipelines["train"].size == 64


def test_datasets_that_fit_is_given() -> None:
    """One global seed: both splits draw alike; an endless pipeline goes on from epoch to epoch."""
    seen = fitted("datasets")
    roles = {name: seen.pipelines[name].role for name in ("train", "val", "test", "leaf")}
    assert roles == {"train": "train", "val": "validation", "test": "evaluation", "leaf": ""}
    assert seen.alike("train", "val") == 1.0
    assert seen.frozen("train") == 0.0
    assert seen.outputs("val") == seen.outputs("val", 1)
    assert seen.in_common("train", "val") == 0
    assert seen.in_common("val", "test") == 10
    assert len({each.epoch for each in seen.observation.passes if each.pipeline == seen.pipelines["test"].number}) == 4


@pytest.mark.parametrize(("how", "sizes", "shared"), [("arrays", (60, 20), 0), ("overlapping", (80, 30), 10)])
def test_arrays_that_fit_is_given(how: str, sizes: tuple[int, int], shared: int) -> None:
    samples = by_role(fitted(how))
    assert (len(samples["train"]), len(samples["validation"])) == sizes
    assert len(set(samples["train"]) & set(samples["validation"])) == shared


def test_one_dataset_in_two_roles_is_two_pipelines() -> None:
    samples = by_role(fitted("same"))
    assert set(samples["train"]) == set(samples["validation"])


def test_a_generator_that_fit_is_given() -> None:
    seen = fitted("generator")
    (pipeline,) = [each for each in seen.observation.pipelines if each.kind == "keras generator"]
    assert (pipeline.role, pipeline.took, pipeline.varies, pipeline.consumes) == ("train", True, True, True)


def test_a_pass_that_is_cut_off_leaves_a_new_order_to_the_next() -> None:
    """A flow is put into a new order when its epoch ends, and of 80 samples 64 are drawn."""
    seen = flows()
    first, second = (seen.samples("longer", epoch, Instrument.PROBE) for epoch in range(2))
    assert len(first) == 64
    assert first != second
