"""The making of tf.data datasets, call by call, and the same calls made again over another source.

Each dataset is the result of one operation over others. The operations are recorded as the program calls them, with
their arguments; calling them again with another source gives the same pipeline over it, with the very functions,
variables and Python code of the program. (To write a graph out and read it in again would copy variables, so that a
generator that two pipelines share would become two that draw alike.)
"""

import functools
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from auglint.confirm.inside.patches import Patches
from auglint.confirm.inside.probe.streams import Stream, own_streams

MODULES = ("tensorflow.python.ops.gen_dataset_ops", "tensorflow.python.ops.gen_experimental_dataset_ops")

_NO_DATASET = re.compile(r"_eager_fallback$|^dataset_|^(reduce|initialize|(un)?wrap|register|save|list)_|_reader$")
_RANDOM = re.compile(
    r"^(Random(?!.*Dataset)|Rng|NonDeterministicInts|(Stateless|Parameterized)?(TruncatedNormal|Multinomial|"
    r"SampleDistortedBoundingBox)|Stateless(Random|Shuffle|Parameterized)|Stateful(Uniform|StandardNormal|Truncated|Random))"
)
_STATELESS = re.compile("^Stateless")
_PYTHON = ("PyFunc", "EagerPyFunc", "PyFuncStateless")
_TABLE = 32
"""A constant of a function with so many elements may be data."""


@dataclass(eq=False)
class Node:
    """One operation that made a dataset: its name, how it was called, and what it gave.

    `generator`: the Python function of `from_generator`; `moved`: a Python or NumPy stream moved while it was traced.
    """

    op: str
    call: Callable[..., Any]
    args: dict[str, Any]
    output: Any
    generator: Callable[..., Any] | None = None
    generator_args: tuple[Any, ...] = ()
    moved: bool = False
    number: int = 0


@dataclass(frozen=True)
class Functions:
    """What the functions of an operation do: random operations, Python code, constants that may be data.

    `constant`: all random operations take seeds that are constants of the function.
    """

    random: bool = False
    constant: bool = False
    python: bool = False
    table: bool = False
    reads: bool = False
    names: tuple[str, ...] = ()
    tokens: tuple[bytes, ...] = ()


