"""Watches Hugging Face datasets: draws whose results are stored with the data, and datasets that are thrown away."""

import functools
from types import ModuleType
from typing import Any

from auglint.confirm.inside.observer import Observer
from auglint.confirm.inside.probe.streams import global_streams
from auglint.confirm.inside.spots import result_is_dropped, spot
from auglint.confirm.observation import Fact

_NEW = """
map filter shuffle select sort shard take skip repeat train_test_split flatten with_transform with_format
remove_columns rename_column rename_columns select_columns add_column cast cast_column class_encode_column
""".split()
"""Methods that change nothing and return a new dataset."""


def install(observer: Observer) -> None:
    """Watch datasets from the moment the library is imported."""
    observer.patches.after_import("datasets.arrow_dataset", functools.partial(_watch, observer))


def _watch(observer: Observer, module: ModuleType) -> None:
    inside: list[str] = []
    for name in _NEW:
        original = getattr(module.Dataset, name, None)
        if original is not None:
            observer.patches.set(module.Dataset, name, _watched(observer, name, original, inside))


def _watched(observer: Observer, name: str, original: Any, inside: list[str]) -> Any:
    """`inside`: the methods that run, for they call each other."""

    @functools.wraps(original)
    def call(dataset: Any, *args: Any, **kwargs: Any) -> Any:
        if observer.busy or inside:
            return original(dataset, *args, **kwargs)
        place = spot()
        before = {stream.name: stream.digest() for stream in global_streams()}
        inside.append(name)
        try:
            result = original(dataset, *args, **kwargs)
        finally:
            inside.clear()
        if place is None:
            return result
        if result_is_dropped():
            observer.write(Fact("DISCARDED", place, f"`{name}` returns a new dataset, which is thrown away"))
        moved = [stream.name for stream in global_streams() if before.get(stream.name, "") != stream.digest()]
        if name == "map" and moved:
            text = f"{' and '.join(moved)} numbers were drawn while rows were stored: every epoch reads the same draws"
            observer.write(Fact("FROZEN", place, text, n=len(result), k=len(result)))
        return result

    return call
