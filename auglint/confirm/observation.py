"""What was seen of a real run: pipelines, passes over them, and the draws in each. One JSON object a line.

The observed process writes these lines as it goes (`Writer`), so what came before a crash is still there; another
process, or the same one, reads them (`read`). Only the standard library is needed, whatever the program itself uses.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, TextIO

UNKNOWN = ""
UNFINISHED = "it ended before its pipelines were looked at"
"""The problem of a run in which the observer did not finish its work."""


@dataclass(frozen=True)
class Spot:
    """A running line of the user's code: the call in a file (row and column 1-based; column 0: unknown).

    In a notebook `cell` is the 1-based place in the notebook's cells. `function`: the function it stands in.
    """

    file: str
    row: int
    column: int = 0
    cell: int | None = None
    function: str = "<module>"


class Instrument(Enum):
    """How the samples of a pass were made comparable.

    PROBE: each source image was replaced by one ramp, so an output is its draw. COLLAPSE: each index gave the same
    sample. REAL: nothing was replaced. DATA: only which samples there are was asked, in the order they come.
    """

    PROBE = "probe"
    COLLAPSE = "collapse"
    REAL = "real"
    DATA = "data"


@dataclass(frozen=True)
class Draw:
    """One sample of a pass, in the order of delivery. All are hashes or names; "" is unknown.

    `sample`: which raw sample (equal in two splits when it is the same file, row or content). `output`: what came out,
    its image parts only. `state`: the random states before it was made. `worker`: its number, 0 also without workers.
    """

    sample: str = UNKNOWN
    output: str = UNKNOWN
    state: str = UNKNOWN
    worker: int = 0


@dataclass(frozen=True)
class Pass:
    """One pass over a pipeline. `epoch` counts from 0 for each pipeline and instrument; `order` counts all passes.

    `whole`: it went through all of the data. `pictures`: outputs as PNG files in base64; `pictured`: the places of
    their draws, () when they are the first ones.
    """

    pipeline: int
    epoch: int
    order: int
    instrument: Instrument
    draws: tuple[Draw, ...]
    whole: bool = False
    pictures: tuple[str, ...] = ()
    pictured: tuple[int, ...] = ()


@dataclass(frozen=True)
class Seeding:
    """A seed that was set, or a generator made, while samples were made. `seed`: its argument as text, "" without."""

    what: str
    seed: str
    spot: Spot


@dataclass(frozen=True)
class Pipeline:
    """Something that gives samples to a split: a loader, a tf.data pipeline, a flow, a sequence, a generator.

    `role`: "train", "validation", "test", "evaluation" (one of the two, not known which) or "" ; `role_from` says why.
    `spots`: where it was made, the innermost user line first, then its callers. `parts`: where what it is made of was
    made (datasets, transforms). `workers`: processes that make samples; `start`: how they are started.
    `took`: the probe took, that is, what comes out does not depend on the source. `sourced`: it has a source of images
    that the probe replaced, so what varies is no data made on the fly. `varies`: one sample made again and
    again comes out in more than one way. `consumes`: a random state moved while samples were made. `resets`: it did,
    and after each sample it was the same again. None: not known. `shuffles`: each pass is meant to have an order of
    its own, and moves so many neighbours `together`, such as a batch. `indexed`: samples are asked for by index, which
    workers share out.
    `round`: of pipelines that one place makes again and again (folds), which; only those of one round meet.
    `streams`: the global random streams that samples draw from. `batch`: samples of a batch in the passes here.
    `size`: how many samples a whole pass has. `views`: images of one shape in a sample, 0: not known.
    `base`: names of the data objects it reads, equal for shared ones. `passes`: how many passes of its own the program
    came to make, None where they are not counted.
    """

    number: int
    kind: str
    spots: tuple[Spot, ...]
    parts: tuple[Spot, ...] = ()
    role: str = UNKNOWN
    role_from: str = UNKNOWN
    workers: int = 0
    start: str = UNKNOWN
    persistent: bool = False
    size: int | None = None
    took: bool | None = None
    sourced: bool | None = None
    varies: bool | None = None
    consumes: bool | None = None
    resets: bool | None = None
    shuffles: bool = False
    together: int = 1
    indexed: bool = False
    round: int | None = None
    streams: tuple[str, ...] = ()
    batch: int | None = None
    seedings: tuple[Seeding, ...] = ()
    views: int = 0
    passes: int | None = None
    base: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Start:
    """The start of one of the program's own passes: the seeds it set since the last one, and its random states.

    `states`: a digest for each random stream. Equal digests in two passes: the program set the stream back.
    """

    pipeline: int
    epoch: int
    seeds: tuple[Seeding, ...] = ()
    states: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """Something that needs no statistics: `what` happened at `spot`. See `auglint.confirm.questions` for the kinds."""

    what: str
    spot: Spot
    text: str = UNKNOWN
    pipelines: tuple[int, ...] = ()
    holds: bool = True
    n: int = 0
    k: int = 0


@dataclass(frozen=True)
class Observation:
    """All that was seen of one run. `stopped` says why it ended; `problem` is "" when the observer finished its work.

    `seconds`: how long its parts took ("import", "run", "exercise"), in s. `files`: new files the program left.
    """

    pipelines: tuple[Pipeline, ...] = ()
    passes: tuple[Pass, ...] = ()
    starts: tuple[Start, ...] = ()
    facts: tuple[Fact, ...] = ()
    stopped: str = UNKNOWN
    problem: str = UNKNOWN
    seconds: dict[str, float] = field(default_factory=dict)
    files: tuple[str, ...] = ()


Event = Pipeline | Pass | Start | Fact
_KINDS: dict[str, type[Any]] = {kind.__name__.lower(): kind for kind in (Pipeline, Pass, Start, Fact)}


class Writer:
    """Writes what is seen to a stream, a line at a time, each at once."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, event: Event) -> None:
        """Write one event. A pipeline that is written again replaces what was said of it before."""
        fields = asdict(event) if not isinstance(event, Pass) else _columns(event)
        self.line(type(event).__name__.lower(), **fields)

    def line(self, event: str, **fields: Any) -> None:
        """Write a line of any kind: `progress` (text), `time` (part, seconds), `stop` (why), `end`."""
        self._stream.write(json.dumps({"event": event, **fields}, default=_plain) + "\n")
        self._stream.flush()


