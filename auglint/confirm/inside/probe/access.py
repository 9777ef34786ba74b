"""Which raw sample an index stands for: watched while the dataset reads it, then looked up without reading.

A dataset keeps its data in containers: lists of paths, arrays, other datasets. Watching a few reads shows which
container is read at which row, and how the row follows from the index; the rule found is applied to all indices.
"""

import functools
import hashlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from auglint.confirm.inside.patches import Patches
from auglint.confirm.inside.probe.readers import Readers, file_identity
from auglint.confirm.inside.probe.streams import Holder, is_array, is_arrow, reachable

MOST_READ = 4000
"""How many samples are made, at the most, to tell which they are."""

_LEAST_NAMED = 128
_TRIED = 6
_TEXT = 1024


@dataclass(frozen=True)
class Read:
    """A container was read at a row."""

    container: int
    row: int


@dataclass
class Container:
    """Something with rows that a dataset holds."""

    value: Any
    holder: Holder


class Access:
    """The containers below a dataset, and what each index of the dataset reads of them."""

    def __init__(self, dataset: Any) -> None:
        self.dataset = dataset
        self.containers = {
            id(value): Container(value, holder) for value, holder in reachable(dataset) if _is_container(value)
        }
        self.reads: list[Read] = []
        self._rules: list[tuple[int, int | None]] | None = None
        self._opens = False

    def identities(self, indices: Sequence[int], seconds: float = 2.0) -> dict[int, str]:
        """The identity of each index's raw sample, as far as the time allows; "" where there is none to be had."""
        wanted = list(dict.fromkeys(indices))
        if is_arrow(self.dataset):
            return in_time(wanted, lambda index: _arrow_row(self.dataset, index), seconds)
        rules = self._learned(wanted)
        if rules is not None:
            return {index: self._looked_up(index, rules) for index in wanted}
        readers = Readers()
        with self._watched(readers):
            return in_time(wanted[:MOST_READ], lambda index: self._read(index, readers), seconds)

    def used(self) -> list[Container]:
        """The containers that the watched reads touched and that hold images or rows of numbers."""
        seen = dict.fromkeys(read.container for read in self.reads)
        return [self.containers[each] for each in seen if each in self.containers]

    def _learned(self, indices: Sequence[int]) -> list[tuple[int, int | None]] | None:
        """How a row follows from an index: (container, None: the row is the index, or where it stands)."""
        tried = list(dict.fromkeys(indices))
        tried = tried[:: max(1, len(tried) // _TRIED)][:_TRIED]
        logs: list[tuple[int, list[Read], list[str]]] = []
        readers = Readers()
        with self._watched(readers):
            for index in tried:
                self.reads.clear()
                readers.opened.clear()
                self.dataset[index]
                logs.append((index, list(self.reads), list(readers.opened)))
        self.reads = [read for _, reads, _ in logs for read in reads]
        self._opens = any(opened for _, _, opened in logs)
        if not logs:
            return None
        rules: list[tuple[int, int | None]] = []
        for candidate in dict.fromkeys(read.container for read in logs[0][1]):
            rows = [next((read.row for read in reads if read.container == candidate), None) for _, reads, _ in logs]
            if all(row == index for row, (index, _, _) in zip(rows, logs, strict=True)):
                rules.append((candidate, None))
                continue
            for through, container in self.containers.items():
                if all(
                    row is not None and _number(container.value, index) == row
                    for row, (index, _, _) in zip(rows, logs, strict=True)
                ):
                    rules.append((candidate, through))
                    break
        known = [rule for rule in rules if self._says(rule[0], logs[0][0] if rule[1] is None else 0)]
        if self._opens and not any(self._names_files(container) for container, _ in known):
            return None  # files are what it reads: only reading tells which
        return known or None

    def _says(self, container: int, row: int) -> bool:
        return bool(identity(_entry(self.containers[container].value, row)))

    def _names_files(self, container: int) -> bool:
        return identity(_entry(self.containers[container].value, 0)).startswith("file:")

    def _looked_up(self, index: int, rules: list[tuple[int, int | None]]) -> str:
        names = []
        for container, through in rules:
            row = index if through is None else _entry(self.containers[through].value, index)
            names.append(identity(_entry(self.containers[container].value, row)))
        files = [name for name in names if name.startswith("file:")]
        rows = [name for name in names if name.startswith("row:")]
        return next(iter(files or rows), "")

    def _read(self, index: int, readers: Readers) -> str:
        self.reads.clear()
        readers.opened.clear()
        self.dataset[index]
        if readers.opened:
            return readers.opened[0]
        names = [identity(_entry(self.containers[read.container].value, read.row)) for read in self.reads]
        return next((name for name in names if name), "")

    @contextmanager
    def _watched(self, readers: Readers) -> Iterator[None]:
        """Log the rows of all containers while the dataset is read."""
        patches = Patches()
        put_back: list[tuple[Holder, Any]] = []
        readers.install(patches)
        logged: set[type] = set()
        for number, container in self.containers.items():
            stand_in = _logging(container.value, functools.partial(self._log, number))
            if stand_in is not None:
                if container.holder.put(stand_in):
                    put_back.append((container.holder, container.value))
            elif type(container.value) not in logged and container.value is not self.dataset:
                logged.add(type(container.value))
                self._log_class(patches, type(container.value))
        try:
            yield
        finally:
            for holder, value in put_back:
                holder.put(value)
            patches.undo()

    def _log(self, container: int, row: int) -> None:
        self.reads.append(Read(container, row))

    def _log_class(self, patches: Patches, kind: Any) -> None:
        original = kind.__getitem__

        @functools.wraps(original)
        def read(this: Any, row: Any) -> Any:
            if id(this) in self.containers and _is_row(row):
                self._log(id(this), int(row))
            return original(this, row)

        try:
            patches.set(kind, "__getitem__", read)
        except (AttributeError, TypeError):
            return


def in_time(indices: Sequence[int], name: Callable[[int], str], seconds: float) -> dict[int, str]:
    """The names of samples, as many as the time allows, but some in any case: a busy machine changes no verdict."""
    found: dict[int, str] = {}
    ends = time.monotonic() + seconds
    for index in indices:
        if len(found) >= _LEAST_NAMED and time.monotonic() > ends:
            break
        found[index] = name(index)
    return found


def identity(value: Any) -> str:
    """What a raw sample is: its file, else what it holds. "" for what is no image, text or row of numbers."""
    if isinstance(value, _Name):
        return str(value)
    if isinstance(value, str) or hasattr(value, "__fspath__"):
        return file_identity(value)
    if isinstance(value, (tuple, list)):
        names = [identity(each) for each in value[:4]]
        return next((name for name in names if name.startswith("file:")), next(filter(None, names), ""))
    if isinstance(value, dict):
        return identity(list(value.values()))
    if isinstance(value, (bytes, bytearray)):
        return _content(bytes(value)) if len(value) >= _TEXT // 16 else ""
    if hasattr(value, "mode") and hasattr(value, "tobytes") and hasattr(value, "size"):
        return _content(value.tobytes())
    array = value.detach().cpu().numpy() if hasattr(value, "detach") else value
    if hasattr(array, "dtype") and hasattr(array, "tobytes") and getattr(array, "size", 0) >= 8:
        if array.dtype.kind not in "uifb" or bool((array == array.flat[0]).all()):
            return ""  # a blank image equals every other
        return _content(str(array.shape).encode() + array.tobytes())
    return ""


def _content(data: bytes) -> str:
    return f"row:{hashlib.blake2b(data, digest_size=8).hexdigest()}"


def _is_row(row: Any) -> bool:
    return (
        isinstance(row, int)
        or (hasattr(row, "__index__") and not isinstance(row, bool) and not hasattr(row, "shape"))
        or (hasattr(row, "__index__") and getattr(row, "shape", None) == ())
    )


def _is_container(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return len(value) >= 2
    if isinstance(value, (str, bytes, dict, set, type)):
        return False
    if is_array(value):
        return len(value.shape) >= 1 and len(value) >= 2
    return hasattr(type(value), "__getitem__") and hasattr(type(value), "__len__") and hasattr(value, "__dict__")


def _entry(container: Any, row: Any) -> Any:
    """A row of a container; of a dataset, what identifies it without transforms where that can be had."""
    try:
        if is_arrow(container):
            return _arrow_row(container, row)
        if _is_plain(container):
            value = container[row]
            return int(value) if getattr(value, "shape", None) == () and hasattr(value, "__index__") else value
    except (IndexError, KeyError, TypeError, ValueError, RuntimeError):
        pass
    return None


def _number(container: Any, row: int) -> int | None:
    """A row of a container of whole numbers."""
    entry = _entry(container, row)
    return entry if isinstance(entry, int) else None


def _is_plain(container: Any) -> bool:
    return isinstance(container, (list, tuple)) or is_array(container)


@functools.lru_cache(maxsize=8)
def _arrow_view(dataset: Any) -> Any:
    """A dataset without what is done to its rows when they are read; to make one takes its time."""
    return dataset.with_format("arrow")


class _Name(str):
    """A text that is an identity already."""


def _arrow_row(dataset: Any, row: int) -> str:
    """The identity of a row as it is stored, whatever is done to it when it is read."""
    stored = _arrow_view(dataset)[int(row)].to_pydict()
    paths = [value.get("path") for values in stored.values() for value in values if isinstance(value, dict)]
    held = any(isinstance(value, dict) and value.get("bytes") for values in stored.values() for value in values)
    files = [name for path in paths if path and not held and (name := file_identity(path))]
    return _Name(files[0] if files else _content(repr(stored).encode(errors="replace")))


def _logging(value: Any, log: Callable[[int], None]) -> Any:
    """A stand-in for a list, tuple or array that logs which rows are read; None for other containers."""
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if type(value) is list:
        return _List(value, log)
    if type(value) is tuple:
        return _tuple(value, log)
    if numpy is not None and type(value) is numpy.ndarray:
        return _array(numpy, value, log)
    if torch is not None and type(value) is torch.Tensor:
        return _tensor(torch, value, log)
    return None


class _List(list[Any]):
    """A list that logs."""

    def __init__(self, values: Any, log: Callable[[int], None]) -> None:
        super().__init__(values)
        self.log = log

    def __getitem__(self, row: Any) -> Any:
        if _is_row(row):
            self.log(int(row))
        return super().__getitem__(row)

    def __iter__(self) -> Iterator[Any]:
        for row, value in enumerate(super().__iter__()):
            self.log(row)
            yield value


def _tuple(values: tuple[Any, ...], log: Callable[[int], None]) -> Any:
    class Logged(tuple):  # type: ignore[type-arg]
        def __getitem__(self, row: Any) -> Any:
            if _is_row(row):
                log(int(row))
            return super().__getitem__(row)

    return Logged(values)


def _array(numpy: Any, values: Any, log: Callable[[int], None]) -> Any:
    class Logged(numpy.ndarray):  # type: ignore[misc]
        def __getitem__(self, row: Any) -> Any:
            if _is_row(row):
                log(int(row))
            return values[row]

    return values.view(Logged)


def _tensor(torch: Any, values: Any, log: Callable[[int], None]) -> Any:
    class Logged(torch.Tensor):  # type: ignore[misc]
        def __getitem__(self, row: Any) -> Any:
            if _is_row(row):
                log(int(row))
            return values[row]

    return values.as_subclass(Logged)
