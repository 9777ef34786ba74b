"""What is seen of real tf.data pipelines, each program in a process of its own."""

from functools import cache
from pathlib import Path

import pytest
from tf_observed import PROGRAMS, Named, observe_named

from auglint.confirm.observation import Instrument

pytest.importorskip("tensorflow", reason="tensorflow is not installed")


@cache
def unseeded() -> Named:
    return observe_named(PROGRAMS / "tf_unseeded.py")


@cache
def seeded() -> Named:
    return observe_named(PROGRAMS / "tf_seeded.py")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Named:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA", str(tmp_path_factory.mktemp("files")))
        return observe_named(PROGRAMS / "tf_files.py")


VARYING = [
    "healthy",
    "other",
    "before",
    "cached_source",
    "batched_first",
    "in_dict",
    "unbatched",
    "endless",
    "through_python",
]


@pytest.mark.parametrize("name", VARYING)
def test_a_healthy_pipeline_draws_anew_in_each_epoch(name: str) -> None:
    seen = unseeded()
    pipeline = seen.pipelines[name]
    assert (pipeline.took, pipeline.varies, pipeline.consumes) == (True, True, True)
    assert not pipeline.resets
    assert seen.alike(name, name, 0) == 1.0 or seen.distinct(name) == 2
    assert seen.frozen(name) == 0.0


@pytest.mark.parametrize("name", [name for name in VARYING if name != "healthy"])
def test_healthy_pipelines_do_not_repeat_each_other(name: str) -> None:
    assert unseeded().alike("healthy", name) == 0.0


@pytest.mark.parametrize(
    "name", ["plain", "leak_train", "leak_val", "split_train", "filtered_val", "copied", "keras_train", "keras_val"]
)
def test_a_pipeline_without_randomness_is_seen_to_have_none(name: str) -> None:
    seen = unseeded()
    pipeline = seen.pipelines[name]
    assert (pipeline.took, pipeline.varies, pipeline.consumes) == (True, False, False)
    assert seen.distinct(name) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("op_seed", "op_seed_again"),
        ("by_index", "by_index_again"),
        ("own_generator", "own_generator_again"),
    ],
)
def test_equal_seeds_give_equal_draws(one: str, other: str) -> None:
    seen = unseeded()
    assert seen.alike(one, other) == 1.0
    assert seen.pipelines[one].took
    assert seen.pipelines[other].took


@pytest.mark.parametrize(("one", "other"), [("op_seed", "op_seed_other"), ("one_generator", "same_generator")])
def test_other_seeds_and_one_generator_give_other_draws(one: str, other: str) -> None:
    """A generator that two pipelines share goes on: it is not copied with the pipeline."""
    assert unseeded().alike(one, other) == 0.0


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("op_seed", 1.0),
        ("by_index", 1.0),
        ("by_label", 1.0),
        ("zipped", 1.0),
        ("cached", 1.0),
        ("own_generator", 0.0),
        ("zipped_anew", 0.0),
        ("one_generator", 0.0),
    ],
)
def test_which_pipelines_repeat_their_first_epoch(name: str, share: float) -> None:
    assert unseeded().frozen(name) == share


@pytest.mark.parametrize("name", ["constant", "constant_again", "traced"])
def test_a_constant_draw_is_told_from_no_draw(name: str) -> None:
    pipeline = unseeded().pipelines[name]
    assert (pipeline.took, pipeline.varies, pipeline.consumes, pipeline.resets) == (True, False, True, True)


def test_nothing_is_claimed_where_a_label_decides_what_happens_to_an_image() -> None:
    pipeline = unseeded().pipelines["pairs"]
    assert (pipeline.took, pipeline.varies) == (None, None)


LEAKS = [
    ("leak", 9, 20),
    ("small", 2, 8),
    ("through_cache", 9, 20),
    ("in_batches", 8, 20),
    ("filtered", 9, 20),
]


@pytest.mark.parametrize(("name", "least", "most"), LEAKS)
def test_a_reshuffled_split_shares_samples(name: str, least: int, most: int) -> None:
    """Of 20 draws from 100, of which 80 are in training, 16 are expected; fewer than 9 happen once in ten million."""
    seen = unseeded()
    assert least <= seen.in_common(f"{name}_train", f"{name}_val") <= most
    assert seen.pipelines[f"{name}_train"].shuffles


@pytest.mark.parametrize("name", ["kept", "split", "first_filtered", "keras"])
@pytest.mark.parametrize("epoch", [0, 1])
def test_a_kept_split_shares_no_samples(name: str, epoch: int) -> None:
    assert unseeded().in_common(f"{name}_train", f"{name}_val", epoch) == 0


