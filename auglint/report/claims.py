"""What a run's answers claim, in sentences about the pipelines they are about; the same in every format."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from auglint.confirm.observation import Observation, Pipeline, Spot
from auglint.confirm.questions import Answer, Question
from auglint.finding import Evidence, Finding
from auglint.pipeline import Site
from auglint.report.display import place
from auglint.source.text import shown

Outcome = Literal["holds", "undecided", "not so"]

ROLES = {"train": "training", "validation": "validation", "test": "test", "evaluation": "evaluation"}

_SENTENCES: dict[Question, tuple[str, str]] = {
    Question.SAME_DATA: ("{b} holds samples of {a}", "{b} holds no samples of {a}"),
    Question.SHARED_DRAWS: ("{b} repeats the draws of {a}", "{b} does not repeat the draws of {a}"),
    Question.FROZEN: (
        "every epoch of {a} repeats the draws of the first",
        "the epochs of {a} do not repeat the draws of the first",
    ),
    Question.DUPLICATED: (
        "the workers of {a} repeat each other's draws",
        "the workers of {a} do not repeat each other's draws",
    ),
    Question.CONSTANT: ("all samples of {a} get one draw", "the samples of {a} do not all get one draw"),
    Question.AUGMENTED: ("{a} is augmented at random", "{a} is not augmented at random"),
    Question.REPEATED: (
        "every worker of {a} delivers all samples",
        "the workers of {a} do not each deliver all samples",
    ),
    Question.DISCARDED: ("a dataset is made and never used", "the dataset that is made is used"),
    Question.TRANSFORM_IGNORED: (
        "a transform is set where nothing reads it",
        "the transform that is set is read",
    ),
    Question.TRANSFORM_SHARED: (
        "a transform is set for both parts of one dataset",
        "the transform is not set for both parts of one dataset",
    ),
}


@dataclass(frozen=True)
class Claim:
    """An answer with the pipelines it is about, training first, their names, and the findings that it settles."""

    answer: Answer
    pipelines: tuple[Pipeline, ...]
    names: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        """Whether it is so."""
        return "undecided" if self.answer.holds is None else "holds" if self.answer.holds else "not so"

    @property
    def statement(self) -> str:
        """What is so, or not so, or not known: a sentence without its stop, in lower case."""
        yes, no = _SENTENCES[self.answer.question]
        names = self.names or ("a pipeline",)
        said = (no if self.answer.holds is False else yes).format(a=names[0], b=names[-1])
        return f"whether {said}" if self.answer.holds is None else said

    @property
    def places(self) -> str:
        """The pipelines by role and place."""
        pairs = zip(self.names, self.pipelines, strict=True)
        told = [f"{name} {where(pipeline)}" for name, pipeline in pairs if pipeline.spots]
        if self.answer.fact is not None:
            told.insert(0, place(site(self.answer.fact.spot)))
        return ", ".join(told)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its findings."""
        return tuple(dict.fromkeys(finding.code for finding in self.findings))


def claims(observation: Observation, answers: Sequence[Answer], findings: Sequence[Finding]) -> list[Claim]:
    """The claims: first what is so, then what is undecided, then what is not so."""
    numbered = {pipeline.number: pipeline for pipeline in observation.pipelines}
    named = names(observation)
    bare = []
    for answer in answers:
        pipelines = tuple(numbered[number] for number in answer.pipelines if number in numbered)
        bare.append(Claim(answer, pipelines, tuple(named[pipeline.number] for pipeline in pipelines), ()))
    settled = [(finding, _settled(finding, bare)) for finding in findings]
    made = [
        replace(claim, findings=tuple(finding for finding, about in settled if any(each is claim for each in about)))
        for claim in bare
    ]
    return sorted(made, key=lambda claim: {"holds": 0, "undecided": 1, "not so": 2}[claim.outcome])


def names(observation: Observation) -> dict[int, str]:
    """What to call each pipeline, by its number: its role, and the number where others have the same or it has none."""
    roles = [pipeline.role for pipeline in observation.pipelines]
    return {
        each.number: f"pipeline {each.number}"
        if each.role not in ROLES
        else ROLES[each.role] + (f" ({each.number})" if roles.count(each.role) > 1 else "")
        for each in observation.pipelines
    }


def where(pipeline: Pipeline) -> str:
    """Where a pipeline was made, as editors read it; "" when that is not known."""
    return place(site(pipeline.spots[0])) if pipeline.spots else ""


def site(spot: Spot) -> Site:
    """The place in the source of a running line."""
    column = max(spot.column, 1)
    return Site(shown(Path(spot.file)), spot.row, column, spot.row, column, spot.cell or None)


def workers(pipeline: Pipeline) -> str:
    """Its worker processes in words."""
    if not pipeline.workers:
        return "no workers"
    how = [word for word in (pipeline.start, "persistent" if pipeline.persistent else "") if word]
    return f"{pipeline.workers} worker{'s' * (pipeline.workers != 1)}" + (f" ({', '.join(how)})" if how else "")


def samples(pipeline: Pipeline) -> str:
    """How many samples a whole pass has."""
    return "size unknown" if pipeline.size is None else f"{pipeline.size} sample{'s' * (pipeline.size != 1)}"


def probe(pipeline: Pipeline) -> str:
    """Whether what comes out was shown to depend on the draws alone."""
    return {True: "probe took", False: "probe did not take", None: "not probed"}[pipeline.took]


def ending(observation: Observation) -> str:
    """Why the run ended, and how long its parts took."""
    times = ", ".join(f"{part} {seconds:.1f} s" for part, seconds in observation.seconds.items())
    why = observation.stopped.strip() or "for a reason that was not recorded"
    return f"{why} ({times})" if times else why


def undecided(made: Sequence[Claim]) -> dict[str, list[Claim]]:
    """What could not be decided, by the reason."""
    reasons: dict[str, list[Claim]] = {}
    for claim in made:
        if claim.outcome == "undecided":
            reasons.setdefault(claim.answer.evidence.text.strip() or "the run does not show it", []).append(claim)
    return reasons


def _same(one: Evidence, other: Evidence) -> bool:
    """Whether two stand on one measurement; a finding may tell of it in its own words."""
    return one == other or (one.n > 0 and replace(one, text="") == replace(other, text=""))


def _settled(finding: Finding, candidates: Sequence[Claim]) -> list[Claim]:
    """The claims that a finding has its evidence from: those with it that are about its place, else all with it."""
    if finding.evidence is None:
        return []
    same = [claim for claim in candidates if _same(claim.answer.evidence, finding.evidence)]
    sites = (finding.site, *(other.site for other in finding.related))
    lines = {(each.path.absolute(), each.cell, each.row) for each in sites}
    near = [
        claim
        for claim in same
        if any(
            (Path(spot.file).absolute(), spot.cell or None, spot.row) in lines
            for spot in (
                *(each for pipeline in claim.pipelines for each in (*pipeline.spots, *pipeline.parts)),
                *([claim.answer.fact.spot] if claim.answer.fact else []),
            )
        )
    ]
    return near or same
