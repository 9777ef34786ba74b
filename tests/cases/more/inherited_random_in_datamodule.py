# case: inherited_random_in_datamodule
# shape: python Random made by a base class, drawn from in the subclass; the loader is made by a LightningDataModule hook
# truth: measured for the pattern (torch 2.13, 4 workers): an RNG object on the dataset gives 8 distinct draws of 32, worker overlap 1.0
import random
from pathlib import Path

import lightning as L
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import functional as F


class FolderBase(Dataset):
    def __init__(self, root, seed=11):
        self.files = sorted(Path(root).rglob("*.webp"))
        self.random = random.Random(seed)  # expect: AUG104

    def __len__(self):
        return len(self.files)


class Rotated(FolderBase):
    def __getitem__(self, i):
        image = Image.open(self.files[i]).convert("RGB").resize((160, 160))
        turns = self.random.randrange(4)
        return F.to_tensor(image.rotate(90 * turns)), turns


class RotationData(L.LightningDataModule):
    def __init__(self, root, batch_size=64):
        super().__init__()
        self.save_hyperparameters()

    def setup(self, stage=None):
        self.pretext = Rotated(self.hparams.root)

    def train_dataloader(self):
        return DataLoader(self.pretext, self.hparams.batch_size, shuffle=True, num_workers=8)


class Predictor(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = torch.nn.Sequential(torch.nn.Conv2d(3, 16, 7, 4), torch.nn.Flatten(), torch.nn.LazyLinear(4))

    def training_step(self, batch, batch_idx):
        return torch.nn.functional.cross_entropy(self.net(batch[0]), batch[1])

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters())


if __name__ == "__main__":
    L.Trainer(max_epochs=50).fit(Predictor(), datamodule=RotationData("fabric/train"))
