# case: same_folder_under_ddp_samplers
# shape: samplers that share data out between processes are made on both sides, or none; the folder is the same
# truth: a DistributedSampler divides between ranks, not between training and validation: every validation image was trained on
import argparse
import os

from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler
from torchvision import datasets, transforms


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--distributed", action="store_true")
    args = parser.parse_args()
    train_dir = os.path.join(args.data, "train")
    val_dir = os.path.join(args.data, "train")
    augment = transforms.Compose([transforms.RandomResizedCrop(224), transforms.ToTensor()])
    plain = transforms.Compose([transforms.CenterCrop(224), transforms.ToTensor()])
    train_set = datasets.ImageFolder(train_dir, augment)
    val_set = datasets.ImageFolder(val_dir, plain)  # expect: AUG301
    if args.distributed:
        train_sampler = DistributedSampler(train_set)
        val_sampler = DistributedSampler(val_set, shuffle=False, drop_last=True)
    else:
        train_sampler = val_sampler = None
    train_loader = DataLoader(train_set, batch_size=64, shuffle=train_sampler is None, sampler=train_sampler)
    val_loader = DataLoader(val_set, batch_size=64, sampler=val_sampler)
    return train_loader, val_loader


if __name__ == "__main__":
    main()
