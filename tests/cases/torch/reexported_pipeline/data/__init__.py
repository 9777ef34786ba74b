from .augment import default_tf
from .sets import Tiles

__all__ = ["Tiles", "default_tf"]
