"""Keeps a run from leaving results: once data is drawn, checkpoints, exports and figures are not written.

What a program writes before its first batch it may read again, such as data that it prepares; that is left alone. Logs
for TensorBoard go to a folder that is removed.
"""

import functools
from collections.abc import Callable
from types import ModuleType
from typing import Any

from auglint.confirm.inside.observer import Observer

_WRITERS = {
    "torch.serialization": ("save",),
    "torch.jit._serialization": ("save",),
    "safetensors.torch": ("save_file", "save_model"),
    "joblib.numpy_pickle": ("dump",),
    "matplotlib.figure": ("Figure.savefig",),
}
"""What writes results, where it is defined; of a class, the method."""

_LOGS = ("torch.utils.tensorboard.writer", "tensorboardX.writer")


def install(observer: Observer) -> None:
    """Watch the writers of all libraries from the moment they are imported."""
    for module, names in _WRITERS.items():
        for name in names:
            observer.patches.after_import(module, functools.partial(_keep_from_writing, observer, name))
    for module in _LOGS:
        observer.patches.after_import(module, functools.partial(_log_elsewhere, observer))


def _keep_from_writing(observer: Observer, name: str, module: ModuleType) -> None:
    owner, _, method = name.rpartition(".")
    holder: Any = getattr(module, owner) if owner else module
    original = getattr(holder, method, None)
    if original is None:
        return
    if owner:
        observer.patches.set(holder, method, _quiet(observer, original))
    else:
        observer.patches.set_everywhere(module, method, _quiet(observer, original))


def _quiet(observer: Observer, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def write(*args: Any, **kwargs: Any) -> Any:
        return None if observer.used else original(*args, **kwargs)

    return write


def _log_elsewhere(observer: Observer, module: ModuleType) -> None:
    original = module.SummaryWriter.__init__

    @functools.wraps(original)
    def make(writer: Any, *args: Any, **kwargs: Any) -> None:
        import tempfile

        kwargs.pop("logdir", None)
        kwargs["log_dir" if "torch" in module.__name__ else "logdir"] = tempfile.mkdtemp()
        original(writer, *args[1:], **kwargs)

    observer.patches.set(module.SummaryWriter, "__init__", make)
