"""Train with Lightning, seeded as its documentation says."""

import random  # noqa: F401

import lightning as L
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 16, 16, 3), dtype=np.uint8)


class Pictures(Dataset):
    def __init__(self, pictures):
        self.pictures = pictures

    def __len__(self):
        return len(self.pictures)

    def __getitem__(self, index):
        picture = torch.from_numpy(self.pictures[index]).permute(2, 0, 1).float() / 255
        return picture * np.random.uniform(0.5, 1.5), int(picture.mean() > 0.5)


class Data(L.LightningDataModule):
    def setup(self, stage=None):
        self.train_set = Pictures(make_pictures(64, 1))
        self.val_set = Pictures(make_pictures(64, 2))

    def train_dataloader(self):
        return DataLoader(self.train_set, batch_size=8, shuffle=True, num_workers=2)

    def val_dataloader(self):
        return DataLoader(self.val_set, batch_size=8, num_workers=2)


class Classifier(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Flatten(), nn.Linear(16 * 16 * 3, 2))

    def training_step(self, batch, index):
        pictures, labels = batch
        return nn.functional.cross_entropy(self.net(pictures.float()), labels)

    def validation_step(self, batch, index):
        pictures, labels = batch
        self.log("val_loss", nn.functional.cross_entropy(self.net(pictures.float()), labels))

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.01)


if __name__ == "__main__":
    L.seed_everything(42, workers=True)
    trainer = L.Trainer(
        max_epochs=2, logger=False, enable_checkpointing=False, enable_progress_bar=False, accelerator="cpu"
    )
    trainer.fit(Classifier(), datamodule=Data())
