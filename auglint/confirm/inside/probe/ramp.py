"""A ramp of colours over rows and columns: no flip, crop, rotation or change of colour leaves it as it is."""

from dataclasses import dataclass, field
from typing import Any

USUAL = (96, 96)
LEAST = 16
"""What has fewer elements is a label, not an image."""


@dataclass
class Ramp:
    """The one source image of a probe. `height` and `width` are fixed once, before any worker starts.

    With a size that each process takes from the first image it opens, every worker would have another ramp.
    """

    height: int = 0
    width: int = 0
    _made: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def fix(self, height: int, width: int) -> None:
        """Take this size, if none was fixed so far."""
        if not self.height:
            self.height, self.width = height, width

    def like(self, array: Any) -> Any:
        """The ramp in the layout of one image: (H, W), (H, W, C), (C, H, W), or a flat row. None for what is none.

        Values lie in the range that the image's own kind and values suggest: 0 to 255, or 0 to 1.
        """
        import numpy as np

        array = np.asarray(array)
        if array.dtype.kind not in "uif" or array.size < LEAST or array.ndim > 4:
            return None
        top = 255.0 if array.dtype.kind in "ui" or float(np.nanmax(np.abs(array))) > 2 else 1.0
        if array.dtype.kind == "i" and array.dtype.itemsize == 1:
            top = 127.0
        key = (array.ndim, array.dtype.str, top, _channels(array.shape), array.shape if array.ndim in (1, 4) else ())
        if key not in self._made:
            self._made[key] = (self._values(array) * top).astype(array.dtype)
        return self._made[key]

    def _values(self, array: Any) -> Any:
        import numpy as np

        if array.ndim == 1:
            return np.linspace(0.05, 0.95, array.shape[0])
        if array.ndim == 4:
            return np.broadcast_to(self._values(array[0]), array.shape)
        axis, channels = _channels(array.shape)
        spatial = [size for number, size in enumerate(array.shape) if number != axis]
        self.fix(*spatial)
        y, x = np.mgrid[0 : self.height, 0 : self.width]
        x, y = x / max(self.width - 1, 1), y / max(self.height - 1, 1)
        planes = [x, y, x / 2 + y / 4 + 0.1, 1 - x * y]
        if axis is None:
            return 0.1 + 0.6 * x + 0.2 * y
        return np.stack([planes[number % 4] for number in range(channels)], axis=axis) * 0.8 + 0.1


def _channels(shape: tuple[int, ...]) -> tuple[int | None, int]:
    """The axis of an image's channels and how many there are; (None, 1) without."""
    if len(shape) != 3:
        return None, 1
    if shape[2] <= 4 or shape[0] > 4:
        return (2, shape[2]) if shape[2] <= 16 else (0, shape[0])
    return 0, shape[0]


def rows_like(array: Any, ramp: Ramp, most: int = 256 << 20) -> Any:
    """An array of samples that are all the ramp, read-only above `most` bytes; None if its samples are no images."""
    import numpy as np

    one = ramp.like(array[0]) if len(array) else None
    if one is None:
        return None
    if one.shape != array.shape[1:]:
        one = Ramp(*_size(array.shape[1:])).like(array[0])
    whole = np.broadcast_to(one, array.shape)
    return whole.copy() if array.nbytes <= most else whole


def _size(shape: tuple[int, ...]) -> tuple[int, int]:
    axis, _ = _channels(shape)
    spatial = [size for number, size in enumerate(shape) if number != axis]
    return (spatial[0], spatial[1]) if len(spatial) > 1 else USUAL
