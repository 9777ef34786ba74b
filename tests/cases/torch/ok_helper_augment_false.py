# case: ok_helper_augment_false
# shape: helper whose augment flag is True by default and extends the list; the evaluation calls switch it off through partial
# truth: by reason: functools.partial fixes augment=False for validation and test, so no random step is added
from functools import partial
from pathlib import Path

import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder
from torchvision.transforms import v2


def open_folder(path, size, augment=True):
    steps = [v2.ToImage(), v2.Resize((size, size))]
    if augment:
        steps += [v2.RandomHorizontalFlip(), v2.RandomRotation(20), v2.RandomErasing(p=0.1)]
    steps.append(v2.ToDtype(torch.float32, scale=True))
    return ImageFolder(str(path), v2.Compose(steps))


open_plain = partial(open_folder, augment=False)


def main(base=Path("bottles"), size=120):
    fit = open_folder(base / "fit", size)
    dev, final = (open_plain(base / part, size) for part in ("dev", "final"))
    net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(len(fit.classes)))
    opt = torch.optim.Adam(net.parameters(), 5e-4)
    dev_dl = DataLoader(dev, 100, num_workers=2)
    for epoch in range(14):
        for x, y in DataLoader(fit, 50, shuffle=True, num_workers=2):
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            opt.step()
        with torch.no_grad():
            print(epoch, sum((net(x).argmax(1) == y).sum().item() for x, y in dev_dl) / len(dev))
    with torch.no_grad():
        print(sum((net(x).argmax(1) == y).sum().item() for x, y in DataLoader(final, 100)) / len(final))


if __name__ == "__main__":
    main()
