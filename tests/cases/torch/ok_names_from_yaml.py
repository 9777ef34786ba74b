# case: ok_names_from_yaml
# shape: transform and dataset classes are looked up with getattr from a YAML file; one loop builds both sides
# truth: by reason: each side has its own node of the file and nothing in the code says that they are equal or random
import sys

import torch
import torchvision
import yaml
from torch.utils.data import DataLoader


def make_pipeline(nodes):
    steps = []
    for node in nodes:
        (name, kwargs), = node.items()
        steps.append(getattr(torchvision.transforms, name)(**(kwargs or {})))
    return torchvision.transforms.Compose(steps)


def make_dataset(node):
    cls = getattr(torchvision.datasets, node["class"])
    return cls(**node["args"], transform=make_pipeline(node["transforms"]))


with open(sys.argv[1]) as handle:
    spec = yaml.safe_load(handle)

torch.manual_seed(spec.get("seed", 0))  # allow: AUG101
data = {}
for side in ("train", "val"):
    ds = make_dataset(spec[side]["dataset"])
    data[side] = DataLoader(ds, batch_size=spec[side]["batch_size"], shuffle=side == "train")

net = getattr(torchvision.models, spec["model"]["name"])(**spec["model"]["args"])
opt = getattr(torch.optim, spec["optimizer"]["name"])(net.parameters(), **spec["optimizer"]["args"])
for epoch in range(spec["epochs"]):
    net.train()
    for x, y in data["train"]:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    net.eval()
    with torch.no_grad():
        hits = [(net(x).argmax(1) == y).float().mean().item() for x, y in data["val"]]
    print(epoch, sum(hits) / len(hits))
