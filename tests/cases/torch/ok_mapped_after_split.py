# case: ok_mapped_after_split
# shape: a generic MapDataset takes a function per part after random_split; the functions are bound methods of two small classes
# truth: by reason: the base gives raw images, only the training part is mapped with the random method
import torch
from torch.utils.data import DataLoader, Dataset, random_split
from torchvision.datasets import OxfordIIITPet
from torchvision.transforms import v2


class MapDataset(Dataset):
    def __init__(self, source, fn):
        self.source, self.fn = source, fn

    def __len__(self):
        return len(self.source)

    def __getitem__(self, i):
        return self.fn(*self.source[i])


class Prepare:
    def __init__(self, size):
        self.geometry = v2.Compose([v2.ToImage(), v2.Resize((size, size)), v2.ToDtype(torch.float32, scale=True)])

    def apply(self, image, target):
        return self.geometry(image), target


class PrepareForTraining(Prepare):
    def apply(self, image, target):
        image, target = super().apply(image, target)
        if torch.rand(1).item() < 0.5:
            image = image.flip(-1)
        return image + 0.01 * torch.randn_like(image), target


raw = OxfordIIITPet("pets", split="trainval", download=True)
lengths = [len(raw) - 400, 400]
parts = random_split(raw, lengths, torch.Generator().manual_seed(8))
sets = [MapDataset(part, prep.apply) for part, prep in zip(parts, (PrepareForTraining(128), Prepare(128)))]
learn, check = sets

net = torch.nn.Sequential(torch.nn.Conv2d(3, 10, 5, 3), torch.nn.ReLU(), torch.nn.AdaptiveMaxPool2d(1), torch.nn.Flatten(), torch.nn.Linear(10, 37))
opt = torch.optim.Adam(net.parameters())
for _ in range(10):
    for x, y in DataLoader(learn, 32, shuffle=True, num_workers=2):
        opt.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
with torch.no_grad():
    print(sum((net(x).argmax(1) == y).sum().item() for x, y in DataLoader(check, 64)) / len(check))
