# case: hf_map_draws_by_python
# shape: DatasetDict entry written back after map; the function draws with python's random through a helper class
# truth: measured (datasets 5.2): the result of map is stored, each epoch sees the same flip
import random

import torch
from datasets import DatasetDict, load_dataset
from PIL import ImageOps
from torch.utils.data import DataLoader


class MaybeMirror:
    def __init__(self, p):
        self.p = p

    def __call__(self, image):
        return ImageOps.mirror(image) if random.random() < self.p else image


mirror = MaybeMirror(0.5)


def add_view(example):
    example["image"] = mirror(example["image"].convert("RGB").resize((64, 64)))
    return example


def small(example):
    example["image"] = example["image"].convert("RGB").resize((64, 64))
    return example


def main():
    data: DatasetDict = load_dataset("microsoft/cats_vs_dogs_small")
    data["train"] = data["train"].map(add_view, num_proc=4)  # expect: AUG108
    data["test"] = data["test"].map(small, num_proc=4)
    data = data.with_format("torch")
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(64 * 64 * 3, 2))
    opt = torch.optim.SGD(model.parameters(), lr=1e-3)
    for _ in range(10):
        for rows in DataLoader(data["train"], batch_size=64, shuffle=True):
            opt.zero_grad()
            torch.nn.functional.cross_entropy(model(rows["image"].float()), rows["labels"]).backward()
            opt.step()


if __name__ == "__main__":
    main()
