"""What a run says of findings: refuted only when answered, one root cause is one new finding, places are matched."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from made import FILE, data, fine, one_pass, pipeline, seen, spot

from auglint import catalogue
from auglint.confirm.observation import Fact, Instrument, Observation, Pipeline, Seeding
from auglint.confirm.questions import Question, answers
from auglint.confirm.verdicts import QUESTIONS, Settled, covers, settle
from auglint.finding import Finding, Related, Severity, Verdict
from auglint.pipeline import Site

TRAIN = pipeline(0, "train")
VAL = pipeline(1, "validation", varies=False, consumes=False)
AUGMENTED = pipeline(1, "validation")
DRAWS, OTHER = fine(random.Random(1)), fine(random.Random(2))


def site(row: int, end_row: int | None = None, file: str = FILE, cell: int | None = None) -> Site:
    return Site(Path(file), row, 5, end_row or row, 30, cell)


def finding(code: str, row: int = 10, severity: Severity = Severity.WARNING, *related: int) -> Finding:
    others = tuple(Related(site(each), "here") for each in related)
    return Finding(code, "name", severity, "message", site(row), related=others)


def settled(findings: list[Finding], observation: Observation) -> Settled:
    return settle(findings, answers(observation), observation)


def verdict(one: Finding, observation: Observation) -> Verdict | None:
    return settled([one], observation).findings[0].verdict


def leaking(train: Pipeline = TRAIN, val: Pipeline = VAL) -> Observation:
    return seen(train, val, data(train.number, range(50)), data(val.number, range(20)))


def parted(train: Pipeline = TRAIN, val: Pipeline = VAL) -> Observation:
    return seen(train, val, data(train.number, range(50)), data(val.number, range(50, 70)))


# Verdicts and severity ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "then"),
    [
        (Severity.WARNING, Severity.ERROR),
        (Severity.ERROR, Severity.ERROR),
        (Severity.INFO, Severity.INFO),
    ],
)
def test_a_confirmed_warning_is_an_error(severity: Severity, then: Severity) -> None:
    found = settled([finding("AUG301", 10, severity, 20)], leaking())
    (one,) = found.findings
    assert (one.verdict, one.severity) == (Verdict.CONFIRMED, then)
    assert one.evidence is not None
    assert one.evidence.text == "20 of 20 validation samples are training samples"
    assert found.added == ()


def test_a_refuted_finding_keeps_its_severity_and_says_what_was_seen() -> None:
    (one,) = settled([finding("AUG301", 10, Severity.ERROR, 20)], parted()).findings
    assert (one.verdict, one.severity) == (Verdict.REFUTED, Severity.ERROR)
    assert one.evidence is not None
    assert "none of the 20 validation samples" in one.evidence.text


def test_what_is_not_answered_is_not_refuted() -> None:
    unknown = seen(TRAIN, VAL)
    (one,) = settled([finding("AUG301")], unknown).findings
    assert (one.verdict, one.severity) == (Verdict.UNDECIDED, Severity.WARNING)


@pytest.mark.parametrize("code", sorted(QUESTIONS))
@pytest.mark.parametrize(
    "observation",
    [seen(), seen(TRAIN), seen(pipeline(0, "")), seen(TRAIN, pipeline(1, "test", varies=None, consumes=None))],
    ids=["nothing", "train", "?", "both"],
)
def test_no_code_is_refuted_by_a_run_that_saw_nothing_of_it(code: str, observation: Observation) -> None:
    (one,) = settled([finding(code)], observation).findings
    assert one.verdict is Verdict.UNDECIDED
    assert one.evidence is not None
    assert one.evidence.text


def test_one_open_question_keeps_a_finding_open() -> None:
    """AUG104 may show in workers or in epochs: workers are cleared, but there is one epoch only."""
    several = pipeline(0, "train", workers=2)
    one = one_pass(0, [*DRAWS[:32], *OTHER[:32]], workers=[0] * 32 + [1] * 32)
    assert verdict(finding("AUG104"), seen(several, one)) is Verdict.UNDECIDED
    again = one_pass(0, fine(random.Random(3)), epoch=1, workers=[0] * 32 + [1] * 32)
    assert verdict(finding("AUG104"), seen(several, one, again)) is Verdict.REFUTED


def test_answers_to_its_further_questions_alone_do_not_refute() -> None:
    """Without workers nobody has asked whether workers repeat each other."""
    observation = seen(TRAIN, one_pass(0, DRAWS), one_pass(0, OTHER, epoch=1))
    assert verdict(finding("AUG104"), observation) is Verdict.UNDECIDED
    assert verdict(finding("AUG106"), observation) is Verdict.REFUTED


def test_codes_that_a_run_cannot_speak_of_stay_as_they_are() -> None:
    one = finding("AUG901")
    assert settled([one], leaking()).findings == (one,)


def test_every_code_has_a_page_and_every_question_a_code() -> None:
    assert all(catalogue.rule(code) for code in QUESTIONS)
    assert {question for asked in QUESTIONS.values() for question in asked} == set(Question)


def test_why_nothing_can_be_said() -> None:
    def why(code: str, observation: Observation) -> str:
        evidence = settled([finding(code)], observation).findings[0].evidence
        assert evidence is not None
        return evidence.text

    assert why("AUG301", seen()) == "no training pipeline was seen"
    assert why("AUG301", seen(TRAIN)) == "no evaluation pipeline was seen"
    assert why("AUG205", seen(TRAIN, VAL)) == "the run did not come by this place"


# The advice that both draw from one stream ----------------------------------------------------------------------------


def advice(observation: Observation) -> Verdict | None:
    return verdict(finding("AUG101", 1, Severity.INFO), observation)


def test_one_stream_for_both_splits_is_confirmed_though_draws_differ() -> None:
    both = [replace(each, streams=("torch",)) for each in (TRAIN, AUGMENTED)]
    assert advice(seen(*both, one_pass(0, DRAWS), one_pass(1, OTHER))) is Verdict.CONFIRMED
    apart = [replace(TRAIN, streams=("torch",)), replace(AUGMENTED, streams=("numpy",))]
    assert advice(seen(*apart, one_pass(0, DRAWS), one_pass(1, OTHER))) is Verdict.UNDECIDED


def test_validation_that_draws_nothing_shares_no_stream() -> None:
    assert advice(seen(TRAIN, VAL, one_pass(0, DRAWS), one_pass(1, ["one"] * 64))) is Verdict.REFUTED


# Which pipelines a finding is about -----------------------------------------------------------------------------------


def test_a_finding_is_judged_by_the_pipelines_of_its_places() -> None:
    """Two training loaders, one of which leaks."""
    good, bad = pipeline(0, "train"), pipeline(2, "train")
    parts = (data(0, range(50)), data(2, range(50, 90)), data(1, range(60, 70)))
    observation = seen(good, VAL, bad, *parts)
    first, second = settled(
        [finding("AUG301", 10, Severity.ERROR, 20), finding("AUG301", 30, Severity.ERROR, 20)], observation
    ).findings
    assert (first.verdict, second.verdict) == (Verdict.REFUTED, Verdict.CONFIRMED)


def test_a_finding_at_no_pipeline_is_judged_by_all() -> None:
    assert verdict(finding("AUG301", 500), leaking()) is Verdict.CONFIRMED
    assert verdict(finding("AUG301", 500), parted()) is Verdict.REFUTED


def test_the_places_of_parts_and_callers_count() -> None:
    by_part = replace(TRAIN, parts=(spot(3),))
    by_caller = replace(TRAIN, spots=(spot(10), spot(77)))
    for train, row in ((by_part, 3), (by_caller, 77)):
        other = pipeline(2, "train")
        observation = seen(train, VAL, other, data(0, range(50)), data(2, range(60, 90)), data(1, range(60, 70)))
        assert verdict(finding("AUG301", row), observation) is Verdict.REFUTED


def test_what_happened_at_a_place_judges_findings_of_that_place_only() -> None:
    fact = Fact("DISCARDED", spot(40), "`map` returns a new dataset, which is thrown away")
    observation = seen(TRAIN, fact)
    assert verdict(finding("AUG205", 40), observation) is Verdict.CONFIRMED
    assert verdict(finding("AUG205", 41), observation) is Verdict.UNDECIDED


def test_a_transform_that_is_read_refutes() -> None:
    fact = Fact("TRANSFORM_IGNORED", spot(40), "its class reads `transform`", holds=False)
    assert verdict(finding("AUG204", 40), seen(TRAIN, fact)) is Verdict.REFUTED


@pytest.mark.parametrize(
    ("place", "row", "file", "cell", "inside"),
    [
        (site(10), 10, FILE, None, True),
        (site(10), 11, FILE, None, False),
        (site(10, 14), 12, FILE, None, True),
        (site(10, 14), 15, FILE, None, False),
        (site(10), 9, FILE, None, False),
        (site(10), 10, "other.py", None, False),
        (site(10, file="folder/../train.py"), 10, FILE, None, True),
        (site(2, cell=3, file="a.ipynb"), 2, "a.ipynb", 3, True),
        (site(2, cell=3, file="a.ipynb"), 2, "a.ipynb", 4, False),
        (site(2, cell=3, file="a.ipynb"), 2, "a.ipynb", None, False),
        (site(2, file="a.ipynb"), 2, "a.ipynb", 1, False),
    ],
)
def test_places_of_code_cover_places_of_a_run(place: Site, row: int, file: str, cell: int | None, inside: bool) -> None:
    assert covers(place, spot(row, file, cell)) is inside


# What no finding named ------------------------------------------------------------------------------------------------


def added(observation: Observation, *findings: Finding) -> list[str]:
    return [each.code for each in settled(list(findings), observation).added]


def test_a_defect_that_no_finding_names_becomes_one() -> None:
    (one,) = settled([], leaking()).added
    assert (one.code, one.severity, one.verdict) == ("AUG301", Severity.ERROR, Verdict.CONFIRMED)
    assert one.message == "seen in a run: 20 of 20 validation samples are training samples"
    assert (one.site.path, one.site.row) == (Path(FILE).resolve(), 20)
    assert one.evidence is not None and one.why and one.help


@pytest.mark.parametrize(("held", "code"), [(range(20), "AUG301"), (range(45, 60), "AUG302")])
def test_the_code_of_a_leak_follows_from_its_extent(held: range, code: str) -> None:
    assert added(seen(TRAIN, VAL, data(0, range(50)), data(1, held))) == [code]


def test_a_split_that_changes_has_a_code_of_its_own() -> None:
    passes = [data(0, range(80)), data(1, range(70, 90)), data(0, range(20, 100), 1), data(1, range(20), 1)]
    assert added(seen(TRAIN, VAL, *passes)) == ["AUG303"]


def test_healthy_pipelines_get_no_finding() -> None:
    passes = (one_pass(0, DRAWS), one_pass(0, OTHER, epoch=1), one_pass(1, ["one"] * 64))
    assert added(seen(TRAIN, VAL, data(0, range(50)), data(1, range(50, 60)), *passes)) == []


def frozen_by_workers() -> Observation:
    """Each worker holds a copy of one generator, and starts from it in each epoch."""
    several = pipeline(0, "train", workers=2)
    once = [*DRAWS[:32], *DRAWS[:32]]
    passes = [one_pass(0, once, epoch=epoch, workers=[0] * 32 + [1] * 32) for epoch in (0, 1)]
    return seen(several, *passes)


def test_of_one_root_cause_only_the_cause_is_added() -> None:
    held = {each.question for each in answers(frozen_by_workers()) if each.holds}
    assert held == {Question.DUPLICATED, Question.FROZEN}
    assert added(frozen_by_workers()) == ["AUG104"]


def test_constant_draws_are_neither_frozen_nor_shared_as_well() -> None:
    train, val = (pipeline(number, role, varies=False, resets=True) for number, role in ((0, "train"), (1, "test")))
    passes = [one_pass(number, ["one"] * 64, epoch=epoch) for number in (0, 1) for epoch in (0, 1)]
    assert set(added(seen(train, val, *passes))) == {"AUG103"}


def test_a_finding_that_was_confirmed_is_not_added_again_under_another_name() -> None:
    """A seed set for each epoch also freezes validation's draws to those of training."""
    passes = [one_pass(number, DRAWS, epoch=epoch) for number in (0, 1) for epoch in (0, 1)]
    observation = seen(TRAIN, AUGMENTED, *passes)
    assert set(added(observation, finding("AUG106"))) <= {"AUG202"}
    assert "AUG102" in added(observation)


