# case: ok_labelled_and_unlabelled
# shape: semi-supervised training: labelled and unlabelled folders share the weak pipeline, the unlabelled one adds a strong branch
# truth: by reason: both users of the random pipeline are training data, the evaluation set has its own plain one
from itertools import cycle

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import STL10

weak = transforms.Compose([transforms.RandomHorizontalFlip(), transforms.RandomCrop(96, padding=12), transforms.ToTensor()])
strong = transforms.Compose([transforms.RandomHorizontalFlip(), transforms.RandAugment(2, 10), transforms.ToTensor()])
plain = transforms.ToTensor()


class WeakStrong:
    def __init__(self, *branches):
        self.branches = branches

    def __call__(self, image):
        return tuple(branch(image) for branch in self.branches)


def build(root, mu=7, bs=16):
    labelled = STL10(root, split="train", transform=weak, download=True)
    unlabelled = STL10(root, split="unlabeled", transform=WeakStrong(weak, strong), download=True)
    test = STL10(root, split="test", transform=plain, download=True)
    return (DataLoader(labelled, bs, shuffle=True, num_workers=4, drop_last=True),
            DataLoader(unlabelled, bs * mu, shuffle=True, num_workers=8, drop_last=True),
            DataLoader(test, 256, num_workers=4))


def main():
    lab, unlab, test = build("stl")
    net = torch.nn.Sequential(torch.nn.Conv2d(3, 32, 7, 4), torch.nn.ReLU(), torch.nn.AdaptiveAvgPool2d(1),
                              torch.nn.Flatten(), torch.nn.Linear(32, 10))
    opt = torch.optim.SGD(net.parameters(), 0.03, momentum=0.9)
    for epoch in range(50):
        for (x, y), ((w, s), _) in zip(cycle(lab), unlab):
            with torch.no_grad():
                conf, pseudo = net(w).softmax(1).max(1)
            loss = F.cross_entropy(net(x), y) + (F.cross_entropy(net(s), pseudo, reduction="none") * (conf > 0.95)).mean()
            opt.zero_grad()
            loss.backward()
            opt.step()
        with torch.no_grad():
            print(epoch, sum((net(x).argmax(1) == y).sum().item() for x, y in test) / len(test.dataset))


if __name__ == "__main__":
    main()
