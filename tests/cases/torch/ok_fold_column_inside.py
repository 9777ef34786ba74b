# case: ok_fold_column_inside
# shape: both datasets get the same csv path and the same image folder; the class filters the fold column by two keyword sets
# truth: by reason: folds={0, 1, 2, 3} and folds={4} select different rows of the one table
import numpy as np
import pandas as pd
import torch
from torch.utils.data import DataLoader, Dataset

CSV = "esc/meta.csv"
SPEC_DIR = "esc/mels"


class Clips(Dataset):
    def __init__(self, csv, spec_dir, folds, mask_bands=0):
        df = pd.read_csv(csv)
        self.df = df[df["fold"].isin(folds)].reset_index(drop=True)
        self.spec_dir = spec_dir
        self.mask_bands = mask_bands

    def __len__(self):
        return len(self.df)

    def __getitem__(self, i):
        name, target = self.df.loc[i, ["filename", "target"]]
        mel = np.load(f"{self.spec_dir}/{name}.npy").astype("float32")
        if self.mask_bands:
            start = np.random.randint(0, mel.shape[0] - self.mask_bands)
            mel[start:start + self.mask_bands] = 0
        return torch.from_numpy(mel)[None], int(target)


def train(epochs=40):
    tr = Clips(CSV, SPEC_DIR, folds={0, 1, 2, 3}, mask_bands=12)
    va = Clips(CSV, SPEC_DIR, folds={4})
    tr_dl, va_dl = DataLoader(tr, 64, shuffle=True, num_workers=4), DataLoader(va, 64, num_workers=4)
    net = torch.nn.Sequential(torch.nn.Conv2d(1, 24, 5, 3), torch.nn.ReLU(), torch.nn.AdaptiveAvgPool2d(1),
                              torch.nn.Flatten(), torch.nn.Linear(24, 50))
    opt = torch.optim.AdamW(net.parameters(), 1e-3)
    for epoch in range(epochs):
        for x, y in tr_dl:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            opt.step()
        with torch.no_grad():
            yield epoch, sum((net(x).argmax(1) == y).sum().item() for x, y in va_dl) / len(va)


if __name__ == "__main__":
    for epoch, acc in train():
        print(f"{epoch:3d} {acc:.3f}")
