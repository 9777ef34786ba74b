"""What is asked of an observation, and the answers: pure functions, the same for every framework.

A question is about one pipeline or about two. An answer holds, does not hold, or is undecided; it says what was
compared, how much of it agrees, and how likely that is by chance. When in doubt it is undecided.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from math import inf

from auglint.confirm.observation import Draw, Fact, Instrument, Observation, Pass, Pipeline
from auglint.confirm.statistics import LAGS, Agreement, agreement, collision, common, needed, same_order, step
from auglint.finding import Evidence

_LEAST_CONSTANT = 16
_LEAST_ROWS = 3
_SHARE_OF_ROWS = 0.02
_LEAST_COMMON = 16
_SHARE_COMMON = 0.5
_RARE = 0.05
_NO_EFFECT = "has no effect that can be seen"


class Question(Enum):
    """What can be wrong with pipelines at run time. The value completes "is it so that …"."""

    SAME_DATA = "evaluation holds training samples"
    SHARED_DRAWS = "evaluation repeats the draws of training"
    FROZEN = "every epoch repeats the draws of the first"
    DUPLICATED = "workers repeat each other's draws"
    CONSTANT = "all samples get one draw"
    AUGMENTED = "evaluation is augmented at random"
    REPEATED = "every worker delivers all samples"
    DISCARDED = "a dataset is made and never used"
    TRANSFORM_IGNORED = "a transform is set where nothing reads it"
    TRANSFORM_SHARED = "a transform is set for both parts of one dataset"


@dataclass(frozen=True)
class Answer:
    """The answer to a question. `holds` is None when it is undecided; `evidence.text` says why.

    `word` is the short verdict of a table: "leak", "shared stream", "frozen", "duplicated", "constant", "augmented",
    "deterministic", "independent", "undecided". `pipelines`: the numbers of the one or two it is about, training first.
    `extent`: of a leak, "whole", "part" or "changing": whether all samples, some, or other ones in each epoch.
    """

    question: Question
    pipelines: tuple[int, ...]
    holds: bool | None
    word: str
    evidence: Evidence
    extent: str = ""
    fact: Fact | None = None


class Passes:
    """The passes of an observation, by pipeline and instrument, in the order of epochs."""

    def __init__(self, observation: Observation) -> None:
        self._all = observation.passes

    def of(self, pipeline: Pipeline, *instruments: Instrument) -> list[Pass]:
        """The passes over a pipeline with the first of some instruments that was used at all."""
        for instrument in instruments:
            found = [each for each in self._all if each.pipeline == pipeline.number and each.instrument is instrument]
            if found:
                return sorted(found, key=lambda each: each.epoch)
        return []


def answers(observation: Observation) -> tuple[Answer, ...]:
    """All answers that an observation allows, those about two pipelines first."""
    passes = Passes(observation)
    found: list[Answer] = []
    for train, other in pairs(observation):
        found += [_same_data(train, other, passes), _shared_draws(train, other, passes)]
    for each in observation.pipelines:
        found += _of_one(each, passes)
    seen = [_of_fact(fact, observation) for fact in observation.facts]
    # That one seed is constant is said of a place, not of all that is drawn.
    told = {
        (answer.question, answer.pipelines)
        for answer in seen
        if answer.holds and answer.question is not Question.CONSTANT
    }
    return (*(answer for answer in found if (answer.question, answer.pipelines) not in told), *seen)


def pairs(observation: Observation) -> Iterator[tuple[Pipeline, Pipeline]]:
    """Training and evaluation pipelines that belong together; those of different folds do not."""
    for train in observation.pipelines:
        for other in observation.pipelines:
            together = train.round is None or other.round is None or train.round == other.round
            if train.role == "train" and other.role not in ("", "train") and together:
                yield train, other


def _of_one(each: Pipeline, passes: Passes) -> Iterator[Answer]:
    if each.role == "train":
        yield _frozen(each, passes)
    elif each.role:
        yield _augmented(each, passes)
    if each.workers > 1:
        yield _duplicated(each, passes)
        repeated = _repeated(each, passes)
        if repeated is not None:
            yield repeated
    yield _constant(each, passes)


# Data ----------------------------------------------------------------------------------------------------------------


def _same_data(train: Pipeline, other: Pipeline, passes: Passes) -> Answer:
    """Whether evaluation holds samples of training: in one epoch, and over all that were looked at."""
    question, both = Question.SAME_DATA, (train.number, other.number)
    ours, theirs = passes.of(train, Instrument.DATA), passes.of(other, Instrument.DATA)
    mine = [_samples(each) for each in ours]
    its = [_samples(each) for each in theirs]
    kinds = _kinds(mine) & _kinds(its)
    if not kinds:
        return _undecided(question, both, "which samples there are could not be told")
    seen, ever = its[0], set().union(*its)
    met = seen & mine[0]
    met_ever = ever & set().union(*mine)
    n, k = len(seen), len(met)
    compared = f"samples of {_role(other)} with those of training, by {_by(met_ever or seen)}"
    changing = len(its) > 1 and its[0] != its[1] and all(each.whole for each in theirs)
    by_content = bool(met_ever) and all(sample.startswith(("row:", "fixed:")) for sample in met_ever)
    if met_ever and by_content and (len(met_ever) < _LEAST_ROWS or len(met_ever) < _SHARE_OF_ROWS * len(ever)):
        text = f"{len(met_ever)} of {len(ever)} samples have equal content, which may be an accident of the data"
        return Answer(question, both, None, "undecided", Evidence(text, compared, len(ever), len(met_ever)))
    if met_ever:
        text = f"{k} of {n} {_role(other)} samples are training samples" if k else ""
        if not k or (changing and len(met_ever) > k):
            over = f"over {max(len(mine), len(its))} epochs {len(met_ever)} of {len(ever)}"
            text = f"{text}; {over}" if text else f"{over} {_role(other)} samples are training samples"
            n, k = (n, k) if k else (len(ever), len(met_ever))
        if changing:
            text += ": each pass has other samples"
        extent = "changing" if changing else "whole" if k == n else "part"
        return Answer(question, both, True, "leak", Evidence(text, compared, n, k, 0.0, -inf), extent)
    if kinds == {"fixed"}:
        text = "no sample of one split comes out like one of the other, but they may be transformed differently"
        return Answer(question, both, None, "undecided", Evidence(text, compared, n, 0))
    if not all(each.whole for each in (*ours, *theirs)):
        text = f"none of the {n} samples that were looked at is shared, but these are not all"
        return Answer(question, both, None, "undecided", Evidence(text, compared, n, 0))
    text = f"none of the {len(ever)} {_role(other)} samples is a training sample"
    return Answer(question, both, False, "independent", Evidence(text, compared, len(ever), 0))


def _samples(each: Pass) -> set[str]:
    return {draw.sample for draw in each.draws if draw.sample}


def _kinds(sets: Iterable[set[str]]) -> set[str]:
    """By what samples can be compared: files and contents; places of one and the same object."""
    kinds: set[str] = set()
    for samples in sets:
        for sample in samples:
            kind, _, rest = sample.partition(":")
            kinds.add(f"object:{rest.split(':')[0]}" if kind == "object" else kind)
    return kinds & {"file", "row", "fixed"} | {kind for kind in kinds if kind.startswith("object:")}


def _by(samples: Iterable[str]) -> str:
    kind = next(iter(samples), "").partition(":")[0]
    words = {"file": "the files they are read from", "row": "their content", "fixed": "what comes out without chance"}
    return words.get(kind, "their place in one dataset")


def _repeated(each: Pipeline, passes: Passes) -> Answer | None:
    """Whether workers deliver the same samples: only streams can, for indices are shared out among workers."""
    real = passes.of(each, Instrument.DATA, Instrument.REAL)
    if not real or each.indexed:
        return None
    by_worker = _by_worker(real[0].draws)
    named = [[draw.sample or draw.output for draw in draws] for draws in by_worker]
    if len(named) < 2:
        return None
    one, other = set(named[0]), set(named[1])
    n, k = min(len(one), len(other)), len(one & other)
    compared = "samples of worker 1 with those of worker 0"
    known = all(draw.sample for draw in real[0].draws)
    if n >= 4 and k >= 0.9 * n:
        text = f"{k} of {n} samples come from both workers: each worker delivers all samples"
        return Answer(Question.REPEATED, (each.number,), True, "repeated", Evidence(text, compared, n, k, 0.0, -inf))
    if k == 0 and (known or each.consumes is False):
        text = "no sample comes from two workers"
        return Answer(Question.REPEATED, (each.number,), False, "independent", Evidence(text, compared, n, k))
    return _undecided(Question.REPEATED, (each.number,), "which samples a worker delivers could not be told")


# Draws ---------------------------------------------------------------------------------------------------------------


def _shared_draws(train: Pipeline, other: Pipeline, passes: Passes) -> Answer:
    """Whether evaluation draws what training draws: by outputs of the probe, else by random states."""
    question, both = Question.SHARED_DRAWS, (train.number, other.number)
    role = _role(other)
    for each in (train, other):
        if _deterministic(each, passes):
            text = f"nothing is drawn for {_role(each)} samples"
            return Answer(question, both, False, "deterministic", Evidence(text, "draws of both splits"))
        if _without_effect(each, passes):
            return _undecided(question, both, f"what is drawn for {_role(each)} samples {_NO_EFFECT}")
    tried: list[tuple[Agreement, str]] = []
    for one, two in zip(_drawn(train, passes), _drawn(other, passes), strict=False):
        if train.took and other.took and one.instrument is two.instrument is Instrument.PROBE:
            first, second = _thinned([(train, one), (other, two)])
            tried.append((agreement(first, second), f"draws of {role} with those of training, by place"))
            tried.append((common(first, second), f"draws of {role} with those of training, in any order"))
        for first, second in _states(one, two):
            tried.append((agreement(first, second), f"random states before {role} samples and training samples"))
    sure = [each for each in tried if _is_claim(*each)]
    if sure:
        found, compared = min(sure, key=lambda each: each[0].log_bound)
        text = f"{found.k} of {found.n} draws of {role} are the draws of training"
        if found.lag:
            text += f", {abs(found.lag)} places apart"
        return Answer(question, both, True, "shared stream", _evidence(text, compared, found))
    if not train.indexed and not other.indexed and _seeded_alike(train) and _seeded_alike(other):
        made = [{(seeding.what, seeding.seed) for seeding in each.seedings} for each in (train, other)]
        if made[0] == made[1]:
            text = "both splits draw from generators that are made anew for each pass, from the same seed"
            return Answer(question, both, True, "shared stream", Evidence(text, "seeds", 1, 1, 0.0, -inf))
    if not tried:
        return _undecided(question, both, "draws of the two splits could not be compared")
    return _not_sure(question, both, tried, "the draws differ")


def _frozen(each: Pipeline, passes: Passes) -> Answer:
    """Whether later epochs repeat the draws, or the order, of earlier ones."""
    question, one = Question.FROZEN, (each.number,)
    drawn = _drawn(each, passes)
    tried: list[tuple[Agreement, str]] = []
    for first, second in pairwise(drawn):
        if each.shuffles and _seen_twice(each):
            names = [[draw.sample for draw in each_pass.draws] for each_pass in (first, second)]
            order = same_order(names[0], names[1], each.together)
            tried.append((order, "the order of samples in two epochs"))
        if _deterministic(each, passes):
            continue
        if each.took or first.instrument is Instrument.COLLAPSE or _seeded_alike(each):
            one_epoch, next_epoch = _thinned([(each, first), (each, second)])
            tried.append((agreement(one_epoch, next_epoch), "draws of two epochs, by place"))
            tried.append((common(one_epoch, next_epoch), "draws of two epochs, in any order"))
        if each.took and first.instrument is Instrument.PROBE:
            tried.append((_by_sample(each, first, second), "draws of two epochs for the same samples"))
        for states in _states(first, second) if not _without_effect(each, passes) else ():
            tried.append((agreement(*states), "random states before the samples of two epochs"))
    sure = [found for found in tried if _is_claim(*found)]
    if sure:
        found, compared = min(sure, key=lambda each: each[0].log_bound)
        what = "samples come in the same order as" if "order of samples" in compared else "draws are those of"
        text = f"{found.k} of {found.n} {what} the epoch before"
        return Answer(question, one, True, "frozen", _evidence(text, compared, found))
    if each.took is False and each.sourced and each.varies is False and each.consumes and each.resets:
        changed, n = _changed(passes.of(each, Instrument.REAL))
        if not _seen_twice(each):
            return _undecided(question, one, "what the program tells the dataset of a second epoch was not seen")
        if n >= _LEAST_CONSTANT and not changed:
            text = f"{n} of {n} samples come out alike in the next epoch, though they are made with random numbers"
            return Answer(
                question, one, True, "frozen", Evidence(text, "the same samples in two epochs", n, n, 0.0, -inf)
            )
        if not n and not each.workers:  # in a worker they might come out differently
            text = "a sample comes out alike however often it is made, though it is made with random numbers"
            return Answer(question, one, True, "frozen", Evidence(text, "one sample made 24 times", 24, 24, 0.0, -inf))
    if _deterministic(each, passes):
        text = "nothing is drawn for training samples"
        return Answer(question, one, False, "deterministic", Evidence(text, "draws of two epochs"))
    if not tried:
        return _undecided(question, one, "there are not two epochs to compare")
    return _not_sure(question, one, [each for each in tried if "order of samples" not in each[1]], "epochs draw anew")


def _duplicated(each: Pipeline, passes: Passes) -> Answer:
    """Whether workers draw alike: neighbours are compared, and all of their draws are put together."""
    question, one = Question.DUPLICATED, (each.number,)
    if _deterministic(each, passes):
        return Answer(question, one, False, "deterministic", Evidence("nothing is drawn for its samples"))
    if _without_effect(each, passes):
        return _undecided(question, one, f"what is drawn for its samples {_NO_EFFECT}")
    tried: list[tuple[Agreement, str]] = []
    for drawn in _drawn(each, passes)[:1]:
        workers = [_outputs_of(draws) for draws in _by_worker(drawn.draws)]
        apart = step(workers, each.batch)
        states = [[draw.state for draw in draws] for draws in _by_worker(drawn.draws)]
        for series in ([draws[::apart] for draws in workers], states):
            if not all(map(all, series)):
                continue
            first: list[str] = []
            second: list[str] = []
            for mine, next_one in pairwise(series):
                n = min(len(mine), len(next_one))
                first, second = first + mine[:n], second + next_one[:n]
            if first:
                tried.append((agreement(first, second, [0]), "draws of one worker with those of the next"))
    sure = [found for found in tried if _is_claim(*found)]
    if sure:
        found, compared = min(sure, key=lambda each: each[0].log_bound)
        text = f"{found.k} of {found.n} draws of a worker are those of another"
        return Answer(question, one, True, "duplicated", _evidence(text, compared, found))
    if not tried:
        return _undecided(question, one, "only one worker delivered samples")
    return _not_sure(question, one, tried, "workers draw differently", lags=1)


def _constant(each: Pipeline, passes: Passes) -> Answer:
    """Whether all samples get one draw, or all batches the same draws."""
    question, one = Question.CONSTANT, (each.number,)
    probes = passes.of(each, Instrument.PROBE)
    if _deterministic(each, passes):
        return Answer(question, one, False, "deterministic", Evidence("nothing is drawn for its samples"))
    if not probes or each.took is not True:
        return _undecided(question, one, "what is drawn for different samples could not be compared")
    outputs = _outputs(probes[0])
    distinct, n = len(set(outputs)), len(outputs)
    compared = "draws of all samples with each other"
    if distinct == 1 and n >= _LEAST_CONSTANT:
        if each.consumes and each.resets:
            text = f"all {n} samples get one draw: the random state is the same after each"
            return Answer(question, one, True, "constant", Evidence(text, compared, n, n, 0.0, -inf))
        text = f"what is drawn for its samples {_NO_EFFECT}"
        return Answer(question, one, None, "undecided", Evidence(text, compared, n, n, 1.0))
    own = [_outputs_of(draws) for draws in _by_worker(probes[0].draws)]
    rest = [output for outputs in own for output in outputs[1:]]  # the first may be drawn before a seed is set
    if len(rest) >= _LEAST_CONSTANT and len(set(rest)) == 1 and each.consumes and each.resets:
        text = f"{len(rest)} of {n} samples get one draw: the random state is the same after each"
        return Answer(question, one, True, "constant", Evidence(text, compared, n, len(rest), 0.0, -inf))
    if each.batch:
        found = _between_batches(own, each.batch)
        if found is not None and found.is_sure:
            text = f"{found.k} of {found.n} draws are those of the batch before"
            evidence = _evidence(text, "draws of a batch with those of the next", found)
            return Answer(question, one, True, "constant", evidence)
    if distinct == 1:
        return _undecided(question, one, f"{n} samples are too few to tell")
    text = f"there are {distinct} different draws among {n}"
    return Answer(question, one, False, "independent", Evidence(text, compared, n, n - distinct, collision(outputs)))


def _between_batches(workers: Sequence[Sequence[str]], batch: int) -> Agreement | None:
    """How far each worker's batches repeat the one before; the first may come from another state."""
    first: list[str] = []
    second: list[str] = []
    for outputs in workers:
        later = outputs[batch:]
        first += later[:-batch]
        second += later[batch:]
    apart = step([first, second], batch)
    first, second = first[::apart], second[::apart]
    return agreement(first, second, [0]) if first else None


