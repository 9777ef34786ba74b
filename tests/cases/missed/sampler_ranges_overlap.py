# case: sampler_ranges_overlap
# shape: SubsetRandomSampler over index lists cut from list(range()) with negative and positive bounds; two views of the training images
# truth: by reason: of the 50,000 indices those from 5,000 to 44,999 are in both lists
import torch
from torch.utils.data import DataLoader
from torch.utils.data.sampler import SubsetRandomSampler
from torchvision import datasets, transforms

normalize = transforms.Normalize((0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010))
augmented = datasets.CIFAR10("./data", train=True, download=True, transform=transforms.Compose(
    [transforms.RandomCrop(32, padding=4), transforms.ToTensor(), normalize]))
plain = datasets.CIFAR10("./data", train=True, transform=transforms.Compose([transforms.ToTensor(), normalize]))

indices = list(range(50000))
valid_size = 5000
train_idx = indices[:-valid_size]
valid_idx = indices[valid_size:]  # expect: AUG302

train_loader = DataLoader(augmented, batch_size=128, sampler=SubsetRandomSampler(train_idx), num_workers=2)
valid_loader = DataLoader(plain, batch_size=128, sampler=SubsetRandomSampler(valid_idx), num_workers=2)  # allow: AUG302

net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3072, 10))
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
for x, y in train_loader:
    optimizer.zero_grad()
    torch.nn.functional.cross_entropy(net(x), y).backward()
    optimizer.step()
print(sum((net(x).argmax(1) == y).sum().item() for x, y in valid_loader))
