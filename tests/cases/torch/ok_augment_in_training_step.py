# case: ok_augment_in_training_step
# shape: batch augmentation as a module attribute, used in on_after_batch_transfer behind trainer.training, MixUp in training_step; datasets are plain and share one transform
# truth: by reason: the datasets hold no random step; trainer.training is false while Lightning validates, so the random module is not reached
import pytorch_lightning as pl
import torch
from torch.utils.data import DataLoader
from torchvision.datasets import RenderedSST2
from torchvision.transforms import v2


class Reader(pl.LightningModule):
    def __init__(self, lr=2e-4):
        super().__init__()
        self.save_hyperparameters()
        self.gpu_aug = v2.Compose([v2.RandomAffine(4, translate=(0.03, 0.03)), v2.RandomErasing(p=0.3)])
        self.mix = v2.MixUp(num_classes=2, alpha=0.2)
        self.net = torch.nn.Sequential(torch.nn.Conv2d(3, 32, 7, 4), torch.nn.ReLU(), torch.nn.AdaptiveAvgPool2d(1),
                                       torch.nn.Flatten(), torch.nn.Linear(32, 2))

    def on_after_batch_transfer(self, batch, dataloader_idx):
        x, y = batch
        if self.trainer.training:
            x = self.gpu_aug(x)
        return x, y

    def training_step(self, batch, i):
        x, y = self.mix(*batch)
        return torch.nn.functional.cross_entropy(self.net(x), y)

    def validation_step(self, batch, i):
        x, y = batch
        self.log("acc", (self.net(x).argmax(1) == y).float().mean())

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), self.hparams.lr)


def run():
    transform = v2.Compose([v2.ToImage(), v2.Resize((224, 224)), v2.ToDtype(torch.float32, scale=True)])
    learn, dev, blind = (RenderedSST2("sst", split=s, transform=transform, download=True) for s in ("train", "val", "test"))
    trainer = pl.Trainer(max_epochs=5)
    model = Reader()
    trainer.fit(model, DataLoader(learn, 64, shuffle=True), DataLoader(dev, 64))
    trainer.validate(model, DataLoader(blind, 64))


if __name__ == "__main__":
    run()
