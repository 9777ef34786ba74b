"""Divide a Hugging Face dataset and train on a part of it."""

import numpy as np
import torch
from datasets import Array3D, Dataset, Features, Value
from torch import nn
from torch.utils.data import DataLoader


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 8, 8, 3), dtype=np.uint8)


features = Features({"image": Array3D((8, 8, 3), "uint8"), "label": Value("int64")})
rows = Dataset.from_dict(
    {"image": list(make_pictures(100, 1)), "label": [n % 2 for n in range(100)]}, features=features
)
parts = rows.train_test_split(test_size=20, seed=1)
train_set = parts["train"]
val_set = parts["test"]

train_loader = DataLoader(train_set.with_format("torch"), batch_size=10, shuffle=True)
val_loader = DataLoader(val_set.with_format("torch"), batch_size=10)

model = nn.Sequential(nn.Flatten(), nn.Linear(8 * 8 * 3, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for epoch in range(2):
    model.train()
    for batch in train_loader:
        loss = nn.functional.cross_entropy(model(batch["image"].float() / 255), batch["label"])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        correct = sum((model(b["image"].float()).argmax(1) == b["label"]).sum().item() for b in val_loader)
    print("epoch", epoch, "correct", correct)