def _augmented(each: Pipeline, passes: Passes) -> Answer:
    """Whether one evaluation sample comes out differently when it is made again."""
    question, one, role = Question.AUGMENTED, (each.number,), _role(each)
    if _deterministic(each, passes):
        text = f"{role} samples come out alike each time"
        return Answer(question, one, False, "deterministic", Evidence(text, "the same samples, made again"))
    real = passes.of(each, Instrument.REAL)
    changed, n = _changed(real)
    compared = f"the same {role} samples in two passes"
    if n and changed:
        text = f"{changed} of {n} {role} samples come out differently in the next pass"
        return Answer(question, one, True, "augmented", Evidence(text, compared, n, changed, 0.0, -inf))
    if each.varies and each.consumes:
        text = f"one {role} sample comes out in more than one way when it is made again"
        return Answer(question, one, True, "augmented", Evidence(text, "one sample, made 24 times"))
    probes = passes.of(each, Instrument.PROBE)
    if each.took and probes and len(set(_outputs(probes[0]))) > 1 and each.varies is None and each.consumes:
        distinct = len(set(_outputs(probes[0])))
        text = f"{distinct} different draws are made for {len(probes[0].draws)} {role} samples"
        evidence = Evidence(text, "draws for all samples", len(probes[0].draws), distinct, 0.0, -inf)
        return Answer(question, one, True, "augmented", evidence)
    if n and not changed and each.consumes is False:
        text = f"{n} of {n} {role} samples come out alike in the next pass"
        return Answer(question, one, False, "deterministic", Evidence(text, compared, n, n))
    if n >= _LEAST_CONSTANT and not changed and each.varies is False:
        if each.consumes and not each.resets:  # what is drawn may show in one sample of a thousand
            return _undecided(question, one, f"what is drawn for {role} samples {_NO_EFFECT}")
        text = f"{n} of {n} {role} samples come out alike in the next pass"
        return Answer(question, one, False, "deterministic", Evidence(text, compared, n, n))
    return _undecided(question, one, f"no {role} sample was seen twice")


