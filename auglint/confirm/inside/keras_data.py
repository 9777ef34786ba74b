"""Watches Keras: what a model is fitted to and evaluated on, flows of images, sequences, generators and arrays."""

import functools
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from auglint.confirm.inside.observer import Observer
from auglint.confirm.inside.probe.streams import Stream, own_streams
from auglint.confirm.inside.seeds import Call
from auglint.confirm.inside.spots import spots
from auglint.confirm.observation import Spot

_STEPS = 2
_GIVEN = {"train": "fit trains on it", "validation": "fit validates on it", "evaluation": "it is evaluated"}


@dataclass(eq=False)
class Feed:
    """Something that gives batches to a model. `kind`: "flow", "sequence", "generator" or "arrays".

    `rows`: of arrays, the first and the one after the last that are given. `kept`: the states of its own streams.
    """

    value: Any
    kind: str
    spots: tuple[Spot, ...]
    role: str = ""
    role_from: str = ""
    rows: tuple[int, int] = (0, 0)
    shuffled: bool = False
    passes: int = 0
    started: bool = False
    calls: list[Call] = field(default_factory=list)
    kept: list[tuple[Stream, Any]] = field(default_factory=list)

    def keep(self) -> None:
        """Keep the states of its generator objects, unless they were kept before it gave its first batch."""
        if not self.kept:
            self.kept = [(stream, stream.get()) for stream in own_streams(self.value)]

    def rewind(self) -> None:
        """Give its generator objects the states that were kept."""
        for stream, state in self.kept:
            stream.put(state)


