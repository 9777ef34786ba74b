# case: list_of_callables_reused
# shape: hand-written callables in a plain list that the Dataset loops over; list concatenation for the evaluation side
# truth: by reason: EVAL_STEPS begins with the whole list of random callables
import csv

import numpy as np
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset


class RandomGamma:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def __call__(self, a):
        return a ** np.random.uniform(self.low, self.high)


class Speckle:
    def __init__(self, scale=0.05):
        self.scale = scale

    def __call__(self, a):
        return np.clip(a + np.random.normal(0, self.scale, a.shape), 0, 1)


class ToChannels:
    def __call__(self, a):
        return torch.from_numpy(np.ascontiguousarray(a[None], dtype=np.float32))


NOISE = [RandomGamma(0.7, 1.4), Speckle()]
TRAIN_STEPS = NOISE + [ToChannels()]
EVAL_STEPS = NOISE + [ToChannels()]


class Ultrasound(Dataset):
    def __init__(self, table, steps):
        with open(table, newline="") as f:
            self.rows = [(r["path"], float(r["thickness"])) for r in csv.DictReader(f)]
        self.steps = steps

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        path, mm = self.rows[i]
        a = np.asarray(Image.open(path).convert("L").resize((256, 256))) / 255.0
        for step in self.steps:
            a = step(a)
        return a, torch.tensor(mm)


train_dl = DataLoader(Ultrasound("us_train.csv", TRAIN_STEPS), 16, shuffle=True, num_workers=4)
eval_dl = DataLoader(Ultrasound("us_eval.csv", EVAL_STEPS), 16, num_workers=4)  # expect: AUG201|AUG202

reg = torch.nn.Sequential(torch.nn.AvgPool2d(8), torch.nn.Flatten(), torch.nn.Linear(1024, 1))
opt = torch.optim.Adam(reg.parameters(), 1e-3)
for epoch in range(25):
    for x, y in train_dl:
        opt.zero_grad()
        torch.nn.functional.l1_loss(reg(x).squeeze(1), y).backward()
        opt.step()
    with torch.no_grad():
        print(epoch, np.mean([torch.nn.functional.l1_loss(reg(x).squeeze(1), y).item() for x, y in eval_dl]))
