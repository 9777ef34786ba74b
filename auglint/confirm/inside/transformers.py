"""Watches the trainer of Transformers: the loaders that it makes itself, and what they serve."""

import functools
from types import ModuleType
from typing import Any

from auglint.confirm.inside.observer import Observer


def install(observer: Observer) -> None:
    """Watch the trainer from the moment it is imported."""
    observer.patches.after_import("transformers.trainer", functools.partial(_watch, observer))


def _watch(observer: Observer, module: ModuleType) -> None:
    def train(trainer: Any, *args: Any, **kwargs: Any) -> None:
        torch = observer.known["torch"]
        with torch.ignoring():
            loaders = [("train", trainer.get_train_dataloader())]
            if trainer.eval_dataset is not None:
                loaders.append(("validation", trainer.get_eval_dataloader()))
        for role, loader in loaders:
            # What it gives wraps the loader that draws.
            torch.add(getattr(loader, "base_dataloader", loader), role, f"Trainer.train takes it for {role}")
        observer.stop("it called Trainer.train")

    observer.patches.set(module.Trainer, "train", functools.wraps(module.Trainer.train)(train))
