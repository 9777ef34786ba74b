# case: alb_compose_built_in_init
# shape: the dataset builds its own Compose from a list that grows with a strength argument; version pinned in requirements.txt
# truth: measured (albumentations 1.4.24, torch 2.13, 4 workers): Compose owns its generator, each worker replays the same draws
import albumentations as A
import cv2
import pandas as pd
import torch
from albumentations.pytorch import ToTensorV2
from torch.utils.data import DataLoader, Dataset


class XRays(Dataset):
    def __init__(self, table, strength=1):
        self.table = pd.read_csv(table)
        steps = [A.Resize(320, 320), A.HorizontalFlip(p=0.5)]
        if strength > 1:
            steps.append(A.CLAHE(p=0.3))
        steps += [A.Normalize(mean=0.5, std=0.25), ToTensorV2()]
        self.aug = A.Compose(steps)  # expect: AUG104

    def __len__(self):
        return len(self.table)

    def __getitem__(self, i):
        row = self.table.iloc[i]
        image = cv2.imread(row["path"], cv2.IMREAD_GRAYSCALE)
        return self.aug(image=image)["image"], torch.tensor(row["finding"], dtype=torch.float32)


train_dl = DataLoader(XRays("train.csv", strength=2), batch_size=32, shuffle=True, num_workers=4, pin_memory=True)
net = torch.nn.Sequential(torch.nn.Conv2d(1, 8, 5, 4), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.LazyLinear(1))
opt = torch.optim.AdamW(net.parameters(), lr=3e-4)
for epoch in range(15):
    for x, y in train_dl:
        opt.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(net(x)[:, 0], y).backward()
        opt.step()
