# case: ok_one_mode_per_run
# shape: one script, exclusive branches by --mode; both open the folder given on the command line under the same names
# truth: by reason: a run takes one branch only, the folder is whatever that run was given
import argparse

import torch
from torch.utils.data import DataLoader
from torchvision import models, transforms
from torchvision.datasets import ImageFolder


def parse():
    p = argparse.ArgumentParser()
    p.add_argument("mode", choices=["train", "eval"])
    p.add_argument("--images", required=True, help="folder of this run")
    p.add_argument("--weights", default="net.pt")
    return p.parse_args()


def main():
    args = parse()
    net = models.resnet18(num_classes=12)
    if args.mode == "train":
        tf = transforms.Compose([transforms.RandomResizedCrop(224), transforms.ColorJitter(0.2), transforms.ToTensor()])
        dataset = ImageFolder(args.images, tf)
        loader = DataLoader(dataset, 64, shuffle=True, num_workers=4)
        opt = torch.optim.SGD(net.parameters(), 0.1)
        for _ in range(30):
            for x, y in loader:
                opt.zero_grad()
                torch.nn.functional.cross_entropy(net(x), y).backward()
                opt.step()
        torch.save(net.state_dict(), args.weights)
    elif args.mode == "eval":
        tf = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor()])
        dataset = ImageFolder(args.images, tf)
        loader = DataLoader(dataset, 128, num_workers=4)
        net.load_state_dict(torch.load(args.weights))
        net.eval()
        with torch.no_grad():
            print(sum((net(x).argmax(1) == y).sum().item() for x, y in loader) / len(dataset))


if __name__ == "__main__":
    main()
