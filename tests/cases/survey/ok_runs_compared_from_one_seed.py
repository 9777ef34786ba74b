# case: ok_runs_compared_from_one_seed
# shape: each learning rate gets a new model, the same seed and one pass over the data
# truth: by reason: the loop is over runs, not over epochs of one run; equal starts make the runs comparable
import torch
from torch.utils.data import DataLoader
from torchvision import models
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

dataset = ImageFolder("fungi/train", T.Compose([T.RandomHorizontalFlip(), T.RandomRotation(10), T.ToTensor()]))
for rate in (0.3, 0.1, 0.03):
    torch.manual_seed(0)
    model = models.resnet18(num_classes=7)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    loader = DataLoader(dataset, 64, shuffle=True)
    for images, labels in loader:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
