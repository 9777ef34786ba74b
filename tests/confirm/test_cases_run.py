"""Cases that can run agree with their labels: no wanted finding is refuted, and nothing is added to clean programs."""

import pytest
from confirm.cases import TESTS, confirmed, labels

pytest.importorskip("torchvision_shim", reason="torch is not installed")
pytest.importorskip("torchvision", reason="torchvision is not installed")

RUN = (
    "more/fold_parts_share_base.py",
    "more/sampler_generator_wound_back.py",
    "more/seed_in_train_one_epoch.py",
    "more/transform_set_through_loader.py",
    "second/cifar_globals_train_tf_on_testset.py",
    "second/getattr_dataset_train_twice.py",
    "torch/five_parts_by_random_split.py",
    "torch/joinpath_and_fstring.py",
    "torch/ok_deepcopied_base.py",
    "torch/ok_kfold_two_views.py",
    "torch/samplers_over_one_augmented.py",
)


@pytest.mark.parametrize("case", RUN)
def test_the_run_agrees_with_the_labels(case: str) -> None:
    outcome = confirmed(TESTS / "cases" / case, 300)
    assert outcome.stopped == ""
    refuted = [each for each in outcome.static if each["severity"] != "info" and each["verdict"] == "refuted"]
    assert refuted == []
    if not labels(TESTS / "cases" / case):
        assert outcome.findings == ()
