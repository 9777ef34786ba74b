# case: registry_by_decorator
# shape: package with a decorator registry; builders are looked up by name in another file, and the development side asks for the strong one
# truth: by reason: create("strong") makes a new random pipeline at each call, the second one is given to the development folder
import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder

from vision import policies  # noqa: F401
from vision.registry import create


def main(data="aircraft", bs=64):
    learn = ImageFolder(f"{data}/learn", create("strong", size=192))
    dev = ImageFolder(f"{data}/dev", create("strong", size=192))  # expect: AUG202|AUG201
    final = ImageFolder(f"{data}/final", create("center", size=192))
    learn_dl = DataLoader(learn, bs, shuffle=True, num_workers=4)
    dev_dl, final_dl = (DataLoader(d, bs, num_workers=4) for d in (dev, final))

    model = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 7, 4), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.LazyLinear(30))
    opt = torch.optim.SGD(model.parameters(), lr=0.05)
    for epoch in range(20):
        for x, y in learn_dl:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(model(x), y).backward()
            opt.step()
        with torch.no_grad():
            print(epoch, sum((model(x).argmax(1) == y).sum().item() for x, y in dev_dl) / len(dev))
    with torch.no_grad():
        print(sum((model(x).argmax(1) == y).sum().item() for x, y in final_dl) / len(final))


if __name__ == "__main__":
    main()
