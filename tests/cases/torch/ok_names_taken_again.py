# case: ok_names_taken_again
# shape: flat script that uses tf, folder and ds for training first and for validation afterwards; the pipeline is narrowed by slicing
# truth: by reason: at the second ImageFolder `tf` holds the last two, deterministic, steps and `folder` is the other directory
import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder
from torchvision.transforms import Compose, RandomAdjustSharpness, RandomSolarize, Resize, ToTensor

steps = [RandomSolarize(128, p=0.1), RandomAdjustSharpness(2), Resize((100, 100)), ToTensor()]
loaders = []

folder = "stamps/fit"
tf = Compose(steps)
ds = ImageFolder(folder, tf)
loaders.append(DataLoader(ds, batch_size=50, shuffle=True))

folder = "stamps/val"
tf = Compose(steps[-2:])
ds = ImageFolder(folder, tf)
loaders.append(DataLoader(ds, batch_size=50))

net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(30000, 64), torch.nn.ReLU(), torch.nn.Linear(64, len(ds.classes)))
opt = torch.optim.Adagrad(net.parameters())
for epoch in range(12):
    for training, dl in zip((True, False), loaders):
        net.train(training)
        total = 0.0
        for x, y in dl:
            with torch.set_grad_enabled(training):
                loss = torch.nn.functional.cross_entropy(net(x), y)
            if training:
                opt.zero_grad()
                loss.backward()
                opt.step()
            total += loss.item()
        print(epoch, "train" if training else "val", total / len(dl))
