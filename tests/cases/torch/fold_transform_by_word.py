# case: fold_transform_by_word
# shape: competition script with a config class; get_transforms(data=...) branches on a word, and the held-out side passes the training word
# truth: by reason: get_transforms(data="train") holds flips and brightness changes, and the held-out rows go through it
import albumentations as A
import cv2
import pandas as pd
import torch
from albumentations.pytorch import ToTensorV2
from sklearn.model_selection import GroupKFold
from torch.utils.data import DataLoader, Dataset


class CFG:
    csv = "../input/cassava/train.csv"
    img_dir = "../input/cassava/train_images"
    size = 384
    n_fold = 5
    trn_fold = [0, 1]
    bs = 16
    target = "label"


def get_transforms(*, data):
    if data == "train":
        return A.Compose([
            A.RandomResizedCrop(size=(CFG.size, CFG.size)),
            A.Transpose(p=0.5),
            A.RandomBrightnessContrast(p=0.4),
            A.Normalize(),
            ToTensorV2(),
        ])
    elif data == "valid":
        return A.Compose([A.Resize(CFG.size, CFG.size), A.Normalize(), ToTensorV2()])


class LeafDS(Dataset):
    def __init__(self, df, transform=None):
        self.names = df["image_id"].values
        self.y = df[CFG.target].values
        self.transform = transform

    def __len__(self):
        return len(self.names)

    def __getitem__(self, i):
        im = cv2.cvtColor(cv2.imread(f"{CFG.img_dir}/{self.names[i]}"), cv2.COLOR_BGR2RGB)
        if self.transform:
            im = self.transform(image=im)["image"]
        return im, torch.tensor(self.y[i]).long()


def train_loop(folds, fold):
    trn_idx = folds[folds["fold"] != fold].index
    val_idx = folds[folds["fold"] == fold].index
    trn = LeafDS(folds.loc[trn_idx].reset_index(drop=True), transform=get_transforms(data="train"))
    held_out = LeafDS(folds.loc[val_idx].reset_index(drop=True), transform=get_transforms(data="train"))  # expect: AUG202
    trn_dl = DataLoader(trn, batch_size=CFG.bs, shuffle=True)
    valid_dl = DataLoader(held_out, batch_size=CFG.bs * 2, shuffle=False)
    print(f"fold {fold}: {len(trn_dl)} / {len(valid_dl)} batches")


if __name__ == "__main__":
    folds = pd.read_csv(CFG.csv)
    folds["fold"] = -1
    for n, (_, va) in enumerate(GroupKFold(CFG.n_fold).split(folds, folds[CFG.target], folds["group"])):
        folds.loc[va, "fold"] = n
    for fold in CFG.trn_fold:
        train_loop(folds, fold)
