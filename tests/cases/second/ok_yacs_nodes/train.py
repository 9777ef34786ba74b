# case: ok_yacs_nodes
# shape: yacs config with upper-case nodes, merged from a file and from the command line; build_transforms(cfg, is_train), folders from two nodes of one parent
# truth: by reason: DATA.TRAIN and DATA.VAL are different nodes with different defaults; is_train=False has no random step
import argparse
import os

import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder
import torchvision.transforms as T

from config import get_cfg_defaults


def build_transforms(cfg, is_train=True):
    if is_train:
        return T.Compose([
            T.Resize(cfg.DATA.SIZE),
            T.RandomHorizontalFlip(p=cfg.INPUT.FLIP),
            T.Pad(cfg.INPUT.PAD),
            T.RandomCrop(cfg.DATA.SIZE),
            T.ToTensor(),
        ])
    return T.Compose([T.Resize(cfg.DATA.SIZE), T.ToTensor()])


def make_data_loader(cfg):
    train = ImageFolder(os.path.join(cfg.DATA.ROOT, cfg.DATA.TRAIN), build_transforms(cfg, is_train=True))
    val = ImageFolder(os.path.join(cfg.DATA.ROOT, cfg.DATA.VAL), build_transforms(cfg, is_train=False))
    return (DataLoader(train, cfg.SOLVER.BATCH, shuffle=True, num_workers=8),
            DataLoader(val, cfg.SOLVER.BATCH, shuffle=False, num_workers=8))


def main():
    parser = argparse.ArgumentParser(description="ReID Baseline Training")
    parser.add_argument("--config_file", default="", type=str)
    parser.add_argument("opts", default=None, nargs=argparse.REMAINDER)
    args = parser.parse_args()
    cfg = get_cfg_defaults()
    if args.config_file != "":
        cfg.merge_from_file(args.config_file)
    cfg.merge_from_list(args.opts)
    cfg.freeze()
    torch.manual_seed(cfg.SEED)
    train_loader, val_loader = make_data_loader(cfg)
    print(len(train_loader), len(val_loader))


if __name__ == "__main__":
    main()
