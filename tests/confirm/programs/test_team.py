"""A team's own tests of its loaders; the one that fails is meant to."""

import numpy as np
from torch.utils.data import DataLoader
from torch_parts import Own, Pictures, brighter, noise


def test_healthy(auglint_confirm):
    auglint_confirm(
        train=lambda: DataLoader(Pictures(noise(64, 1), brighter), batch_size=8, shuffle=True),
        val=lambda: DataLoader(Pictures(noise(64, 2), np.float32), batch_size=8),
    )


def test_shared(auglint_confirm):
    auglint_confirm(
        train=lambda: DataLoader(Pictures(noise(64, 1), Own(0)), batch_size=8),
        val=lambda: DataLoader(Pictures(noise(64, 2), Own(0)), batch_size=8),
    )
