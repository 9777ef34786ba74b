# case: polyp_mask_pairs_own_aug
# shape: medical segmentation; the Dataset builds its own Compose in __init__ and its `mode` argument only picks the folder
# truth: by reason: the elastic and flip steps are built for every mode, so the test images and masks are warped too
import argparse
from pathlib import Path

import albumentations as A
import numpy as np
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset

SUBDIR = {"train": "TrainDataset", "test": "TestDataset/Kvasir"}


class PolypDataset(Dataset):
    def __init__(self, root, mode, size=352):
        base = Path(root) / SUBDIR[mode]
        self.images = sorted((base / "images").glob("*.png"))
        self.masks = sorted((base / "masks").glob("*.png"))
        assert len(self.images) == len(self.masks)
        self.aug = A.Compose([
            A.Resize(size, size),
            A.ElasticTransform(p=0.3),
            A.VerticalFlip(p=0.5),
            A.Normalize(),
        ])

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = np.array(Image.open(self.images[i]).convert("RGB"))
        mask = (np.array(Image.open(self.masks[i]).convert("L")) > 127).astype(np.uint8)
        out = self.aug(image=image, mask=mask)
        return torch.from_numpy(out["image"].transpose(2, 0, 1)), torch.from_numpy(out["mask"]).float()[None]


def iou(logit, mask):
    pred = logit > 0
    return ((pred & mask.bool()).sum() / (pred | mask.bool()).sum().clamp(min=1)).item()


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--root", default="data/polyp")
    ap.add_argument("--epoch", type=int, default=100)
    opt = ap.parse_args()
    tr = DataLoader(PolypDataset(opt.root, "train"), batch_size=16, shuffle=True)
    te = DataLoader(PolypDataset(opt.root, "test"), batch_size=1)  # expect: AUG202|AUG201
    net = torch.nn.Conv2d(3, 1, 9, padding=4)
    sgd = torch.optim.Adam(net.parameters(), 1e-4)
    best = 0.0
    for _ in range(opt.epoch):
        for im, gt in tr:
            sgd.zero_grad()
            torch.nn.functional.binary_cross_entropy_with_logits(net(im), gt).backward()
            sgd.step()
        with torch.no_grad():
            best = max(best, float(np.mean([iou(net(im), gt) for im, gt in te])))
    print(best)


if __name__ == "__main__":
    main()
