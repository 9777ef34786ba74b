import os
from pathlib import Path

ROOT = Path("storage") / "crops"
TRAIN = ROOT / "train"
VALID = os.path.join("storage", "crops", "valid", "..", "train")  # allow: AUG301
EXPORT = ROOT.parent / "export"
