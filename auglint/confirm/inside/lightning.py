"""Watches Lightning: what is given to `fit`, or comes from the hooks of a module or data module, and what it serves."""

import contextlib
import functools
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from auglint.confirm.inside.observer import Observer

_STAGES = {"fit": ("train", "val"), "validate": ("val",), "test": ("test",), "predict": ("predict",)}
_ROLES = {"train": "train", "val": "validation", "test": "test", "predict": "test"}


def install(observer: Observer) -> None:
    """Watch the trainers of both names of the package."""
    for name in ("lightning.pytorch.trainer.trainer", "pytorch_lightning.trainer.trainer"):
        observer.patches.after_import(name, functools.partial(_watch, observer))


def _watch(observer: Observer, module: ModuleType) -> None:
    for stage in _STAGES:
        observer.patches.set(module.Trainer, stage, _stage(observer, stage, getattr(module.Trainer, stage)))


def _stage(observer: Observer, stage: str, original: Any) -> Any:
    @functools.wraps(original)
    def run(
        trainer: Any,
        model: Any = None,
        loaders: Any = None,
        val_loaders: Any = None,
        datamodule: Any = None,
        **kwargs: Any,
    ) -> Any:
        if stage == "validate" and loaders is None:
            loaders = val_loaders
        loaders = kwargs.get("train_dataloaders", kwargs.get("dataloaders", loaders))
        val_loaders = kwargs.get("val_dataloaders", val_loaders)
        if hasattr(loaders, "setup") and hasattr(loaders, "train_dataloader"):
            loaders, datamodule = None, loaders
        given = {"train": loaders, "val": val_loaders} if stage == "fit" else {_STAGES[stage][0]: loaders}
        _add(observer, trainer, model, datamodule, stage, given)
        if stage == "fit":
            with contextlib.suppress(Exception):  # a test set is welcome, but need not be there yet
                _add(observer, trainer, model, datamodule, "test", {"test": None})
        observer.stop(f"it called Trainer.{stage}")
        return [] if stage != "fit" else None

    return run


def _add(observer: Observer, trainer: Any, model: Any, datamodule: Any, stage: str, given: dict[str, Any]) -> None:
    """Make the loaders of a stage as the trainer would, and tell the torch side what they serve."""
    source = datamodule if datamodule is not None else model
    for each in (model, datamodule):
        with contextlib.suppress(Exception):
            each.trainer = trainer
    for name in ("prepare_data", "setup"):
        for each in (datamodule, model):
            hook = getattr(each, name, None)
            if callable(hook):
                hook(stage) if name == "setup" else hook()
    torch = observer.known.get("torch")
    for part, value in given.items():
        hook = getattr(source, f"{part}_dataloader", None)
        made = value if value is not None else _hooked(hook)
        for loader in _loaders(made):
            if torch is not None:
                torch.add(loader, _ROLES[part], f"Trainer.{stage} takes it for {_ROLES[part]}")


def _hooked(hook: Any) -> Any:
    """What a hook makes; nothing where it is the library's own, which only raises."""
    if hook is None or getattr(hook, "__module__", "").split(".")[0] in ("lightning", "pytorch_lightning"):
        return None
    return hook()


def _loaders(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _loaders(each)
    elif hasattr(value, "iterables"):
        yield from _loaders(value.iterables)
    elif hasattr(value, "dataset"):
        yield value