def test_samples_are_known_by_what_they_hold_and_in_the_order_of_delivery() -> None:
    seen = unseeded()
    assert seen.in_common("copied", "plain") == 40
    assert seen.in_common("taken_twice", "split_train") == 20
    assert seen.in_common("in_dict", "plain") == 100
    assert seen.samples("plain") == seen.samples("healthy") != seen.samples("before")
    assert seen.samples("plain", 0, Instrument.PROBE) == seen.samples("plain")[:64]
    assert set(seen.samples("before", 0, Instrument.REAL)) <= set(seen.samples("before"))
    assert len(set(seen.samples("before"))) == 100
    assert seen.samples("before") != seen.samples("before", 1)


def test_passes_go_through_all_data_and_show_it() -> None:
    seen = unseeded()
    whole = seen.passed("leak_val", 0, Instrument.DATA)
    assert whole.whole
    assert len(whole.draws) == seen.pipelines["leak_val"].size == 20
    assert not seen.passed("endless", 0, Instrument.DATA).whole
    assert seen.pipelines["empty"].size == 0
    pictures = seen.passed("healthy", 0, Instrument.REAL).pictures
    assert len(set(pictures)) == len(pictures) == 12
    assert len(seen.passed("healthy").pictures) == 12


def test_a_statement_that_keeps_nothing_is_told() -> None:
    (fact,) = unseeded().observation.facts
    assert (fact.what, fact.text) == ("DISCARDED", "shuffle")
    assert (PROGRAMS / "tf_unseeded.py").read_text().splitlines()[fact.spot.row - 1] == "source.shuffle(50)"


def test_places_of_a_pipeline_and_its_parts() -> None:
    lines = (PROGRAMS / "tf_unseeded.py").read_text().splitlines()
    pipeline = unseeded().pipelines["healthy"]
    assert lines[pipeline.spots[0].row - 1].startswith("healthy = ")
    assert {lines[part.row - 1].split(" ")[0] for part in pipeline.parts} == {"healthy", "source"}


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("train", "val", 1.0),
        ("train", "shuffled_before", 1.0),
        ("train", "endless", 1.0),
        ("train", "one_more_before", 0.0),
        ("flipped", "flipped_first", 1.0),
        ("seed_one", "seed_two", 0.0),
        ("seed_one", "seed_one_again", 1.0),
        ("of_generator", "of_generator_again", 0.0),
        ("inside", "inside_again", 1.0),
        ("of_module", "of_module_again", 0.0),
        ("shared_layer", "shared_layer_again", 0.0),
        ("first_layer", "second_layer", 0.0),
        ("third_layer", "fourth_layer", 1.0),
        ("fifth_layer", "sixth_layer", 1.0),
    ],
)
def test_which_draws_are_shared_after_one_global_seed(one: str, other: str, share: float) -> None:
    assert seeded().alike(one, other) == share


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("train", 1.0),
        ("parallel", 1.0),
        ("shuffled_before", 1.0),
        ("endless", 1.0),
        ("flipped", 0.0),
        ("cached_source", 1.0),
        ("of_generator", 0.0),
        ("inside", 1.0),
        ("of_module", 0.0),
        ("third_layer", 0.0),
        ("shared_layer", 0.0),
        ("of_sequential", 0.0),
    ],
)
def test_which_epochs_repeat_after_one_global_seed(name: str, share: float) -> None:
    """Flips have two outcomes: as collections their epochs say nothing."""
    assert seeded().frozen(name) == share


def test_a_shuffle_after_the_draws_keeps_them_with_their_samples() -> None:
    seen = seeded()
    first, second = ({draw.sample: draw.output for draw in seen.draws("shuffled_after", epoch)} for epoch in (0, 1))
    both = first.keys() & second.keys()
    assert len(both) >= 40
    assert all(first[sample] == second[sample] for sample in both)
    assert seen.outputs("shuffled_after") != seen.outputs("shuffled_after", 1)


@pytest.mark.parametrize("name", ["constant", "made_in_it"])
def test_a_seed_in_a_generator_function_makes_its_draws_constant(name: str) -> None:
    pipeline = seeded().pipelines[name]
    assert (pipeline.took, pipeline.varies, pipeline.consumes, pipeline.resets) == (True, False, True, True)
    assert pipeline.seedings


