"""Give the training part of a Hugging Face dataset a random transform."""

import numpy as np
import torch
from datasets import Array3D, Dataset, Features, Value
from torch import nn
from torch.utils.data import DataLoader


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 8, 8, 3), dtype=np.uint8)


def build(seed):
    features = Features({"image": Array3D((8, 8, 3), "uint8"), "label": Value("int64")})
    table = {"image": list(make_pictures(64, seed)), "label": [n % 2 for n in range(64)]}
    return Dataset.from_dict(table, features=features)


def to_tensors(batch):
    images = [np.asarray(image, dtype="float32") / 255 for image in batch["image"]]
    return {"image": [torch.from_numpy(image) for image in images], "label": batch["label"]}


def brighten(batch):
    images = [np.asarray(image, dtype="float32") / 255 * np.random.uniform(0.5, 1.5) for image in batch["image"]]
    return {"image": [torch.from_numpy(image) for image in images], "label": batch["label"]}


train_set = build(1).with_transform(brighten)
val_set = build(2).with_transform(to_tensors)
train_loader = DataLoader(train_set, batch_size=8, shuffle=True)
val_loader = DataLoader(val_set, batch_size=8)

model = nn.Sequential(nn.Flatten(), nn.Linear(8 * 8 * 3, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for epoch in range(2):
    model.train()
    for batch in train_loader:
        loss = nn.functional.cross_entropy(model(batch["image"].float()), batch["label"])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        correct = sum((model(b["image"].float()).argmax(1) == b["label"]).sum().item() for b in val_loader)
    print("epoch", epoch, "correct", correct)
