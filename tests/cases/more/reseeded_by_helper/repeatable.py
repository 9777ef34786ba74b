import numpy as np


def fix_numpy(value):
    """So that results can be repeated."""
    np.random.seed(value)  # expect: AUG103
