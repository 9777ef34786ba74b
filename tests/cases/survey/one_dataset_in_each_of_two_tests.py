# case: one_dataset_in_each_of_two_tests
# shape: two functions of one file each train and validate a model over a dataset of their own, made by equal calls
# truth: inside each function both loaders read one dataset (told at the evaluation loader); the functions have nothing to do with each other
from lightning.pytorch import Trainer
from torch.utils.data import DataLoader
from torchvision.datasets import FakeData
from torchvision.transforms import ToTensor

from models import Deep, Shallow


def fits_shallow():
    images = FakeData(size=20, image_size=(3, 8, 8), transform=ToTensor())
    train_loader = DataLoader(images, batch_size=2)
    val_loader = DataLoader(images, batch_size=2)
    Trainer(max_epochs=1).fit(Shallow(), train_loader, val_loader)  # expect: AUG301


def fits_deep():
    images = FakeData(size=20, image_size=(3, 8, 8), transform=ToTensor())
    train_loader = DataLoader(images, batch_size=2)
    val_loader = DataLoader(images, batch_size=2)
    Trainer(max_epochs=1).fit(Deep(), train_loader, val_loader)  # expect: AUG301


if __name__ == "__main__":
    fits_shallow()
    fits_deep()
