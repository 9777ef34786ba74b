# case: ok_deepcopied_base
# shape: random_split of an augmenting dataset; the held part's base is replaced by a deep copy and only the copy gets the plain transform
# truth: by reason: after copy.deepcopy the two parts have separate bases, the training one keeps its random pipeline
import copy

import torch
from torch.utils.data import DataLoader, random_split
from torchvision import transforms
from torchvision.datasets import ImageFolder


def two_parts(folder, held=0.2):
    noisy = transforms.Compose([transforms.RandomResizedCrop(128), transforms.RandomHorizontalFlip(), transforms.ToTensor()])
    plain = transforms.Compose([transforms.Resize((128, 128)), transforms.ToTensor()])
    full = ImageFolder(folder, transform=noisy)
    n = int(len(full) * held)
    fit_part, held_part = random_split(full, [len(full) - n, n])
    held_part.dataset = copy.deepcopy(full)
    held_part.dataset.transform = plain
    return fit_part, held_part


fit_part, held_part = two_parts("shells")
fit_dl = DataLoader(fit_part, 32, shuffle=True, num_workers=2)
held_dl = DataLoader(held_part, 32, num_workers=2)
net = torch.nn.Sequential(torch.nn.Conv2d(3, 16, 7, 4), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.LazyLinear(11))
opt = torch.optim.Adam(net.parameters())
for epoch in range(9):
    for x, y in fit_dl:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    with torch.no_grad():
        print(epoch, sum((net(x).argmax(1) == y).sum().item() for x, y in held_dl) / len(held_part))
