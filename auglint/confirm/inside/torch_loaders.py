"""Watches torch: loaders that are made, the program's own passes over them, and steps of training."""

import copy
import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from types import ModuleType
from typing import Any

from auglint.confirm.inside.observer import Observer
from auglint.confirm.inside.probe.streams import global_streams, stream_of
from auglint.confirm.inside.seeds import Call
from auglint.confirm.inside.spots import spot, spots
from auglint.confirm.observation import Spot

_CUT = 2
_WAIT = 2.0
_TRANSFORMS = ("transform", "transforms")


@dataclass(eq=False)
class Loader:
    """A loader of the program. `passes`: its own passes so far; `earlier`: the one that it was made anew for."""

    value: Any
    spots: tuple[Spot, ...]
    number: int
    passes: int = 0
    role: str = ""
    role_from: str = ""
    trained: bool = False
    graded: bool = True
    snapshot: Any = None
    copied: bool = False


@dataclass(eq=False)
class OwnPass:
    """One pass of the program over a loader: the seeds set before it, and the random states at its start.

    `numbers`: the plain attributes that its dataset has then, and the datasets inside it: the epoch may be one.
    """

    loader: Loader
    epoch: int
    calls: list[Call]
    states: dict[str, str]
    generators: dict[str, tuple[Any, Any]]
    sampler_epoch: int | None
    numbers: list[dict[str, Any]]


