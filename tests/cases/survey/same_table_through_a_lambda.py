# case: same_table_through_a_lambda
# shape: paths come from a table's column through `apply` with a lambda; both sides name the same table
# truth: both read train.csv, so every validation image was trained on
import os

import pandas as pd
from PIL import Image
from torch.utils.data import DataLoader, Dataset


class Radiographs(Dataset):
    def __init__(self, root, table):
        rows = pd.read_csv(os.path.join(root, table))
        self.paths = rows["path"].apply(lambda path: os.path.join(root, path))
        self.labels = rows["label"]

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        return Image.open(self.paths.loc[i]), self.labels.loc[i]


train_loader = DataLoader(Radiographs("chest", "train.csv"), batch_size=8, shuffle=True)
val_loader = DataLoader(Radiographs("chest", "train.csv"), batch_size=8)  # expect: AUG301
