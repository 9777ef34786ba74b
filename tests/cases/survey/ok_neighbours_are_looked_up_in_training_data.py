# case: ok_neighbours_are_looked_up_in_training_data
# shape: fit gets a list of validation loaders, the first one reads the training folder for a nearest-neighbour bank
# truth: nothing: the second loader is what is scored
from lightning import Trainer
from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

from models import Embedder


def pretrain(train_dir, val_dir, neighbours):
    plain = T.Compose([T.Resize(256), T.CenterCrop(224), T.ToTensor()])
    train_loader = DataLoader(ImageFolder(train_dir, T.Compose([T.RandomResizedCrop(224), T.ToTensor()])), shuffle=True)
    val_loader = DataLoader(ImageFolder(val_dir, plain))
    bank_loader = DataLoader(ImageFolder(train_dir, plain))
    if neighbours:
        val_loaders = [bank_loader, val_loader]
    else:
        val_loaders = val_loader
    Trainer(max_epochs=9).fit(model=Embedder(), train_dataloaders=train_loader, val_dataloaders=val_loaders)


pretrain("pictures/train", "pictures/val", neighbours=True)
pretrain("photos/train", "photos/val", neighbours=False)
