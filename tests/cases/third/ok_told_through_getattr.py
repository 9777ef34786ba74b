# case: ok_told_through_getattr
# shape: set_epoch is looked up by getattr and called
# truth: nothing: training and evaluation share no sample, and no order repeats
from torch import nn
from torch.utils.data import DataLoader, DistributedSampler
from torchvision.datasets import ImageFolder

train_set = ImageFolder("data/train")
model = nn.Linear(3, 3)
loader = DataLoader(train_set, sampler=DistributedSampler(train_set))
for epoch in range(10):
    for s in (loader.sampler, loader.batch_sampler.sampler):
        fn = getattr(s, "set_epoch", None)
        if fn is not None:
            fn(epoch)
    for x, y in loader:
        model(x).sum().backward()
