# case: distributed_only_through_spawn
# shape: the distributed branch is reached only through mp.spawn; set_epoch is never called there
# truth: by reason: the sampler shuffles by seed plus epoch, and the epoch stays 0
import argparse

import torch
import torch.multiprocessing as mp
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler
from torchvision import datasets, transforms as T


def work(gpu, args):
    learn_set = datasets.CIFAR10("data", train=True, transform=T.Compose([T.RandomHorizontalFlip(), T.ToTensor()]))
    if args.nodes > 1:
        order = DistributedSampler(learn_set, num_replicas=args.nodes, rank=gpu, shuffle=True)  # expect: AUG106
    else:
        order = None
    loader = DataLoader(learn_set, batch_size=16, shuffle=(order is None), sampler=order)
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
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=5)
    args = parser.parse_args()
    if args.nodes > 1:
        mp.spawn(work, args=(args,), nprocs=args.nodes, join=True)
    else:
        work(0, args)
