"""Draws from the tf.data pipelines of a program: which samples they give, and what is drawn for them.

Three times the pipelines are made anew and passed over as the program would, training and evaluation in turn: as
numbers of rows, over the ramp, and over the data itself.
"""

import gc
import linecache
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from auglint.confirm.inside.probe.graph import Node, functions
from auglint.confirm.inside.probe.leaves import Leaf, Ramps, as_array, has_input
from auglint.confirm.inside.probe.parts import IMAGE, array, content, digest, flat, image_places, samples
from auglint.confirm.inside.probe.pictures import png
from auglint.confirm.inside.probe.python_code import Stillness, Watched, ramped, reseeded
from auglint.confirm.inside.probe.replay import BATCHES, ROW, SHUFFLES, Plan, Replay, Rows, Unknown, depth, flows
from auglint.confirm.inside.tf_datasets import Made, OwnPass, TfData
from auglint.confirm.observation import Draw, Fact, Instrument, Pass, Pipeline, Seeding, Spot, Start

_MANY = 64
_FEW = 40
_MOST_EPOCHS = 4
_LEAST_DRAWS = 24
_SECONDS = 4.0
_CHECKS = 6


@dataclass(eq=False)
class Group:
    """One pipeline: a dataset, and those that were made anew for later epochs of the same data."""

    number: int
    made: list[Made]
    role: str = ""
    role_from: str = ""
    leaves: list[Leaf] = field(default_factory=list)
    images: list[int] | None = None
    size: int | None = None
    epochs: int = 2
    outputs: list[str] = field(default_factory=list)
    seedings: list[Seeding] = field(default_factory=list)
    moved: bool = False
    reseeded: bool = False
    took: bool | None = None
    notes: list[str] = field(default_factory=list)
    iterators: dict[str, Any] = field(default_factory=dict)

    def of(self, epoch: int) -> Made:
        """The dataset of an epoch."""
        return self.made[min(epoch, len(self.made) - 1)]

    @property
    def node(self) -> Node:
        """The operation that made the first dataset."""
        return self.made[0].node


@dataclass(frozen=True)
class Turn:
    """A pass that will be made, as the program would."""

    group: Group
    epoch: int
    own: OwnPass | None


