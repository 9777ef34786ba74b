"""What a run can be told."""

import argparse
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Config:
    """Folders and numbers of one run."""

    root: Path
    size: int = 224
    batch: int = 32
    epochs: int = 30
    rate: float = 1e-3
    workers: int = 4
    seed: int = 42


def from_command_line() -> Config:
    """Read the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path("data/flowers"))
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--batch", type=int, default=32)
    options = parser.parse_args()
    return Config(options.root, epochs=options.epochs, batch=options.batch)
