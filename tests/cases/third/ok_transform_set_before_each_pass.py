# case: ok_transform_set_before_each_pass
# shape: the shared transform is set before each phase of each epoch
# truth: nothing: training and evaluation share no sample, and no draw repeats
import torch
from torch.utils.data import DataLoader, random_split
from torchvision import transforms as T
from torchvision.datasets import ImageFolder
from torch import nn

whole = ImageFolder("data/all")
train_part, val_part = random_split(whole, [0.8, 0.2])
train_loader, val_loader = DataLoader(train_part, shuffle=True), DataLoader(val_part)
model = nn.Linear(3, 3)
for epoch in range(5):
    whole.transform = T.RandomCrop(64)
    for x, y in train_loader:
        model(x).sum().backward()
    whole.transform = T.CenterCrop(64)
    with torch.no_grad():
        for x, y in val_loader:
            model(x)
