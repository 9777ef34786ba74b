# case: copy_of_the_training_table
# shape: Kaggle script: valid_df = train_df.copy() left from debugging, both wrapped by the same Dataset class
# truth: by reason: the validation rows are the training rows
import cv2
import pandas as pd
import torch
from torch.utils.data import DataLoader, Dataset

train_df = pd.read_csv("../input/train_labels.csv")
train_df["path"] = "../input/train/" + train_df["id"] + ".tif"
valid_df = train_df.copy()  # allow: AUG301


class CancerDataset(Dataset):
    def __init__(self, df):
        self.paths, self.labels = df["path"].values, df["label"].values

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, i):
        x = cv2.imread(self.paths[i])[32:64, 32:64]
        return torch.tensor(x).permute(2, 0, 1) / 255., torch.tensor(self.labels[i])


train_dataset = CancerDataset(train_df)
valid_dataset = CancerDataset(valid_df)  # expect: AUG301
train_loader = DataLoader(train_dataset, batch_size=128, shuffle=True, num_workers=2)
valid_loader = DataLoader(valid_dataset, batch_size=128, num_workers=2)
clf = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(32 * 32 * 3, 2))
best = 0
opt = torch.optim.Adam(clf.parameters())
for ep in range(5):
    for x, y in train_loader:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(clf(x), y).backward()
        opt.step()
    acc = sum((clf(x).argmax(1) == y).sum().item() for x, y in valid_loader) / len(valid_dataset)
    if acc > best:
        best = acc
        torch.save(clf.state_dict(), "best.pth")
