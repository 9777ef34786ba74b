# case: ok_tta_loaders_stacked
# shape: submission script: the test folder is opened N_TTA times with the training pipeline, the softmax outputs are stacked and averaged
# truth: by reason: the average over random views is the prediction; validation itself is plain
import numpy as np
import pandas as pd
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms

N_TTA = 8
train_tfm = transforms.Compose([transforms.RandomResizedCrop(200, scale=(0.8, 1)), transforms.RandomVerticalFlip(), transforms.ToTensor()])
valid_tfm = transforms.Compose([transforms.Resize((200, 200)), transforms.ToTensor()])


class Whales(Dataset):
    def __init__(self, csv, folder, tfm):
        self.df = pd.read_csv(csv)
        self.folder, self.tfm = folder, tfm

    def __len__(self):
        return len(self.df)

    def __getitem__(self, i):
        row = self.df.iloc[i]
        return self.tfm(Image.open(f"{self.folder}/{row.image}").convert("RGB")), int(row.get("species", -1))


def softmax_of(net, loader):
    with torch.no_grad():
        return torch.cat([net(x).softmax(1) for x, _ in loader]).numpy()


def main():
    fit_dl = DataLoader(Whales("fit.csv", "img", train_tfm), 32, shuffle=True)
    val_ds = Whales("val.csv", "img", valid_tfm)
    net = torch.nn.Sequential(torch.nn.AvgPool2d(10), torch.nn.Flatten(), torch.nn.Linear(1200, 28))
    opt = torch.optim.Adam(net.parameters())
    for x, y in fit_dl:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    print("valid", (softmax_of(net, DataLoader(val_ds, 64)).argmax(1) == val_ds.df.species.values).mean())
    tta_loaders = [DataLoader(Whales("sample_submission.csv", "test_img", train_tfm), 64) for _ in range(N_TTA)]
    pred = np.mean(np.stack([softmax_of(net, dl) for dl in tta_loaders]), axis=0)
    pd.DataFrame({"species": pred.argmax(1)}).to_csv("submission.csv")


if __name__ == "__main__":
    main()