class Exercise:
    """All passes over the pipelines of one program."""

    def __init__(self, data: TfData) -> None:
        self.data, self.observer = data, data.observer
        self.limits = data.observer.limits
        self.plan = Plan(data.recorder, Ramps(data.scratch))
        self.groups: list[Group] = []

    def run(self) -> None:
        """Ask for samples, draw, and tell."""
        self.data.recorder.quiet = True
        self._discarded()
        self.groups = self._grouped()
        if not self.groups:
            return
        for group in self.groups:
            self._prepare(group)
        turns = self._turns()
        self._rows(turns)
        self.plan.shrink([made.node for group in self.groups for made in group.made], self.limits.samples)
        names = self._short_names(turns)
        self._draws(turns, names, Instrument.PROBE)
        for group in self.groups:
            self._judge(group)
        self._draws(turns, names, Instrument.REAL)
        for group in self.groups:
            self.observer.write(self._pipeline(group))
        for turn in turns:
            if turn.own is not None:
                seeds = tuple(call.seeding for call in turn.own.calls)
                self.observer.write(Start(turn.group.number, turn.epoch, seeds))

    # Which pipelines there are ----------------------------------------------------------------------------------------

    def _grouped(self) -> list[Group]:
        gc.collect()
        groups: list[Group] = []
        for made in sorted(self._candidates(), key=lambda each: each.number):
            group = next((each for each in groups if self._is_again(each.made[-1], made)), None)
            if group is not None:
                group.made.append(made)
            else:
                groups.append(Group(-1, [made]))
        groups = groups[:_MANY]
        for group in groups:
            group.number = self.observer.number()
            group.made = group.made[:_MOST_EPOCHS]
            group.leaves = list(dict.fromkeys(leaf for made in group.made for leaf in self.plan.leaves_of(made.node)))
            for made in group.made:
                if made.role:
                    group.role, group.role_from = made.role, made.role_from
            if not group.role:
                group.role = self.observer.roles(group.made[0].spots)
                group.role_from = "the code says so" if group.role else ""
        return groups

    def _candidates(self) -> list[Made]:
        used = [made for made in self.data.made.values() if (made.passes or made.role) and not made.glance]
        beneath = {id(node) for made in used for node in self.data.recorder.above(made.node)}
        kept = [made for made in self.data.made.values() if self.data.is_leaf(made) and not made.glance]
        left = [made for made in kept if id(made.node) not in beneath]
        found = used + [each for each in left if each not in used]
        return [made for made in found if made.spots and self._is_whole(made) and self._has_images(made)]

    def _is_whole(self, made: Made) -> bool:
        """Whether it is known from its sources on: not what a library makes of a dataset that was cut off."""
        nodes = self.plan.above(made.node)
        return all(self.data.recorder.inputs(node) or not has_input(node) for node in nodes)

    def _has_images(self, made: Made) -> bool:
        import tensorflow as tf

        if made.spec is None:
            return False
        return any(
            isinstance(spec, tf.TensorSpec)
            and spec.dtype not in (tf.string, tf.bool)
            and (
                made.passes or made.role or spec.shape.rank is None or spec.shape.rank >= 2 or _elements(spec) >= IMAGE
            )
            for spec in tf.nest.flatten(made.spec)
        )

    def _is_again(self, earlier: Made, made: Made) -> bool:
        """Whether a dataset was made anew, of the same data, after the earlier one was used."""
        if earlier.spots != made.spots or not earlier.passes or earlier.last > made.number or earlier.node is made.node:
            return False
        one, other = ([leaf.base() for leaf in self.plan.leaves_of(each.node)] for each in (earlier, made))
        return one == other

    # Passes -----------------------------------------------------------------------------------------------------------

    def _prepare(self, group: Group) -> None:
        """Put the ramp into the sources, and read what readers give."""
        for leaf in group.leaves:
            if leaf.kind in ("slices", "whole"):
                leaf.parts = [self._part(leaf, array) for array in leaf.arrays]
            elif leaf.kind == "records" and not leaf.first:
                self._read(leaf)
        size = self._samples(group)
        if 0 < size < _FEW:
            group.epochs = min(_MOST_EPOCHS, max(self.limits.epochs, -(-self.limits.samples // size)))
        else:
            group.epochs = self.limits.epochs

    def _samples(self, group: Group) -> int:
        """About how many samples a pass has, 0 if that is not known."""
        batches = _cardinality(group.made[0])
        size = max(0, batches)
        for node in self.plan.above(group.node):
            if node.op in BATCHES:
                size *= int(as_array(node.args["batch_size"]))
        rows = [leaf.rows for leaf in group.leaves if leaf.is_data and leaf.rows]
        return min([size, *rows]) if batches >= 0 else min(rows, default=0) if batches == -1 else 0

    def _part(self, leaf: Leaf, array: Any) -> str:
        if not array.ndim or not len(array):
            return "real"
        first = array[0]
        if isinstance(first, bytes):
            try:
                return "ramp" if all(self.plan.ramps.link(each) for each in array[:8]) else "real"
            except (OSError, ValueError):
                return "real"
        if getattr(first, "size", 0) < IMAGE:
            return "real"
        # A row of one-hot labels beside images is no image.
        if first.ndim < 2 and any(other.ndim > 2 and other is not array for other in leaf.arrays):
            return "real"
        return "ramp" if self.plan.ramps.like(first) is not None else "real"

    def _read(self, leaf: Leaf) -> None:
        """The first element of a reader, and what the elements are."""
        from auglint.confirm.inside.probe.replay import _wrapped_flat

        args = leaf.node.args
        types = args.get("output_types") or [_string()]
        shapes = args.get("output_shapes") or [[]]
        try:
            dataset = _wrapped_flat(Replay(self.plan).build(leaf.node), types, shapes)
            ends = time.monotonic() + _SECONDS
            for element in dataset.take(self.limits.members):
                values = [each.numpy() for each in element]
                if not leaf.first:
                    leaf.first = [self._ramped(each) for each in values]
                    leaf.parts = [
                        "ramp" if one is not other else "same" for one, other in zip(leaf.first, values, strict=True)
                    ]
                leaf.records.append(content(values))
                if time.monotonic() > ends:
                    break
            leaf.rows = len(leaf.records)
        except Exception as error:
            leaf.parts = ["unknown"] * len(types)
            leaf.rows = None
            self._note(error)

    def _ramped(self, value: Any) -> Any:
        if isinstance(value, bytes):
            return _ramp_record(value, self.plan.ramps)
        if getattr(value, "size", 0) >= IMAGE and value.ndim >= 2:
            row = self.plan.ramps.like(value)
            return value if row is None else row
        return value

    def _turns(self) -> list[Turn]:
        """The program's own passes, in its order, then those that are missing, the pipelines in turn."""
        turns: list[Turn] = []
        counts = {id(group): 0 for group in self.groups}
        calls: list[Any] = []
        for own in self.data.passes:
            group = next((each for each in self.groups if own.made in each.made), None)
            calls += own.calls
            if group is None or counts[id(group)] >= group.epochs:
                continue
            epoch = counts[id(group)]
            turns.append(Turn(group, epoch, OwnPass(own.made, epoch, calls)))
            calls = []
            counts[id(group)] += 1
        for epoch in range(_MOST_EPOCHS):
            for group in self.groups:
                if counts[id(group)] <= epoch < group.epochs:
                    turns.append(Turn(group, epoch, None))
                    counts[id(group)] += 1
        return turns

    def _rows(self, turns: list[Turn]) -> None:
        """Which samples the pipelines deliver, in order."""
        self.observer.progress("following the samples of the pipelines")
        rows = Rows(self.plan, short=False)
        self._forget()
        for turn in turns:
            group = turn.group
            try:
                numbers, whole = self._numbers(rows, turn, self._members(group))
            except Exception as error:
                self._unfollowed(group, error)
                continue
            if whole and turn.epoch == 0:
                group.size = len(numbers)
            draws = tuple(Draw(sample=self._name(number)) for number in numbers)
            self._write(turn, Instrument.DATA, draws, whole)

    def _members(self, group: Group) -> int:
        """How many samples of a pass are asked for: of an endless one, as many as its data has."""
        rows = [leaf.rows for leaf in group.leaves if leaf.is_data and leaf.rows]
        endless = _cardinality(group.made[0]) == -1
        return min([self.limits.members, *(rows if endless else [])])

    def _numbers(self, rows: Rows, turn: Turn, most: int) -> tuple[list[int], bool]:
        key = f"rows{rows.short}"
        iterator = self._iterator(turn, key, lambda node: _numbered(rows.build(node)))
        found: list[int] = []
        for element in iterator:
            found += [int(each) for each in element.numpy().reshape(-1)]
            if len(found) >= most:
                return found[:most], len(found) == most and next(iterator, None) is None
        return found, True

    def _iterator(self, turn: Turn, key: str, build: Any) -> Any:
        """A new iterator; of an endless pipeline that `fit` was given, the one that goes on."""
        made = turn.group.of(turn.epoch)
        going_on = made.fitted and _cardinality(made) == -1
        if going_on and key in turn.group.iterators:
            return turn.group.iterators[key]
        iterator = iter(_untuned(build(made.node)))
        turn.group.iterators[key] = iterator
        return iterator

    def _short_names(self, turns: list[Turn]) -> dict[int, list[str]]:
        """For each pass the names of the samples that draws are made for, where they can be followed."""
        rows = Rows(self.plan, short=True)
        self._forget()
        names: dict[int, list[str]] = {}
        for place, turn in enumerate(turns):
            try:
                numbers, _ = self._numbers(rows, turn, self._asked(turn.group))
                names[place] = [self._name(number) for number in numbers]
            except Exception as error:
                self._unfollowed(turn.group, error)
        return names

    def _asked(self, group: Group) -> int:
        """How many samples of a pass are drawn."""
        rows = [self.plan.rows(leaf) for leaf in group.leaves if id(leaf) in self.plan.shrunk]
        return max([self.limits.samples, *rows]) if rows and _cached(self.plan, group.node) else self.limits.samples

    def _draws(self, turns: list[Turn], names: dict[int, list[str]], instrument: Instrument) -> None:
        probe = instrument is Instrument.PROBE
        self.observer.progress("drawing from the pipelines" if probe else "taking pictures of the pipelines")
        replay = Replay(self.plan, probe=probe)
        self._forget()
        self.data.recorder.rewind()
        with self._python_sources(probe):
            for place, turn in enumerate(turns):
                if turn.own is not None:
                    self.observer.seeds.again(turn.own.calls)
                try:
                    self._draw(turn, replay, names.get(place, []), instrument)
                except Exception as error:
                    self._note(error)
                    turn.group.notes.append(f"its {instrument.value} pass failed with {type(error).__name__}")
                    if probe:
                        turn.group.took = False

    def _draw(self, turn: Turn, replay: Replay, names: list[str], instrument: Instrument) -> None:
        from tensorflow.python.data.ops.dataset_ops import _VariantDataset

        group, probe = turn.group, instrument is Instrument.PROBE
        made = group.of(turn.epoch)
        iterator = self._iterator(turn, instrument.value, lambda node: _VariantDataset(replay.build(node), made.spec))
        most = self.limits.samples if probe else self.limits.pictures
        complete = probe and _cached(self.plan, made.node)
        outputs: list[str] = []
        pictures: list[str] = []
        count = 0
        axes = depth(self.plan, made.node)
        watched = Watched(self.observer.seeds, *self._python(group))
        ends = time.monotonic() + _SECONDS
        whole = False
        with watched:
            for sample in _samples(iterator, axes, group):
                count += 1
                if len(outputs) < most:
                    outputs.append(digest(sample) if probe else "")
                    if len(pictures) < self.limits.pictures:
                        pictures.append(png(sample[0]) if sample else "")
                    state = ""
                elif not complete or count > self.limits.members:
                    break
                if time.monotonic() > ends or (len(outputs) >= most and not complete):
                    break
            else:
                whole = True
        group.moved |= watched.moved
        group.reseeded |= probe and reseeded(watched.within.seedings, count)
        group.seedings += watched.within.seedings
        whole = whole or (0 < len(names) <= count and len(names) < self.limits.samples)
        if not _in_order(self.plan, made.node):
            names = []
        state = "constant" if self._is_constant(group) else ""
        draws = tuple(
            Draw(name, output, state)
            for name, output in zip(islice(_padded(names), len(outputs)), outputs, strict=True)
        )
        if probe:
            group.outputs += outputs
        self._write(turn, instrument, draws, whole, tuple(pictures))

    def _write(
        self, turn: Turn, instrument: Instrument, draws: tuple[Draw, ...], whole: bool, pictures: tuple[str, ...] = ()
    ) -> None:
        order = self.observer.order()
        self.observer.write(Pass(turn.group.number, turn.epoch, order, instrument, draws, whole, pictures))

    def _forget(self) -> None:
        for group in self.groups:
            group.iterators.clear()

    def _name(self, number: int) -> str:
        source, row = number >> ROW, number & ((1 << ROW) - 1)
        leaf = next((each for each in self.plan.leaves.values() if each.number == source), None)
        return leaf.name(row) if leaf is not None else ""

    def _unfollowed(self, group: Group, error: Exception) -> None:
        self._note(error)
        text = (
            f"its samples cannot be followed through {error}"
            if isinstance(error, Unknown)
            else "its samples cannot be followed"
        )
        if text not in group.notes:
            group.notes.append(text)

    def _note(self, error: Exception) -> None:
        import os
        import traceback

        if os.environ.get("AUGLINT_DEBUG") and not isinstance(error, Unknown):
            traceback.print_exception(error)

    # Python code in pipelines -----------------------------------------------------------------------------------------

    def _python(self, group: Group) -> list[Any]:
        return [
            each
            for made in group.made
            for node in self.data.recorder.above(made.node)
            for each in self.data.recorder.python(node)
        ]

    @contextmanager
    def _python_sources(self, probe: bool) -> Iterator[None]:
        """Put the ramp into the data that Python code of the pipelines reaches."""
        called = [each for group in self.groups for each in self._python(group)]
        if not probe or not called:
            yield
            return
        with ramped(self.plan.ramps, *called):
            yield

    # What is told of a pipeline ---------------------------------------------------------------------------------------

    def _judge(self, group: Group) -> None:
        """Whether the probe took: the images are made from the ramp alone, by the way that the elements go."""
        if group.took is False:
            return
        group.took = None
        found = [self._from_ramp(group, made) for made in group.made]
        if found and all(found):
            group.took = True
        elif any(leaf.kind == "generator" for leaf in group.leaves):
            group.took = self._generator_took(group)

    def _from_ramp(self, group: Group, made: Made) -> bool:
        parts = flows(self.plan, made.node)
        images = [parts[place] if place < len(parts) else {"unknown"} for place in group.images or []]
        return bool(images) and all("ramp" in part and part <= {"ramp", "same"} for part in images)

    def _generator_took(self, group: Group) -> bool | None:
        """Whether a Python generator over the ramp gives one and the same image as long as no stream moves on."""
        nodes = [leaf.node for leaf in group.leaves if leaf.kind == "generator"]
        others = [leaf for leaf in group.leaves if leaf.kind not in ("generator", "plain")]
        if others or len(nodes) != 1 or not self._follows_generator(group):
            return None
        node = nodes[0]
        seen: set[str] = set()
        stillness = Stillness(self.observer.seeds)
        with self._python_sources(True):
            elements = iter(node.generator(*[array(each) for each in node.generator_args]))  # type: ignore[misc]
            for count in range(_CHECKS + 1):
                frame = getattr(elements, "gi_frame", None)
                stillness.restore(node.generator, dict(frame.f_locals) if frame is not None else {})
                element = next(elements, None)
                if element is None:
                    break
                # What a generator makes before its first element is not there until then.
                if count:
                    seen |= {digest(sample) for sample in samples(flat(element), 0)}
        return len(seen) == 1 if seen else None

    def _follows_generator(self, group: Group) -> bool:
        """Whether what comes after the generator only sees what it gave."""
        parts = flows(self.plan, group.node)
        images = [parts[place] if place < len(parts) else {"unknown"} for place in group.images or []]
        return bool(images) and all(part <= {"generator"} for part in images)

    def _is_constant(self, group: Group) -> bool:
        """Whether all randomness of a pipeline has a seed, or a value, that is a constant of its functions."""
        nodes = [node for made in group.made for node in self.data.recorder.above(made.node)]
        does = [functions(node) for node in nodes]
        random = [each for each in does if each.random]
        moved = any(node.moved for node in nodes)
        if any(each.python for each in does) or any(node.generator is not None for node in nodes):
            return False
        if any(node.op.startswith("random_dataset") for node in nodes):
            return False
        return (bool(random) or moved) and all(each.constant for each in random)

    def _resets(self, group: Group) -> bool:
        return self._is_constant(group) or (group.reseeded and len(set(group.outputs)) == 1)

    def _consumes(self, group: Group) -> bool:
        nodes = [node for made in group.made for node in self.data.recorder.above(made.node)]
        return group.moved or any(
            node.moved or node.op.startswith("random_dataset") or functions(node).random for node in nodes
        )

    def _pipeline(self, group: Group) -> Pipeline:
        consumes = self._consumes(group)
        nodes = [node for made in group.made for node in self.data.recorder.above(made.node)]
        plain = not consumes and not any(functions(node).python or node.generator is not None for node in nodes)
        varies: bool | None = None
        if group.took and len(group.outputs) >= _LEAST_DRAWS:
            varies = len(set(group.outputs)) > 1
        elif plain:
            varies = False
        return Pipeline(
            number=group.number,
            kind="tf.data",
            spots=group.made[0].spots,
            parts=self._parts(group),
            role=group.role,
            role_from=group.role_from,
            size=group.size,
            took=group.took,
            varies=varies,
            consumes=consumes,
            resets=self._resets(group) if consumes else None,
            shuffles=any(node.op in SHUFFLES and self._reshuffles(node) for node in nodes),
            seedings=tuple(dict.fromkeys(group.seedings)),
            base=tuple(dict.fromkeys(leaf.base() for leaf in group.leaves if leaf.is_data)),
            notes=tuple(dict.fromkeys(group.notes)),
        )

    def _reshuffles(self, node: Node) -> bool:
        return bool(node.args.get("reshuffle_each_iteration", True))

    def _parts(self, group: Group) -> tuple[Spot, ...]:
        by_node = {id(made.node): made for made in self.data.made.values()}
        found: dict[Spot, None] = {}
        for made in group.made:
            for node in self.data.recorder.above(made.node)[1:]:
                part = by_node.get(id(node))
                if part is not None and part.spots:
                    found[part.spots[0]] = None
        return tuple(found)

    def _discarded(self) -> None:
        """Datasets that were made by a statement which keeps nothing, and that nothing was made of."""
        gc.collect()
        for made in self.data.made.values():
            if not made.discarded or not made.spots:
                continue
            if id(made.node.output) not in self.data.recorder.consumed and _is_statement(made.spots[0]):
                text = made.node.op.split("_dataset")[0].removeprefix("parallel_")
                self.observer.write(Fact("DISCARDED", made.spots[0], text, n=1, k=1))


def exercise(data: TfData) -> None:
    """Draw from all pipelines of a program."""
    Exercise(data).run()


def _samples(iterator: Any, axes: int, group: Group) -> Iterator[list[Any]]:
    """The image parts of the samples, one by one."""
    for element in iterator:
        values = flat(element)
        if group.images is None:
            group.images = image_places(values, axes)
        yield from samples(values, axes, group.images)


def _ramp_record(data: bytes, ramps: Ramps) -> bytes:
    """A record with the ramp where it holds an image: the file of one, or an Example with such a feature."""
    import tensorflow as tf

    encoded = ramps.encoded(data)
    if encoded is not None:
        return encoded
    try:
        example = tf.train.Example.FromString(data)
    except Exception:
        return data
    changed = False
    for feature in example.features.feature.values():
        values = feature.bytes_list.value
        for place, value in enumerate(values):
            ramp = ramps.encoded(value)
            if ramp is not None:
                values[place], changed = ramp, True
        numbers = feature.float_list.value
        if len(numbers) >= IMAGE:
            numbers[:] = [0.05 + 0.9 * place / len(numbers) for place in range(len(numbers))]
            changed = True
    return bytes(example.SerializeToString()) if changed else data


def _string() -> Any:
    import tensorflow as tf

    return tf.string


def _numbered(variant: Any) -> Any:
    from tensorflow.python.data.ops.dataset_ops import _VariantDataset
    from tensorflow.python.framework import dtypes, tensor_shape, tensor_spec

    return _VariantDataset(variant, tensor_spec.TensorSpec(tensor_shape.TensorShape(None), dtypes.int64))


def _untuned(dataset: Any) -> Any:
    """Without the thread that tunes a pipeline: ending it takes longer than a short pass."""
    import tensorflow as tf

    options = tf.data.Options()
    options.autotune.enabled = False
    return dataset.with_options(options)


def _cardinality(made: Made) -> int:
    from tensorflow.python.ops import gen_dataset_ops

    return int(gen_dataset_ops.dataset_cardinality(made.node.output).numpy())


def _cached(plan: Plan, node: Node) -> bool:
    return any(each.op.startswith(("cache_dataset", "snapshot_dataset")) for each in plan.above(node))


def _in_order(plan: Plan, node: Node) -> bool:
    """Whether elements come in the order of their rows, also where functions run side by side."""
    return not any(_is_sloppy(each.args) for each in plan.above(node))


def _is_sloppy(args: dict[str, Any]) -> bool:
    if args.get("deterministic") in ("false", b"false") or args.get("sloppy") is True:
        return True
    if "serialized_options" not in args:
        return False
    from tensorflow.core.framework import dataset_options_pb2

    text = args["serialized_options"]
    options = dataset_options_pb2.Options.FromString(text if isinstance(text, bytes) else bytes(text.numpy()))
    return options.WhichOneof("optional_deterministic") is not None and not options.deterministic


def _elements(spec: Any) -> int:
    return int(spec.shape.num_elements() or 0)


def _padded(names: list[str]) -> Iterator[str]:
    yield from names
    while True:
        yield ""


def _is_statement(spot: Spot) -> bool:
    """Whether a call is a statement of its own, so that what it gives is kept nowhere."""
    import ast

    lines = linecache.getlines(spot.file)
    try:
        tree = ast.parse("".join(lines))
    except SyntaxError:
        return False
    return any(
        isinstance(each, ast.Expr)
        and isinstance(each.value, ast.Call)
        and each.lineno <= spot.row <= (each.end_lineno or 0)
        and not _inside_call(each.value, spot)
        for each in ast.walk(tree)
    )


def _inside_call(call: Any, spot: Spot) -> bool:
    """Whether the spot is an argument of the call, or a link of a chain before it."""
    return (call.lineno, call.col_offset + 1) != (spot.row, spot.column)
