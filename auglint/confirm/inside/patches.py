"""Watching library functions, so that all of it can be undone, and only once the program imports the library."""

import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

_ABSENT = object()


class Patches:
    """Attributes that were replaced. `undo` gives all of them back, the last first."""

    def __init__(self) -> None:
        self._kept: list[tuple[Any, str, Any]] = []
        self._finder = _AfterImport()

    def set(self, owner: Any, name: str, value: Any) -> Any:
        """Replace an attribute (of a module, class or object); returns what it was."""
        self._kept.append((owner, name, vars(owner).get(name, _ABSENT)))
        before = getattr(owner, name, None)
        setattr(owner, name, value)
        return before

    def set_everywhere(self, module: ModuleType, name: str, value: Any) -> None:
        """Replace what a module defines, and under the same name in all modules that have taken it from there."""
        before = getattr(module, name)
        self.set(module, name, value)
        for other in list(sys.modules.values()):
            if other is not module and getattr(other, "__dict__", {}).get(name) is before:
                self.set(other, name, value)

    def after_import(self, module: str, patch: Callable[[ModuleType], None]) -> None:
        """Call `patch` with a module: now if it is imported already, else as soon as it has been."""
        present = sys.modules.get(module)
        if present is not None and not _being_imported(present):
            patch(present)
            return
        if self._finder not in sys.meta_path:
            sys.meta_path.insert(0, self._finder)
        self._finder.waiting.setdefault(module, []).append(patch)

    def undo(self) -> None:
        """Give everything back."""
        if self._finder in sys.meta_path:
            sys.meta_path.remove(self._finder)
        for owner, name, before in reversed(self._kept):
            if before is _ABSENT:
                delattr(owner, name)
            else:
                setattr(owner, name, before)
        self._finder.waiting.clear()
        self._kept.clear()


class _AfterImport(MetaPathFinder):
    """Finds modules as Python does, and has those patched that somebody waits for, once they have been executed."""

    def __init__(self) -> None:
        self.waiting: dict[str, list[Callable[[ModuleType], None]]] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self.waiting:
            return None
        others = [finder for finder in sys.meta_path if finder is not self]
        spec = next(filter(None, (_found(finder, fullname, path, target) for finder in others)), None)
        if spec is None or spec.loader is None:
            return spec
        loader: Loader = spec.loader
        load = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            vars(loader).pop("exec_module", None)  # the next module this loader loads is none of ours
            load(module)
            for patch in self.waiting.pop(fullname, ()):
                patch(module)

        loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


def _found(finder: Any, name: str, path: Sequence[str] | None, target: ModuleType | None) -> ModuleSpec | None:
    find = getattr(finder, "find_spec", PathFinder.find_spec)
    spec: ModuleSpec | None = find(name, path, target)
    return spec


def _being_imported(module: ModuleType) -> bool:
    return bool(getattr(getattr(module, "__spec__", None), "_initializing", False))
