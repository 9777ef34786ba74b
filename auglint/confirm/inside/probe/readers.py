"""Functions that read an image from a file: which files they open, and the ramp in the place of what they give."""

import functools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from auglint.confirm.inside.patches import Patches
from auglint.confirm.inside.probe.ramp import USUAL, Ramp

_READERS = {
    "cv2": ("imread", "imdecode"),
    "numpy": ("load", "fromfile"),
    "torch": ("load",),
    "torchvision.io": ("read_image", "decode_image"),
    "imageio": ("imread",),
    "imageio.v2": ("imread",),
    "imageio.v3": ("imread",),
    "skimage.io": ("imread",),
    "tifffile": ("imread",),
}


@dataclass
class Readers:
    """The watched readers. `opened`: files in the order they were opened; `ramp`: given instead, if there is one."""

    ramp: Ramp | None = None
    opened: list[str] = field(default_factory=list)
    sizes: list[tuple[int, int]] = field(default_factory=list)

    def install(self, patches: Patches) -> None:
        """Watch the readers of all libraries that are imported, under every name they are known by."""
        for name, functions in _READERS.items():
            module = sys.modules.get(name)
            for function in functions:
                if module is not None and callable(getattr(module, function, None)):
                    patches.set_everywhere(module, function, self._array_reader(getattr(module, function)))
        pillow = sys.modules.get("PIL.Image")
        if pillow is not None:
            patches.set_everywhere(pillow, "open", self._pillow(pillow, pillow.open))

    def _pillow(self, module: ModuleType, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def read(file: Any, *args: Any, **kwargs: Any) -> Any:
            image = original(file, *args, **kwargs)
            self._note(file)
            self.sizes.append((image.height, image.width))
            if self.ramp is None:
                return image
            import numpy as np

            self.ramp.fix(image.height, image.width)
            probe = module.fromarray(self.ramp.like(np.zeros((*USUAL, 3), np.uint8)))
            if image.mode != "RGB":
                probe = probe.convert(image.mode if image.mode in ("L", "RGBA", "P", "1", "F", "I", "CMYK") else "L")
            probe.filename = getattr(image, "filename", "")
            probe.format = image.format
            image.close()
            return probe

        return read

    def _array_reader(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def read(*args: Any, **kwargs: Any) -> Any:
            result = original(*args, **kwargs)
            if args:
                self._note(args[0])
            shape: tuple[int, ...] = tuple(getattr(result, "shape", ()))
            if len(shape) in (2, 3):
                self.sizes.append((int(shape[-2]), int(shape[-1])) if shape[0] in (1, 3) else (shape[0], shape[1]))
            return result if self.ramp is None else ramped(result, self.ramp)

        return read

    def _note(self, file: Any) -> None:
        name = getattr(file, "name", file)
        if isinstance(name, (str, os.PathLike)):
            identity = file_identity(name)
            if identity:
                self.opened.append(identity)


def file_identity(file: Any) -> str:
    """What a file is, through symbolic and hard links alike: its device and number. "" when there is none."""
    try:
        path = Path(os.fsdecode(file))
        status = path.stat()
    except (OSError, TypeError, ValueError):
        return ""
    return f"file:{status.st_dev}:{status.st_ino}"


def ramped(value: Any, ramp: Ramp) -> Any:
    """The ramp in the layout of an array or tensor, else the value as it is."""
    if type(value).__module__.startswith("torch") and hasattr(value, "numpy") and value.ndim in (2, 3):
        one = ramp.like(value.detach().cpu().numpy())
        return value if one is None else sys.modules["torch"].from_numpy(one.copy())
    if hasattr(value, "__array_interface__") and getattr(value, "ndim", 0) in (2, 3):
        one = ramp.like(value)
        return value if one is None else one.copy()
    return value
