"""What a run says of findings: each gets a verdict with its evidence, and a defect that no finding named becomes one.

A finding is about the pipelines that were made at its places, or, where none was, about all of them. It is confirmed if
one of its questions holds for them, refuted only if all of its questions were answered and none holds.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from auglint import catalogue
from auglint.confirm.observation import Observation, Pipeline, Spot
from auglint.confirm.questions import Answer, Question
from auglint.finding import Evidence, Finding, Severity, Verdict
from auglint.pipeline import Site

QUESTIONS: dict[str, tuple[Question, ...]] = {
    "AUG101": (Question.SHARED_DRAWS, Question.FROZEN),
    "AUG102": (Question.SHARED_DRAWS,),
    "AUG103": (Question.CONSTANT, Question.FROZEN, Question.SHARED_DRAWS),
    "AUG104": (Question.DUPLICATED, Question.FROZEN),
    "AUG105": (Question.DUPLICATED, Question.FROZEN, Question.SHARED_DRAWS),
    "AUG106": (Question.FROZEN,),
    "AUG107": (Question.CONSTANT, Question.FROZEN),
    "AUG108": (Question.FROZEN,),
    "AUG201": (Question.AUGMENTED, Question.SHARED_DRAWS),
    "AUG202": (Question.AUGMENTED,),
    "AUG203": (Question.AUGMENTED,),
    "AUG204": (Question.TRANSFORM_IGNORED, Question.TRANSFORM_SHARED),
    "AUG205": (Question.DISCARDED,),
    "AUG301": (Question.SAME_DATA,),
    "AUG302": (Question.SAME_DATA,),
    "AUG303": (Question.SAME_DATA,),
    "AUG304": (Question.REPEATED,),
    "AUG305": (Question.SAME_DATA,),
}
"""What a run is asked for a finding of each code."""

_STORED = ("AUG107", "AUG108")
"""Codes of draws that are made once for all epochs."""

_SEEDED_BETWEEN = ("AUG101", "AUG102", "AUG106")
"""Codes of seeds that the program sets before its passes."""

_MANY_TURNS = 3
"""Passes over one pipeline in a row, from which on they are taken for passes to be averaged."""

_BY_PLACE = {Question.TRANSFORM_IGNORED, Question.TRANSFORM_SHARED, Question.DISCARDED}
_OF_DRAWS = (Question.CONSTANT, Question.DUPLICATED, Question.SHARED_DRAWS, Question.FROZEN)
"""From cause to consequence: workers that repeat each other also repeat each epoch."""

_CODES = {
    Question.SHARED_DRAWS: "AUG102",
    Question.FROZEN: "AUG106",
    Question.DUPLICATED: "AUG104",
    Question.CONSTANT: "AUG103",
    Question.AUGMENTED: "AUG202",
    Question.REPEATED: "AUG304",
    Question.DISCARDED: "AUG205",
    Question.TRANSFORM_IGNORED: "AUG204",
    Question.TRANSFORM_SHARED: "AUG204",
}
_LEAKS = {"whole": "AUG301", "part": "AUG302", "changing": "AUG303"}


@dataclass(frozen=True)
class Settled:
    """The findings with their verdicts, and those that only the run has shown."""

    findings: tuple[Finding, ...]
    added: tuple[Finding, ...]


def settle(findings: Sequence[Finding], answers: Sequence[Answer], observation: Observation) -> Settled:
    """Judge findings by the answers of a run; a confirmed warning becomes an error."""
    pipelines = {each.number: each for each in observation.pipelines}
    judged: list[Finding] = []
    explained: set[tuple[Question, tuple[int, ...]]] = set()
    for finding in findings:
        relevant = _relevant(finding, answers, observation)
        one = _judged(finding, relevant, observation)
        judged.append(one)
        if one.verdict is Verdict.CONFIRMED:
            explained |= {(answer.question, answer.pipelines) for answer in relevant if answer.holds}
    unnamed = [answer for answer in _unnamed(answers, explained) if not _on_purpose(answer, observation)]
    added = [_finding(answer, pipelines) for answer in unnamed]
    # One place may make many pipelines; the most telling of them speaks for all.
    told: dict[tuple[str, Site], Finding] = {}
    for one in sorted(filter(None, added), key=_weight):
        told.setdefault((one.code, one.site), one)
    return Settled(tuple(judged), tuple(told.values()))


def _on_purpose(answer: Answer, observation: Observation) -> bool:
    """Whether evaluation may well be meant to be random: views of one sample are compared, or averaged over passes."""
    if answer.question is not Question.AUGMENTED:
        return False
    turns = [
        len(list(turn))
        for number, turn in groupby(each.pipeline for each in observation.starts)
        if number in answer.pipelines
    ]
    views = [each.views for each in observation.pipelines if each.number in answer.pipelines]
    return max(views, default=0) > 1 or max(turns, default=0) >= _MANY_TURNS


def _weight(finding: Finding) -> tuple[float, float]:
    evidence = finding.evidence or Evidence("")
    return evidence.log_bound, -evidence.agreement


def _judged(finding: Finding, relevant: Sequence[Answer], observation: Observation) -> Finding:
    if finding.code not in QUESTIONS:
        return finding
    if finding.code == "AUG101" and finding.severity is Severity.INFO:
        return _one_stream(finding, relevant, observation)
    held = [answer for answer in relevant if answer.holds]
    if held:
        questions = QUESTIONS[finding.code]
        best = min(held, key=lambda answer: (questions.index(answer.question), answer.evidence.log_bound))
        severity = Severity.ERROR if finding.severity is Severity.WARNING else finding.severity
        return replace(finding, severity=severity, verdict=Verdict.CONFIRMED, evidence=best.evidence)
    open_ones = [answer for answer in relevant if answer.holds is None]
    open_ones += [answer for answer in relevant if answer.holds is False and _may_hide(finding, answer, observation)]
    if relevant and not open_ones and _all_asked(finding, relevant):
        best = max(relevant, key=lambda answer: (QUESTIONS[finding.code][0] is answer.question, answer.evidence.n))
        return replace(finding, verdict=Verdict.REFUTED, evidence=best.evidence)
    why = open_ones[0].evidence if open_ones else Evidence(_silence(finding, observation))
    return replace(finding, verdict=Verdict.UNDECIDED, evidence=why)


def _may_hide(finding: Finding, answer: Answer, observation: Observation) -> bool:
    """Whether a defect may be there although it does not show."""
    if finding.code in _STORED:
        return True  # a draw made once looks like none at all; a cache keeps nothing of a pass that was cut off
    if answer.question is Question.SHARED_DRAWS and answer.word == "independent" and not answer.evidence.k:
        # Outputs that have nothing in common may be made differently from equal draws; random states tell.
        passes_of_both = [each for each in observation.passes if each.pipeline in answer.pipelines]
        if not any(draw.state for each in passes_of_both for draw in each.draws[:1]):
            return True
    if finding.code == "AUG103" and answer.word == "independent" and not answer.fact:
        return True  # one seed is constant, and other draws are not
    # A run that is cut short has not come to all seeds.
    passes = Counter(start.pipeline for start in observation.starts)
    needed = 2 if answer.question is Question.FROZEN else 1
    seeded = finding.code in _SEEDED_BETWEEN and answer.word == "independent"
    return seeded and bool(passes) and any(passes[number] < needed for number in answer.pipelines)


def _one_stream(finding: Finding, relevant: Sequence[Answer], observation: Observation) -> Finding:
    """The advice that both splits draw from one seeded stream: it holds if both do, though their draws differ."""
    for answer in relevant:
        if answer.question is not Question.SHARED_DRAWS:
            continue
        one, other = (each for each in observation.pipelines if each.number in answer.pipelines)
        both = set(one.streams) & set(other.streams)
        if answer.holds:
            return replace(finding, verdict=Verdict.CONFIRMED, evidence=answer.evidence)
        if answer.holds is False and both:
            evidence = answer.evidence
            text = f"both splits draw from the {' and '.join(sorted(both))} stream; {evidence.text}"
            return replace(finding, verdict=Verdict.CONFIRMED, evidence=replace(evidence, text=text))
        if answer.holds is False and answer.word == "deterministic":
            return replace(finding, verdict=Verdict.REFUTED, evidence=answer.evidence)
    text = "that both splits draw from one stream could not be seen"
    return replace(finding, verdict=Verdict.UNDECIDED, evidence=Evidence(text))


def _all_asked(finding: Finding, relevant: Sequence[Answer]) -> bool:
    """Whether the first question of a code was answered: the others are further ways in which it may show."""
    return any(answer.question is QUESTIONS[finding.code][0] for answer in relevant) or (
        {answer.question for answer in relevant} <= _BY_PLACE and bool(relevant)
    )


def _relevant(finding: Finding, answers: Sequence[Answer], observation: Observation) -> list[Answer]:
    """The answers to a finding's questions: about the pipelines made at its places, else about all."""
    asked = [answer for answer in answers if answer.question in QUESTIONS.get(finding.code, ())]
    sites = (finding.site, *(other.site for other in finding.related))
    here = [answer for answer in asked if answer.fact and covers(finding.site, answer.fact.spot)]
    about = {answer.pipelines for answer in here}
    here = [answer for answer in asked if answer.holds and not answer.fact and answer.pipelines in about] + here
    if here or any(answer.question in _BY_PLACE for answer in asked):
        return here
    asked = [answer for answer in asked if answer.fact is None]
    meant = {
        each.number
        for each in observation.pipelines
        if any(covers(site, spot) for site in sites for spot in (*each.spots, *each.parts))
    }
    near = [answer for answer in asked if meant & set(answer.pipelines)]
    if meant and len([each for each in observation.pipelines if each.number in meant]) > 1:
        closest = [answer for answer in near if set(answer.pipelines) <= meant]
        near = closest or near
    return near or asked


