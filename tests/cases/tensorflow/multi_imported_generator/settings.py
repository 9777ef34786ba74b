from pathlib import Path

BASE = Path("/data/mushrooms")
TRAIN_DIR = BASE / "train"
DEV_DIR = BASE / "dev"
SIZE = (128, 128)
BATCH = 24
