# case: ok_training_loader_beside_validation
# shape: val_dataloader returns the validation loader and one over the training folder
# truth: nothing: how well training data is fitted is looked at beside validation
import lightning as L
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder


class DM(L.LightningDataModule):
    def train_dataloader(self):
        return DataLoader(ImageFolder("data/train"), 32, shuffle=True)

    def val_dataloader(self):
        return [DataLoader(ImageFolder("data/val"), 32), DataLoader(ImageFolder("data/train"), 32)]
