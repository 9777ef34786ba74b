# case: ok_same_cut_of_two_views
# shape: a helper cuts any dataset with a fresh generator of the configured seed; one half is taken from each of two views
# truth: by reason: equal lengths and equal seeds give equal permutations, so the halves do not meet
import argparse

import torch
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import GTSRB
from torchvision.transforms import v2


def cut(ds, held_fraction, seed):
    n = int(held_fraction * len(ds))
    return random_split(ds, [len(ds) - n, n], generator=torch.Generator().manual_seed(seed))


def view(root, *random_steps):
    tf = v2.Compose([v2.ToImage(), v2.Resize((48, 48)), *random_steps, v2.ToDtype(torch.float32, scale=True)])
    return GTSRB(root, split="train", transform=tf, download=True)


def main():
    cli = argparse.ArgumentParser()
    cli.add_argument("--root", default="gtsrb")
    cli.add_argument("--split-seed", type=int, default=5)
    cli.add_argument("--held", type=float, default=0.1)
    a = cli.parse_args()
    learn, _ = cut(view(a.root, v2.RandomAffine(12), v2.ColorJitter(0.4)), a.held, a.split_seed)
    _, held = cut(view(a.root), a.held, a.split_seed)
    tr, dev = DataLoader(learn, 128, shuffle=True, num_workers=2), DataLoader(held, 256)
    net = torch.nn.Sequential(torch.nn.Conv2d(3, 20, 5), torch.nn.ReLU(), torch.nn.MaxPool2d(4), torch.nn.Flatten(), torch.nn.LazyLinear(43))
    opt = torch.optim.Adam(net.parameters())
    for e in range(8):
        for x, y in tr:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            opt.step()
        with torch.no_grad():
            print(e, sum((net(x).argmax(1) == y).sum().item() for x, y in dev) / len(held))


if __name__ == "__main__":
    main()
