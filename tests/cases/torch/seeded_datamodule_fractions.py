# case: seeded_datamodule_fractions
# shape: LightningDataModule with save_hyperparameters; setup() divides by fractions, the seed comes from a class attribute
# truth: by reason: both parts read one ImageFolder with a random pipeline; after the one seed both loaders draw from the same stream (info)
import pytorch_lightning as pl
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, random_split
from torchvision import models, transforms
from torchvision.datasets import ImageFolder


class CFG:
    seed = 1337
    data = "waste"
    bs = 48
    epochs = 12


class WasteData(pl.LightningDataModule):
    def __init__(self, data_dir, batch_size=32, workers=2):
        super().__init__()
        self.save_hyperparameters()

    @property
    def pipeline(self):
        return transforms.Compose([
            transforms.RandomResizedCrop(224, scale=(0.7, 1.0)),
            transforms.RandomHorizontalFlip(),
            transforms.ToTensor(),
        ])

    def setup(self, stage=None):
        everything = ImageFolder(self.hparams.data_dir, transform=self.pipeline)
        self.fit_part, self.dev_part = random_split(everything, [0.85, 0.15])  # expect: AUG203

    def train_dataloader(self):
        return DataLoader(self.fit_part, self.hparams.batch_size, shuffle=True, num_workers=self.hparams.workers)

    def val_dataloader(self):
        return DataLoader(self.dev_part, self.hparams.batch_size, num_workers=self.hparams.workers)


class Lit(pl.LightningModule):
    def __init__(self, n=6):
        super().__init__()
        self.net = models.mobilenet_v3_small(num_classes=n)

    def training_step(self, batch, batch_idx):
        x, y = batch
        return F.cross_entropy(self.net(x), y)

    def validation_step(self, batch, batch_idx):
        x, y = batch
        self.log("val_acc", (self.net(x).argmax(1) == y).float().mean(), prog_bar=True)

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), 3e-4)


def cli_main():
    pl.seed_everything(CFG.seed)  # expect: AUG101[I]
    dm = WasteData(CFG.data, batch_size=CFG.bs)
    pl.Trainer(max_epochs=CFG.epochs, accelerator="auto").fit(Lit(), dm)


if __name__ == "__main__":
    cli_main()
