"""Cases that can run agree with their labels: no wanted finding is refuted, and nothing is added to clean programs."""

import pytest
from confirm.cases import TESTS, confirmed, labels

pytest.importorskip("torchvision_shim", reason="torch is not installed")
pytest.importorskip("torchvision", reason="torchvision is not installed")

RUN = (
    "more/ok_rng_from_epoch_and_index.py",
    "more/seed_in_train_one_epoch.py",
    "second/getattr_dataset_train_twice.py",
)


@pytest.mark.parametrize("case", RUN)
def test_the_run_agrees_with_the_labels(case: str) -> None:
    outcome = confirmed(TESTS / "cases" / case, 300)
    assert outcome.stopped == ""
    refuted = [each for each in outcome.static if each["severity"] != "info" and each["verdict"] == "refuted"]
    assert refuted == []
    if not labels(TESTS / "cases" / case):
        assert outcome.findings == ()
