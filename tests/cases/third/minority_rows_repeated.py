# case: minority_rows_repeated
# shape: sklearn.utils.resample with replacement on the rows of the small class, joined by pd.concat, then a stratified split
# truth: measured for the pattern (scikit-learn): rows copied before the split are on both sides
import pandas as pd
import torch
from sklearn.model_selection import train_test_split
from sklearn.utils import resample
from torch.utils.data import DataLoader, Dataset
from torchvision.io import decode_image, read_file


class Lesions(Dataset):
    def __init__(self, frame):
        self.frame = frame.reset_index(drop=True)

    def __len__(self):
        return len(self.frame)

    def __getitem__(self, i):
        row = self.frame.loc[i]
        return decode_image(read_file(f"isic/{row.image_name}.jpg")).float() / 255, int(row.target)


frame = pd.read_csv("isic/train.csv")
benign, malignant = frame[frame.target == 0], frame[frame.target == 1]
malignant = resample(malignant, replace=True, n_samples=len(benign), random_state=8)  # expect: AUG305
balanced = pd.concat([benign, malignant])  # allow: AUG305

train_frame, val_frame = train_test_split(balanced, test_size=0.15, stratify=balanced.target, random_state=8)
train_loader = DataLoader(Lesions(train_frame), batch_size=32, shuffle=True, num_workers=4)
val_loader = DataLoader(Lesions(val_frame), batch_size=32, num_workers=4)
model = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 7, 4), torch.nn.AdaptiveMaxPool2d(1), torch.nn.Flatten(), torch.nn.Linear(8, 2))
print(len(train_loader), len(val_loader), model)
