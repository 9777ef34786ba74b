# case: condition_excludes_test_only
# shape: the random steps are switched by `phase != "test"`, and the validation phase is called "val"
# truth: by reason: "val" is not "test", so the validation pairs are flipped and cropped too; the test ones are not
import os
import random

import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import functional as F


class RestorationPairs(Dataset):
    def __init__(self, opt, phase):
        self.phase = phase
        self.patch = opt["patch"]
        self.lq = sorted(os.listdir(os.path.join(opt["root"], phase, "input")))
        self.base = os.path.join(opt["root"], phase)
        self.use_aug = phase != "test"

    def __len__(self):
        return len(self.lq)

    def __getitem__(self, idx):
        name = self.lq[idx]
        lq = F.to_tensor(Image.open(os.path.join(self.base, "input", name)))
        gt = F.to_tensor(Image.open(os.path.join(self.base, "target", name)))
        if self.use_aug:
            r = random.randint(0, lq.shape[1] - self.patch)
            c = random.randint(0, lq.shape[2] - self.patch)
            lq, gt = (t[:, r:r + self.patch, c:c + self.patch] for t in (lq, gt))
            if random.random() < 0.5:
                lq, gt = lq.flip(-1), gt.flip(-1)
        return lq, gt


def psnr(a, b):
    return (-10 * torch.log10(((a - b) ** 2).mean())).item()


if __name__ == "__main__":
    opt = {"root": "derain", "patch": 128}
    trainloader = DataLoader(RestorationPairs(opt, "train"), 8, shuffle=True, num_workers=4)
    valloader = DataLoader(RestorationPairs(opt, "val"), 1)  # expect: AUG202|AUG201
    testloader = DataLoader(RestorationPairs(opt, "test"), 1)
    net = torch.nn.Conv2d(3, 3, 5, padding=2)
    adam = torch.optim.Adam(net.parameters(), 2e-4)
    for epoch in range(100):
        for lq, gt in trainloader:
            adam.zero_grad()
            torch.nn.functional.l1_loss(net(lq), gt).backward()
            adam.step()
        with torch.no_grad():
            print(epoch, sum(psnr(net(lq), gt) for lq, gt in valloader) / len(valloader))
    with torch.no_grad():
        print("test", sum(psnr(net(lq), gt) for lq, gt in testloader) / len(testloader))
