# case: selector_in_kwargs
# shape: the split selector is in a kwargs dict that both calls unpack; the second dict is built from the first with |
# truth: by reason: `common` holds split="train" and nothing in the validation call overrides it
import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision.datasets import SVHN
from torchvision.transforms import v2

to_tensor = [v2.ToImage(), v2.ToDtype(torch.float32, scale=True)]
common = dict(root="./svhn", split="train", download=True)

train_kw = common | {"transform": v2.Compose([v2.RandomCrop(32, padding=4), *to_tensor])}
val_kw = common | {"transform": v2.Compose(to_tensor)}

digits_train = SVHN(**train_kw)
digits_val = SVHN(**val_kw)  # expect: AUG301

loader_opts = {"batch_size": 256, "num_workers": 4, "pin_memory": True}
dl_train = DataLoader(digits_train, shuffle=True, **loader_opts)
dl_val = DataLoader(digits_val, shuffle=False, **loader_opts)


def step(model, batch, optimizer=None):
    x, y = batch
    logits = model(x)
    if optimizer:
        optimizer.zero_grad()
        nn.functional.cross_entropy(logits, y).backward()
        optimizer.step()
    return (logits.argmax(1) == y).float().mean().item()


model = nn.Sequential(nn.Conv2d(3, 32, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10))
adam = torch.optim.Adam(model.parameters(), 3e-3)
for epoch in range(6):
    t = [step(model.train(), b, adam) for b in dl_train]
    with torch.no_grad():
        v = [step(model.eval(), b) for b in dl_val]
    print(f"{epoch}: train {sum(t) / len(t):.3f} val {sum(v) / len(v):.3f}")