@dataclass
class Recorder:
    """The operations of a program. `variables`: the first values of the variables that functions use."""

    nodes: dict[int, Node] = field(default_factory=dict)
    consumed: set[int] = field(default_factory=set)
    variables: dict[int, tuple[Any, Any, Any]] = field(default_factory=dict)
    streams: dict[int, tuple[Stream, Any]] = field(default_factory=dict)
    quiet: bool = False
    scratch: Callable[[], str] = lambda: ""

    def install(self, patches: Patches, module: ModuleType) -> None:
        """Record the calls of one module's operations from now on."""
        for name, function in list(vars(module).items()):
            if inspect.isfunction(function) and name.endswith(_ENDINGS) and not _NO_DATASET.search(name):
                patches.set(module, name, self._recorded(name, function))

    def _recorded(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            if self.quiet:
                return function(*args, **kwargs)
            bound = signature.bind(*args, **kwargs).arguments
            given = dict(bound)
            if (
                name in ("cache_dataset", "cache_dataset_v2")
                and is_eager(bound["filename"])
                and _text(bound["filename"])
            ):
                given["filename"] = self.scratch()  # what a cut-off pass leaves in a file is no cache
            output = function(**given)
            if is_eager(output):
                self.add(Node(name, function, dict(bound), output))
            return output

        return call

    def add(self, node: Node) -> None:
        """Take note of an operation."""
        node.number = len(self.nodes)
        self.nodes[id(node.output)] = node
        for _, _, inner in self.inputs(node):
            self.consumed.add(id(inner.output))
        for value in _captured(node):
            if _is_resource(value) and id(value) not in self.variables:
                kept = _variable(value)
                if kept is not None:
                    self.variables[id(value)] = (value, *kept)
        for function in self.python(node):
            self.keep_streams(function)

    def keep_streams(self, function: Any) -> None:
        """Keep the states of the generator objects that a Python function can reach, as they are now."""
        for stream in own_streams(function):
            owner = getattr(stream.get, "__self__", None) or _cell(stream.get)
            self.streams.setdefault(id(owner), (stream, stream.get()))

    def inputs(self, node: Node) -> list[tuple[str, int | None, Node]]:
        """The datasets that an operation reads: argument, place in it if it is a list, operation."""
        found: list[tuple[str, int | None, Node]] = []
        for key, value in node.args.items():
            if isinstance(value, (list, tuple)):
                found += [(key, n, self.nodes[id(each)]) for n, each in enumerate(value) if id(each) in self.nodes]
            elif id(value) in self.nodes:
                found.append((key, None, self.nodes[id(value)]))
        return found

    def above(self, node: Node) -> list[Node]:
        """An operation and all that it is made of, sources last."""
        found, waiting = {}, [node]
        while waiting:
            each = waiting.pop(0)
            if id(each) not in found:
                found[id(each)] = each
                waiting += [inner for _, _, inner in self.inputs(each)]
        return list(found.values())

    def python(self, node: Node) -> list[Callable[..., Any]]:
        """The Python functions that are called for each element."""
        found = [node.generator] if node.generator is not None else []
        tokens = functions(node).tokens
        if tokens:
            from tensorflow.python.ops import script_ops

            for token in tokens:
                function = script_ops._py_funcs.get(token.decode())
                function = getattr(function, "_func", function)
                if function is not None:
                    found.append(function)
        return found

    def rewind(self) -> None:
        """Give variables and generator objects the states they had when the first pipeline took them."""
        from tensorflow.python.ops import gen_resource_variable_ops as ops

        for handle, value, _ in self.variables.values():
            ops.assign_variable_op(handle, value)
        for stream, state in self.streams.values():
            stream.put(state)


_ENDINGS = tuple(f"_dataset{version}" for version in ("", "_v2", "_v3", "_v4"))


def is_eager(value: Any) -> bool:
    """Whether a tensor has a value now: it is no symbol of a function that is being traced."""
    return hasattr(value, "_numpy_internal")


@functools.lru_cache(maxsize=4096)
def functions(node: Node) -> Functions:
    """What the functions of an operation do, with all functions they call."""
    random = python = table = reads = False
    constant = True
    names: list[str] = []
    tokens: list[bytes] = []
    for value in node.args.values():
        graph = getattr(value, "graph", None)
        if graph is None or not hasattr(graph, "as_graph_def"):
            continue
        names.append(str(getattr(value, "name", "")))
        definition = graph.as_graph_def()
        bodies = [list(definition.node), *(list(each.node_def) for each in definition.library.function)]
        for body in bodies:
            by_name = {each.name: each for each in body}
            for each in body:
                if _RANDOM.match(each.op):
                    random = True
                    constant &= bool(_STATELESS.match(each.op)) and _is_constant(each, by_name)
                python |= each.op in _PYTHON
                reads |= each.op in ("ReadFile", "WholeFileReaderV2")
                table |= each.op == "Const" and _elements(each) >= _TABLE
                if each.op in _PYTHON:
                    tokens.append(each.attr["token"].s)
    return Functions(random, random and constant, python, table, reads, tuple(names), tuple(tokens))


def _is_constant(node: Any, by_name: dict[str, Any]) -> bool:
    """Whether the seed of a stateless operation is a constant of the function that it stands in."""
    if node.op == "StatelessRandomGetKeyCounter":
        seeds = node.input[:1]
    elif node.op.endswith("V2"):
        seeds = node.input[1:3]
    else:
        seeds = (
            node.input[3:4] if "BoundingBox" in node.op else node.input[-1:] if "Multi" in node.op else node.input[1:2]
        )
    waiting, seen = list(seeds), set()
    while waiting:
        name = waiting.pop().split(":")[0].lstrip("^")
        if name in seen:
            continue
        seen.add(name)
        inner = by_name.get(name)
        if (
            inner is None
            or not (inner.input or inner.op == "Const")
            or (_RANDOM.match(inner.op) and not _STATELESS.match(inner.op))
        ):
            return False
        waiting += inner.input
    return True


def _elements(node: Any) -> int:
    count = 1
    for dimension in node.attr["value"].tensor.tensor_shape.dim:
        count *= dimension.size
    return count


def _captured(node: Node) -> Iterator[Any]:
    for value in node.args.values():
        if isinstance(value, (list, tuple)):
            yield from (each for each in value if is_eager(each))


def _is_resource(value: Any) -> bool:
    return bool(value.dtype.name == "resource")


def _variable(handle: Any) -> tuple[Any, Any] | None:
    """The value and type of a small variable."""
    from tensorflow.python.framework import dtypes
    from tensorflow.python.ops import gen_resource_variable_ops as ops

    data = getattr(handle, "_handle_data", None)
    if data is None or not data.is_set or len(data.shape_and_type) != 1:
        return None
    kind = dtypes.as_dtype(data.shape_and_type[0].dtype)
    try:
        value = ops.read_variable_op(handle, kind)
    except Exception:
        return None  # a table, or a variable without a value
    return (value, kind) if value.shape.num_elements() <= 4096 else None


def _cell(function: Any) -> Any:
    cells = getattr(function, "__closure__", None) or ()
    return cells[0].cell_contents if cells else function


def _text(value: Any) -> str:
    return bytes(value.numpy()).decode(errors="replace") if is_eager(value) else str(value)
