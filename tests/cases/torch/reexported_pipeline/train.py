# case: reexported_pipeline
# shape: the pipeline is re-exported by a package's __init__; loaders come back in a NamedTuple and the split is a word
# truth: by reason: default_tf crops and blurs at random and is given to the "valid" part; the root is shared, the lists are not
from typing import NamedTuple

import torch
from torch.utils.data import DataLoader

import data


class Loaders(NamedTuple):
    fit: DataLoader
    score: DataLoader


def make(root: str, bs: int) -> Loaders:
    fit = data.Tiles(root, "train", tf=data.default_tf)
    score = data.Tiles(root, "valid", tf=data.default_tf)  # expect: AUG201
    return Loaders(DataLoader(fit, bs, shuffle=True), DataLoader(score, bs))


def main():
    dls = make("moss", 40)
    net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3 * 64 * 64, 5))
    opt = torch.optim.Adam(net.parameters())
    for _ in range(9):
        for x, y in dls.fit:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            opt.step()
        with torch.no_grad():
            print(sum((net(x).argmax(1) == y).sum().item() for x, y in dls.score) / len(dls.score.dataset))


if __name__ == "__main__":
    main()
