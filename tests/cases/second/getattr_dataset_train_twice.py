# case: getattr_dataset_train_twice
# shape: the dataset class is getattr(datasets, args.dataset); each side has an inline Compose, the flag was copied
# truth: by reason: each class that may be chosen takes train= and gets True on both sides
import argparse

import torch
from torchvision import datasets, models, transforms


def get_args():
    p = argparse.ArgumentParser()
    p.add_argument("--dataset", choices=["CIFAR10", "CIFAR100", "FashionMNIST"], default="CIFAR100")
    p.add_argument("--data-dir", default="/tmp/data")
    p.add_argument("--bs", type=int, default=256)
    return p.parse_args()


def loaders(args):
    klass = getattr(datasets, args.dataset)
    train = klass(args.data_dir, train=True, download=True, transform=transforms.Compose([
        transforms.RandomCrop(32, 4), transforms.ToTensor()]))
    test = klass(args.data_dir, train=True, download=True,  # expect: AUG301
                 transform=transforms.Compose([transforms.ToTensor()]))
    kwargs = {"num_workers": 4, "pin_memory": True} if torch.cuda.is_available() else {}
    return (torch.utils.data.DataLoader(train, args.bs, shuffle=True, **kwargs),
            torch.utils.data.DataLoader(test, args.bs, shuffle=False, **kwargs))


def main():
    args = get_args()
    train_loader, test_loader = loaders(args)
    model = models.resnet18()
    opt = torch.optim.Adam(model.parameters())
    for epoch in range(10):
        model.train()
        for x, y in train_loader:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(model(x), y).backward()
            opt.step()
        model.eval()
        with torch.no_grad():
            right = sum((model(x).argmax(1) == y).sum().item() for x, y in test_loader)
        print(epoch, right / len(test_loader.dataset))


if __name__ == "__main__":
    main()
