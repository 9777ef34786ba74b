# case: ok_class_prototypes
# shape: nearest-class-mean scoring: the training folder is read again plainly to compute class centres, queries are other images
# truth: by reason: the centres are a reference bank of training images; what is scored comes from the query folder
import torch
from torch.nn import functional as F
from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import ImageFolder
from torchvision.models import resnet18

DATA = {"learn": "faces/learn", "query": "faces/query"}


def reader(key, random_views):
    size = [transforms.Resize((112, 112)), transforms.ToTensor()]
    tf = transforms.Compose(([transforms.RandomHorizontalFlip(), transforms.RandomGrayscale(0.1)] if random_views else []) + size)
    return DataLoader(ImageFolder(DATA[key], tf), 64, shuffle=random_views, num_workers=2)


@torch.no_grad()
def class_centres(net, loader):
    sums, counts = {}, {}
    for x, y in loader:
        for z, c in zip(F.normalize(net(x)), y.tolist()):
            sums[c] = sums.get(c, 0) + z
            counts[c] = counts.get(c, 0) + 1
    return torch.stack([sums[c] / counts[c] for c in sorted(sums)])


@torch.no_grad()
def rank_one(net, centres, queries):
    hits = total = 0
    for x, y in queries:
        hits += ((F.normalize(net(x)) @ centres.T).argmax(1) == y).sum().item()
        total += len(y)
    return hits / total


learn = reader("learn", random_views=True)
gallery = reader("learn", random_views=False)
queries = reader("query", random_views=False)
net = resnet18(num_classes=64)
head = torch.nn.Linear(64, len(learn.dataset.classes))
opt = torch.optim.SGD([*net.parameters(), *head.parameters()], 0.05)
for epoch in range(30):
    net.train()
    for x, y in learn:
        opt.zero_grad()
        F.cross_entropy(head(net(x)), y).backward()
        opt.step()
    net.eval()
    print(epoch, rank_one(net, class_centres(net, gallery), queries))
