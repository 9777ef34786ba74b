# case: partial_image_folder_divided
# shape: functools.partial(ImageFolder, transform=...) bound to a name, the whole is cut by two lengths typed as n and m
# truth: by reason: the partial adds the random transform, the dataset is divided afterwards
from functools import partial
import argparse
import os

import torch
import torch.utils.data as data
from torchvision.datasets import ImageFolder
import torchvision.transforms as tt

parser = argparse.ArgumentParser()
parser.add_argument('data')
parser.add_argument('--epochs', type=int, default=90)
parser.add_argument('-b', dest='bs', type=int, default=32)

stats = ((0.5, 0.5, 0.5), (0.25, 0.25, 0.25))
tf = tt.Compose([tt.Resize(96), tt.RandomCrop(88), tt.RandomRotation(8), tt.ToTensor(), tt.Normalize(*stats)])
open_folder = partial(ImageFolder, transform=tf)


def main():
    args = parser.parse_args()
    dataset = open_folder(os.path.join(args.data, 'images'))
    m = len(dataset) // 10
    n = len(dataset) - m
    pieces = data.random_split(dataset, [n, m])  # expect: AUG203
    train_dl = data.DataLoader(pieces[0], args.bs, shuffle=True, num_workers=3, pin_memory=True)
    valid_dl = data.DataLoader(pieces[1], args.bs * 2, num_workers=3, pin_memory=True)
    net = torch.hub.load('pytorch/vision', 'mobilenet_v2', weights=None)
    for epoch in range(args.epochs):
        net.train()
        for images, labels in train_dl:
            net(images).sum().backward()
        net.eval()
        print('Epoch [{}], val_acc: {:.4f}'.format(
            epoch, sum((net(i).argmax(1) == t).float().mean().item() for i, t in valid_dl) / len(valid_dl)))


if __name__ == '__main__':
    main()
