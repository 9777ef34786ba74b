# case: ok_jitter_without_strength
# shape: random-looking names that change nothing at random: ColorJitter() without arguments, TenCrop, GaussianBlur with one sigma, Lambda
# truth: by reason (documented): ColorJitter() changes nothing with its defaults of 0, TenCrop returns fixed crops, a single sigma is fixed
import torch
from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

augmentation = T.Compose([
    T.Resize(140),
    T.ColorJitter(),
    T.GaussianBlur(kernel_size=5, sigma=1.0),
    T.TenCrop(128),
    T.Lambda(lambda crops: torch.stack([T.ToTensor()(c) for c in crops])),
])

train_set = ImageFolder("fabric/train", transform=augmentation)
val_set = ImageFolder("fabric/val", transform=augmentation)
train_dl = DataLoader(train_set, batch_size=8, shuffle=True)
val_dl = DataLoader(val_set, batch_size=8)

net = torch.nn.Sequential(torch.nn.Conv2d(3, 12, 9, 4), torch.nn.ReLU(), torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(),
                          torch.nn.Linear(12, len(train_set.classes)))
opt = torch.optim.SGD(net.parameters(), 0.02)


def logits(x):
    b, n, c, h, w = x.shape
    return net(x.view(b * n, c, h, w)).view(b, n, -1).mean(1)


for epoch in range(10):
    for x, y in train_dl:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(logits(x), y).backward()
        opt.step()
    with torch.no_grad():
        print(epoch, sum((logits(x).argmax(1) == y).sum().item() for x, y in val_dl) / len(val_set))
