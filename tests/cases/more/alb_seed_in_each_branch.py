# case: alb_seed_in_each_branch
# shape: get_transforms(data) with a branch per split, both Compose calls take CFG.seed; the validation branch kept a random brightness
# truth: measured for the pattern (albumentations 2.0.8): two Compose objects with one seed draw the same values, without workers too
import albumentations as A
import cv2
import pandas as pd
import torch
from albumentations.pytorch import ToTensorV2
from torch.utils.data import DataLoader, Dataset


class CFG:
    size = 384
    seed = 2021
    batch_size = 16


def get_transforms(*, data):
    if data == "train":
        return A.Compose([
            A.RandomBrightnessContrast(p=1.0),
            A.HorizontalFlip(p=0.5),
            A.Normalize(),
            ToTensorV2(),
        ], seed=CFG.seed)
    elif data == "valid":
        return A.Compose([A.RandomBrightnessContrast(p=1.0), A.Normalize(), ToTensorV2()], seed=CFG.seed)  # expect: AUG102


class Cassava(Dataset):
    def __init__(self, frame, folder, transform=None):
        self.names, self.labels = frame["image_id"].values, frame["label"].values
        self.folder, self.transform = folder, transform

    def __len__(self):
        return len(self.names)

    def __getitem__(self, idx):
        image = cv2.cvtColor(cv2.imread(f"{self.folder}/{self.names[idx]}"), cv2.COLOR_BGR2RGB)
        return self.transform(image=image)["image"], torch.tensor(self.labels[idx]).long()


train_frame, valid_frame = pd.read_csv("train_rows.csv"), pd.read_csv("valid_rows.csv")
train_dataset = Cassava(train_frame, "images/train", transform=get_transforms(data="train"))
valid_dataset = Cassava(valid_frame, "images/valid", transform=get_transforms(data="valid"))  # expect: AUG202
train_loader = DataLoader(train_dataset, batch_size=CFG.batch_size, shuffle=True, drop_last=True)
valid_loader = DataLoader(valid_dataset, batch_size=CFG.batch_size, shuffle=False)
print(len(train_loader), len(valid_loader))
