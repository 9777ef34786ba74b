# case: mode_parameter_ignored
# shape: load_split(mode) lists the files itself and uses mode for the augmentation only; the folder in its body is fixed
# truth: by reason: whatever the mode, the same glob over tiles/train gives the files
import numpy as np
import torch
from pathlib import Path
from torch.utils.data import DataLoader, Dataset


class Tiles(Dataset):
    def __init__(self, files, flip):
        self.files = files
        self.flip = flip

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        z = np.load(self.files[i])
        x, y = z["bands"].astype(np.float32), z["label"].astype(np.int64)
        if self.flip and np.random.rand() < 0.5:
            x, y = x[..., ::-1].copy(), y[..., ::-1].copy()
        return torch.from_numpy(x), torch.from_numpy(y)


def load_split(mode, bs=4):
    files = sorted(Path("tiles/train").glob("*.npz"))
    if not files:
        raise SystemExit("no tiles, run prepare.py first")
    print(mode, len(files))
    return DataLoader(Tiles(files, flip=mode == "train"), batch_size=bs, shuffle=mode == "train", num_workers=2)


def confusion(net, dl, n=6):
    m = torch.zeros(n, n, dtype=torch.long)
    with torch.no_grad():
        for x, y in dl:
            m += torch.bincount((y * n + net(x).argmax(1)).flatten(), minlength=n * n).view(n, n)
    return m


if __name__ == "__main__":
    learning = load_split("train")
    dev = load_split("dev", bs=1)  # expect: AUG301
    net = torch.nn.Conv2d(12, 6, 1)
    opt = torch.optim.Adam(net.parameters(), lr=1e-3)
    for epoch in range(50):
        for x, y in learning:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            opt.step()
        m = confusion(net, dev)
        print(epoch, (m.diag() / m.sum(1).clamp(min=1)).mean().item())
