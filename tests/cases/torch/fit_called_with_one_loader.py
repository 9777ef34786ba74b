# case: fit_called_with_one_loader
# shape: a Lightning fit call that gets the training loader for both roles; checkpoints are chosen by the validation loss
# truth: by reason: the very same loader object is the training and the validation argument, and no overfitting check is asked for
import sys

import lightning as L
import torch
from lightning.pytorch.callbacks import ModelCheckpoint
from torch import nn
from torch.utils.data import DataLoader
from torchvision.datasets import FGVCAircraft
from torchvision.transforms import v2


class Planes(L.LightningModule):
    def __init__(self, lr):
        super().__init__()
        self.lr = lr
        self.net = nn.Sequential(nn.Conv2d(3, 32, 9, 4), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 100))

    def _loss(self, batch):
        return nn.functional.cross_entropy(self.net(batch[0]), batch[1])

    def training_step(self, batch, _):
        return self._loss(batch)

    def validation_step(self, batch, _):
        self.log("val_loss", self._loss(batch))

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), self.lr, momentum=0.9)


def loaders(root):
    tf = v2.Compose([v2.ToImage(), v2.Resize((192, 192)), v2.ToDtype(torch.float32, scale=True)])
    learn = FGVCAircraft(root, split="train", transform=tf, download=True)
    check = FGVCAircraft(root, split="val", transform=tf, download=True)
    return DataLoader(learn, 48, shuffle=True, num_workers=4), DataLoader(check, 48, num_workers=4)


def main(root, epochs):
    learn_dl, check_dl = loaders(root)
    print(len(learn_dl), len(check_dl))
    keep = ModelCheckpoint(monitor="val_loss", mode="min")
    trainer = L.Trainer(max_epochs=epochs, callbacks=[keep])
    trainer.fit(Planes(0.05), train_dataloaders=learn_dl, val_dataloaders=learn_dl)  # expect: AUG301
    print(keep.best_model_path)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
