import csv

import torch
from PIL import Image
from torch.utils.data import Dataset
from torchvision.transforms import functional as TF


class TableDataset(Dataset):
    def __init__(self, folder, table, training=False):
        self.folder = folder
        self.training = training
        with open(table, newline="") as f:
            self.records = [r for r in csv.DictReader(f) if r["view"] == "PA"]

    def __len__(self):
        return len(self.records)

    def __getitem__(self, k):
        r = self.records[k]
        im = TF.resize(Image.open(f"{self.folder}/{r['file']}").convert("L"), [256, 256])
        if self.training:
            im = TF.rotate(im, float(torch.empty(()).uniform_(-7, 7)))
        return TF.to_tensor(im), torch.tensor([float(r["finding"])])
