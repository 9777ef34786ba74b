"""What a claim compares, laid out for the eye: two rows of draws that belong together column by column."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

from auglint.confirm.observation import Draw, Instrument, Observation, Pass, Pipeline
from auglint.confirm.questions import Question
from auglint.report.claims import Claim
from auglint.report.display import counted

COLUMNS = 96
"""How many draws of a series are shown."""

Pairs = list[tuple[int, int]]
_Key = Callable[[Draw], str]
_RAMPS = (Instrument.PROBE, Instrument.COLLAPSE, Instrument.REAL)


@dataclass(frozen=True)
class Row:
    """A row of draws: `keys` are equal where draws are, "" where one is not known. `places` among those of the pass."""

    label: str
    keys: tuple[str, ...]
    drawn: Pass
    places: tuple[int, ...]

    @property
    def pictures(self) -> tuple[str | None, ...]:
        """The picture in each column, where there is one."""
        return tuple(picture(self.drawn, place) for place in self.places)


@dataclass(frozen=True)
class Comparison:
    """One or two rows of one length. `order`: how columns belong together ("by place"), for a sentence."""

    rows: tuple[Row, ...]
    order: str

    @property
    def equal(self) -> tuple[bool, ...]:
        """In which columns both rows have the same known draw."""
        if len(self.rows) < 2:
            return ()
        return tuple(a == b != "" for a, b in zip(self.rows[0].keys, self.rows[1].keys, strict=True))


def picture(drawn: Pass, place: int) -> str | None:
    """The picture of a draw of a pass, in base64; None without one."""
    shown = drawn.pictured or range(len(drawn.pictures))
    found = dict(zip(shown, drawn.pictures, strict=False))
    return found.get(place)


def passes(observation: Observation, pipeline: Pipeline, *instruments: Instrument) -> list[Pass]:
    """The passes over a pipeline with the first of the instruments that was used, by epoch."""
    for instrument in instruments or _RAMPS:
        found = [each for each in observation.passes if each.pipeline == pipeline.number]
        found = [each for each in found if each.instrument is instrument and each.draws]
        if found:
            return sorted(found, key=lambda each: each.epoch)
    return []


def epochs(observation: Observation, pipeline: Pipeline) -> list[Row]:
    """A row for each of the first two epochs of a pipeline, in the order its samples came."""
    rows = []
    for drawn in passes(observation, pipeline)[:2]:
        places = tuple(range(min(len(drawn.draws), COLUMNS)))
        rows.append(Row(f"epoch {drawn.epoch + 1}", tuple(drawn.draws[each].output for each in places), drawn, places))
    return rows


def comparison(observation: Observation, claim: Claim) -> Comparison | None:
    """What a claim compares; None when it compares nothing, or nothing of it was kept."""
    question, pipelines = claim.answer.question, claim.pipelines
    if question is Question.SHARED_DRAWS and len(pipelines) == 2:
        one, other = (passes(observation, each)[:2] for each in pipelines)
        return _best(claim, product(one, other), claim.names)
    if not pipelines:
        return None
    if question is Question.FROZEN:
        found = passes(observation, pipelines[0])
        return _best(claim, pairwise(found), None)
    if question is Question.AUGMENTED:
        tried = (passes(observation, pipelines[-1], each) for each in (Instrument.REAL, *_RAMPS))
        return next((_by_sample(found[0], found[1]) for found in tried if len(found) > 1), None)
    if question in (Question.DUPLICATED, Question.REPEATED):
        kinds = (Instrument.DATA, *_RAMPS) if question is Question.REPEATED else _RAMPS
        found = passes(observation, pipelines[0], *kinds)
        return _workers(found, _sample if question is Question.REPEATED else _output)
    if question is Question.CONSTANT:
        rows = epochs(observation, pipelines[0])
        return Comparison((replace(rows[0], label="draws"),), "by place") if rows else None
    return None


def members(observation: Observation, claim: Claim) -> tuple[list[str], frozenset[str]] | None:
    """The samples of the second pipeline of a claim in order, and which of them the first has, too."""
    if claim.answer.question is not Question.SAME_DATA or len(claim.pipelines) != 2:
        return None
    one, other = (
        [draw.sample for each in _asked(observation, pipeline) for draw in each.draws if draw.sample]
        for pipeline in claim.pipelines
    )
    return (list(dict.fromkeys(other)), frozenset(one) & frozenset(other)) if one and other else None


def same_sample(
    observation: Observation, claim: Claim, both: Collection[str]
) -> list[tuple[str, str | None, str | None]]:
    """Samples that two pipelines have in common, with the pictures of both; if there are none, with those of one."""
    kinds = (Instrument.REAL, Instrument.DATA)
    one, other = (
        _shown([each for kind in kinds for each in passes(observation, pipeline, kind)]) for pipeline in claim.pipelines
    )
    found = [(name, one.get(name), other.get(name)) for name in {**other, **one} if name in both]
    return [each for each in found if None not in each] or found


def beneath(observation: Observation, row: Row) -> tuple[str | None, ...]:
    """The real images at the places of a row, from the same epoch; () without any."""
    real = [
        each
        for each in observation.passes
        if each.pipeline == row.drawn.pipeline and each.instrument is Instrument.REAL and each.epoch == row.drawn.epoch
    ]
    if not real or row.drawn.instrument is Instrument.REAL:
        return ()
    found = tuple(picture(real[0], place) for place in row.places)
    return found if any(found) else ()


def _asked(observation: Observation, pipeline: Pipeline) -> list[Pass]:
    return passes(observation, pipeline, Instrument.DATA) or passes(observation, pipeline)


def _shown(found: Sequence[Pass]) -> dict[str, str]:
    named: dict[str, str] = {}
    for each in found:
        for place, draw in enumerate(each.draws):
            image = picture(each, place) if draw.sample else None
            if image is not None:
                named.setdefault(draw.sample, image)
    return named


def _output(draw: Draw) -> str:
    return draw.output


def _state(draw: Draw) -> str:
    return draw.state


def _sample(draw: Draw) -> str:
    return draw.sample


def _best(claim: Claim, candidates: Iterable[tuple[Pass, Pass]], names: Sequence[str] | None) -> Comparison | None:
    """Of some pairs of passes, in each order that can be meant, the first; for what holds, the one that shows it."""
    made: list[Comparison] = []
    for one, other in candidates:
        labels = [
            f"{names[number]}, epoch {each.epoch + 1}" if names else f"epoch {each.epoch + 1}"
            for number, each in enumerate((one, other))
        ]
        for key in (_output, _state):
            made += [
                _laid(one, other, labels, key, pairs, order)
                for pairs, order in _orders(one, other, key, claim)
                if pairs and any(key(one.draws[a]) and key(other.draws[b]) for a, b in pairs)
            ]
    if claim.outcome != "holds":
        return made[0] if made else None
    return max(made, key=lambda each: sum(each.equal) / len(each.equal), default=None)


def _orders(one: Pass, other: Pass, key: _Key, claim: Claim) -> Iterator[tuple[Pairs, str]]:
    real = key is _output and Instrument.REAL in (one.instrument, other.instrument)
    if not real:
        lag = claim.answer.evidence.lag
        skipped, waited = max(lag, 0), max(-lag, 0)
        length = min(len(one.draws) - skipped, len(other.draws) - waited)
        behind = f", {counted(abs(lag), 'place')} apart" if lag else ""
        yield [(place + skipped, place + waited) for place in range(length)], f"by place{behind}"
    if not real or claim.answer.question is not Question.SHARED_DRAWS:
        yield _samples(one, other), "by sample"
    if real:  # other images differ already, whatever is drawn
        return
    together = _together([key(draw) for draw in one.draws], [key(draw) for draw in other.draws])
    # Of few draws all are common, whatever the order: that shows nothing.
    if len({key(one.draws[place]) for place, _ in together}) >= 16:
        yield together, "by draw, whatever the order"


def _samples(one: Pass, other: Pass) -> Pairs:
    """The same sample in both."""
    places = {draw.sample: place for place, draw in reversed(list(enumerate(one.draws))) if draw.sample}
    return [(places[draw.sample], place) for place, draw in enumerate(other.draws) if draw.sample in places]


def _together(one: Sequence[str], other: Sequence[str]) -> Pairs:
    """Each draw of the second series beside an equal one of the first, the rest as they come."""
    free: defaultdict[str, list[int]] = defaultdict(list)
    for place in reversed(range(len(one))):
        free[one[place]].append(place)
    left = Counter(one) - Counter(other)
    rest = [place for place in range(len(one)) if left[one[place]] > 0]
    pairs = []
    for place, draw in enumerate(other):
        if free[draw]:
            pairs.append((free[draw].pop(), place))
        elif rest:
            pairs.append((rest.pop(0), place))
    return pairs


def _laid(one: Pass, other: Pass, labels: Sequence[str], key: _Key, pairs: Pairs, order: str) -> Comparison:
    pairs = pairs[:COLUMNS]
    rows = (
        Row(labels[0], tuple(key(one.draws[a]) for a, _ in pairs), one, tuple(a for a, _ in pairs)),
        Row(labels[1], tuple(key(other.draws[b]) for _, b in pairs), other, tuple(b for _, b in pairs)),
    )
    return Comparison(rows, order)


def _by_sample(one: Pass, other: Pass) -> Comparison:
    pairs, order = _samples(one, other), "by sample"
    if not pairs:
        pairs, order = [(place, place) for place in range(min(len(one.draws), len(other.draws)))], "by place"
    return _laid(one, other, [f"epoch {each.epoch + 1}" for each in (one, other)], _output, pairs, order)


def _workers(found: Sequence[Pass], key: _Key) -> Comparison | None:
    for drawn in found:
        numbers = sorted({draw.worker for draw in drawn.draws})[:2]
        if len(numbers) == 2:
            series = [[place for place, draw in enumerate(drawn.draws) if draw.worker == each] for each in numbers]
            pairs = list(zip(series[0], series[1], strict=False))
            labels = [f"worker {number}" for number in numbers]
            return _laid(drawn, drawn, labels, key, pairs, "by place within each worker")
    return None
