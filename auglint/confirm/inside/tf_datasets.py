"""Watches tf.data: datasets that are made, the program's own passes over them, and steps of training."""

import functools
import tempfile
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from auglint.confirm.inside.observer import Observer
from auglint.confirm.inside.probe.graph import MODULES, Node, Recorder, is_eager
from auglint.confirm.inside.probe.streams import global_streams, own_streams
from auglint.confirm.inside.seeds import Call
from auglint.confirm.inside.spots import spots
from auglint.confirm.observation import Spot

_CUT = 2
_GLANCE = 9
_TRAINED = "its batches are trained on"


@dataclass(eq=False)
class Made:
    """A dataset of the program. `read`: something else was made of it; `passes`: the program's own over it so far."""

    node: Node
    spots: tuple[Spot, ...]
    spec: Any
    number: int
    value: "weakref.ref[Any]"
    kept: Any = None
    read: bool = False
    passes: int = 0
    role: str = ""
    role_from: str = ""
    last: int = -1
    fitted: bool = False

    @property
    def alive(self) -> bool:
        """Whether the program can still reach it."""
        return self.value() is not None

    @property
    def discarded(self) -> bool:
        """Whether it is gone, and nothing was ever done with it."""
        return not (self.read or self.passes or self.role or self.alive)

    @property
    def glance(self) -> bool:
        """Whether it is the first few batches of something, to look at."""
        count = self.node.args.get("count")
        if self.role or self.node.op != "take_dataset" or count is None or not is_eager(count):
            return False
        if self.passes != 1 and self.alive:
            return False
        return 0 <= int(count.numpy()) <= _GLANCE


@dataclass(eq=False)
class OwnPass:
    """One pass of the program, and the seeds set before it.

    States say nothing here: a pipeline does not draw from the global streams, so that they stay the same by themselves.
    """

    made: Made
    epoch: int
    calls: list[Call]


@dataclass(eq=False)
class Calling:
    """A compiled function that is being called, and the cut datasets that it was given."""

    function: Any
    cut: dict[int, Any] = field(default_factory=dict)


