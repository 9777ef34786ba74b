# case: subclass_of_a_loader
# shape: both loaders are made with an (even empty) subclass of DataLoader; one random transform for both splits
# truth: by reason: the validation images get the random Compose, whatever class loads them
from torch.utils.data import DataLoader
from torchvision import datasets, transforms as T


class Mine(DataLoader):
    pass


tf = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])
a_set = datasets.ImageFolder("flowers/train", tf)
b_set = datasets.ImageFolder("flowers/val", tf)  # expect: AUG201
train_loader = Mine(a_set, batch_size=8, shuffle=True)
val_loader = Mine(b_set, batch_size=8)
import torch
net = torch.nn.Linear(3, 3); opt = torch.optim.SGD(net.parameters(), lr=.1)
for e in range(3):
    net.train()
    for x, y in train_loader:
        loss = net(x).sum(); loss.backward(); opt.step()
    net.eval()
    with torch.no_grad():
        for x, y in val_loader:
            print((net(x).argmax(1) == y).float().mean())
