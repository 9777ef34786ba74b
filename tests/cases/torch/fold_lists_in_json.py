# case: fold_lists_in_json
# shape: Subset with index lists read from a JSON file for each fold; one augmenting dataset stays outside the loop
# truth: by reason: both Subset objects of a fold read one dataset whose pipeline rotates and jitters at random
import json
import sys
from pathlib import Path

import torch
from torch.utils.data import DataLoader, Subset
from torchvision.datasets import DatasetFolder
from torchvision.datasets.folder import pil_loader
from torchvision.transforms import v2

HERE = Path(__file__).resolve().parent


def run_fold(whole, spec):
    learn = DataLoader(Subset(whole, spec["fit"]), batch_size=32, shuffle=True, num_workers=2)
    check = DataLoader(
        Subset(whole, spec["check"]),  # expect: AUG203
        batch_size=128,
        num_workers=2,
    )
    net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(len(whole.classes)))
    opt = torch.optim.RMSprop(net.parameters())
    for x, y in learn:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    with torch.inference_mode():
        return sum((net(x).argmax(1) == y).float().sum().item() for x, y in check) / len(spec["check"])


if __name__ == "__main__":
    whole = DatasetFolder(
        str(HERE / "butterflies"),
        loader=pil_loader,
        extensions=(".jpg", ".png"),
        transform=v2.Compose([
            v2.ToImage(),
            v2.Resize((160, 160)),
            v2.RandomRotation(25),
            v2.ColorJitter(0.2, 0.2),
            v2.ToDtype(torch.float32, scale=True),
        ]),
    )
    folds = json.loads((HERE / "folds.json").read_text())
    results = {name: run_fold(whole, spec) for name, spec in folds.items()}
    json.dump(results, sys.stdout, indent=2)
