"""Recorded tf.data operations called again: over the ramp, over the numbers of the rows, or as they were."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from auglint.confirm.inside.probe.graph import Functions, Node, Recorder, functions, is_eager
from auglint.confirm.inside.probe.leaves import Leaf, Ramps, as_array, leaf_of
from auglint.confirm.inside.probe.parts import IMAGE

ROW = 40
"""The number of a row is its place in its source plus the source's number, shifted by so many bits."""

_BUFFER = 256
_SAME_ELEMENTS = (
    "rewrite_dataset",
    "cache_dataset",
    "cache_dataset_v2",
    "prefetch_dataset",
    "options_dataset",
    "model_dataset",
    "ignore_errors_dataset",
    "snapshot_dataset",
    "snapshot_dataset_v2",
    "max_intra_op_parallelism_dataset",
    "private_thread_pool_dataset",
    "thread_pool_dataset",
    "optimize_dataset",
    "optimize_dataset_v2",
    "finalize_dataset",
)
_MAPS = ("map_dataset", "parallel_map_dataset", "parallel_map_dataset_v2")
BATCHES = (
    "batch_dataset",
    "batch_dataset_v2",
    "parallel_batch_dataset",
    "padded_batch_dataset",
    "padded_batch_dataset_v2",
)
SHUFFLES = ("shuffle_dataset", "shuffle_dataset_v2", "shuffle_dataset_v3", "shuffle_and_repeat_dataset_v2")
_COUNTS = ("take_dataset", "skip_dataset", "shard_dataset", "repeat_dataset", "concatenate_dataset")
_EACH = (*_SAME_ELEMENTS, *_MAPS, *BATCHES, *SHUFFLES, "repeat_dataset", "zip_dataset")


class Unknown(Exception):
    """Which samples an operation passes on cannot be told."""


@dataclass
class Plan:
    """What is the same in all replays of a run: sources, how many of their rows are used, and seeds of shuffles.

    An unseeded shuffle gets a seed that is drawn once, so that all replays deliver in one order.
    """

    recorder: Recorder
    ramps: Ramps
    leaves: dict[int, Leaf] = field(default_factory=dict)
    shrunk: dict[int, int] = field(default_factory=dict)
    seeds: dict[int, tuple[int, int]] = field(default_factory=dict)
    first_records: dict[str, list[Any]] = field(default_factory=dict)

    def leaf(self, node: Node) -> Leaf | None:
        """The source that an operation is."""
        if id(node) not in self.leaves:
            leaf = leaf_of(node, len(self.leaves) + 1)
            if leaf is None:
                return None
            self.leaves[id(node)] = leaf
        return self.leaves[id(node)]

    def above(self, node: Node) -> list[Node]:
        """An operation and those it is made of, up to its sources."""
        found, waiting = {}, [node]
        while waiting:
            each = waiting.pop(0)
            if id(each) not in found:
                found[id(each)] = each
                if self.leaf(each) is None:
                    waiting += [inner for _, _, inner in self.recorder.inputs(each)]
        return list(found.values())

    def leaves_of(self, node: Node) -> list[Leaf]:
        """The sources of a pipeline."""
        return [leaf for each in self.above(node) if (leaf := self.leaf(each)) is not None]

    def seed(self, node: Node) -> tuple[int, int]:
        """The seeds of a shuffle."""
        if id(node) not in self.seeds:
            seed, seed2 = (int(as_array(node.args[name])) for name in ("seed", "seed2"))
            drawn = int.from_bytes(os.urandom(4), "big") + 1, int.from_bytes(os.urandom(4), "big") + 1
            self.seeds[id(node)] = (seed, seed2) if seed or seed2 else drawn
        return self.seeds[id(node)]

    def shrink(self, roots: Iterable[Node], samples: int) -> None:
        """Use the first rows of a source only, where nothing counts them: a whole pass is then short."""
        chains = [self.above(root) for root in roots]
        for leaf in list(self.leaves.values()):
            users = [chain for chain in chains if any(each is leaf.node for each in chain)]
            if leaf.kind != "slices" or not leaf.rows or not users:
                continue
            if all(each.op in _EACH or self.leaf(each) is not None for chain in users for each in chain):
                self.shrunk[id(leaf)] = min(leaf.rows, max(_wanted(chain, samples) for chain in users))

    def rows(self, leaf: Leaf) -> int:
        """How many rows of a source the draws are made from."""
        return self.shrunk.get(id(leaf), leaf.rows or 0)


