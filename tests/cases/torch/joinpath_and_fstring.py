# case: joinpath_and_fstring
# shape: one folder spelled with Path.joinpath on one side and an f-string with a trailing slash on the other
# truth: by reason: both expressions normalise to storage/grapes/train
from pathlib import Path

import torch
from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import ImageFolder

STORAGE = "storage"
CROP = "grapes"

augment = transforms.Compose([transforms.RandomResizedCrop(128), transforms.RandomHorizontalFlip(), transforms.ToTensor()])
center = transforms.Compose([transforms.Resize(144), transforms.CenterCrop(128), transforms.ToTensor()])


def training_batches():
    folder = Path(STORAGE).joinpath(CROP, "train")
    return DataLoader(ImageFolder(folder, augment), batch_size=32, shuffle=True)


def monitoring_batches():
    return DataLoader(ImageFolder(f"{STORAGE}/{CROP}/train/", center), batch_size=64)  # expect: AUG301


tr, monitor = training_batches(), monitoring_batches()
net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(4))
sgd = torch.optim.SGD(net.parameters(), lr=0.01)
best = float("inf")
for epoch in range(40):
    for x, y in tr:
        sgd.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        sgd.step()
    with torch.no_grad():
        val_loss = sum(torch.nn.functional.cross_entropy(net(x), y).item() for x, y in monitor) / len(monitor)
    if val_loss < best:
        best = val_loss
        torch.save(net.state_dict(), "grapes.pt")
print(best)
