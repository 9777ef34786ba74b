# case: ok_ext_transforms
# shape: segmentation trainer with its own ExtCompose module; get_dataset(opts) picks by opts.dataset and opts.crop_val, root shared, image_set given as a keyword
# truth: by reason: both val pipelines have fixed steps only; image_set is train and val
import argparse

import torch
from torch.utils import data
from torchvision.datasets import Cityscapes, VOCSegmentation

from utils import ext_transforms as et


def get_argparser():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data_root", type=str, default="./datasets/data", help="path to Dataset")
    parser.add_argument("--dataset", type=str, default="voc", choices=["voc", "cityscapes"])
    parser.add_argument("--crop_val", action="store_true", default=False, help="crop validation (default: False)")
    parser.add_argument("--batch_size", type=int, default=16)
    parser.add_argument("--crop_size", type=int, default=513)
    return parser


def get_dataset(opts):
    """ Dataset And Augmentation """
    if opts.dataset == "voc":
        train_transform = et.ExtCompose([
            et.ExtRandomScale((0.5, 2.0)),
            et.ExtCenterCrop(opts.crop_size),
            et.ExtRandomHorizontalFlip(),
            et.ExtToTensor(),
        ])
        if opts.crop_val:
            val_transform = et.ExtCompose([
                et.ExtResize(opts.crop_size), et.ExtCenterCrop(opts.crop_size), et.ExtToTensor()])
        else:
            val_transform = et.ExtCompose([et.ExtToTensor()])
        train_dst = VOCSegmentation(root=opts.data_root, image_set="train", transforms=train_transform)
        val_dst = VOCSegmentation(root=opts.data_root, image_set="val", transforms=val_transform)

    if opts.dataset == "cityscapes":
        train_transform = et.ExtCompose([et.ExtRandomHorizontalFlip(), et.ExtToTensor()])
        val_transform = et.ExtCompose([et.ExtToTensor()])
        train_dst = Cityscapes(opts.data_root, split="train", target_type="semantic", transforms=train_transform)
        val_dst = Cityscapes(opts.data_root, split="val", target_type="semantic", transforms=val_transform)
    return train_dst, val_dst


def main():
    opts = get_argparser().parse_args()
    train_dst, val_dst = get_dataset(opts)
    train_loader = data.DataLoader(train_dst, batch_size=opts.batch_size, shuffle=True, num_workers=2, drop_last=True)
    val_loader = data.DataLoader(val_dst, batch_size=1 if not opts.crop_val else 4, shuffle=True, num_workers=2)
    print("Dataset: %s, Train set: %d, Val set: %d" % (opts.dataset, len(train_dst), len(val_dst)))
    model = torch.hub.load("pytorch/vision", "deeplabv3_resnet50")
    for images, labels in train_loader:
        model(images)["out"].sum().backward()
    model.eval()
    for images, labels in val_loader:
        model(images)["out"].argmax(1)


if __name__ == "__main__":
    main()
