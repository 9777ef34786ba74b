"""Train a classifier of flowers: python train.py --root data/flowers."""

import torch
from torchvision.models import resnet18

from flowers.config import from_command_line
from flowers.data import make_loaders
from flowers.engine import accuracy, train_one_epoch


def main():
    config = from_command_line()
    torch.manual_seed(config.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    loaders = make_loaders(config)
    model = resnet18(num_classes=102).to(device)
    optimiser = torch.optim.AdamW(model.parameters(), lr=config.rate)

    best = 0.0
    for epoch in range(config.epochs):
        loss = train_one_epoch(model, loaders["train"], optimiser, device)
        score = accuracy(model, loaders["val"], device)
        print(f"epoch {epoch}: loss {loss:.3f}, validation accuracy {score:.1%}")
        if score > best:
            best = score
            torch.save(model.state_dict(), "best.pt")

    model.load_state_dict(torch.load("best.pt"))
    for name in ("test", "test_robust"):
        print(f"{name}: accuracy {accuracy(model, loaders[name], device):.1%}")


if __name__ == "__main__":
    main()
