# case: copied_config_entry
# shape: a nested settings dict with one entry per phase, unpacked into ImageFolder in a comprehension; the root was copied from the entry above
# truth: by reason: the entries of "training" and "validation" hold the same root constant
import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder
from torchvision.transforms import AugMix, CenterCrop, Compose, Resize, ToTensor

settings = {
    "model": {"width": 32, "classes": 15},
    "data": {
        "training": {
            "root": "/mnt/ssd/textiles/part_a",
            "transform": Compose([Resize(140), CenterCrop(128), AugMix(), ToTensor()]),
        },
        "validation": {
            "root": "/mnt/ssd/textiles/part_a",  # allow: AUG301
            "transform": Compose([Resize(140), CenterCrop(128), ToTensor()]),
        },
    },
    "optim": {"lr": 4e-4, "epochs": 18},
}

folders = {phase: ImageFolder(**entry) for phase, entry in settings["data"].items()}  # expect: AUG301
feed = {
    "training": DataLoader(folders["training"], 64, shuffle=True, num_workers=4, drop_last=True),
    "validation": DataLoader(folders["validation"], 64, num_workers=4),
}

w = settings["model"]["width"]
net = torch.nn.Sequential(
    torch.nn.Conv2d(3, w, 5, 2), torch.nn.BatchNorm2d(w), torch.nn.ReLU(), torch.nn.AdaptiveAvgPool2d(1),
    torch.nn.Flatten(), torch.nn.Linear(w, settings["model"]["classes"]),
)
opt = torch.optim.AdamW(net.parameters(), settings["optim"]["lr"])
for epoch in range(settings["optim"]["epochs"]):
    for phase, batches in feed.items():
        net.train(phase == "training")
        seen = good = 0
        for x, y in batches:
            with torch.set_grad_enabled(phase == "training"):
                out = net(x)
            if phase == "training":
                opt.zero_grad()
                torch.nn.functional.cross_entropy(out, y).backward()
                opt.step()
            good += (out.argmax(1) == y).sum().item()
            seen += len(y)
        print(epoch, phase, round(good / seen, 3))
