# case: worker_init_by_partial
# shape: worker function from another file, wrapped in functools.partial; it ignores the worker's number
# truth: measured for the pattern (torch 2.13): a constant numpy seed in worker_init_fn makes all workers draw the same values
import argparse
from functools import partial

from torch.utils.data import DataLoader

from kit.depth import DepthFrames
from kit.workers import init_worker


def parse():
    p = argparse.ArgumentParser("depth completion")
    p.add_argument("--data", default="kitti/train")
    p.add_argument("-j", "--workers", default=4, type=int)
    p.add_argument("-b", "--batch-size", default=12, type=int)
    return p.parse_args()


def main():
    args = parse()
    loader = DataLoader(DepthFrames(args.data), args.batch_size, shuffle=True, num_workers=args.workers,
                        worker_init_fn=partial(init_worker, seed=42))
    for epoch in range(5):
        for sparse, dense in loader:
            print(epoch, (sparse > 0).float().mean().item(), dense.mean().item())


if __name__ == "__main__":
    main()
