# case: fold_filter_forgotten
# shape: one table is read and given whole to both datasets; the filtered frames are made and then not used
# truth: by reason: both datasets get the unfiltered `meta`, so all rows are in both
import pandas as pd
import torch
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms as T
from torchvision.io import ImageReadMode, read_image


class Lesions(Dataset):
    def __init__(self, frame, image_dir, tf):
        self.frame = frame.reset_index(drop=True)
        self.image_dir = image_dir
        self.tf = tf

    def __len__(self):
        return len(self.frame)

    def __getitem__(self, idx):
        rec = self.frame.loc[idx]
        image = read_image(f"{self.image_dir}/{rec.isic_id}.jpg", ImageReadMode.RGB).float() / 255
        return self.tf(image), torch.tensor(rec.target, dtype=torch.float32)


FOLD = 2
meta = pd.read_csv("isic/meta_folds.csv")
meta_tr = meta[meta.fold != FOLD]
meta_va = meta[meta.fold == FOLD]
print(f"{len(meta_tr)} train rows, {len(meta_va)} validation rows")

tr_ds = Lesions(meta, "isic/jpeg", T.Compose([T.Resize((256, 256), antialias=True), T.RandomVerticalFlip()]))
va_ds = Lesions(meta, "isic/jpeg", T.Resize((256, 256), antialias=True))  # expect: AUG301

dl_tr = DataLoader(tr_ds, batch_size=32, shuffle=True, num_workers=4)
dl_valid = DataLoader(va_ds, batch_size=64, shuffle=False, num_workers=4)

net = torch.nn.Sequential(torch.nn.AvgPool2d(16), torch.nn.Flatten(), torch.nn.Linear(768, 1))
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
loss_fn = torch.nn.BCEWithLogitsLoss()
for epoch in range(4):
    net.train()
    for x, y in dl_tr:
        opt.zero_grad()
        loss_fn(net(x).squeeze(1), y).backward()
        opt.step()
    net.eval()
    with torch.no_grad():
        print(epoch, sum(loss_fn(net(x).squeeze(1), y).item() for x, y in dl_valid) / len(dl_valid))
