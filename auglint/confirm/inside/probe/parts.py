"""The parts of an element: which are images, the samples of a batch, and their hashes."""

import hashlib
from collections.abc import Iterator
from typing import Any

IMAGE = 16
"""A part with fewer elements is a label, not an image."""


def array(value: Any) -> Any:
    """A part as an array."""
    import numpy as np

    value = value.numpy() if hasattr(value, "numpy") else value
    return np.asarray(value)


def flat(value: Any) -> list[Any]:
    """The parts of an element as arrays, in the order in which TensorFlow flattens it."""
    if isinstance(value, dict):
        return [part for key in sorted(value) for part in flat(value[key])]
    if isinstance(value, (list, tuple)):
        return [part for each in value for part in flat(each)]
    return [] if value is None else [array(value)]


def image_places(values: list[Any], axes: int) -> list[int]:
    """Which parts of an element are images: those with rows and columns, else the first row of numbers."""
    axes = batch_axes(values, axes)
    numeric = [(place, each) for place, each in enumerate(values) if each.dtype.kind in "uif"]
    sized = [(place, each) for place, each in numeric if each.ndim >= axes and size(each.shape[axes:]) >= IMAGE]
    images = [place for place, each in sized if each.ndim - axes >= 2]
    return images or [place for place, _ in sized[:1]] or [place for place, _ in numeric[:1]]


def batch_axes(values: list[Any], axes: int) -> int:
    """The axes of batches; images that no batch operation has put together may be batches still."""
    if axes == 0 and any(
        each.dtype.kind in "uif" and each.ndim == 4 and each.shape[-1] in (1, 3, 4) for each in values
    ):
        return 1
    return axes


def samples(values: list[Any], axes: int, places: list[int] | None = None) -> Iterator[list[Any]]:
    """The image parts of each sample of an element."""
    places = image_places(values, axes) if places is None else places
    axes = batch_axes(values, axes)
    parts = [values[place] for place in places if place < len(values)]
    if not axes:
        yield parts
        return
    rows = [each.reshape((-1, *each.shape[axes:])) for each in parts if each.ndim >= axes]
    for row in range(min((len(each) for each in rows), default=0)):
        yield [each[row] for each in rows]


def size(shape: tuple[int, ...]) -> int:
    """How many elements a shape has."""
    count = 1
    for each in shape:
        count *= each
    return count


def digest(sample: list[Any]) -> str:
    """A hash of the image parts of a sample."""
    import numpy as np

    state = hashlib.blake2b(digest_size=8)
    for part in sample:
        state.update(str(part.shape).encode())
        state.update(np.ascontiguousarray(part).tobytes())
    return state.hexdigest()


def content(values: list[Any]) -> str:
    """The identity of a record by what it holds."""
    state = hashlib.blake2b(digest_size=8)
    for value in values:
        state.update(value if isinstance(value, bytes) else value.tobytes())
    return f"row:{state.hexdigest()}"