@dataclass
class TfData:
    """All that is known of the datasets of a program."""

    observer: Observer
    recorder: Recorder = field(default_factory=Recorder)
    made: dict[int, Made] = field(default_factory=dict)
    passes: list[OwnPass] = field(default_factory=list)
    running: Made | None = None
    fitting: bool = False
    called: list[Calling] = field(default_factory=list)
    training: set[int] = field(default_factory=set)
    _folder: Any = None
    _count: int = 0

    # What is watched --------------------------------------------------------------------------------------------------

    def operations(self, module: ModuleType) -> None:
        """Record the operations that make datasets."""
        self.recorder.scratch = self.scratch
        self.recorder.install(self.observer.patches, module)

    def dataset_module(self, module: ModuleType) -> None:
        """Watch the class of datasets."""
        kind = module.DatasetV2
        make, iterate, trace = kind.__init__, kind.__iter__, kind.map

        @functools.wraps(make)
        def made(dataset: Any, variant: Any, *args: Any, **kwargs: Any) -> None:
            make(dataset, variant, *args, **kwargs)
            self.add(dataset, variant)

        @functools.wraps(iterate)
        def iterated(dataset: Any) -> Any:
            known = self.known(dataset)
            if known is None or self.recorder.quiet or self.observer.busy or self.fitting:
                return iterate(dataset)
            return self.own_pass(known, dataset, iterate)

        @functools.wraps(trace)
        def mapped(dataset: Any, *args: Any, **kwargs: Any) -> Any:
            function = args[0] if args else kwargs.get("map_func")
            streams = [*global_streams(), *own_streams(function)]
            before = [stream.digest() for stream in streams]
            result = trace(dataset, *args, **kwargs)
            known = self.known(result)
            if known is not None:
                known.node.moved = before != [stream.digest() for stream in streams]
            return result

        def variant_of(dataset: Any) -> Any:
            known = self.known(dataset)
            if known is not None and not self.recorder.quiet:
                known.read = True
            return dataset._variant_tensor_attr

        components = module.DatasetSpec._to_components

        @functools.wraps(components)
        def to_components(spec: Any, dataset: Any) -> Any:
            known = self.known(dataset) if hasattr(dataset, "_variant_tensor_attr") else None
            idle = known is None or self.recorder.quiet or self.observer.busy or self.fitting
            if idle or not self.called or not is_eager(dataset._variant_tensor_attr):
                return components(spec, dataset)
            return components(spec, self.given_to_function(known, dataset))

        patches = self.observer.patches
        patches.set(module.DatasetSpec, "_to_components", to_components)
        patches.set(kind, "__init__", made)
        patches.set(kind, "__iter__", iterated)
        patches.set(kind, "map", mapped)
        patches.set(kind, "_variant_tensor", property(variant_of))

    def generator_module(self, module: ModuleType) -> None:
        """Watch datasets that are made from Python generators."""
        original = module._from_generator

        @functools.wraps(original)
        def from_generator(generator: Any, *args: Any, **kwargs: Any) -> Any:
            dataset = original(generator, *args, **kwargs)
            node = self.recorder.nodes.get(id(dataset._variant_tensor_attr))
            if node is not None and not self.recorder.quiet:
                given = kwargs.get("args", args[2] if len(args) > 2 else None)
                node.generator, node.generator_args = generator, tuple(given or ())
                self.recorder.keep_streams(generator)
            return dataset

        self.observer.patches.set(module, "_from_generator", from_generator)

    def iterator_module(self, module: ModuleType) -> None:
        """Watch which dataset batches are taken from, and for how long this goes on."""
        kind = module.OwnedIterator
        following = kind._next_internal

        @functools.wraps(following)
        def next_internal(iterator: Any) -> Any:
            known = getattr(iterator, "_auglint", None)
            if known is not None and not self.observer.busy:
                self.running = known
                if self.observer.overdue():
                    self.observer.stop(self._overdue())
            return following(iterator)

        self.observer.patches.set(kind, "_next_internal", next_internal)

    def tape_module(self, module: ModuleType) -> None:
        """Let gradients tell that the running dataset is trained on."""
        original = module.GradientTape.gradient

        @functools.wraps(original)
        def gradient(*args: Any, **kwargs: Any) -> Any:
            self.training.update(id(each.function) for each in self.called)
            self._trained()
            return original(*args, **kwargs)

        self.observer.patches.set(module.GradientTape, "gradient", gradient)

    def function_module(self, module: ModuleType) -> None:
        """A function that takes gradients is traced once; each call of it is a step of training."""
        original = module.Function.__call__

        @functools.wraps(original)
        def call(function: Any, *args: Any, **kwargs: Any) -> Any:
            if self.observer.busy:
                return original(function, *args, **kwargs)
            self.called.append(Calling(function))
            try:
                return original(function, *args, **kwargs)
            finally:
                self.called.pop()
                if id(function) in self.training:
                    self._trained()

        self.observer.patches.set(module.Function, "__call__", call)

    def strategy_module(self, module: ModuleType) -> None:
        """A dataset that is distributed is used, and cut off before that."""
        original = module.StrategyBase.experimental_distribute_dataset

        @functools.wraps(original)
        def distribute(strategy: Any, dataset: Any, *args: Any, **kwargs: Any) -> Any:
            known = self.known(dataset) if hasattr(dataset, "_variant_tensor_attr") else None
            if known is None or self.observer.busy or self.fitting:
                return original(strategy, dataset, *args, **kwargs)
            self.observer.first_use()
            self.note_pass(known, dataset)
            with self._quiet():
                return original(strategy, self._cut(dataset), *args, **kwargs)

        self.observer.patches.set(module.StrategyBase, "experimental_distribute_dataset", distribute)

    def given_to_function(self, known: Any, dataset: Any) -> Any:
        """A compiled function goes through a dataset: that is a pass, cut off like others."""
        calling = self.called[-1]
        if id(known) not in calling.cut:
            self._begins()
            self.note_pass(known, dataset)
            self.running = known
            with self._quiet():
                calling.cut[id(known)] = self._cut(dataset)
        return calling.cut[id(known)]

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """What is made now is not the program's."""
        self.recorder.quiet = True
        try:
            yield
        finally:
            self.recorder.quiet = False

    def _cut(self, dataset: Any) -> Any:
        """The first batches of a dataset; of an endless one all, for its steps are counted by the program."""
        return dataset if int(dataset.cardinality().numpy()) == -1 else dataset.take(_CUT)

    def _begins(self) -> None:
        """A pass of the program begins; this may be the last that is needed."""
        self.observer.first_use()
        if self._seen_enough():
            self.observer.stop("its pipelines were used twice")
        if self.observer.overdue():
            self.observer.stop(self._overdue())

    def _trained(self) -> None:
        if self.running is not None and not self.running.role and not self.observer.busy:
            self.running.role, self.running.role_from = "train", _TRAINED

    # What is told -----------------------------------------------------------------------------------------------------

    def named(self) -> None:
        """Take the datasets that were named, by role."""
        for role, value in self.observer.given:
            if hasattr(value, "_variant_tensor_attr"):
                self.give(value, role, "it was named so", fitted=False)

    def known(self, dataset: Any) -> Made | None:
        """What is known of a dataset object."""
        return self.made.get(id(dataset._variant_tensor_attr))

    def add(self, dataset: Any, variant: Any) -> None:
        """A dataset is made."""
        node = self.recorder.nodes.get(id(variant))
        if node is None or self.recorder.quiet or self.fitting:
            return
        try:
            spec = dataset.element_spec
        except Exception:
            spec = None  # of a class that is not wholly made yet
        known = self.made.get(id(variant))
        if known is not None:
            known.value = weakref.ref(dataset)  # a wrapper around the same operation
            return
        self.made[id(variant)] = Made(node, spots(), spec, self._tick(), weakref.ref(dataset))

    def give(self, dataset: Any, role: str, why: str, fitted: bool = True) -> None:
        """A dataset is given to something that says its role."""
        known = self.known(dataset)
        if known is None:
            return
        if known.role and role == "evaluation":
            return
        if known.fitted and known.role not in (role, "evaluation"):
            # One dataset in two roles is two pipelines that have all samples in common.
            known = self.made[-known.number] = Made(known.node, known.spots, known.spec, self._tick(), known.value)
        known.role, known.role_from, known.kept, known.spec = role, why, dataset, dataset.element_spec
        known.fitted |= fitted and role in ("train", "validation")
        if known.fitted:
            self.note_pass(known, dataset)

    def own_pass(self, known: Made, dataset: Any, iterate: Callable[[Any], Any]) -> Any:
        """The program starts a pass: note what its randomness starts from, and cut the pass off."""
        self._begins()
        self.note_pass(known, dataset)
        with self._quiet():
            iterator = iterate(self._cut(dataset))
        iterator._auglint = known
        return iterator

    def note_pass(self, known: Made, dataset: Any) -> None:
        """Take note of a pass of the program, in the order of all."""
        known.kept = dataset
        known.spec = dataset.element_spec
        self.passes.append(OwnPass(known, known.passes, self.observer.seeds.taken()))
        known.passes += 1
        known.last = self._tick()

    def scratch(self) -> str:
        """A path in a folder that is gone at the end."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="auglint-")
        self._count += 1
        return str(Path(self._folder.name) / f"{self._count}")

    def clean(self) -> None:
        """Remove the folder."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _tick(self) -> int:
        self._count += 1
        return self._count

    def _overdue(self) -> str:
        return f"it went on for {self.observer.limits.dry_seconds:g} s after its first batches"

    def _seen_enough(self) -> bool:
        """Whether all pipelines were used twice, and none waits to be used."""
        used = [known for known in self.made.values() if known.passes and not known.glance]
        waiting = [known for known in self.made.values() if not known.passes and self.is_leaf(known)]
        return bool(used) and not waiting and all(self._twice(known, used) for known in used)

    def is_leaf(self, known: Made) -> bool:
        """Whether the program keeps it and made nothing else of it, but for a glance."""
        return known.alive and id(known.node.output) not in self._beneath()

    def _beneath(self) -> set[int]:
        idle = {id(known.node) for known in self.made.values() if known.glance or known.discarded}
        nodes = [node for node in self.recorder.nodes.values() if id(node) not in idle]
        return {id(inner.output) for node in nodes for _, _, inner in self.recorder.inputs(node)}

    def _twice(self, known: Made, used: list[Made]) -> bool:
        later = [other for other in used if other.number > known.last and other.spots == known.spots]
        return known.passes >= 2 or bool(later)


def install(observer: Observer) -> None:
    """Watch tf.data from the moment the program imports TensorFlow."""
    data = TfData(observer)
    after = observer.patches.after_import
    for name in MODULES:
        after(name, data.operations)
    after("tensorflow.python.data.ops.dataset_ops", data.dataset_module)
    after("tensorflow.python.data.ops.from_generator_op", data.generator_module)
    after("tensorflow.python.data.ops.iterator_ops", data.iterator_module)
    after("tensorflow.python.eager.backprop", data.tape_module)
    after("tensorflow.python.eager.polymorphic_function.polymorphic_function", data.function_module)
    after("tensorflow.python.distribute.distribute_lib", data.strategy_module)
    observer.known["tf_datasets"] = data
    observer.exercises.append(lambda: _exercise(data))


def _exercise(data: TfData) -> None:
    data.named()
    try:
        if data.made:
            from auglint.confirm.inside import tf_exercise

            tf_exercise.exercise(data)
    finally:
        data.clean()