def _changed(real: Sequence[Pass]) -> tuple[int, int]:
    """How many samples of two passes came out differently, and how many were in both."""
    if len(real) < 2:
        return 0, 0
    first = {draw.sample: draw.output for draw in real[0].draws if draw.sample}
    both = [(first[draw.sample], draw.output) for draw in real[1].draws if draw.sample in first]
    return sum(a != b for a, b in both), len(both)


def _not_sure(
    question: Question,
    pipelines: tuple[int, ...],
    tried: Sequence[tuple[Agreement, str]],
    text: str,
    lags: int = len(LAGS),
) -> Answer:
    """Without a sure agreement: independent where enough was compared to show one, else undecided."""
    telling = [each for each in tried if each[0].chance < 1 and each[0].n >= needed(each[0].chance, lags)]
    if telling:
        found, compared = min(telling, key=lambda each: each[0].log_bound)
        text = f"{text}: {found.k} of {found.n} agree, as chance allows"
        return Answer(question, pipelines, False, "independent", _evidence(text, compared, found))
    if not tried:
        return _undecided(question, pipelines, "there is nothing to compare")
    found, compared = tried[0]
    text = f"{found.n} draws are too few to tell: {found.chance:.0%} of independent draws agree"
    return Answer(question, pipelines, None, "undecided", _evidence(text, compared, found))


