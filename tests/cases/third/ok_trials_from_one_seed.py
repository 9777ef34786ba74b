# case: ok_trials_from_one_seed
# shape: a loop counts trials; each trains a new model from one seed
# truth: nothing: training and evaluation share no sample, and no draw repeats
import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder

loader = DataLoader(ImageFolder("data/train"), shuffle=True)
for trial in range(5):
    torch.manual_seed(0)
    model = nn.Linear(3, 3)
    for x, y in loader:
        model(x).sum().backward()
