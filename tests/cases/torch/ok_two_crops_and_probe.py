# case: ok_two_crops_and_probe
# shape: self-supervised pretraining with two crops, then a linear probe on features of the plain training images, scored on other images
# truth: by reason: all uses of the train split are training (pretraining, then the probe); the scored split is another one and plain
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from torchvision import transforms as T
from torchvision.datasets import Imagenette
from torchvision.models import resnet18


class TwoCrops:
    def __init__(self, base):
        self.base = base

    def __call__(self, im):
        return self.base(im), self.base(im)


crops = T.Compose([T.RandomResizedCrop(96, (0.2, 1.0)), T.RandomApply([T.ColorJitter(0.4, 0.4, 0.4, 0.1)], 0.8),
                   T.RandomGrayscale(0.2), T.ToTensor()])
flat = T.Compose([T.Resize(110), T.CenterCrop(96), T.ToTensor()])

pretrain_loader = DataLoader(Imagenette("in10", "train", size="160px", transform=TwoCrops(crops), download=True), 256,
                             shuffle=True, num_workers=8, drop_last=True)
probe_source = Imagenette("in10", "train", size="160px", transform=flat)
score_source = Imagenette("in10", "val", size="160px", transform=flat)

encoder = resnet18(num_classes=128)
opt = torch.optim.SGD(encoder.parameters(), 0.06, momentum=0.9)
for epoch in range(100):
    for (a, b), _ in pretrain_loader:
        za, zb = nn.functional.normalize(encoder(a)), nn.functional.normalize(encoder(b))
        logits = za @ zb.T / 0.1
        loss = nn.functional.cross_entropy(logits, torch.arange(len(a)))
        opt.zero_grad()
        loss.backward()
        opt.step()


@torch.no_grad()
def embed(source):
    pairs = [(encoder(x), y) for x, y in DataLoader(source, 512, num_workers=8)]
    return TensorDataset(torch.cat([f for f, _ in pairs]), torch.cat([y for _, y in pairs]))


encoder.eval()
probe_set, score_set = embed(probe_source), embed(score_source)
head = nn.Linear(128, 10)
lin = torch.optim.SGD(head.parameters(), 1.0)
for f, y in DataLoader(probe_set, 256, shuffle=True):
    lin.zero_grad()
    nn.functional.cross_entropy(head(f), y).backward()
    lin.step()
with torch.no_grad():
    print(sum((head(f).argmax(1) == y).sum().item() for f, y in DataLoader(score_set, 1024)) / len(score_set))
