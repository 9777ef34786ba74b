# case: cfg_class_alias_of_train_aug
# shape: competition kernel; CFG class attributes hold the pipelines, valid_aug is an alias of train_aug; prepare_loaders(fold)
# truth: by reason: inside the class body valid_aug is the object bound to train_aug, which draws
import albumentations as A
import cv2
import numpy as np
import pandas as pd
import torch
from albumentations.pytorch import ToTensorV2
from sklearn.model_selection import StratifiedGroupKFold
from torch.utils.data import DataLoader, Dataset


class CFG:
    seed = 101
    img_size = [224, 224]
    train_bs = 64
    valid_bs = train_bs * 2
    n_fold = 5
    train_aug = A.Compose([
        A.Resize(*img_size, interpolation=cv2.INTER_NEAREST),
        A.HorizontalFlip(p=0.5),
        A.ShiftScaleRotate(shift_limit=0.0625, scale_limit=0.05, rotate_limit=10, p=0.5),
        ToTensorV2(),
    ], p=1.0)
    valid_aug = train_aug


class BuildDataset(Dataset):
    def __init__(self, df, label=True, transforms=None):
        self.df = df
        self.label = label
        self.img_paths = df["image_path"].tolist()
        self.msk_paths = df["mask_path"].tolist()
        self.transforms = transforms

    def __len__(self):
        return len(self.df)

    def __getitem__(self, index):
        img = cv2.imread(self.img_paths[index], cv2.IMREAD_UNCHANGED).astype("float32")
        msk = np.load(self.msk_paths[index])
        data = self.transforms(image=img, mask=msk)
        return data["image"], data["mask"]


df = pd.read_csv("../input/uwmgi-mask-dataset/train.csv")
skf = StratifiedGroupKFold(n_splits=CFG.n_fold, shuffle=True, random_state=CFG.seed)
for fold, (train_idx, val_idx) in enumerate(skf.split(df, df["empty"], groups=df["case"])):
    df.loc[val_idx, "fold"] = fold


def prepare_loaders(fold, debug=False):
    train_df = df.query("fold!=@fold").reset_index(drop=True)
    valid_df = df.query("fold==@fold").reset_index(drop=True)
    if debug:
        train_df = train_df.head(32 * 5)
        valid_df = valid_df.head(32 * 3)
    train_dataset = BuildDataset(train_df, transforms=CFG.train_aug)
    valid_dataset = BuildDataset(valid_df, transforms=CFG.valid_aug)  # expect: AUG201
    train_loader = DataLoader(train_dataset, batch_size=CFG.train_bs, shuffle=True, pin_memory=True, drop_last=False)
    valid_loader = DataLoader(valid_dataset, batch_size=CFG.valid_bs, shuffle=False, pin_memory=True)
    return train_loader, valid_loader


for fold in range(CFG.n_fold):
    train_loader, valid_loader = prepare_loaders(fold)
    print(f"### Fold: {fold}", len(train_loader), len(valid_loader), torch.__version__)
