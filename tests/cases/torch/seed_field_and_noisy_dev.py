# case: seed_field_and_noisy_dev
# shape: frozen dataclass config with a seed field, seeding in a method, datasets from a staticmethod that concatenates transform lists
# truth: by reason: the development pipeline adds RandomPosterize and a random crop of its own; after one fixed seed both sides draw from torch's stream (info)
import random
from dataclasses import dataclass

import numpy as np
import torch
from torch.utils.data import DataLoader
from torchvision.datasets import Places365
from torchvision.transforms import v2 as V


@dataclass(frozen=True)
class Options:
    root: str = "places"
    seed: int = 3407
    batch: int = 256
    iters: int = 5000


class Job:
    def __init__(self, options: Options):
        self.o = options

    def reproducible(self):
        random.seed(self.o.seed)  # allow: AUG101
        np.random.seed(self.o.seed)  # allow: AUG101
        torch.manual_seed(self.o.seed)  # expect: AUG101[I]

    @staticmethod
    def steps(*extra):
        return V.Compose([V.PILToTensor(), *extra, V.ToDtype(torch.float32, scale=True), V.Normalize([0.5], [0.5])])

    def open(self):
        tr = Places365(self.o.root, split="train-standard", small=True, transform=self.steps(V.RandomCrop(224), V.RandomInvert(0.1)))
        dev_tf = self.steps(V.RandomPosterize(4, p=0.5), V.RandomCrop(224))
        dev = Places365(self.o.root, split="val", small=True, transform=dev_tf)  # expect: AUG202
        return tr, dev

    def run(self):
        self.reproducible()
        tr, dev = self.open()
        tr_dl = DataLoader(tr, self.o.batch, shuffle=True)
        dev_dl = DataLoader(dev, self.o.batch)
        net = torch.nn.Sequential(torch.nn.Conv2d(3, 64, 16, 16), torch.nn.Flatten(), torch.nn.LazyLinear(365))
        opt = torch.optim.AdamW(net.parameters())
        for it, (x, y) in zip(range(self.o.iters), tr_dl):
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            opt.step()
            if it % 500 == 499:
                with torch.no_grad():
                    print(it, np.mean([(net(x).argmax(1) == y).float().mean().item() for x, y in dev_dl]))


if __name__ == "__main__":
    Job(Options()).run()
