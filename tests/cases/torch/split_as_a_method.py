# case: split_as_a_method
# shape: the Dataset divides itself: a method returns Subset(self, ...) twice; the transform arrives in the constructor
# truth: by reason: both parts refer to self, whose transform is random
import dataclasses
import random
from pathlib import Path

import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset, Subset
from torchvision import transforms as tt


@dataclasses.dataclass
class Conf:
    folder: Path = Path("coins")
    frac: float = 0.75
    edge: int = 96
    lr: float = 1e-3


class Coins(Dataset):
    def __init__(self, folder, tfm):
        self.items = [(f, int(f.stem.split("_")[0])) for f in sorted(folder.rglob("*.jpg"))]
        self.tfm = tfm

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        f, value = self.items[i]
        return self.tfm(Image.open(f).convert("RGB")), value

    def partition(self, frac):
        ids = list(range(len(self)))
        random.shuffle(ids)
        at = int(frac * len(ids))
        first = Subset(self, ids[:at])
        second = Subset(self, ids[at:])  # expect: AUG203
        return first, second


def main(conf: Conf):
    tfm = tt.Compose([tt.Resize((conf.edge, conf.edge)), tt.RandomPerspective(0.4), tt.AutoAugment(), tt.ToTensor()])
    fit_set, held_out = Coins(conf.folder, tfm).partition(conf.frac)  # allow: AUG203
    fit_dl = DataLoader(fit_set, 64, shuffle=True)
    held_dl = DataLoader(held_out, 64)
    net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(9))
    opt = torch.optim.Adam(net.parameters(), conf.lr)
    for ep in range(20):
        net.train()
        for x, y in fit_dl:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            opt.step()
        net.eval()
        with torch.no_grad():
            print(ep, torch.cat([(net(x).argmax(1) == y).float() for x, y in held_dl]).mean().item())


if __name__ == "__main__":
    main(Conf())
