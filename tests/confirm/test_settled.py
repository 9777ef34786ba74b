"""What a run says of findings, from answers alone: what is added, and what is never refuted."""

from dataclasses import replace
from pathlib import Path

import pytest

from auglint.confirm.observation import Draw, Instrument, Observation, Pass, Pipeline, Spot
from auglint.confirm.questions import Answer, Question
from auglint.confirm.verdicts import settle
from auglint.finding import Evidence, Finding, Severity, Verdict
from auglint.pipeline import Site

FILE = Path("train.py").resolve()
SEEN = Observation(
    pipelines=(
        Pipeline(0, "torch loader", (Spot(str(FILE), 8, 5),), role="train"),
        Pipeline(1, "torch loader", (Spot(str(FILE), 9, 5),), role="validation"),
        Pipeline(2, "torch loader", (Spot(str(FILE), 9, 5),), role="validation"),
    )
)


def finding(code: str, row: int) -> Finding:
    return Finding(code, "", Severity.WARNING, "", Site(FILE, row, 1, row, 20))


def test_one_place_gets_one_finding_with_the_most_telling_numbers() -> None:
    leaks = [
        Answer(Question.SAME_DATA, (0, each), True, "leak", Evidence("", "", 20, k, 0.0, -30.0), "part")
        for each, k in ((1, 5), (2, 9))
    ]
    (added,) = settle([], leaks, SEEN).added
    assert added.evidence is not None
    assert (added.code, added.evidence.k) == ("AUG302", 9)


@pytest.mark.parametrize("code", ["AUG107", "AUG108"])
def test_draws_that_are_stored_look_like_none(code: str) -> None:
    nothing = Evidence("nothing is drawn for training samples")
    still = [
        Answer(question, (0,), False, "deterministic", nothing) for question in (Question.CONSTANT, Question.FROZEN)
    ]
    (judged,) = settle([finding(code, 8)], still, SEEN).findings
    assert judged.verdict is Verdict.UNDECIDED
    anew = [Answer(question, (0,), False, "independent", nothing) for question in (Question.CONSTANT, Question.FROZEN)]
    (judged,) = settle([finding(code, 8)], anew, SEEN).findings
    assert judged.verdict is Verdict.UNDECIDED  # other draws may vary, and a cache may not have been filled


def test_a_run_that_was_cut_short_says_so() -> None:
    cut = Observation(problem="it ended before its pipelines were looked at")
    (judged,) = settle([finding("AUG201", 9)], [], cut).findings
    assert judged.evidence is not None
    assert "it ended before its pipelines were looked at" in judged.evidence.text


def test_the_first_question_of_a_code_gives_the_evidence() -> None:
    found = [
        Answer(Question.FROZEN, (0,), True, "frozen", Evidence("epochs", "", 64, 64, 0.0, -200.0)),
        Answer(Question.DUPLICATED, (0,), True, "duplicated", Evidence("workers", "", 32, 32, 0.0, -100.0)),
    ]
    (judged,) = settle([finding("AUG104", 8)], found, SEEN).findings
    assert judged.evidence is not None
    assert judged.evidence.text == "workers"


def test_outputs_with_nothing_in_common_clear_no_shared_draws_unless_states_are_known() -> None:
    evidence = Evidence("the draws differ", "draws of validation with those of training, by place", 64, 0, 0.01)
    answer = Answer(Question.SHARED_DRAWS, (0, 1), False, "independent", evidence)
    verdicts = []
    for state in ("", "numpy at some place"):
        draws = (Draw("sample", "output", state),)
        passes = tuple(Pass(each.number, 0, 0, Instrument.PROBE, draws) for each in SEEN.pipelines[:2])
        (judged,) = settle([finding("AUG102", 8)], [answer], replace(SEEN, passes=passes)).findings
        verdicts.append(judged.verdict)
    assert verdicts == [Verdict.UNDECIDED, Verdict.REFUTED]