# What they share -----------------------------------------------------------------------------------------------------


def _deterministic(each: Pipeline, passes: Passes) -> bool:
    """Whether nothing random happens to samples. A sample that comes out alike 24 times may still be seeded anew."""
    if each.consumes is False:
        return each.varies is not True
    return False


def _without_effect(each: Pipeline, passes: Passes) -> bool:
    """Whether random states move, and yet all samples come out as if nothing was drawn: no probability is above 0."""
    still = each.varies is False and each.consumes is True and each.resets is not True
    return still and all(len(set(_outputs(drawn))) <= 1 for drawn in _drawn(each, passes))


def _seen_twice(each: Pipeline) -> bool:
    """Whether the program came to a second pass: it may tell a sampler or a dataset which epoch it is."""
    return each.passes is None or each.passes > 1


def _seeded_alike(each: Pipeline) -> bool:
    """Whether all that samples draw from is made anew for each pass, from a seed that is given."""
    return bool(each.seedings) and all(seeding.seed for seeding in each.seedings) and not each.streams


def _drawn(each: Pipeline, passes: Passes) -> list[Pass]:
    return passes.of(each, Instrument.PROBE, Instrument.COLLAPSE)


def _outputs(each: Pass) -> list[str]:
    return _outputs_of(each.draws)


