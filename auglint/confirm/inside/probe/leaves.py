"""Where a tf.data pipeline gets its elements from: which raw sample each is, and the ramp in place of its images."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auglint.confirm.inside.probe.access import identity
from auglint.confirm.inside.probe.graph import Node, functions, is_eager
from auglint.confirm.inside.probe.parts import IMAGE
from auglint.confirm.inside.probe.ramp import Ramp
from auglint.confirm.inside.probe.readers import file_identity

_LINKS = 20000
_PLAIN = ("range_dataset", "random_dataset", "random_dataset_v2")
_FLAT = ("flat_map_dataset", "interleave_dataset")


@dataclass
class Ramps:
    """The ramp in the layouts that are asked for, each decided once; and files and links that hold it."""

    folder: Callable[[], str]
    one: Ramp = field(default_factory=Ramp)
    _rows: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    _files: dict[str, str | None] = field(default_factory=dict)
    _root: str = ""
    _size: tuple[int, int, int] = (0, 0, 0)

    def like(self, row: Any) -> Any:
        """The ramp in the shape and kind of one image; None for what is no image."""
        key = (row.shape, row.dtype.str)
        if key not in self._rows:
            self._rows[key] = Ramp().like(row) if row.ndim <= 4 else None
        return self._rows[key]

    def link(self, path: bytes) -> bytes | None:
        """A path of the same names, of a file that holds the ramp; None if no ramp can be in a file of this kind."""
        text = os.fsdecode(path)
        target = self._file(text)
        if target is None:
            return None
        self._root = self._root or self.folder()
        link = Path(self._root) / text.lstrip("/")
        if not link.is_symlink():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(target)
        return os.fsencode(link)

    def encoded(self, data: bytes) -> bytes | None:
        """The ramp as the file of an image like that in `data`; None if it is none."""
        kind = _kind(data)
        if not kind:
            return None
        import tensorflow as tf

        shape = tf.io.decode_image(data, expand_animations=False).shape
        return self._encode(kind, (shape[0], shape[1], shape[2]))

    def _file(self, path: str) -> str | None:
        suffix = Path(path).suffix.lower()
        if suffix not in self._files:
            self._files[suffix] = self._write(path, suffix)
        return self._files[suffix]

    def _write(self, path: str, suffix: str) -> str | None:
        target = self.folder() + suffix
        if suffix == ".npy":
            import numpy as np

            row = self.like(np.load(path, allow_pickle=False))
            if row is None:
                return None
            np.save(target, row)
            return target
        with Path(path).open("rb") as file:
            data = file.read()
        kind = _kind(data)
        if not kind:
            return None
        import tensorflow as tf

        if not self._size[0]:
            shape = tf.io.decode_image(data, expand_animations=False).shape
            self._size = (shape[0], shape[1], shape[2])
        Path(target).write_bytes(self._encode(kind, self._size))
        return target

    def _encode(self, kind: str, size: tuple[int, int, int]) -> bytes:
        import numpy as np
        import tensorflow as tf

        channels = size[2] if size[2] in ((1, 3) if kind == "jpeg" else (1, 3, 4)) else 3
        image = Ramp().like(np.zeros((size[0], size[1], channels), np.uint8))
        encode = tf.io.encode_jpeg if kind == "jpeg" else tf.io.encode_png
        return bytes(encode(image).numpy())


def _kind(data: bytes) -> str:
    if data[:3] == b"\xff\xd8\xff":
        return "jpeg"
    # BMP and GIF decoders look at the first bytes, too, so a PNG in such a file is read by all of them.
    return "png" if data[:4] == b"\x89PNG" or data[:2] == b"BM" or data[:3] == b"GIF" else ""


@dataclass(eq=False)
class Leaf:
    """A source. `kind`: "slices" of arrays, the "whole", "records" of a reader, a "generator", or "plain" numbers.

    `rows`: how many elements it has, None if that is not known. `parts`: for each part of an element what it becomes
    in a probe: "ramp", "real" (left as it is), or "same" (that of the first element, for all).
    """

    node: Node
    kind: str
    number: int
    rows: int | None = None
    arrays: list[Any] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    first: list[Any] = field(default_factory=list)
    named: dict[int, str] = field(default_factory=dict)
    records: list[str] = field(default_factory=list)

    @property
    def has_images(self) -> bool:
        """Whether the ramp can be put into it."""
        return "ramp" in self.parts

    @property
    def is_data(self) -> bool:
        """Whether its elements are samples, or parts of samples, and not mere numbers."""
        return self.kind != "plain" and (
            self.kind in ("generator", "records") or any(self._names(each) for each in self.arrays)
        )

    def _names(self, array: Any) -> bool:
        return array.ndim >= 1 and (array.dtype.kind in "OS" or _row_size(array) >= 8)

    def name(self, row: int) -> str:
        """Which raw sample a row is."""
        if row not in self.named:
            self.named[row] = self._name(row)
        return self.named[row]

    def _name(self, row: int) -> str:
        if self.kind == "plain":
            return f"index:{self.node.number}:{row}"
        if self.kind == "records":
            return self.records[row] if row < len(self.records) else ""
        for array in self.arrays:
            if not array.ndim or row >= len(array):
                continue
            value = array[row]
            if isinstance(value, bytes):
                found = file_identity(value) or (identity(value) if len(value) >= 64 else "")
            else:
                found = identity(value)
            if found:
                return found
        return f"index:{self.node.number}:{row}" if self.kind in ("slices", "whole") else ""

    def base(self) -> str:
        """A name of the data, equal for equal data."""
        digest = hashlib.blake2b(digest_size=8)
        for array in self.arrays:
            digest.update(f"{array.shape}{array.dtype}".encode())
            step = max(1, len(array) // 64) if array.ndim else 1
            for value in array[::step] if array.ndim else [array]:
                digest.update(
                    value if isinstance(value, bytes) else value.tobytes() if hasattr(value, "tobytes") else b""
                )
        digest.update("".join(self.records[:64]).encode())
        if self.kind == "generator":
            digest.update(str(id(getattr(self.node.generator, "__code__", self.node.generator))).encode())
        elif not self.arrays and not self.records:
            digest.update(str(self.node.number).encode())
        return f"{self.kind}:{digest.hexdigest()}"


def leaf_of(node: Node, number: int) -> Leaf | None:
    """The source that an operation is; None if it works on the elements of others."""
    if node.generator is not None:
        return Leaf(node, "generator", number, parts=[])
    if node.op in _PLAIN:
        return Leaf(node, "plain", number)
    if node.op in ("tensor_slice_dataset", "tensor_dataset"):
        arrays = [as_array(each) for each in node.args["components"]]
        if node.op == "tensor_dataset" and not any(
            each.ndim and (each.size >= IMAGE or each.dtype.kind in "OS") for each in arrays
        ):
            return Leaf(node, "plain", number)
        slices = node.op == "tensor_slice_dataset"
        rows = len(arrays[0]) if arrays[0].ndim else 1
        leaf = Leaf(node, "slices" if slices else "whole", number, rows, arrays)
        leaf.parts = ["real" for _ in arrays]
        return leaf
    if not has_input(node) or ((node.op.startswith(_FLAT) or "interleave" in node.op) and not _draws(node)):
        return Leaf(node, "records", number)
    return None


def has_input(node: Node) -> bool:
    """Whether an operation reads other datasets."""
    return any(key in node.args for key in ("input_dataset", "input_datasets", "selector_input_dataset"))


def _draws(node: Node) -> bool:
    does = functions(node)
    return does.random or does.python


def as_array(tensor: Any) -> Any:
    """The values of a tensor, not copied where that can be."""
    import numpy as np

    if not is_eager(tensor):
        return np.asarray(tensor)
    try:
        return np.asarray(memoryview(tensor))
    except (TypeError, ValueError, NotImplementedError):
        return tensor.numpy() if hasattr(tensor.numpy(), "ndim") else np.asarray(tensor.numpy(), dtype=object)


def _row_size(array: Any) -> int:
    return array.size // max(1, len(array)) if array.ndim else 0
