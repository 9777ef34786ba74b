# case: zip_of_phases
# shape: loop over zip(phases, pipelines) that fills two dicts; the pipeline list repeats one object
# truth: by reason: the pipelines list holds the random object for "fit" and for "holdout"
import os
from collections import OrderedDict

import torch
import torchvision.transforms as T
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder

ROOT = "/data/skin"
PHASES = ["fit", "holdout", "blind"]

warp = T.Compose([T.RandomRotation(90), T.RandomVerticalFlip(), T.Resize((224, 224)), T.ToTensor()])
still = T.Compose([T.Resize((224, 224)), T.ToTensor()])
PIPELINES = [warp, warp, still]

sets, loaders = OrderedDict(), OrderedDict()
for phase, pipe in zip(PHASES, PIPELINES):
    folder = os.path.join(ROOT, phase)
    sets[phase] = ImageFolder(folder, pipe)  # expect: AUG201
    loaders[phase] = DataLoader(sets[phase], batch_size=24, shuffle=phase == "fit", num_workers=3)
    print(f"{phase:8s} {len(sets[phase]):6d} images")

model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(len(sets["fit"].classes)))
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-4)
history = []
for epoch in range(30):
    model.train()
    for x, y in loaders["fit"]:
        loss = torch.nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        hits = sum((model(x).argmax(1) == y).sum().item() for x, y in loaders["holdout"])
    history.append(hits / len(sets["holdout"]))
    if history[-1] == max(history):
        torch.save(model.state_dict(), "skin.pt")
with torch.no_grad():
    print(sum((model(x).argmax(1) == y).sum().item() for x, y in loaders["blind"]) / len(sets["blind"]))
