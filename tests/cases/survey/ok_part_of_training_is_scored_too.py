# case: ok_part_of_training_is_scored_too
# shape: a thousand training images are scored beside the validation images, to see how far the two are apart
# truth: nothing: the validation data has a folder of its own
import torch
from torch.utils.data import DataLoader, Subset
from torchvision import datasets, transforms

train_set = datasets.ImageFolder("pics/train", transforms.ToTensor())
val_set = datasets.ImageFolder("pics/val", transforms.ToTensor())
train_loader = DataLoader(train_set, batch_size=8, shuffle=True)
train_eval_loader = DataLoader(Subset(train_set, range(1000)), batch_size=8)
val_loader = DataLoader(val_set, batch_size=8)

model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(2))
optimizer = torch.optim.Adam(model.parameters())


@torch.no_grad()
def accuracy(loader):
    return sum((model(x).argmax(1) == y).sum() for x, y in loader)


for epoch in range(3):
    for x, y in train_loader:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
    print(accuracy(train_eval_loader), accuracy(val_loader))