def _outputs_of(draws: Iterable[Draw]) -> list[str]:
    return [draw.output for draw in draws]


def _states(one: Pass, two: Pass) -> Iterator[tuple[list[str], list[str]]]:
    """The random states of two passes, if all are known."""
    first, second = [draw.state for draw in one.draws], [draw.state for draw in two.draws]
    if first and second and all(first) and all(second):
        yield first, second


def _thinned(passes: Sequence[tuple[Pipeline, Pass]]) -> list[list[str]]:
    """The outputs of some passes, of those that share a draw with their whole batch only one."""
    apart = max(step([_outputs(drawn)], each.batch) for each, drawn in passes)
    return [_outputs(drawn)[::apart] for _, drawn in passes]


def _by_sample(each: Pipeline, one: Pass, two: Pass) -> Agreement:
    """How far the draws of two passes agree for equal samples; only samples that occur once in each count."""
    apart = max(step([_outputs(drawn)], each.batch) for drawn in (one, two))
    kept = one.draws[::apart], two.draws
    first, second = ({draw.sample: draw.output for draw in draws if draw.sample} for draws in kept)
    both = [sample for sample in first if sample in second]
    return agreement([first[sample] for sample in both], [second[sample] for sample in both], [0])


def _by_worker(draws: Sequence[Draw]) -> list[list[Draw]]:
    numbers = sorted({draw.worker for draw in draws})
    return [[draw for draw in draws if draw.worker == number] for number in numbers]


def _is_claim(found: Agreement, compared: str) -> bool:
    """Whether chance is ruled out; of draws in any order only where most are common, and rarely equal by chance."""
    if "any order" not in compared:
        return found.is_sure
    return found.is_sure and found.k >= _LEAST_COMMON and found.share >= _SHARE_COMMON and found.chance < _RARE


def _of_fact(fact: Fact, observation: Observation) -> Answer:
    question = Question[fact.what]
    train = tuple(each.number for each in observation.pipelines if each.role == "train")
    about = fact.pipelines or (train if question is Question.FROZEN else ())
    return Answer(
        question,
        about,
        fact.holds,
        question.name.lower().replace("_", " "),
        Evidence(fact.text, "", fact.n, fact.k, 0.0, -inf),
        fact=fact,
    )


def _undecided(question: Question, pipelines: tuple[int, ...], why: str) -> Answer:
    return Answer(question, pipelines, None, "undecided", Evidence(why))


def _evidence(text: str, compared: str, found: Agreement) -> Evidence:
    return Evidence(text, compared, found.n, found.k, found.chance, found.log_bound, found.lag)


def _role(each: Pipeline) -> str:
    return {"train": "training"}.get(each.role, each.role)
