# case: split_generators_differ
# shape: the train and the evaluation entry points import one splitting helper; each gives it a seed of its own
# truth: measured (torch 2.13): random_split with generators of two seeds shares 161 of 200 held-out samples with train
import torch
from torch.utils.data import DataLoader

from parts import held_out, training


def main():
    train_loader = DataLoader(training("plankton"), batch_size=64, shuffle=True)
    held_loader = DataLoader(held_out("plankton"), batch_size=64)
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(30))
    opt = torch.optim.Adam(model.parameters())
    for _ in range(6):
        for x, y in train_loader:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(model(x), y).backward()
            opt.step()
    print(sum((model(x).argmax(1) == y).sum().item() for x, y in held_loader))


if __name__ == "__main__":
    main()
