"""What runs inside the observed process: the standard library only, until the program itself imports more."""

from importlib import import_module
from typing import Any

FRAMEWORKS = (
    "results",
    "torch_loaders",
    "lightning",
    "transformers",
    "huggingface",
    "tf_datasets",
    "keras_data",
)
"""The modules that watch a framework; each has `install(observer)`."""


def load(name: str) -> Any:
    """A module that watches a framework."""
    return import_module(f"auglint.confirm.inside.{name}")
