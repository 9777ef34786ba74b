# case: ok_sampler_made_for_each_epoch
# shape: a distributed sampler is made in each epoch, with the epoch as its seed
# truth: nothing: training and evaluation share no sample, and no draw repeats
import torch.distributed as dist
from torch import nn
from torch.utils.data import DataLoader, DistributedSampler
from torchvision.datasets import ImageFolder

train_set = ImageFolder("data/train")
model = nn.Linear(3, 3)
for epoch in range(10):
    loader = DataLoader(train_set, sampler=DistributedSampler(train_set, seed=epoch))
    for x, y in loader:
        model(x).sum().backward()
