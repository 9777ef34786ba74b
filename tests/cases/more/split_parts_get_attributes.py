# case: split_parts_get_attributes
# shape: Lightning setup(): the parts of random_split get .transform attributes; base dataset only makes tensors
# truth: measured (torch 2.13): an attribute on a Subset changes nothing, both parts keep ToTensor alone
import lightning.pytorch as pl
import torch
from torch.utils.data import DataLoader, random_split
from torchvision import transforms
from torchvision.datasets import CIFAR100


class CIFAR100Data(pl.LightningDataModule):
    def __init__(self, root: str = "./data", batch_size: int = 128):
        super().__init__()
        self.root, self.batch_size = root, batch_size
        self.augment = transforms.Compose([transforms.ToTensor(), transforms.RandomCrop(32, padding=4), transforms.RandomHorizontalFlip()])
        self.plain = transforms.ToTensor()

    def prepare_data(self):
        CIFAR100(self.root, download=True)

    def setup(self, stage: str):
        if stage == "fit":
            full = CIFAR100(self.root, train=True, transform=transforms.ToTensor())
            self.train, self.val = random_split(full, [45_000, 5_000], torch.Generator().manual_seed(1))
            self.train.transform = self.augment  # expect: AUG204
            self.val.transform = self.plain  # expect: AUG204

    def train_dataloader(self):
        return DataLoader(self.train, self.batch_size, shuffle=True, num_workers=4)

    def val_dataloader(self):
        return DataLoader(self.val, self.batch_size, num_workers=4)


class Net(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(3072, 100)

    def training_step(self, batch, batch_idx):
        return torch.nn.functional.cross_entropy(self.layer(batch[0].flatten(1)), batch[1])

    def validation_step(self, batch, batch_idx):
        self.log("val", torch.nn.functional.cross_entropy(self.layer(batch[0].flatten(1)), batch[1]))

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=1e-3)


if __name__ == "__main__":
    pl.Trainer(max_epochs=20).fit(Net(), datamodule=CIFAR100Data())
