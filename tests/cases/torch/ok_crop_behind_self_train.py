# case: ok_crop_behind_self_train
# shape: super-resolution: RandomCrop.get_params inside `if self.train`, the flag is stored by the parent class from a keyword default
# truth: by reason: validation and benchmark sets keep train=False, so they never reach the random crop
import glob
import os

import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms
from torchvision.transforms import functional as F


class ImageList(Dataset):
    def __init__(self, folder, train=False):
        self.names = sorted(glob.glob(os.path.join(folder, "*.png")))
        self.train = train

    def __len__(self):
        return len(self.names)


class SuperRes(ImageList):
    def __init__(self, folder, scale, patch=96, **kw):
        super().__init__(folder, **kw)
        self.scale, self.patch = scale, patch

    def __getitem__(self, i):
        hr = Image.open(self.names[i]).convert("RGB")
        if self.train:
            top, left, h, w = transforms.RandomCrop.get_params(hr, (self.patch, self.patch))
            hr = F.crop(hr, top, left, h, w)
            if torch.rand(()) < 0.5:
                hr = F.hflip(hr)
        else:
            hr = F.center_crop(hr, [480, 480])
        lr = hr.resize((hr.width // self.scale, hr.height // self.scale), Image.BICUBIC)
        return F.to_tensor(lr), F.to_tensor(hr)


def main(scale=2):
    fit = DataLoader(SuperRes("div2k/train", scale, train=True), 16, shuffle=True, num_workers=4)
    valid = DataLoader(SuperRes("div2k/valid", scale), 1)
    bench = {n: DataLoader(SuperRes(f"bench/{n}", scale), 1) for n in ("set5", "set14")}
    net = torch.nn.Sequential(torch.nn.Conv2d(3, 3 * scale**2, 5, padding=2), torch.nn.PixelShuffle(scale))
    opt = torch.optim.Adam(net.parameters(), 1e-4)
    for epoch in range(100):
        for lo, hi in fit:
            opt.zero_grad()
            torch.nn.functional.l1_loss(net(lo), hi).backward()
            opt.step()
        with torch.no_grad():
            print(epoch, sum(torch.nn.functional.mse_loss(net(lo), hi).item() for lo, hi in valid) / len(valid))
    with torch.no_grad():
        for n, dl in bench.items():
            print(n, sum(torch.nn.functional.mse_loss(net(lo), hi).item() for lo, hi in dl) / len(dl))


if __name__ == "__main__":
    main()