def covers(site: Site, spot: Spot) -> bool:
    """Whether a place of the run lies within a place of the code, by rows."""
    return (
        Path(spot.file) == site.path.resolve()
        and (spot.cell or None) == site.cell
        and site.row <= spot.row <= max(site.end_row, site.row)
    )


def _silence(finding: Finding, observation: Observation) -> str:
    roles = {each.role for each in observation.pipelines}
    if observation.problem:
        return f"the run did not come to this: {observation.problem}"
    if QUESTIONS[finding.code][0] in _BY_PLACE:
        return "the run did not come by this place"
    if not roles & {"train"}:
        return "no training pipeline was seen"
    if not roles - {"train", ""}:
        return "no evaluation pipeline was seen"
    return "no pipeline that was seen shows it"


def _unnamed(answers: Sequence[Answer], explained: Iterable[tuple[Question, tuple[int, ...]]]) -> list[Answer]:
    """Defects that no finding explains; of one pipeline's draws only the cause, for the rest follows from it."""
    known = set(explained)
    told = {number: question for question, numbers in known if question in _OF_DRAWS for number in numbers}
    found: list[Answer] = []
    for answer in sorted((each for each in answers if each.holds), key=_rank):
        if answer.question is Question.CONSTANT and answer.fact:
            continue  # a seed may be constant on purpose, so long as the code is not found to use it for augmentation
        if (answer.question, answer.pipelines) in known:
            continue
        if answer.question in _OF_DRAWS:
            if any(number in told for number in answer.pipelines):
                continue
            told.update(dict.fromkeys(answer.pipelines, answer.question))
        found.append(answer)
    return found


def _rank(answer: Answer) -> int:
    return _OF_DRAWS.index(answer.question) if answer.question in _OF_DRAWS else -1


def _finding(answer: Answer, pipelines: dict[int, Pipeline]) -> Finding | None:
    code = _LEAKS[answer.extent] if answer.question is Question.SAME_DATA else _CODES[answer.question]
    page = catalogue.rule(code)
    spot = answer.fact.spot if answer.fact else next(iter(pipelines[answer.pipelines[-1]].spots), None)
    if page is None or spot is None:
        return None
    site = Site(Path(spot.file), spot.row, max(spot.column, 1), spot.row, max(spot.column, 1), spot.cell)
    message = f"seen in a run: {answer.evidence.text}"
    return Finding(
        code,
        page.name,
        Severity.ERROR,
        message,
        site,
        "this pipeline",
        why=page.why,
        help=page.help,
        verdict=Verdict.CONFIRMED,
        evidence=answer.evidence,
    )