def read(lines: Iterable[str], files: Sequence[str] = ()) -> Observation:
    """What the lines of a Writer say. Without an `end` the observer was cut short, and `problem` says so.

    A line that is cut off is the last thing an ended process wrote, and is passed over.
    """
    events: dict[str, list[Any]] = {name: [] for name in _KINDS}
    seconds: dict[str, float] = {}
    stopped, problem, ended = UNKNOWN, UNKNOWN, False
    for line in lines:
        try:
            fields = json.loads(line)
        except ValueError:
            continue
        kind = fields.pop("event")
        if kind in _KINDS:
            events[kind].append(_made(_KINDS[kind], fields))
        elif kind == "stop":
            stopped = fields["why"]
        elif kind == "problem":
            problem = fields["text"]
        elif kind == "time":
            seconds[fields["part"]] = fields["seconds"]
        ended |= kind == "end"
    return Observation(
        pipelines=tuple({each.number: each for each in events["pipeline"]}.values()),
        passes=tuple(events["pass"]),
        starts=tuple(events["start"]),
        facts=tuple(events["fact"]),
        stopped=stopped,
        problem=problem or (UNKNOWN if ended else UNFINISHED),
        seconds=seconds,
        files=tuple(files),
    )


def _columns(event: Pass) -> dict[str, Any]:
    """A pass with its draws by column: a pass may have tens of thousands, and most know only a name."""
    names = ("pipeline", "epoch", "order", "instrument", "whole", "pictures", "pictured")
    fields = {name: getattr(event, name) for name in names}
    columns = {name: [getattr(draw, name) for draw in event.draws] for name in ("sample", "output", "state", "worker")}
    return {**fields, "size": len(event.draws), "columns": {name: each for name, each in columns.items() if any(each)}}


def _draws(fields: dict[str, Any]) -> tuple[Draw, ...]:
    columns, size = fields.pop("columns"), fields.pop("size")
    return tuple(Draw(**{name: column[number] for name, column in columns.items()}) for number in range(size))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written")


def _made(kind: type[Any], fields: dict[str, Any]) -> Any:
    """An event from its JSON object."""
    if kind is Pass:
        fields = {"draws": _draws(fields), **fields}
    made = {name: _value(name, value) for name, value in fields.items()}
    return kind(**made)


def _value(name: str, value: Any) -> Any:
    if name == "spot":
        return Spot(**value)
    if name in ("spots", "parts"):
        return tuple(Spot(**each) for each in value)
    if name in ("seedings", "seeds"):
        return tuple(Seeding(each["what"], each["seed"], Spot(**each["spot"])) for each in value)
    if name == "instrument":
        return Instrument(value)
    return tuple(value) if isinstance(value, list) else value
