# case: ok_split_joined_in_package
# shape: abstract trainer in a package: its run() asks a subclass in another file for loaders by split; the evaluation split is an argparse choice
# truth: by reason: the split word is joined to the root, "train" is no choice for --eval-split, and the other entries are plain
import argparse
from pathlib import Path

import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder

from engine.base import BaseTrainer
from engine.views import views_for


class Trainer(BaseTrainer):
    def make_model(self):
        return torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3 * self.args.size**2, self.args.classes))

    def make_loader(self, split, shuffle):
        ds = ImageFolder(str(Path(self.args.root) / split), views_for(split, self.args.size))
        return DataLoader(ds, self.args.bs, shuffle=shuffle, num_workers=4)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("root")
    p.add_argument("--eval-split", choices=["val", "test"], default="val")
    p.add_argument("--size", type=int, default=96)
    p.add_argument("--classes", type=int, default=20)
    p.add_argument("--bs", type=int, default=64)
    p.add_argument("--lr", type=float, default=1e-3)
    p.add_argument("--epochs", type=int, default=20)
    Trainer(p.parse_args()).run()


if __name__ == "__main__":
    main()