def test_leaks_and_draws_are_two_causes() -> None:
    passes = (data(0, range(50)), data(1, range(20)), one_pass(0, DRAWS), one_pass(1, DRAWS))
    assert set(added(seen(TRAIN, AUGMENTED, *passes))) >= {"AUG301", "AUG102"}


def test_augmented_evaluation_is_added() -> None:
    real = [
        one_pass(1, fine(random.Random(epoch)), epoch=epoch, instrument=Instrument.REAL, samples=range(64))
        for epoch in (0, 1)
    ]
    assert added(seen(TRAIN, AUGMENTED, *real)) == ["AUG202"]


def test_a_pipeline_without_a_place_gets_no_finding() -> None:
    """A loader that was named, and came from nowhere in the user's code."""
    assert added(leaking(val=replace(VAL, spots=()))) == []


def test_a_finding_stands_in_the_cell_of_its_notebook() -> None:
    (one,) = settled([], leaking(val=replace(VAL, spots=(spot(2, "a.ipynb", 4),)))).added
    assert (one.site.cell, one.site.row) == (4, 2)


def test_streams_from_one_seed_are_one_finding() -> None:
    seedings = (Seeding("random.Random", "0", spot(3)),)
    two = [
        pipeline(number, role, took=False, varies=None, indexed=False, seedings=seedings)
        for number, role in ((0, "train"), (1, "validation"))
    ]
    assert added(seen(*two)).count("AUG102") == 1
