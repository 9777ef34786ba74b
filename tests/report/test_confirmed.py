"""The table of a confirm run, as a terminal shows it."""

import re
from dataclasses import replace

import pytest
from confirm_samples import healthy, loader, sick
from hypothesis import given
from hypothesis import strategies as st

from auglint.confirm.observation import Fact, Observation, Spot
from auglint.confirm.questions import Answer, Question
from auglint.finding import Evidence, Verdict
from auglint.report.claims import claims
from auglint.report.colour import can_show
from auglint.report.confirmed import SYMBOLS, render, tally
from auglint.report.display import glyph


def shown(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def cells(line: str) -> int:
    return sum(glyph(char)[1] for char in line)


def test_a_healthy_program_whole() -> None:
    assert render(*healthy(), colour=False, width=100) == (
        """\
verdict          what the run shows                                           counted  by chance
────────────────────────────────────────────────────────────────────────────────────────────────
✓ independent    validation holds no samples of training                      0 of 56
                 training train.py:12:12, validation train.py:14:12
✓ deterministic  validation is not augmented at random                        0 of 56
                 validation train.py:14:12
✓ independent    the epochs of training do not repeat the draws of the first  1 of 64     0.39 %
                 training train.py:12:12

Pipelines
  training    DataLoader  train.py:12:12  2 workers (fork)  640 samples  probe took
  validation  DataLoader  train.py:14:12  no workers        56 samples   probe took

Stopped: `fit` was called (import 3.3 s)
"""
    )


def test_a_sick_program() -> None:
    text = render(*sick(), colour=False, width=110)
    rows = text.splitlines()
    assert rows[0].split() == "verdict what the run shows counted by chance false alarm".split()
    (row,) = (row for row in rows if row.startswith("✗ shared stream"))
    assert re.fullmatch(
        r"✗ shared stream  validation repeats the draws of training \(1\) \(AUG201\) +62 of 62 +1.6 % +< 1e-109", row
    )
    assert "training (1) train.py:12:12, validation train.py:14:12" in rows[rows.index(row) + 1]
    verdicts = [row[0] for row in rows[2 : rows.index("")] if row[0] != " "]
    assert verdicts == ["✗"] * 7 + ["?"] * 2 + ["✓"] * 2
    assert "the result of `map` in line 5 is not kept" in text
    assert "  training (1): its own generator was made again for every epoch\n" in text
    assert re.search(r"pipeline 6\b.*tf.data pipeline.*size unknown.*probe did not take", text)
    assert text.count("Undecided:") == 1
    assert "Stopped: every pipeline was used twice (import 2.0 s, run 0.1 s, exercise 0.6 s)\n" in text
    assert "Left behind: the program wrote model.pt, runs/events.0, runs/events.1\n" in text


def test_claims_in_the_order_of_their_weight() -> None:
    observation, answers, findings = sick()
    made = claims(observation, list(reversed(answers)), findings)
    assert [claim.outcome for claim in made] == ["holds"] * 7 + ["undecided"] * 2 + ["not so"] * 2
    assert tally(made) == "7 confirmed, 2 undecided, 2 not so"
    assert [claim.codes for claim in made if claim.codes] == [("AUG201",), ("AUG206",)]


def test_a_finding_stands_by_the_claim_at_its_place() -> None:
    same = Evidence("the probe did not take")
    observation = Observation((loader(1, "train", 12), loader(2, "validation", 30)))
    answers = [Answer(Question.FROZEN, (number,), None, "undecided", same) for number in (1, 2)]
    finding = replace(sick()[2][1], evidence=same, verdict=Verdict.UNDECIDED)
    there = replace(finding, site=replace(finding.site, row=30), related=())
    first, second = claims(observation, answers, [there])
    assert (first.codes, second.codes) == ((), ("AUG206",))
    elsewhere = replace(there, site=replace(there.site, row=1))
    assert [claim.codes for claim in claims(observation, answers, [elsewhere])] == [("AUG206",)] * 2


@pytest.mark.parametrize("question", Question)
def test_every_question_has_sentences(question: Question) -> None:
    observation = Observation((loader(1, "train", 12), loader(2, "test", 14)))
    told = {
        claims(observation, [Answer(question, numbers, holds, "word", Evidence("why"))], [])[0].statement
        for numbers in ((1, 2), (1,), (), (7,))
        for holds in (True, False, None)
    }
    assert all(text.strip() and "{" not in text for text in told)
    yes, no, unknown = (
        claims(observation, [Answer(question, (1, 2), holds, "word", Evidence("why"))], [])[0].statement
        for holds in (True, False, None)
    )
    assert len({yes, no}) == 2
    assert unknown == f"whether {yes}"


@pytest.mark.parametrize("width", [1, 20, 34, 60, 80, 120, 300])
@pytest.mark.parametrize("symbols", [True, False])
def test_lines_fit(width: int, symbols: bool) -> None:
    for run in (sick(), healthy()):
        text = render(*run, colour=False, width=width, symbols=symbols)
        assert max(map(cells, text.splitlines())) <= max(width, 20)
        assert text.isascii() is not symbols
        assert shown(render(*run, colour=True, width=width, symbols=symbols)) == text


def test_colours() -> None:
    text = render(*sick(), colour=True, width=110)
    assert "\x1b[1;31m✗ leak\x1b[0m" in text
    assert "\x1b[1;33m? undecided\x1b[0m" in text
    assert "\x1b[1;32m✓ deterministic\x1b[0m" in text
    assert "\x1b" not in render(*sick(), colour=False)


def test_a_stream_that_cannot_show_the_symbols() -> None:
    import io

    assert not can_show(SYMBOLS, io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    assert can_show(SYMBOLS, io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))


def test_nothing_seen() -> None:
    assert render(Observation(problem="it ended before its pipelines were looked at"), [], [], colour=False) == (
        "Nothing could be asked: no pipelines to compare were seen.\n"
        "\n"
        "Stopped: for a reason that was not recorded\n"
        "Problem: it ended before its pipelines were looked at\n"
    )


def test_many_files() -> None:
    text = render(Observation(files=tuple(f"f{n}" for n in range(9))), [], [], colour=False)
    assert "Left behind: the program wrote f0, f1, f2, f3, f4 and 4 more\n" in text


def test_what_a_program_says_cannot_move_the_cursor() -> None:
    evil = "a\x1b[2J\r\n\u202eb\tc\x00"
    pipeline = loader(1, evil, 1, kind=evil, start=evil, workers=2, notes=(evil,), spots=(Spot(evil, 3, 4),))
    observation = Observation((pipeline,), stopped=evil, problem=evil, files=(evil,), seconds={evil: 1.0})
    answers = [Answer(Question.FROZEN, (1,), holds, evil, Evidence(evil, evil, 3, 3)) for holds in (True, None)]
    text = render(observation, answers, [], colour=False, width=200)
    assert all(line.isprintable() for line in text.split("\n"))


@given(st.text(max_size=60), st.integers(1, 50))
def test_any_text_is_wrapped_into_its_cells(text: str, width: int) -> None:
    observation = Observation(stopped=text, problem=text, files=(text,))
    answers = [Answer(Question.FROZEN, (), True, "frozen", Evidence(text))]
    lines = render(observation, answers, [], colour=False, width=width).splitlines()
    assert max(map(cells, lines)) <= max(width, 20)


def test_findings_with_their_verdicts() -> None:
    observation, answers, findings = sick()
    why = Evidence("no evaluation pipeline was seen")
    lost = replace(findings[0], code="AUG301", verdict=Verdict.UNDECIDED, evidence=why)
    free = replace(findings[0], code="AUG902", verdict=None, evidence=None)
    text = render(observation, answers, [*findings, lost, free], colour=False, width=120)
    part = text[text.index("Findings\n") : text.index("\nPipelines")]
    told = "  train.py:14:41: {} one random pipeline reaches training and validation [{}]\n"
    assert part == (
        "Findings\n"
        + told.format("AUG201", "confirmed")
        + "  train.py:14:10: AUG206 test is augmented [refuted]\n"
        + told.format("AUG301", "undecided")
        + "    no evaluation pipeline was seen\n"
        + told.format("AUG902", "not judged")
    )
    assert "Findings" not in render(observation, answers, [], colour=False)


def test_a_finding_may_tell_of_a_measurement_in_its_own_words() -> None:
    observation, answers, findings = sick()
    evidence = answers[1].evidence
    other = replace(findings[0], evidence=replace(evidence, text=f"both draw from one stream; {evidence.text}"))
    (claim,) = (each for each in claims(observation, answers, [other]) if each.findings)
    assert claim.answer is answers[1]
    wordless = Answer(Question.FROZEN, (1,), None, "undecided", Evidence("a"))
    unlike = replace(findings[0], evidence=Evidence("b"))
    assert not claims(observation, [wordless], [unlike])[0].findings


def test_what_happened_at_a_line_is_told_by_its_place() -> None:
    fact = Fact("discarded", Spot("train.py", 8, 7), "it is not kept")
    answer = Answer(Question.DISCARDED, (), True, "discarded", Evidence("it is not kept"), fact=fact)
    (claim,) = claims(Observation(facts=(fact,)), [answer], [])
    assert claim.places == "train.py:8:7"
