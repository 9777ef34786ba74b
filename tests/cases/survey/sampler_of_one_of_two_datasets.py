# case: sampler_of_one_of_two_datasets
# shape: the sampler's dataset is chosen by a branch (two corpora), and nobody calls set_epoch
# truth: by reason: the sampler shuffles by seed plus epoch, and the epoch stays 0
import argparse

import torch
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler
from torchvision import datasets, transforms as T


def main(args):
    learn_tf = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])
    if args.corpus == "stl":
        learn_set = datasets.STL10("data", split="train", transform=learn_tf)
    else:
        learn_set = datasets.CIFAR10("data", train=True, transform=learn_tf)
    order = DistributedSampler(learn_set)  # expect: AUG106
    loader = DataLoader(learn_set, batch_size=16, sampler=order, num_workers=2)
    net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(10))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for epoch in range(args.epochs):
        for x, y in loader:
            loss = torch.nn.functional.cross_entropy(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", default="stl")
    parser.add_argument("--epochs", type=int, default=5)
    main(parser.parse_args())