@dataclass
class KerasData:
    """All that is known of what a program gives to its models."""

    observer: Observer
    feeds: list[Feed] = field(default_factory=list)
    running: Feed | None = None
    _inside: bool = False

    # What is watched --------------------------------------------------------------------------------------------------

    def model_module(self, module: ModuleType) -> None:
        """Watch what models are given, and let nothing be trained or written."""
        kind = module.Model
        patches = self.observer.patches
        for name, watch in (
            ("fit", self._fit),
            ("evaluate", self._evaluate),
            ("predict", self._evaluate),
            ("train_on_batch", self._batch("train")),
            ("test_on_batch", self._batch("evaluation")),
        ):
            patches.set(kind, name, self._watched(getattr(kind, name), watch))
        for name in ("save", "save_weights", "export"):
            patches.set(kind, name, self._unwritten(getattr(kind, name)))

    def saving_module(self, module: ModuleType) -> None:
        """Write no models once data is drawn; what a program saves before that it may read again."""
        for name in ("save_model", "save_weights"):
            self.observer.patches.set_everywhere(module, name, self._unwritten(getattr(module, name)))

    def sequence_module(self, module: ModuleType) -> None:
        """Watch sequences of batches that are made."""
        make = module.PyDataset.__init__

        @functools.wraps(make)
        def made(sequence: Any, *args: Any, **kwargs: Any) -> None:
            make(sequence, *args, **kwargs)
            self.add(sequence)

        self.observer.patches.set(module.PyDataset, "__init__", made)

    def flow_module(self, module: ModuleType) -> None:
        """Watch the program's own passes over flows of images; the seeds that a flow sets are not the program's."""
        following, item = module.Iterator.__next__, module.Iterator.__getitem__

        @functools.wraps(following)
        def next_batch(flow: Any) -> Any:
            if not self.observer.busy:
                self._taken(flow)
            with self.observer.seeds.silent():
                return following(flow)

        @functools.wraps(item)
        def batch(flow: Any, number: int) -> Any:
            with self.observer.seeds.silent():
                return item(flow, number)

        self.observer.patches.set(module.Iterator, "__next__", next_batch)
        self.observer.patches.set(module.Iterator, "__getitem__", batch)

    def checkpoint_module(self, module: ModuleType) -> None:
        """Write no checkpoints."""
        for kind, names in (("Checkpoint", ("save", "write")), ("CheckpointManager", ("save",))):
            for name in names:
                owner = getattr(module, kind, None)
                if owner is not None:
                    self.observer.patches.set(owner, name, self._unwritten(getattr(owner, name)))

    def summary_module(self, module: ModuleType) -> None:
        """Write no logs."""
        self.observer.patches.set_everywhere(
            module, "create_file_writer_v2", lambda *args, **kwargs: module.create_noop_writer()
        )

    def _watched(self, original: Callable[..., Any], watch: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(original)

        @functools.wraps(original)
        def call(*args: Any, **kwargs: Any) -> Any:
            if self.observer.busy or self._inside:
                return original(*args, **kwargs)
            return watch(original, dict(signature.bind(*args, **kwargs).arguments))

        return call

    def _unwritten(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def write(*args: Any, **kwargs: Any) -> Any:
            return None if self.observer.used else original(*args, **kwargs)

        return write

    # What is told -----------------------------------------------------------------------------------------------------

    def _fit(self, original: Callable[..., Any], given: dict[str, Any]) -> Any:
        """The roles are known, and training would start: this is where the run ends."""
        self.observer.first_use()
        shuffled = bool(given.get("shuffle", True))
        self.give(given.get("x"), "train", shuffled, given.get("validation_split") or 0.0)
        validation = given.get("validation_data")
        if validation is not None:
            self.give(validation[0] if isinstance(validation, (tuple, list)) else validation, "validation", False)
        self.observer.stop("it called fit")
        history = sys.modules["keras.src.callbacks.history"].History()
        history.history = {}
        return history

    def _evaluate(self, original: Callable[..., Any], given: dict[str, Any]) -> Any:
        """Look at a few batches only: what is measured does not count."""
        self.observer.first_use()
        self.give(given.get("x"), "evaluation", False)
        data = self.observer.known.get("tf_datasets")
        self._inside = True
        for feed in self.feeds:
            feed.keep()
        if data is not None:
            data.fitting = True
        try:
            return original(**{**given, "steps": min(_STEPS, given.get("steps") or _STEPS)})
        finally:
            self._inside = False
            if data is not None:
                data.fitting = False

    def _batch(self, role: str) -> Callable[..., Any]:
        def watch(original: Callable[..., Any], given: dict[str, Any]) -> Any:
            self.observer.first_use()
            running = self._running()
            if running is not None and not running.role:
                running.role, running.role_from = (
                    role,
                    "its batches are trained on" if role == "train" else _GIVEN[role],
                )
            if self.observer.overdue():
                self.observer.stop(f"it went on for {self.observer.limits.dry_seconds:g} s after its first batches")
            self._inside = True
            try:
                return original(**given)
            finally:
                self._inside = False

        return watch

    def _running(self) -> Any:
        """The pipeline that the last batch came from."""
        data = self.observer.known.get("tf_datasets")
        return self.running or getattr(data, "running", None)

    def give(self, value: Any, role: str, shuffled: bool, split: float = 0.0) -> None:
        """Something is given to a model in a role."""
        if hasattr(value, "_variant_tensor_attr"):
            self._dataset(value, role)
            return
        torch = self.observer.known.get("torch")
        if torch is not None and hasattr(value, "batch_sampler"):
            torch.add(value, role, _GIVEN[role])
            return
        feed = self.add(value, shuffled)
        if feed is None:
            return
        if feed.kind == "arrays" and split:
            rows = len(value)
            kept = int(rows * (1 - split))
            feed.rows = (0, kept)
            self.feeds.append(Feed(value, "arrays", feed.spots, "validation", "fit splits it off", (kept, rows)))
        self._role(feed, role)
        if role in ("train", "validation"):
            self._start(feed)

    def add(self, value: Any, shuffled: bool = False) -> Feed | None:
        """Something that can give batches is made, or given to a model."""
        if self.observer.busy:
            return None
        kind = kind_of(value)
        known = next((feed for feed in self.feeds if feed.value is value), None)
        if known is not None and kind != "arrays":
            known.shuffled |= shuffled
            return known
        places = made_at(spots())
        if not kind or not places:
            return None
        feed = Feed(value, kind, places, shuffled=shuffled, rows=(0, len(value)) if kind == "arrays" else (0, 0))
        self.feeds.append(feed)
        return feed

    def _dataset(self, value: Any, role: str) -> None:
        data = self.observer.known.get("tf_datasets")
        if data is not None:
            data.give(value, role, _GIVEN[role])

    def _role(self, feed: Feed, role: str) -> None:
        if not feed.role or role != "evaluation":
            feed.role, feed.role_from = role, _GIVEN[role]

    def _taken(self, flow: Any) -> None:
        """The program takes a batch of a flow by itself."""
        self.observer.first_use()
        feed = self.add(flow)
        if feed is None:
            return
        self.running = feed
        feed.passes = 1
        if not feed.started:
            self._start(feed)
        if self.observer.overdue():
            self.observer.stop(f"it went on for {self.observer.limits.dry_seconds:g} s after its first batches")

    def _start(self, feed: Feed) -> None:
        feed.calls, feed.started = self.observer.seeds.taken(), True


def kind_of(value: Any) -> str:
    """What kind of feed something is, "" if none."""
    for base in type(value).__mro__:
        if base.__name__ == "Iterator" and base.__module__.startswith("keras.src.legacy"):
            return "flow"
        if base.__name__ == "PyDataset" and base.__module__.startswith("keras."):
            return "sequence" if type(value) is not base else ""
    if inspect.isgenerator(value):
        return "generator"
    has_rows = hasattr(value, "dtype") and getattr(value, "ndim", len(getattr(value, "shape", ()))) >= 2
    return "arrays" if has_rows and hasattr(value, "__getitem__") else ""


def made_at(places: tuple[Spot, ...]) -> tuple[Spot, ...]:
    """Where an object is made: not within the constructor of its own class."""
    outer = tuple(place for place in places if place.function != "__init__")
    return outer or places


def install(observer: Observer) -> None:
    """Watch Keras from the moment the program imports it."""
    data = KerasData(observer)
    observer.known["keras_data"] = data
    after = observer.patches.after_import
    after("keras.src.models.model", data.model_module)
    after("keras.src.saving.saving_api", data.saving_module)
    after("keras.src.trainers.data_adapters.py_dataset_adapter", data.sequence_module)
    after("keras.src.legacy.preprocessing.image", data.flow_module)
    after("tensorflow.python.checkpoint.checkpoint", data.checkpoint_module)
    after("tensorflow.python.checkpoint.checkpoint_management", data.checkpoint_module)
    after("tensorflow.python.ops.summary_ops_v2", data.summary_module)
    observer.exercises.append(lambda: _exercise(data))


def _exercise(data: KerasData) -> None:
    for role, value in data.observer.given:
        feed = data.add(value) if kind_of(value) else None
        if feed is not None:
            feed.role, feed.role_from = role, "it was named so"
    if data.feeds:
        from auglint.confirm.inside import keras_exercise

        try:
            keras_exercise.exercise(data)
        finally:
            data.observer.known["tf_datasets"].clean()