def test_layers_are_active_unless_told_not_to_be() -> None:
    seen = seeded()
    assert seen.pipelines["omitted"].varies
    assert (seen.pipelines["off"].varies, seen.pipelines["off"].consumes) == (False, False)
    assert (seen.pipelines["still"].varies, seen.pipelines["still"].consumes) == (False, False)


@pytest.mark.parametrize(
    ("other", "shared"),
    [("val", 0), ("wrong_subset", 80), ("larger_val", 10), ("whole", 80), ("both_train", 80), ("both_val", 0)],
)
def test_samples_of_folders_that_are_split_with_one_seed(files: Named, other: str, shared: int) -> None:
    assert files.in_common("train", other) == shared
    assert files.in_common("train", other, 1) == shared


@pytest.mark.parametrize("other", ["other_val", "unshuffled_val"])
def test_folders_that_are_split_with_two_seeds_share_samples(files: Named, other: str) -> None:
    assert 8 <= files.in_common("train", other) <= 20


def test_files_are_known_through_links(files: Named) -> None:
    assert files.in_common("of_paths", "of_links") == 20
    assert files.in_common("of_paths", "listed") == files.in_common("of_paths", "whole") == 100
    assert files.in_common("records", "clean_records") == 20


@pytest.mark.parametrize(
    ("name", "varies"),
    [("train", False), ("augmented", True), ("of_paths", True), ("listed", False), ("records", True),
     ("clean_records", False), ("with_python", True), ("flow_train", True)],
)  # fmt: skip
def test_the_ramp_is_put_into_files_and_records(files: Named, name: str, varies: bool) -> None:
    assert (files.pipelines[name].took, files.pipelines[name].varies) == (True, varies)
    assert files.frozen(name) == 0.0


def test_flows_of_files_with_one_seed_draw_alike_but_for_the_first_batch(files: Named) -> None:
    """The first batch draws after the order of the samples was drawn, which takes more of the stream in training."""
    assert files.alike("flow_train", "flow_val") >= 12 / 20
    assert files.in_common("flow_train", "flow_val") == 0


def test_a_loop_of_the_program_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA", str(tmp_path))
    seen = observe_named(PROGRAMS / "tf_loop.py")
    assert (seen.pipelines["train"].role, seen.pipelines["val"].role) == ("train", "")
    assert seen.pipelines["anew"].role == "train"
    assert seen.frozen("train") == seen.frozen("val") == 1.0
    assert seen.outputs("anew") == seen.outputs("anew", 1)
    assert seen.samples("anew") == seen.samples("anew", 1)
    number = seen.pipelines["train"].number
    starts = [each for each in seen.observation.starts if each.pipeline == number]
    assert [each.epoch for each in starts] == [0, 1]
    assert all(seed.what.endswith("set_seed") for start in starts for seed in start.seeds[-1:])
    assert [fact.what for fact in seen.observation.facts] == ["DISCARDED"]
    assert not list(tmp_path.iterdir()), "it has written what it trained"


@cache
def traps() -> Named:
    return observe_named(PROGRAMS / "tf_traps.py")


def test_passes_within_compiled_functions_are_cut_off_and_known() -> None:
    seen = traps()
    assert seen.observation.stopped == "it ended"
    assert (seen.pipelines["in_function"].role, seen.pipelines["in_function_val"].role) == ("train", "")
    starts = {each.pipeline for each in seen.observation.starts}
    assert {seen.pipelines[name].number for name in ("in_function", "in_function_val", "distributed")} <= starts


@pytest.mark.parametrize("name", ["large", "padded", "in_function", "distributed", "sloppy"])
def test_the_probe_takes_whatever_the_pipeline(name: str) -> None:
    pipeline = traps().pipelines[name]
    assert (pipeline.took, pipeline.varies) == (True, True)
    assert traps().frozen(name) == 0.0


@pytest.mark.parametrize("name", ["interleaved", "looked_up"])
def test_nothing_is_claimed_where_the_ramp_cannot_be_put_in(name: str) -> None:
    assert (traps().pipelines[name].took, traps().pipelines[name].varies) == (None, None)


@pytest.mark.parametrize("name", ["sloppy", "sloppy_by_option"])
def test_samples_that_come_in_any_order_have_no_names(name: str) -> None:
    assert set(traps().samples(name, 0, Instrument.PROBE)) == {""}
    assert len(set(traps().samples(name))) == 40


def test_large_data_is_told_apart() -> None:
    assert traps().in_common("large", "large_val") == 0
    assert (traps().pipelines["large"].size, traps().pipelines["large_val"].size) == (4000, 1000)
