# case: subclass_of_a_loader_without_set_epoch
# shape: the loader is a subclass of DataLoader with its own `__iter__`; its sampler is never told of epochs
# truth: by reason: the sampler shuffles by seed plus epoch, and the epoch stays 0
import torch
from torch.utils.data import DataLoader, DistributedSampler
from torchvision import datasets, transforms as T


class EndlessLoader(DataLoader):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rounds = 0

    def __iter__(self):
        self.rounds += 1
        return super().__iter__()


train_set = datasets.ImageFolder("flowers/train", T.Compose([T.RandomHorizontalFlip(), T.ToTensor()]))
order = DistributedSampler(train_set)  # expect: AUG106
train_loader = EndlessLoader(train_set, batch_size=8, sampler=order)
net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(5))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(3):
    for x, y in train_loader:
        torch.nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
