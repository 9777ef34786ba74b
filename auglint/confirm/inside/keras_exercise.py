"""Draws from what a program gives to Keras models: flows of images, sequences, generators and arrays.

Batches are asked for as `fit` does it, by the adapter that Keras itself uses for sequences, so that its workers are
real ones.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from auglint.confirm.inside.keras_data import Feed, KerasData
from auglint.confirm.inside.patches import Patches
from auglint.confirm.inside.probe.access import identity
from auglint.confirm.inside.probe.leaves import Ramps, as_array
from auglint.confirm.inside.probe.parts import digest, flat, samples
from auglint.confirm.inside.probe.pictures import png
from auglint.confirm.inside.probe.python_code import Stillness, Watched, ramped, reseeded, untouched
from auglint.confirm.inside.probe.readers import Readers, file_identity
from auglint.confirm.inside.probe.streams import Holder, reachable
from auglint.confirm.inside.seeds import Call
from auglint.confirm.observation import Draw, Instrument, Pass, Pipeline, Seeding, Start

_LEAST_DRAWS = 24
_CHECKS = 6
_SECONDS = 4.0
_STUCK = 20.0
_SLOW = 0.03


@dataclass(eq=False)
class Group:
    """A feed, and what was found of it."""

    number: int
    feed: Feed
    role: str
    role_from: str
    outputs: list[str] = field(default_factory=list)
    seedings: list[Seeding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    batches: dict[int, list[str]] = field(default_factory=dict)
    size: int | None = None
    together: int = 1
    took: bool | None = None
    moved: bool = False
    reseeded: bool = False
    stuck: bool = False

    @property
    def value(self) -> Any:
        """What gives the batches."""
        return self.feed.value

    @property
    def workers(self) -> int:
        """How many workers make its batches; threads count, too."""
        return int(getattr(self.value, "workers", 0) or 0) if self.feed.kind in ("flow", "sequence") else 0

    @property
    def processes(self) -> bool:
        """Whether its workers are processes of their own."""
        return self.workers > 0 and bool(getattr(self.value, "use_multiprocessing", False))


@dataclass(frozen=True)
class Batch:
    """The samples of a batch: their image parts, which they are, which process made them, and its number."""

    samples: list[list[Any]]
    names: list[str]
    process: int
    number: int = 0


class Exercise:
    """All passes over the feeds of one program."""

    def __init__(self, data: KerasData) -> None:
        self.data, self.observer = data, data.observer
        self.limits = data.observer.limits
        self.ramps = Ramps(self._scratch())
        self.groups = [self._group(feed) for feed in data.feeds]
        self.order = self._calls()

    def run(self) -> None:
        """Ask for samples, draw, and tell."""
        for group in self.groups:
            group.feed.keep()
        for group in self.groups:
            self._members(group)
        drawn = [group for group in self.groups if group.feed.kind != "arrays"]
        with self._ramped(drawn):
            self._passes(drawn, Instrument.PROBE)
            for group in drawn:
                group.took = self._took(group)
        self._passes(drawn, Instrument.REAL)
        for group in self.groups:
            self.observer.write(self._pipeline(group))
            if group.feed.started:
                seeds = tuple(call.seeding for call in group.feed.calls)
                self.observer.write(Start(group.number, 0, seeds))

    def _scratch(self) -> Callable[[], str]:
        return self.observer.known["tf_datasets"].scratch  # type: ignore[no-any-return]

    def _group(self, feed: Feed) -> Group:
        role, why = feed.role, feed.role_from
        said = self.observer.roles(feed.spots)
        if said and (not role or role == "evaluation"):
            role, why = said, "the code says so"
        return Group(self.observer.number(), feed, role, why)

    def _calls(self) -> dict[int, list[Call]]:
        return {group.number: group.feed.calls for group in self.groups}

    # Which samples ----------------------------------------------------------------------------------------------------

    def _members(self, group: Group) -> None:
        """Which samples a pass has, where that can be told without making them."""
        names = self._known_members(group)
        if names is None:
            return
        group.size, group.names = len(names), names
        for epoch in range(self.limits.epochs):
            draws = tuple(Draw(sample=name) for name in names[: self.limits.members])
            self._write(group, epoch, Instrument.DATA, draws, len(names) <= self.limits.members)

    def _known_members(self, group: Group) -> list[str] | None:
        feed = group.feed
        if feed.kind == "arrays":
            return [_row(as_array(feed.value), row) for row in range(*feed.rows)]
        if feed.kind == "flow":
            return [self._flow_name(feed.value, row) for row in range(feed.value.n)]
        if feed.kind == "sequence":
            return self._sequence_members(group)
        return None

    def _flow_name(self, flow: Any, row: int) -> str:
        if hasattr(flow, "_filepaths"):
            return file_identity(flow.filepaths[row])
        return _row(flow.x, row)

    def _sequence_members(self, group: Group) -> list[str] | None:
        """The samples of all batches, as far as watching the batches tells them; None if it does not."""
        names: list[str] = []
        ends = time.monotonic() + _SECONDS
        with untouched(group.value), _reads(group.value) as asked:
            for number in range(_length(group.value) or 0):
                try:
                    count = len(_made(group.value, number).samples)
                except Exception:
                    return None
                found = asked(count)
                if not count or len(found) != count:
                    return None
                names += found
                group.batches[number] = found
                if len(names) >= self.limits.members or time.monotonic() > ends:
                    return None
        return names or None

    # Passes -----------------------------------------------------------------------------------------------------------

    def _passes(self, groups: Sequence[Group], instrument: Instrument) -> None:
        self.observer.progress("drawing from what the models are given")
        for group in groups:
            group.feed.rewind()
            _reset(group.feed)
        for epoch in range(self.limits.epochs):
            for group in groups:
                if epoch == 0:
                    self.observer.seeds.again(self.order[group.number])
                if group.stuck:
                    continue
                try:
                    self._pass(group, epoch, instrument)
                except Exception as error:
                    self._note(error)
                    group.notes.append(f"its {instrument.value} pass failed with {type(error).__name__}")

    def _pass(self, group: Group, epoch: int, instrument: Instrument) -> None:
        probe = instrument is Instrument.PROBE
        most = self.limits.samples if probe else self.limits.pictures
        draws: list[Draw] = []
        pictures: list[str] = []
        processes: dict[int, int] = {}
        watched = Watched(self.observer.seeds, group.value)
        with watched:
            for batch in self._batches(group, epoch, most):
                worker = processes.setdefault(batch.process, len(processes))
                names = batch.names if len(batch.names) == len(batch.samples) else [""] * len(batch.samples)
                for name, sample in islice(zip(names, batch.samples, strict=True), most - len(draws)):
                    draws.append(Draw(name, digest(sample) if probe else "", "", worker))
                    if len(pictures) < self.limits.pictures and sample:
                        pictures.append(png(sample[0]))
                if len(draws) >= most:
                    break
        group.moved |= watched.moved
        group.seedings += watched.within.seedings
        if probe:
            group.outputs += [draw.output for draw in draws]
            group.reseeded |= reseeded(watched.within.seedings, len(draws))
        whole = group.size is not None and len(draws) >= group.size
        self._write(group, epoch, instrument, tuple(draws), whole, tuple(pictures))

    def _batches(self, group: Group, epoch: int, most: int) -> Iterator[Batch]:
        kind = group.feed.kind
        if kind == "generator":
            for element in group.value:
                yield Batch(_samples(element), [], 0)
        elif kind == "flow":
            yield from self._flow_batches(group, epoch)
        else:
            yield from self._sequence_batches(group, most)

    def _flow_batches(self, group: Group, epoch: int) -> Iterator[Batch]:
        """As `fit` does: by number, and a new order after each epoch."""
        flow = group.value
        flow.total_batches_seen = epoch * len(flow)
        try:
            for number in range(len(flow)):
                element = flow[number]
                rows = flow.index_array[flow.batch_size * number : flow.batch_size * (number + 1)]
                yield Batch(_samples(element), [group.names[row] for row in rows], 0)
        finally:  # also where the pass is cut off
            flow.on_epoch_end()

    def _sequence_batches(self, group: Group, most: int) -> Iterator[Batch]:
        """By the adapter of Keras, from a thread that may hang without the run hanging with it."""
        adapter_of = __import__("keras.src.trainers.data_adapters.py_dataset_adapter", fromlist=["PyDatasetAdapter"])
        with untouched(group.value):
            first = _made(group.value, 0)
        group.together = max(1, len(first.samples))  # Keras shuffles whole batches
        enough = -(-most // group.together)
        tagged = Tagged(group.value, enough, os.getpid())
        adapter = adapter_of.PyDatasetAdapter(tagged, shuffle=group.feed.shuffled and not group.processes)
        made: list[Batch] = []
        problems: list[BaseException] = []

        def work() -> None:
            try:
                adapter.on_epoch_begin()
                found = islice(adapter._get_iterator(), tagged.num_batches)
                made.extend(_named(each["auglint"], group) for each in found)
                adapter.on_epoch_end()
            except BaseException as error:
                problems.append(error)

        if not group.workers or (group.workers == 1 and not group.processes):
            work()
        else:
            thread = threading.Thread(target=work, daemon=True)
            thread.start()
            thread.join(_STUCK)
            if thread.is_alive():
                group.stuck = True
                group.notes.append("its workers do not come to an end")
        if problems:
            raise problems[0]
        yield from made

    def _write(
        self,
        group: Group,
        epoch: int,
        instrument: Instrument,
        draws: tuple[Draw, ...],
        whole: bool,
        pictures: tuple[str, ...] = (),
    ) -> None:
        self.observer.write(Pass(group.number, epoch, self.observer.order(), instrument, draws, whole, pictures))

    # The ramp ---------------------------------------------------------------------------------------------------------

    @contextmanager
    def _ramped(self, groups: Sequence[Group]) -> Iterator[None]:
        values = [group.value for group in groups if group.feed.kind != "generator"]
        values += [_function(group.value) for group in groups if group.feed.kind == "generator"]
        with ramped(self.ramps, *values):
            yield

    def _took(self, group: Group) -> bool | None:
        """Whether different samples over the ramp come out the same as long as no stream moves on."""
        stillness = Stillness(self.observer.seeds)
        seen: set[str] = set()
        count = 0
        try:
            with untouched(group.value):
                for element in self._checked(group, stillness):
                    parts = _samples(element)
                    seen |= {digest(sample) for sample in parts[:1]}
                    count += bool(parts)
        except Exception as error:
            self._note(error)
            return None
        return len(seen) == 1 if count >= 2 else None

    def _checked(self, group: Group, stillness: Stillness) -> Iterator[Any]:
        """Elements whose first samples are different ones."""
        value = group.value
        if group.feed.kind == "flow":
            rows = _apart(value.n)
            for row in rows:
                stillness.restore(value)
                yield value._get_batches_of_transformed_samples([row])
        elif group.feed.kind == "sequence":
            for number in _apart(_length(value) or _CHECKS):
                stillness.restore(value)
                yield value[number]
        else:
            for _ in range(_CHECKS):
                frame = value.gi_frame
                stillness.restore(_function(value), dict(frame.f_locals) if frame is not None else {})
                element = next(value, None)
                if element is None:
                    return
                yield element

    # What is told -----------------------------------------------------------------------------------------------------

    def _pipeline(self, group: Group) -> Pipeline:
        feed = group.feed
        varies: bool | None = None
        if feed.kind == "arrays":
            varies = False
        elif group.took and len(group.outputs) >= _LEAST_DRAWS:
            varies = len(set(group.outputs)) > 1
        consumes: bool | None = False if feed.kind == "arrays" else group.moved or bool(varies)
        if not consumes and group.processes:
            consumes = None  # what is drawn in a process of its own cannot be seen from here
        return Pipeline(
            number=group.number,
            kind=f"keras {feed.kind}",
            spots=feed.spots,
            role=group.role,
            role_from=group.role_from,
            workers=group.workers if group.processes else 0,
            start="fork" if group.processes else "",
            size=group.size,
            took=group.took,
            varies=varies,
            consumes=consumes,
            resets=group.reseeded and len(set(group.outputs)) == 1 if consumes else None,
            shuffles=bool(getattr(feed.value, "shuffle", False)) if feed.kind == "flow" else feed.shuffled,
            together=group.together,
            seedings=tuple(dict.fromkeys(group.seedings)),
            notes=tuple(dict.fromkeys(group.notes)),
        )

    def _note(self, error: Exception) -> None:
        import traceback

        if os.environ.get("AUGLINT_DEBUG"):
            traceback.print_exception(error)


class Tagged:
    """A sequence that tells which process made each batch. `count`: no more batches than these; `parent`: the main one.

    A dict goes through the adapter of Keras as it is.
    """

    def __init__(self, sequence: Any, count: int, parent: int) -> None:
        self.sequence, self.count, self.parent = sequence, count, parent
        self.workers = sequence.workers
        self.use_multiprocessing = sequence.use_multiprocessing
        self.max_queue_size = sequence.max_queue_size
        known = sequence.num_batches
        self.num_batches = count if known is None else min(known, count)

    def __getitem__(self, number: int) -> dict[str, Any]:
        if os.getpid() != self.parent:
            time.sleep(_SLOW)  # as reading does; else one worker may be done with all before another has begun
        return {"auglint": _made(self.sequence, number)}

    def on_epoch_begin(self) -> None:
        """An epoch begins."""
        begin = getattr(self.sequence, "on_epoch_begin", None)
        if begin is not None:
            begin()

    def on_epoch_end(self) -> None:
        """An epoch ends."""
        end = getattr(self.sequence, "on_epoch_end", None)
        if end is not None:
            end()


def exercise(data: KerasData) -> None:
    """Draw from all feeds of a program."""
    Exercise(data).run()


def _made(sequence: Any, number: int) -> Batch:
    """A batch of a sequence."""
    parts = _samples(sequence[number])
    return Batch([[part.copy() for part in sample] for sample in parts], [], os.getpid(), number)


@contextmanager
def _reads(sequence: Any) -> Iterator[Callable[[int], list[str]]]:
    """A way to ask which samples a batch of so many was made from: by what was read since it was last asked."""
    patches = Patches()
    readers = Readers()
    reads: list[tuple[Any, int]] = []
    replaced: list[tuple[Holder, Any]] = []
    for value, holder in list(reachable(sequence)):
        stand_in = _logging(value, reads)
        if stand_in is not None and holder.put(stand_in):
            replaced.append((holder, value))
    readers.install(patches)

    def asked(count: int) -> list[str]:
        names = list(readers.opened) if len(readers.opened) == count else _read_names(reads, count)
        readers.opened.clear()
        reads.clear()
        return names

    try:
        yield asked
    finally:
        patches.undo()
        for holder, value in replaced:
            holder.put(value)


def _named(batch: Batch, group: Group) -> Batch:
    """A batch with the names of its samples as they were without the ramp."""
    return replace(batch, names=group.batches.get(batch.number, []))


def _logging(value: Any, reads: list[tuple[Any, int]]) -> Any:
    """A view of an array of samples that tells which rows are taken of it; None for anything else."""
    import numpy as np

    if type(value) is not np.ndarray or value.ndim < 2 or len(value) < 2 or value[0].size < 8:
        return None

    class Logged(np.ndarray):
        def __getitem__(self, key: Any) -> Any:
            rows = key[0] if isinstance(key, tuple) and key else key
            if isinstance(rows, (int, np.integer, slice, list, np.ndarray)):
                taken = np.arange(len(value))[np.asarray(rows) if isinstance(rows, np.ndarray) else rows]
                reads.extend((value, int(row)) for row in np.atleast_1d(taken))
            return value[key]

    return value.view(Logged)


def _read_names(reads: list[tuple[Any, int]], count: int) -> list[str]:
    """The identities of the rows, if one array was read as often as there are samples."""
    by_array: dict[int, list[tuple[Any, int]]] = {}
    for value, row in reads:
        by_array.setdefault(id(value), []).append((value, row))
    for rows in by_array.values():
        if (len(rows) == count and rows[0][0].ndim >= 3) or (len(rows) == count and len(by_array) == 1):
            return [_row(value, row) for value, row in rows]
    return []


def _row(values: Any, row: int) -> str:
    return identity(values[row]) if values[row].size >= 8 else ""


def _samples(element: Any) -> list[list[Any]]:
    """The image parts of the samples of a batch: of the inputs, not of what is to be found."""
    inputs = element[0] if isinstance(element, (tuple, list)) and element else element
    values = flat(inputs)
    return list(samples(values, 1)) if values and values[0].ndim else []


def _reset(feed: Feed) -> None:
    """Let a flow begin as if nothing had been taken of it."""
    if feed.kind == "flow":
        flow = feed.value
        flow.reset()
        flow.total_batches_seen = 0
        flow.index_array = None
        flow.index_generator = flow._flow_index()
        if hasattr(flow, "save_to_dir"):
            flow.save_to_dir = None


def _function(generator: Any) -> Any:
    """A function like the one that made a generator, to reach what its code reaches."""
    from types import FunctionType

    frame = generator.gi_frame
    code = generator.gi_code
    if frame is None:
        return None
    cells = tuple(_cell(frame.f_locals.get(name)) for name in code.co_freevars)
    return FunctionType(code, frame.f_globals, code.co_name, None, cells)


def _cell(value: Any) -> Any:
    return (lambda: value).__closure__[0]  # type: ignore[index]


def _length(sequence: Any) -> int | None:
    try:
        return len(sequence)
    except (TypeError, NotImplementedError):
        return None


def _apart(count: int) -> list[int]:
    return list(range(0, count, max(1, count // _CHECKS)))[:_CHECKS]
