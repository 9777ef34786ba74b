# case: worker_init_method_of_datamodule
# shape: the worker function is a method of the data module; it adds the worker's number to a number given at construction
# truth: measured for the pattern (torch 2.13): worker number and a constant alone give the same draws in every epoch
import random

import pytorch_lightning as pl
import torch
from PIL import Image, ImageEnhance
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms.functional import to_tensor


class Posters(Dataset):
    def __init__(self, listing, training):
        self.rows = [line.split(";") for line in open(listing, encoding="utf-8")]
        self.training = training

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        name, genre = self.rows[i]
        poster = Image.open(name).convert("RGB").resize((182, 268))
        if self.training:
            poster = ImageEnhance.Color(poster).enhance(random.uniform(0.4, 1.6))
        return to_tensor(poster), int(genre)


class PosterData(pl.LightningDataModule):
    def __init__(self, base_seed: int = 100):
        super().__init__()
        self.base_seed = base_seed

    def _seed_worker(self, worker_id: int) -> None:
        random.seed(self.base_seed + worker_id)  # expect: AUG105[W]

    def train_dataloader(self):
        return DataLoader(Posters("train.csv", True), 64, shuffle=True, num_workers=4, worker_init_fn=self._seed_worker)

    def val_dataloader(self):
        return DataLoader(Posters("val.csv", False), 64, num_workers=4)


class Genre(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 9, 4), torch.nn.Flatten(), torch.nn.LazyLinear(20))

    def training_step(self, batch, _):
        return torch.nn.functional.cross_entropy(self.net(batch[0]), batch[1])

    def validation_step(self, batch, _):
        self.log("val_loss", torch.nn.functional.cross_entropy(self.net(batch[0]), batch[1]))

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), 0.01)


pl.Trainer(max_epochs=10).fit(Genre(), PosterData(base_seed=7))
