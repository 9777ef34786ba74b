# case: ok_stage_and_saved_indices
# shape: DataModule with stages: fit opens the root twice and divides by a saved permutation, test opens another root under the same attribute name
# truth: by reason: the parts of the permutation are disjoint and the held view is plain; both stages' evaluation sets are plain
from pathlib import Path

import lightning as L
import torch
from torch.utils.data import DataLoader, Subset
from torchvision.datasets import ImageFolder
from torchvision.transforms import v2


class Minerals(L.LightningDataModule):
    def __init__(self, home="minerals", bs=32, held=300):
        super().__init__()
        self.home, self.bs, self.held = Path(home), bs, held
        common = [v2.ToImage(), v2.ToDtype(torch.float32, scale=True)]
        self.tfs = {True: v2.Compose([v2.RandomResizedCrop((128, 128)), *common]), False: v2.Compose([v2.Resize((128, 128)), *common])}

    def prepare_data(self):
        target = self.home / "order.pt"
        if not target.exists():
            torch.save(torch.randperm(len(ImageFolder(str(self.home / "known")))), target)

    def setup(self, stage):
        if stage in ("fit", "validate"):
            order = torch.load(self.home / "order.pt").tolist()
            views = {flag: ImageFolder(str(self.home / "known"), tf) for flag, tf in self.tfs.items()}
            self.learn = Subset(views[True], order[:-self.held])
            self.check = Subset(views[False], order[-self.held:])
        elif stage == "test":
            self.check = ImageFolder(str(self.home / "field"), self.tfs[False])

    def train_dataloader(self):
        return DataLoader(self.learn, self.bs, shuffle=True, num_workers=4)

    def val_dataloader(self):
        return DataLoader(self.check, self.bs, num_workers=4)

    test_dataloader = val_dataloader


class Net(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(17))

    def training_step(self, batch, _):
        return torch.nn.functional.cross_entropy(self.net(batch[0]), batch[1])

    def validation_step(self, batch, _):
        self.log("err", (self.net(batch[0]).argmax(1) != batch[1]).float().mean())

    test_step = validation_step

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters())


if __name__ == "__main__":
    L.seed_everything(4)  # allow: AUG101
    dm, trainer = Minerals(), L.Trainer(max_epochs=10)
    net = Net()
    trainer.fit(net, dm)
    trainer.test(net, dm)