def _wanted(chain: list[Node], samples: int) -> int:
    size = 1
    for each in chain:
        if each.op in BATCHES:
            size *= max(1, int(as_array(each.args["batch_size"])))
    return -(-samples // size) * size


def depth(plan: Plan, node: Node) -> int:
    """How many axes of batches are before those of a sample."""
    if plan.leaf(node) is not None:
        return 0
    inner = [each for _, _, each in plan.recorder.inputs(node)]
    if not inner:
        return 0
    below = max(depth(plan, each) for each in inner) if node.op == "zip_dataset" else depth(plan, inner[-1])
    if node.op in BATCHES or node.op == "map_and_batch_dataset":
        return below + 1
    return max(0, below - 1) if node.op == "unbatch_dataset" else below


class Replay:
    """One replay: the operations of several pipelines called again, what they share called once.

    `probe`: with the ramp in place of images; `short`: over few rows, with small buffers, as draws are made.
    """

    def __init__(self, plan: Plan, *, probe: bool = False, short: bool = True) -> None:
        self.plan, self.probe, self.short = plan, probe, short
        self._made: dict[int, Any] = {}

    def build(self, node: Node) -> Any:
        """The dataset that an operation makes, as a tensor."""
        if id(node) not in self._made:
            self._made[id(node)] = self._build(node)
        return self._made[id(node)]

    def _build(self, node: Node) -> Any:
        leaf = self.plan.leaf(node)
        if leaf is not None and (self.probe or (id(leaf) in self.plan.shrunk and self.short)):
            made = self._source(leaf)
            if made is not None:
                return made
        args = dict(node.args)
        for key, place, inner in self.plan.recorder.inputs(node):
            if place is None:
                args[key] = self.build(inner)
            else:
                args[key] = [*args[key][:place], self.build(inner), *args[key][place + 1 :]]
        _fresh(self.plan, node, args, self.short)
        if self.probe and node.op in _MAPS:
            args["other_arguments"] = [_table(self.plan, each) for each in args["other_arguments"]]
        return node.call(**args)

    def _source(self, leaf: Leaf) -> Any:
        """A source with the ramp in it, or with its first rows only; None for one that stays."""
        import numpy as np
        import tensorflow as tf

        if leaf.kind in ("plain", "generator"):
            return None
        if leaf.kind == "records":
            return _repeated(self.plan, leaf)
        rows = self.plan.rows(leaf) if self.short else leaf.rows or 0
        whole = leaf.kind == "whole"
        parts = []
        ramp_rows: list[Any] = []
        for array, original, kind in zip(leaf.arrays, leaf.node.args["components"], leaf.parts, strict=True):
            if not self.probe or kind == "real":
                parts.append(original if rows == leaf.rows else tf.constant(array[:rows]))
            elif array.dtype.kind in "OS":
                links = [self.plan.ramps.link(each) for each in array[: min(rows, 20000)]]
                parts.append(tf.constant([links[n % len(links)] for n in range(rows)]))
            elif whole:
                parts.append(tf.constant(np.broadcast_to(self.plan.ramps.like(array[0]), array.shape)))
            else:
                ramp_rows.append(self.plan.ramps.like(array[0]))
                parts.append(None)
        if whole:
            return leaf.node.call(**leaf.node.args | {"components": parts})
        if None not in parts:
            return leaf.node.call(**leaf.node.args | {"components": parts})
        return _tiled(parts, ramp_rows, rows)


def _tiled(parts: list[Any], ramps: list[Any], rows: int) -> Any:
    """Elements of which some parts are one array for all rows: never as large as the data."""
    import tensorflow as tf

    constants = iter([tf.constant(each) for each in ramps])
    fixed = [next(constants) if part is None else part for part in parts]
    if all(part is None for part in parts):
        dataset = tf.data.Dataset.from_tensors(tuple(fixed)).repeat(rows)
        return dataset._variant_tensor_attr
    sliced = tf.data.Dataset.from_tensor_slices(tuple(part for part in parts if part is not None))
    places = [part is not None for part in parts]

    def joined(*values: Any) -> Any:
        given = iter(values)
        return tuple(next(given) if place else constant for place, constant in zip(places, fixed, strict=True))

    return sliced.map(joined)._variant_tensor_attr


def _repeated(plan: Plan, leaf: Leaf) -> Any:
    """The first element of a reader, with the ramp where it holds an image, as often as there are elements."""
    import tensorflow as tf

    if not leaf.first:
        return None
    rows = plan.rows(leaf) or len(leaf.records)
    return tf.data.Dataset.from_tensors(tuple(leaf.first)).repeat(rows)._variant_tensor_attr


def _table(plan: Plan, value: Any) -> Any:
    """An array of images that a function has captured becomes one of ramps."""
    if not is_eager(value) or value.dtype.name not in ("uint8", "float32", "float64", "float16", "int32"):
        return value
    if len(value.shape) not in (3, 4) or value.shape[0] < 2 or value.shape.num_elements() // value.shape[0] < IMAGE:
        return value
    import numpy as np
    import tensorflow as tf

    array = as_array(value)
    row = plan.ramps.like(array[0])
    return value if row is None else tf.constant(np.broadcast_to(row, array.shape))


def is_table(value: Any) -> bool:
    """Whether something captured is replaced by ramps in a probe."""
    return (
        is_eager(value)
        and value.dtype.name in ("uint8", "float32", "float64", "float16", "int32")
        and len(value.shape) in (3, 4)
        and value.shape[0] >= 2
        and value.shape.num_elements() // value.shape[0] >= IMAGE
    )


def _fresh(plan: Plan, node: Node, args: dict[str, Any], short: bool) -> None:
    """Caches that are empty, and shuffles that start anew, in the one order of the run."""
    from tensorflow.python.framework import constant_op, dtypes
    from tensorflow.python.ops import gen_dataset_ops as ops

    if node.op in SHUFFLES:
        seed, seed2 = plan.seed(node)
        args["seed"], args["seed2"] = (constant_op.constant(each, dtypes.int64) for each in (seed, seed2))
        if "seed_generator" in args:
            args["seed_generator"] = ops.dummy_seed_generator()
        if short:
            size = int(as_array(args["buffer_size"]))
            args["buffer_size"] = constant_op.constant(min(size, _BUFFER) if size > 0 else size, dtypes.int64)
    if node.op.startswith("cache_dataset"):
        args["filename"] = ""
        if "cache" in args:
            args["cache"] = ops.dummy_memory_cache()


class Rows:
    """The numbers of the rows that pipelines deliver, in the order they do: what changes elements is passed over."""

    def __init__(self, plan: Plan, *, short: bool) -> None:
        self.plan, self.short = plan, short
        self.real = Replay(plan, short=short)
        self._made: dict[int, tuple[Any, Any]] = {}

    def build(self, node: Node) -> Any:
        """A dataset of numbers, batched as the operation's is. Raises Unknown where samples cannot be followed."""
        return self._of(node)[0]

    def _of(self, node: Node) -> tuple[Any, Any]:
        if id(node) not in self._made:
            self._made[id(node)] = self._build(node)
        return self._made[id(node)]

    def _build(self, node: Node) -> tuple[Any, Any]:
        """The dataset, and the shape of its elements."""
        from tensorflow.python.framework import dtypes, tensor_shape

        leaf = self.plan.leaf(node)
        if leaf is not None:
            return self._source(leaf)
        inner = self.plan.recorder.inputs(node)
        if node.op in (*_SAME_ELEMENTS, *_MAPS):
            return self._of(inner[0][2])
        if node.op == "zip_dataset":
            return self._zipped([each for _, _, each in inner])
        if node.op == "filter_dataset":
            return self._filtered(node, inner[0][2])
        if node.op not in (*BATCHES, *SHUFFLES, *_COUNTS, "unbatch_dataset", "assert_cardinality_dataset"):
            raise Unknown(node.op)
        made = [self._of(each) for _, _, each in inner]
        shape = made[0][1]
        if len({len(each[1]) for each in made}) > 1:
            raise Unknown(node.op)
        args = dict(node.args)
        for (key, _, _), (variant, _) in zip(inner, made, strict=True):
            args[key] = variant
        _fresh(self.plan, node, args, self.short)
        call = node.call
        if node.op in BATCHES:
            shape = tensor_shape.TensorShape([None, *shape])
            import tensorflow as tf

            dataset = _wrapped(args["input_dataset"], made[0][1])
            remainder = bool(as_array(args["drop_remainder"])) if "drop_remainder" in args else False
            return dataset.batch(int(as_array(args["batch_size"])), remainder)._variant_tensor_attr, tf.TensorShape(
                shape
            )
        if node.op == "unbatch_dataset":
            if not len(shape):
                raise Unknown(node.op)
            shape = tensor_shape.TensorShape(list(shape)[1:])
        args |= {"output_types": [dtypes.int64], "output_shapes": [shape]}
        return call(**args), shape

    def _source(self, leaf: Leaf) -> tuple[Any, Any]:
        import tensorflow as tf

        base = leaf.number << ROW
        rows = self.plan.rows(leaf) if self.short else leaf.rows
        if leaf.kind == "plain":
            count = int(_wrapped_spec(leaf.node).cardinality().numpy())
            rows = count if count >= 0 else 1 << (ROW - 1)
            if leaf.node.op == "range_dataset":
                start, step = (int(as_array(leaf.node.args[name])) for name in ("start", "step"))
                if start < 0 or step < 1:
                    raise Unknown("range_dataset")
                dataset = tf.data.Dataset.range(base + start, base + start + rows * step, step)
                return dataset._variant_tensor_attr, tf.TensorShape([])
        if rows is None:
            raise Unknown(leaf.node.op)
        if leaf.kind == "whole":
            size = len(leaf.arrays[0]) if leaf.arrays[0].ndim else 1
            numbers = tf.range(base, base + size, dtype=tf.int64)
            return tf.data.Dataset.from_tensors(numbers)._variant_tensor_attr, tf.TensorShape([size])
        return tf.data.Dataset.range(base, base + rows)._variant_tensor_attr, tf.TensorShape([])

    def _zipped(self, nodes: list[Node]) -> tuple[Any, Any]:
        """The rows of the part that is data; others may end it sooner."""
        main = next((each for each in nodes if any(leaf.is_data for leaf in self.plan.leaves_of(each))), nodes[0])
        variant, shape = self._of(main)
        sizes = [int(_wrapped_spec(each).cardinality().numpy()) for each in nodes if each is not main]
        if any(size == -2 for size in sizes):
            raise Unknown("zip_dataset")
        finite = [size for size in sizes if size >= 0]
        if not finite or self.short:
            return variant, shape
        return _wrapped(variant, shape).take(min(finite))._variant_tensor_attr, shape

    def _filtered(self, node: Node, inner: Node) -> tuple[Any, Any]:
        """The filter looks at real elements, each with the number of its row beside it."""
        import tensorflow as tf

        variant, shape = self._of(inner)
        numbers = _wrapped(variant, shape)
        real = _wrapped_flat(self.real.build(inner), node.args["output_types"], node.args["output_shapes"])
        predicate = node.args["predicate"]

        def passes(elements: Any, number: Any) -> Any:
            result = predicate(*elements)
            return tf.reshape(result[0] if isinstance(result, (list, tuple)) else result, [])

        both = tf.data.Dataset.zip((real, numbers)).filter(passes)
        return both.map(lambda elements, number: number)._variant_tensor_attr, shape


def _wrapped(variant: Any, shape: Any) -> Any:
    from tensorflow.python.data.ops.dataset_ops import _VariantDataset
    from tensorflow.python.framework import dtypes, tensor_spec

    return _VariantDataset(variant, tensor_spec.TensorSpec(shape, dtypes.int64))


def _wrapped_flat(variant: Any, types: Any, shapes: Any) -> Any:
    from tensorflow.python.data.ops.dataset_ops import _VariantDataset
    from tensorflow.python.framework import tensor_spec

    specs = tuple(tensor_spec.TensorSpec(shape, kind) for kind, shape in zip(types, shapes, strict=True))
    return _VariantDataset(variant, specs)


def _wrapped_spec(node: Node) -> Any:
    from tensorflow.python.data.ops.dataset_ops import _VariantDataset
    from tensorflow.python.framework import dtypes, tensor_spec

    return _VariantDataset(node.output, tensor_spec.TensorSpec([], dtypes.int64))


def flows(plan: Plan, node: Node) -> list[set[str]]:
    """For each part of an element of a pipeline, the parts of sources that it is made from.

    "ramp", "same", "real" and "plain" as in `Leaf`; a seed of a stateless operation does not count; "unknown" else.
    """
    leaf = plan.leaf(node)
    inner = [each for _, _, each in plan.recorder.inputs(node)]
    if leaf is not None:
        if leaf.kind in ("plain", "generator"):
            return [{leaf.kind} for _ in node.args.get("output_types", [0])]
        return [{kind} for kind in leaf.parts] or [{"unknown"}]
    if node.op == "zip_dataset":
        return [part for each in inner for part in flows(plan, each)]
    if not inner:
        return [{"unknown"} for _ in node.args.get("output_types", [0])]
    below = flows(plan, inner[-1])
    if node.op == "concatenate_dataset":
        return [one | other for one, other in zip(flows(plan, inner[0]), below, strict=True)]
    if node.op in _MAPS:
        return _through(node, below)
    if node.op in (
        *_SAME_ELEMENTS,
        *BATCHES,
        *SHUFFLES,
        *_COUNTS,
        "unbatch_dataset",
        "filter_dataset",
        "assert_cardinality_dataset",
        "rebatch_dataset",
        "rebatch_dataset_v2",
    ):
        return below
    return [set().union(*below) | {"unknown"} for _ in node.args.get("output_types", below)]


def _through(node: Node, below: list[set[str]]) -> list[set[str]]:
    """What the outputs of a function are made from."""
    does: Functions = functions(node)
    graph = node.args["f"].graph
    places = {id(tensor): place for place, tensor in enumerate(graph.inputs)}
    captured = list(node.args["other_arguments"])
    tables = any(is_table(each) for each in captured)
    found = []
    for output in graph.outputs:
        kinds: set[str] = set()
        for place in _reaching(output, places):
            if place < len(below):
                kinds |= below[place]
            elif place - len(below) < len(captured) and is_table(captured[place - len(below)]):
                kinds.add("ramp")
        if "ramp" in kinds and tables and not does.python and not does.table and not does.reads:
            kinds -= {"plain", "real"}  # a row is looked up in an array of which all rows are the ramp
        found.append(kinds)
    return found


def _reaching(output: Any, places: dict[int, int]) -> set[int]:
    """The inputs of a function that an output is made from, except by way of seeds."""
    found: set[int] = set()
    seen: set[int] = set()
    waiting = [output]
    while waiting:
        tensor = waiting.pop()
        if id(tensor) in seen:
            continue
        seen.add(id(tensor))
        if id(tensor) in places:
            found.add(places[id(tensor)])
            continue
        operation = tensor.op
        if operation.type.startswith("StatelessRandomGetKeyCounter"):
            continue
        waiting += list(operation.inputs)
    return found
