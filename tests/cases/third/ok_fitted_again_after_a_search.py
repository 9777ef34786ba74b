# case: ok_fitted_again_after_a_search
# shape: the search happens in the key of max, then all data is fitted
# truth: nothing: the last model is fitted to all data after the search
import torch
from torch import nn
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import ImageFolder


def fit(loader, lr):
    model = nn.Linear(3, 2)
    for x, y in loader:
        model(x).sum().backward()
    return model


@torch.no_grad()
def score(model, loader):
    return sum(model(x).sum() for x, y in loader)


data = ImageFolder("data/all")
train_part, val_part = random_split(data, [0.8, 0.2])
best = max((0.1, 0.01), key=lambda lr: score(fit(DataLoader(train_part), lr), DataLoader(val_part)))
final = fit(DataLoader(data), best)
