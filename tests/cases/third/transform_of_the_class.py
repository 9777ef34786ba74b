# case: transform_of_the_class
# shape: the random pipeline is a class attribute of the Dataset; both splits are instances of that class
# truth: by reason: __getitem__ applies the class attribute whatever the split
import os

import pandas as pd
import torch
from PIL import Image
from torch.utils import data
from torchvision import transforms


class Food(data.Dataset):
    transform = transforms.Compose([
        transforms.Resize((256, 256)),
        transforms.RandomAffine(10, translate=(0.1, 0.1)),
        transforms.RandomGrayscale(0.2),
        transforms.ToTensor(),
    ])

    def __init__(self, csv, img_dir):
        self.table = pd.read_csv(csv)
        self.img_dir = img_dir

    def __len__(self):
        return len(self.table)

    def __getitem__(self, idx):
        name, label = self.table.iloc[idx, 0], self.table.iloc[idx, 1]
        image = Image.open(os.path.join(self.img_dir, name)).convert("RGB")
        return self.transform(image), int(label)


def run():
    train_data = Food("food/train.csv", "food/images")
    val_data = Food("food/val.csv", "food/images")  # expect: AUG201|AUG202
    loaders = dict(train=data.DataLoader(train_data, 64, shuffle=True), val=data.DataLoader(val_data, 64))
    lin = torch.nn.Linear(3 * 256 * 256, 101)
    opt = torch.optim.Adam(lin.parameters())
    for x, y in loaders["train"]:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(lin(x.flatten(1)), y).backward()
        opt.step()
    return sum((lin(x.flatten(1)).argmax(1) == y).sum().item() for x, y in loaders["val"])


if __name__ == "__main__":
    print(run())
