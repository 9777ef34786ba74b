"""One pass over the data, with and without learning."""

import torch
from torch import nn


def train_one_epoch(model, loader, optimiser, device):
    """Learn from every batch; the mean loss."""
    model.train()
    total = 0.0
    for images, kinds in loader:
        loss = nn.functional.cross_entropy(model(images.to(device)), kinds.to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item()
    return total / len(loader)


@torch.no_grad()
def accuracy(model, loader, device):
    """Share of photos whose kind is right."""
    model.eval()
    right = count = 0
    for images, kinds in loader:
        guesses = model(images.to(device)).argmax(dim=1).cpu()
        right += (guesses == kinds).sum().item()
        count += len(kinds)
    return right / count
