# case: five_parts_by_random_split
# shape: cross-validation: random_split into k equal parts, ConcatDataset of the others for training, parts[k] for scoring
# truth: by reason: each part in turn is held out, and all of them read the one dataset that erases and flips at random
import torch
import torchvision.transforms.v2 as v2
from torch.utils.data import ConcatDataset, DataLoader, random_split
from torchvision.datasets import EuroSAT

K = 5
aug = v2.Compose([
    v2.PILToTensor(),
    v2.RandomVerticalFlip(p=0.5),
    v2.ToDtype(torch.float32, scale=True),
    v2.RandomErasing(p=0.2),
])
sat = EuroSAT("eurosat", transform=aug, download=True)
share = len(sat) // K
sizes = [share] * (K - 1) + [len(sat) - share * (K - 1)]
parts = random_split(sat, sizes, generator=torch.Generator().manual_seed(11))  # expect: AUG203


def fit(loader, epochs=3):
    m = torch.nn.Sequential(torch.nn.Conv2d(3, 12, 5, 2), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.LazyLinear(10))
    o = torch.optim.SGD(m.parameters(), 0.05, 0.9)
    for _ in range(epochs):
        for x, y in loader:
            o.zero_grad()
            torch.nn.functional.cross_entropy(m(x), y).backward()
            o.step()
    return m.eval()


accs = []
for k in range(K):
    rest = ConcatDataset([p for j, p in enumerate(parts) if j != k])
    model = fit(DataLoader(rest, 128, shuffle=True))
    hit = 0
    with torch.no_grad():
        for x, y in DataLoader(parts[k], 256):
            hit += (model(x).argmax(1) == y).sum().item()
    accs.append(hit / len(parts[k]))
print(sum(accs) / K)
