# case: ok_plain_for_valid_and_test
# shape: competition script; a tuple of Compose objects from one function, the plain one goes to validation and to the submission set
# truth: by reason: only the first Compose draws, and only the training rows get it
import albumentations as A
import cv2
import numpy as np
import pandas as pd
import torch
from albumentations.pytorch import ToTensorV2
from sklearn.model_selection import train_test_split
from torch.utils.data import DataLoader, Dataset

INPUT = "../input/aptos"


def make_aug(side):
    tail = [A.Normalize(), ToTensorV2()]
    head = [A.Resize(side, side)]
    return A.Compose(head + [A.Affine(rotate=(-180, 180), p=0.8), A.CoarseDropout(p=0.3)] + tail), A.Compose(head + tail)


class Fundus(Dataset):
    def __init__(self, ids, labels, folder, aug):
        self.ids, self.labels, self.folder, self.aug = ids, labels, folder, aug

    def __len__(self):
        return len(self.ids)

    def __getitem__(self, i):
        im = cv2.cvtColor(cv2.imread(f"{INPUT}/{self.folder}/{self.ids[i]}.png"), cv2.COLOR_BGR2RGB)
        y = -1 if self.labels is None else self.labels[i]
        return self.aug(image=im)["image"], y


tfm_a, tfm_b = make_aug(256)
df = pd.read_csv(f"{INPUT}/train.csv")
sub = pd.read_csv(f"{INPUT}/sample_submission.csv")
tr, va = train_test_split(df, test_size=0.15, stratify=df.diagnosis, random_state=7)

ds_a = Fundus(tr.id_code.values, tr.diagnosis.values, "train_images", tfm_a)
ds_b = Fundus(va.id_code.values, va.diagnosis.values, "train_images", tfm_b)
ds_c = Fundus(sub.id_code.values, None, "test_images", tfm_b)
dl_a, dl_b, dl_c = DataLoader(ds_a, 32, shuffle=True), DataLoader(ds_b, 64), DataLoader(ds_c, 64)

net = torch.nn.Sequential(torch.nn.Conv2d(3, 24, 5, 4), torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), torch.nn.Linear(24, 5))
opt = torch.optim.Adam(net.parameters(), 1e-3)
for epoch in range(6):
    for x, y in dl_a:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    with torch.no_grad():
        print(epoch, np.mean(np.concatenate([(net(x).argmax(1) == y).numpy() for x, y in dl_b])))
with torch.no_grad():
    sub["diagnosis"] = np.concatenate([net(x).argmax(1).numpy() for x, _ in dl_c])
sub.to_csv("submission.csv", index=False)
