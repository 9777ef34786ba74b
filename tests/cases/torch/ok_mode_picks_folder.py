# case: ok_mode_picks_folder
# shape: one root for both objects; the class joins the mode to it and chooses its transform by a conditional expression
# truth: by reason: mode="train" and mode="val" read different folders, and only the training one is random
import os.path as osp

import torch
from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import ImageFolder

ROOT = "/datasets/cub"


class Birds(ImageFolder):
    def __init__(self, root, mode="train", size=224):
        self.mode = mode
        first = transforms.RandomResizedCrop(size) if mode == "train" else transforms.Resize((size, size))
        super().__init__(osp.join(root, "images", self.mode), transforms.Compose([first, transforms.ToTensor()]))


class Trainer:
    def __init__(self, net, lr):
        self.net = net
        self.opt = torch.optim.SGD(net.parameters(), lr)
        self.data = Birds(ROOT)
        self.monitor = Birds(ROOT, mode="val")

    def epoch(self):
        for x, y in DataLoader(self.data, 64, shuffle=True, num_workers=6):
            self.opt.zero_grad()
            torch.nn.functional.cross_entropy(self.net(x), y).backward()
            self.opt.step()

    @torch.no_grad()
    def check(self):
        dl = DataLoader(self.monitor, 128, num_workers=6)
        return sum((self.net(x).argmax(1) == y).sum().item() for x, y in dl) / len(self.monitor)


if __name__ == "__main__":
    t = Trainer(torch.nn.Sequential(torch.nn.Conv2d(3, 32, 14, 14), torch.nn.Flatten(), torch.nn.LazyLinear(200)), 0.01)
    for i in range(25):
        t.epoch()
        print(i, t.check())
