"""Containers of images that a dataset holds, and the ramp in the place of every image in them."""

import sys
from typing import Any

from auglint.confirm.inside.probe.ramp import LEAST, USUAL, Ramp, rows_like
from auglint.confirm.inside.probe.streams import is_array

_CLASSES = 32


def holds_images(value: Any) -> bool:
    """Whether a value is an array of images, or a list of them."""
    if is_array(value):
        return len(value.shape) >= 2 and value.shape[0] > 1 and _is_large(value[0])
    if isinstance(value, list) and len(value) > 1:
        return any(_is_image(part) for part in (value[0] if isinstance(value[0], (tuple, list)) else [value[0]]))
    return False


def _is_image(value: Any) -> bool:
    if hasattr(value, "mode") and hasattr(value, "getbands"):
        return True
    return is_array(value) and len(value.shape) >= 2 and _is_large(value)


def _is_large(value: Any) -> bool:
    size = 1
    for each in getattr(value, "shape", ()):
        size *= int(each)
    return size >= LEAST


def all_ramps(value: Any, ramp: Ramp) -> Any:
    """A container of the same kind in which every image is the ramp; None where that cannot be."""
    import numpy as np

    if isinstance(value, list):
        return [_with_ramp(each, value[0], ramp) for each in value]
    if is_mask(value[0]):
        return _repeated(value)
    if type(value).__module__.startswith("torch"):
        import torch

        rows = rows_like(value.detach().cpu().numpy(), ramp)
        return None if rows is None else torch.from_numpy(rows.copy())
    if isinstance(value, np.ndarray) and value.dtype.kind in "uif":
        return rows_like(value, ramp)
    return None


def is_mask(value: Any) -> bool:
    """Whether a value is a map of classes, which is looked up: a ramp in its place would name classes there are not."""
    import numpy as np

    if hasattr(value, "mode") and hasattr(value, "getcolors"):
        return value.mode in ("1", "L", "P") and value.getcolors(_CLASSES) is not None
    array = value.detach().cpu().numpy() if hasattr(value, "detach") else value
    if not is_array(array) or array.dtype.kind not in "uib" or sum(size > 1 for size in array.shape) != 2:
        return False
    return len(np.unique(array)) <= _CLASSES


def _repeated(values: Any) -> Any:
    """The first row in the place of all."""
    copy = values.clone() if hasattr(values, "clone") else values.copy()
    copy[:] = values[0]
    return copy


def _with_ramp(value: Any, first: Any, ramp: Ramp) -> Any:
    """A sample with the ramp in the place of its images, and the masks of the first one."""
    if isinstance(value, (tuple, list)):
        alike = isinstance(first, (tuple, list)) and len(first) == len(value)
        parts = zip(value, first if alike else value, strict=True)
        return type(value)(_with_ramp(each, its, ramp) for each, its in parts)
    if is_mask(value):
        return first
    if hasattr(value, "mode") and hasattr(value, "getbands"):
        import numpy as np

        pillow = sys.modules["PIL.Image"]
        return pillow.fromarray(ramp.like(np.zeros((*USUAL, 3), np.uint8))).convert(value.mode)
    if _is_image(value):
        array = value.detach().cpu().numpy() if hasattr(value, "detach") else value
        one = ramp.like(array)
        if one is None:
            return value
        return sys.modules["torch"].from_numpy(one.copy()) if hasattr(value, "detach") else one.copy()
    return value
