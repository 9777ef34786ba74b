# case: ok_shuffled_once_then_sliced
# shape: one random.shuffle of a file list under a local Random, three slices with running bounds, the same pictures' folder for all
# truth: by reason: the list is shuffled once, the slices meet at the same bounds and do not overlap; only the first is jittered
import glob
import random
from dataclasses import dataclass, replace

import torch
from torch.utils.data import DataLoader, Dataset
from torchvision.io import read_image
from torchvision.transforms import v2


@dataclass
class Part:
    files: list
    jitter: bool = False


class Cells(Dataset):
    noise = v2.ColorJitter(0.3, 0.3)

    def __init__(self, part: Part):
        self.part = part

    def __len__(self):
        return len(self.part.files)

    def __getitem__(self, i):
        x = read_image(self.part.files[i])
        if self.part.jitter:
            x = self.noise(x)
        return x.float() / 255, int(self.part.files[i].rsplit("_", 1)[1].split(".")[0])


files = sorted(glob.glob("cells/*.png"))
random.Random(123).shuffle(files)
a, b = int(0.7 * len(files)), int(0.85 * len(files))
fit, dev, blind = (Part(files[lo:hi]) for lo, hi in ((0, a), (a, b), (b, len(files))))
fit = replace(fit, jitter=True)

loaders = [DataLoader(Cells(p), 64, shuffle=p.jitter, num_workers=2) for p in (fit, dev, blind)]
net = torch.nn.Sequential(torch.nn.AdaptiveAvgPool2d(16), torch.nn.Flatten(), torch.nn.Linear(768, 6))
opt = torch.optim.Adam(net.parameters())
for epoch in range(16):
    for x, y in loaders[0]:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    with torch.no_grad():
        print(epoch, sum((net(x).argmax(1) == y).sum().item() for x, y in loaders[1]) / len(dev.files))
with torch.no_grad():
    print("blind", sum((net(x).argmax(1) == y).sum().item() for x, y in loaders[2]) / len(blind.files))
