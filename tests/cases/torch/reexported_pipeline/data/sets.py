from pathlib import Path

from PIL import Image
from torch.utils.data import Dataset


class Tiles(Dataset):
    """PNG tiles listed in <root>/<part>.txt as "name label"."""

    def __init__(self, root, part, tf=None):
        self.root = Path(root)
        lines = (self.root / f"{part}.txt").read_text().splitlines()
        self.rows = [line.split() for line in lines if line.strip()]
        self.tf = tf

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        name, label = self.rows[i]
        image = Image.open(self.root / "png" / name).convert("RGB")
        return (self.tf(image) if self.tf else image), int(label)