@dataclass
class Torch:
    """All that is known of the loaders of a program."""

    observer: Observer
    loaders: dict[int, Loader] = field(default_factory=dict)
    passes: list[OwnPass] = field(default_factory=list)
    running: list[Loader] = field(default_factory=list)
    memo: dict[int, Any] = field(default_factory=dict)
    assigned: list[tuple[str, Spot, Any]] = field(default_factory=list)
    ignored: bool = False

    # What is watched --------------------------------------------------------------------------------------------------

    def loader_module(self, module: ModuleType) -> None:
        """Watch the class of loaders."""
        kind = module.DataLoader
        make, iterate = kind.__init__, kind.__iter__

        @functools.wraps(make)
        def made(loader: Any, *args: Any, **kwargs: Any) -> None:
            make(loader, *args, **kwargs)
            self.add(loader)

        @functools.wraps(iterate)
        def iterated(loader: Any) -> Any:
            if self.observer.busy or id(loader) not in self.loaders:
                return iterate(loader)
            return self.own_pass(self.loaders[id(loader)], lambda: iterate(loader))

        self.observer.patches.set(kind, "__init__", made)
        self.observer.patches.set(kind, "__iter__", iterated)

    def dataset_module(self, module: ModuleType) -> None:
        """Note transforms that are set on a dataset from outside, after it was made."""
        kind = module.Dataset
        assign = kind.__setattr__

        def assigned(dataset: Any, name: str, value: Any) -> None:
            assign(dataset, name, value)
            if name in _TRANSFORMS and sys._getframe(1).f_locals.get("self") is not dataset:
                place = spot()
                if place is not None:
                    self.assigned.append((name, place, dataset))

        self.observer.patches.set(kind, "__setattr__", assigned)

    def tensor_module(self, module: ModuleType) -> None:
        """Let backward passes do nothing but tell that the running loader is trained on."""

        def backward(tensor: Any, *args: Any, **kwargs: Any) -> None:
            self.training()

        self.observer.patches.set(module.Tensor, "backward", backward)

    def optimizer_module(self, module: ModuleType) -> None:
        """Let steps of optimizers do nothing: nothing is trained."""
        make = module.Optimizer.__init__

        @functools.wraps(make)
        def made(optimizer: Any, *args: Any, **kwargs: Any) -> None:
            make(optimizer, *args, **kwargs)
            if not self.observer.busy:
                # On the object, for subclasses have a step of their own.
                optimizer.step = functools.partial(self._step, optimizer)

        self.observer.patches.set(module.Optimizer, "__init__", made)

    def scaler_module(self, module: ModuleType) -> None:
        """Let the scaler of gradients do nothing: it would miss the gradients."""
        for name in ("step", "unscale_", "update"):
            self.observer.patches.set(module.GradScaler, name, lambda *args, **kwargs: None)

    def _step(self, optimizer: Any, closure: Callable[[], Any] | None = None, *args: Any, **kwargs: Any) -> Any:
        self.training()
        return closure() if closure is not None else None

    # What is told -----------------------------------------------------------------------------------------------------

    def add(self, value: Any, role: str = "", why: str = "") -> Loader | None:
        """A loader is made, or given to something that says its role."""
        known = self.loaders.get(id(value))
        if known is None:
            if not role and (self.observer.busy or self.ignored):
                return None
            places = spots()
            if not places and not role:
                return None
            known = self.loaders[id(value)] = Loader(value, places, len(self.loaders))
        if role:
            known.role, known.role_from = role, why
        return known

    @contextmanager
    def ignoring(self) -> Iterator[None]:
        """Loaders that are made meanwhile do not count."""
        self.ignored = True
        try:
            yield
        finally:
            self.ignored = False

    def training(self) -> None:
        """A step of training happens: the loader whose pass runs is trained on."""
        graded = [loader for loader in self.running if loader.graded]
        if graded:
            graded[-1].trained = True

    def own_pass(self, loader: Loader, start: Callable[[], Any]) -> Any:
        """The program starts a pass: note what its randomness starts from, and cut the pass off."""
        observer = self.observer
        observer.first_use()
        if self._seen_enough():
            observer.stop("its pipelines were used twice")
        if observer.overdue():
            observer.stop(f"it went on for {observer.limits.dry_seconds:g} s after its first batches")
        if loader.snapshot is None:
            self.take(loader)
        self.passes.append(self._noted(loader))
        loader.passes += 1
        return _Cut(self, loader, self._quick(loader, start))

    def _noted(self, loader: Loader) -> OwnPass:
        states = {stream.name: stream.digest() for stream in global_streams()}
        generators = {}
        for name, generator in _generators(loader.value):
            stream = stream_of(generator)
            if stream is not None:
                states[name] = stream.digest()
                generators[name] = (generator, stream.get())
        epoch = getattr(sampler_of(loader.value), "epoch", None)
        return OwnPass(
            loader,
            loader.passes,
            self.observer.seeds.taken(),
            states,
            generators,
            epoch if isinstance(epoch, int) else None,
            [numbers(dataset) for dataset in datasets(loader.value.dataset)],
        )

    def _quick(self, loader: Loader, start: Callable[[], Any]) -> Any:
        """The iterator of a pass that is cut off: without workers, where starting them takes seconds."""
        if start_method(loader.value) in ("", "fork"):
            return start()
        import torch.utils.data.dataloader as module

        quick = copy.copy(loader.value)
        vars(quick).update(num_workers=0, prefetch_factor=None, _iterator=None, timeout=0)
        quick.__dict__["_DataLoader__multiprocessing_context"] = None
        quick.__dict__["persistent_workers"] = False
        return module._SingleProcessDataLoaderIter(quick)

    def take(self, loader: Loader) -> None:
        """Copy the dataset as it is before its first draw; one memo, so that shared objects stay shared."""
        dataset = loader.value.dataset
        loader.snapshot = dataset
        self._keep_arrays(dataset)
        try:
            loader.snapshot = copy.deepcopy(dataset, self.memo)
            loader.copied = True
        except Exception:
            loader.snapshot = dataset  # locks, open files and the like cannot be copied

    def _keep_arrays(self, dataset: Any) -> None:
        """Large data is not copied: the copy of a dataset reads the same arrays."""
        from auglint.confirm.inside.probe.streams import reachable

        for value, _ in reachable(dataset):
            if hasattr(value, "dtype") and hasattr(value, "shape"):
                self.memo[id(value)] = value

    def _seen_enough(self) -> bool:
        loaders = list(self.loaders.values())
        if not loaders or len(self.passes) < 2 or not all(self._twice(loader) for loader in loaders):
            return False
        # Evaluation is often made only after all epochs of training, which are short now.
        return not all(loader.trained for loader in loaders) or monotonic() - self.observer.used > _WAIT

    def _twice(self, loader: Loader) -> bool:
        """Whether it was used twice, or was made anew for a later epoch after it was used."""
        later = [
            other for other in self.loaders.values() if other.number > loader.number and other.spots == loader.spots
        ]
        return loader.passes >= 2 or (loader.passes == 1 and bool(later))


