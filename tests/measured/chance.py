"""What counts of random draws are compared with, so that no test hangs on a draw that comes twice by chance."""

from typing import Any

import pytest


def about(count: int, off: int = 2) -> Any:
    """A count of draws of which a pair may be equal by chance, one of some 100 000: a defect shifts it by far more."""
    return pytest.approx(count, abs=off)
