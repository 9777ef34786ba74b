# case: samplers_over_one_augmented
# shape: the tutorial recipe with SubsetRandomSampler: one dataset object, two samplers, the split is in the loaders
# truth: by reason: the indices are disjoint, yet the evaluation loader reads the dataset that rotates and flips at random
import numpy as np
import torch
import torchvision
from torch.utils.data import DataLoader
from torch.utils.data.sampler import SubsetRandomSampler
from torchvision import transforms

batch_size = 20
valid_size = 0.2

transform = transforms.Compose([
    transforms.RandomHorizontalFlip(),
    transforms.RandomRotation(10),
    transforms.ToTensor(),
    transforms.Normalize((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)),
])
plain = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))])

train_data = torchvision.datasets.CIFAR10("data", train=True, download=True, transform=transform)
test_data = torchvision.datasets.CIFAR10("data", train=False, download=True, transform=plain)

num_train = len(train_data)
indices = list(range(num_train))
np.random.shuffle(indices)
split = int(np.floor(valid_size * num_train))
train_idx, valid_idx = indices[split:], indices[:split]

train_loader = DataLoader(train_data, batch_size=batch_size, sampler=SubsetRandomSampler(train_idx), num_workers=0)
valid_loader = DataLoader(train_data, batch_size=batch_size, sampler=SubsetRandomSampler(valid_idx), num_workers=0)  # expect: AUG203|AUG201|AUG202
test_loader = DataLoader(test_data, batch_size=batch_size, num_workers=0)

model = torchvision.models.resnet18(num_classes=10)
criterion = torch.nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
valid_loss_min = np.inf
for epoch in range(1, 31):
    model.train()
    for data, target in train_loader:
        optimizer.zero_grad()
        criterion(model(data), target).backward()
        optimizer.step()
    model.eval()
    valid_loss = 0.0
    with torch.no_grad():
        for data, target in valid_loader:
            valid_loss += criterion(model(data), target).item() * data.size(0)
    if valid_loss <= valid_loss_min:
        torch.save(model.state_dict(), "model_cifar.pt")
        valid_loss_min = valid_loss
