"""Lets programs that know nothing of it import a torchvision wheel that was built for another torch."""

import sys
from importlib.abc import MetaPathFinder


class Shim(MetaPathFinder):
    """Registers what the wheel lacks just before it is imported for the first time; finds nothing itself."""

    def find_spec(self, name, path=None, target=None):
        if name == "torchvision":
            sys.meta_path.remove(self)
            import torchvision_shim  # noqa: F401
        return None


sys.meta_path.insert(0, Shim())
