"""Warm up on photos of pets before the flowers."""

import torch
from torch.utils.data import DataLoader
from torchvision.datasets import OxfordIIITPet
from torchvision.models import resnet18

from flowers.engine import accuracy, train_one_epoch
from flowers.transforms import evaluation, pipeline


def main():
    train_set = OxfordIIITPet("data/pets", split="trainval", transform=pipeline)
    val_set = OxfordIIITPet("data/pets", split="trainval", transform=evaluation)
    train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
    val_loader = DataLoader(val_set, batch_size=64)

    model = resnet18(num_classes=37)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for _ in range(10):
        train_one_epoch(model, train_loader, optimiser, "cpu")
        print(f"validation accuracy {accuracy(model, val_loader, 'cpu'):.1%}")
    torch.save(model.state_dict(), "pets.pt")


if __name__ == "__main__":
    main()
