# case: hparams_datamodule_random_split
# shape: LightningDataModule with self.hparams and DataLoader(**self.loader_args); setup(stage) divides what a method opened
# truth: by reason: the dataset opened with a random pipeline is divided, both parts read through it; the test set is opened plainly
import pytorch_lightning as pl
from torch.utils.data import DataLoader, random_split
from torchvision import transforms
from torchvision.datasets import EuroSAT, ImageFolder


class EuroSATDataModule(pl.LightningDataModule):
    def __init__(self, data_dir: str = "./", batch_size: int = 64, num_workers: int = 4, jitter: float = 0.2):
        super().__init__()
        self.save_hyperparameters()
        self.loader_args = dict(batch_size=batch_size, num_workers=num_workers, pin_memory=True)
        self.normalize = transforms.Normalize((0.34, 0.38, 0.41), (0.09, 0.06, 0.05))

    @property
    def num_classes(self):
        return 10

    def prepare_data(self):
        EuroSAT(self.hparams.data_dir, download=True)

    def _open(self):
        tfm = transforms.Compose([
            transforms.RandomVerticalFlip(),
            transforms.ColorJitter(brightness=self.hparams.jitter),
            transforms.ToTensor(),
            self.normalize,
        ])
        return EuroSAT(self.hparams.data_dir, transform=tfm)

    def setup(self, stage=None):
        if stage == "fit" or stage is None:
            full = self._open()
            n_train = int(len(full) * 0.9)
            self.train, self.val = random_split(full, [n_train, len(full) - n_train])  # expect: AUG203
        if stage == "test" or stage is None:
            plain = transforms.Compose([transforms.ToTensor(), self.normalize])
            self.test = ImageFolder(f"{self.hparams.data_dir}/held_out", transform=plain)

    def train_dataloader(self):
        return DataLoader(self.train, shuffle=True, **self.loader_args)

    def val_dataloader(self):
        return DataLoader(self.val, **self.loader_args)

    def test_dataloader(self):
        return DataLoader(self.test, **self.loader_args)
