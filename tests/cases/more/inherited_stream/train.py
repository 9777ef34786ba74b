# case: inherited_stream
# shape: __iter__ is inherited from a base class in another file, the subclass only decodes; two loaders in one call of a helper
# truth: measured for the pattern (torch 2.13, 2 workers): every sample comes once per worker
from pathlib import Path

import torch
from torch.utils.data import DataLoader

from streams import ImageLines


def main(root=Path("captions")):
    loader = DataLoader(ImageLines(root / "train.jsonl"), batch_size=16, num_workers=2, pin_memory=True)  # expect: AUG304
    check = DataLoader(ImageLines(root / "dev.jsonl"), batch_size=16)
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(300))
    opt = torch.optim.Adam(model.parameters())
    for images, vectors in loader:
        opt.zero_grad()
        torch.nn.functional.mse_loss(model(images), vectors).backward()
        opt.step()
    print(sum(torch.nn.functional.mse_loss(model(a), b).item() for a, b in check))


if __name__ == "__main__":
    main()
