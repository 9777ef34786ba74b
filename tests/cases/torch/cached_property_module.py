# case: cached_property_module
# shape: LightningModule that makes its own loaders; the pipeline is a functools.cached_property read by both
# truth: by reason: the cached property is one random object, and val_dataloader gives it to the validation folder
from functools import cached_property
from pathlib import Path

import lightning.pytorch as pl
import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder
from torchvision.transforms import v2


class TileNet(pl.LightningModule):
    def __init__(self, where: str, n_classes: int = 7, bs: int = 64):
        super().__init__()
        self.where = Path(where)
        self.bs = bs
        self.body = torch.nn.Sequential(torch.nn.Conv2d(3, 24, 5, 2), torch.nn.GELU(), torch.nn.AdaptiveAvgPool2d(1),
                                        torch.nn.Flatten(), torch.nn.Linear(24, n_classes))

    @cached_property
    def views(self):
        return v2.Compose([
            v2.ToImage(),
            v2.RandomResizedCrop(size=(112, 112), antialias=True),
            v2.RandomGrayscale(p=0.2),
            v2.ToDtype(torch.float32, scale=True),
        ])

    def forward(self, x):
        return self.body(x)

    def training_step(self, batch, i):
        return torch.nn.functional.cross_entropy(self(batch[0]), batch[1])

    def validation_step(self, batch, i):
        self.log("err", (self(batch[0]).argmax(1) != batch[1]).float().mean())

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=1e-3)

    def train_dataloader(self):
        return DataLoader(ImageFolder(str(self.where / "train"), self.views), self.bs, shuffle=True, num_workers=4)

    def val_dataloader(self):
        return DataLoader(ImageFolder(str(self.where / "val"), self.views), self.bs, num_workers=4)  # expect: AUG201|AUG202


if __name__ == "__main__":
    pl.Trainer(max_epochs=10, callbacks=[pl.callbacks.EarlyStopping("err")]).fit(TileNet("tiles"))
