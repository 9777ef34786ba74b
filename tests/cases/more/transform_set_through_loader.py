# case: transform_set_through_loader
# shape: the transform is assigned to loader.dataset, which is a Subset, just before the evaluation function runs
# truth: measured for the pattern (torch 2.13): Subset reads no transform, the assignment has no effect
import torch
from torch.utils.data import DataLoader, Subset
from torchvision import models
from torchvision.datasets import Flowers102
from torchvision.transforms import v2 as T

plain = T.Compose([T.Resize(232), T.CenterCrop(224), T.ToImage(), T.ToDtype(torch.float32, scale=True)])
resized = T.Compose([T.Resize((224, 224)), T.ToImage(), T.ToDtype(torch.float32, scale=True)])

test = Flowers102("flowers", split="test", transform=resized, download=True)
order = torch.randperm(len(test), generator=torch.Generator().manual_seed(1)).tolist()
train_part, held_part = Subset(test, order[:5000]), Subset(test, order[5000:])
loaders = DataLoader(train_part, 64, shuffle=True, num_workers=4), DataLoader(held_part, 256, num_workers=4)


def accuracy(model, loader):
    model.eval()
    with torch.inference_mode():
        return sum((model(x).argmax(1) == y).sum().item() for x, y in loader) / len(loader.dataset)


model = models.mobilenet_v3_small(num_classes=102)
opt = torch.optim.RMSprop(model.parameters(), lr=1e-3)
train_loader, held_loader = loaders
held_loader.dataset.transform = plain  # expect: AUG204
for epoch in range(20):
    model.train()
    for x, y in train_loader:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(model(x), y).backward()
        opt.step()
    print(epoch, accuracy(model, held_loader))