def datasets(dataset: Any) -> list[Any]:
    """A dataset, and those inside it, one in the other."""
    found: list[Any] = []
    while dataset is not None and hasattr(dataset, "__dict__") and all(dataset is not each for each in found):
        found.append(dataset)
        dataset = vars(dataset).get("dataset")
    return found


def numbers(dataset: Any) -> dict[str, Any]:
    """The attributes of a dataset that are plain: numbers, words, flags."""
    return {name: value for name, value in vars(dataset).items() if type(value) in (int, float, str, bool)}


def sampler_of(loader: Any) -> Any:
    """What gives the order of samples; a loader that was given batches of indices has it inside those."""
    inner = getattr(getattr(loader, "batch_sampler", None), "sampler", None)
    return getattr(loader, "sampler", None) if inner is None else inner


def start_method(loader: Any) -> str:
    """How a loader starts its workers: "fork", "spawn" or "forkserver"; "" without workers."""
    if not getattr(loader, "num_workers", 0):
        return ""
    import multiprocessing

    context = getattr(loader, "multiprocessing_context", None)
    method = multiprocessing.get_start_method(allow_none=True) if context is None else context.get_start_method()
    # Asking for the usual one without `allow_none` would settle it, and the program could not set it any more.
    return method or multiprocessing.get_all_start_methods()[0]


def _generators(value: Any) -> Iterator[tuple[str, Any]]:
    """The generators that a loader and its sampler were given."""
    for name, holder in (("loader", value), ("sampler", sampler_of(value))):
        generator = getattr(holder, "generator", None)
        if generator is not None:
            yield f"generator of the {name}", generator


class _Cut:
    """An iterator of a pass that ends after a few batches."""

    def __init__(self, torch: Torch, loader: Loader, inner: Any) -> None:
        self._torch, self._loader, self._inner, self._left = torch, loader, inner, _CUT
        torch.running = [each for each in torch.running if each is not loader] + [loader]

    def __iter__(self) -> "_Cut":
        return self

    def __next__(self) -> Any:
        import torch

        if not self._left:
            self._end()
            raise StopIteration
        self._left -= 1
        self._loader.graded &= torch.is_grad_enabled()
        try:
            return next(self._inner)
        except StopIteration:
            self._end()
            raise

    def __len__(self) -> int:
        return len(self._inner)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def _end(self) -> None:
        self._left = 0
        self._torch.running = [each for each in self._torch.running if each is not self._loader]


def install(observer: Observer) -> None:
    """Watch torch from the moment the program imports it."""
    torch = Torch(observer)
    after = observer.patches.after_import
    after("torch.utils.data.dataloader", torch.loader_module)
    after("torch.utils.data.dataset", torch.dataset_module)
    after("torch._tensor", torch.tensor_module)
    after("torch.optim.optimizer", torch.optimizer_module)
    after("torch.amp.grad_scaler", torch.scaler_module)
    observer.known["torch"] = torch
    observer.exercises.append(lambda: _exercise(torch))


def _exercise(torch: Torch) -> None:
    if torch.loaders or (torch.observer.given and "torch.utils.data" in sys.modules):
        from auglint.confirm.inside import torch_exercise

        torch_exercise.exercise(torch)
