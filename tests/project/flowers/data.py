"""Datasets and loaders."""

from pathlib import Path

from PIL import Image
from torch.utils.data import DataLoader, Dataset

from flowers.config import Config
from flowers.transforms import evaluation, jittered, pipeline


class Photos(Dataset):
    """The photos of one folder, one folder below it for each kind."""

    def __init__(self, folder: Path, transform=None):
        self.files = sorted(folder.glob("*/*.jpg"))
        self.kinds = sorted({file.parent.name for file in self.files})
        self.transform = transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        file = self.files[index]
        photo = Image.open(file).convert("RGB")
        if self.transform is not None:
            photo = self.transform(photo)
        return photo, self.kinds.index(file.parent.name)


def make_loaders(config: Config) -> dict[str, DataLoader]:
    """Loaders for training, validation and the final tests."""
    train = Photos(config.root / "train", transform=pipeline)
    val = Photos(config.root / "val", transform=pipeline)
    test = Photos(config.root / "test", transform=evaluation)
    robust = Photos(config.root / "test", transform=jittered)  # auglint: ignore[AUG202] -- how much does light matter?
    options = {"batch_size": config.batch, "num_workers": config.workers}
    return {
        "train": DataLoader(train, shuffle=True, drop_last=True, **options),
        "val": DataLoader(val, **options),
        "test": DataLoader(test, **options),
        "test_robust": DataLoader(robust, **options),
    }
