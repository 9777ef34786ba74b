# case: transform_set_after_loaders_exist
# shape: folders are opened without transform to read class names and sizes, loaders come next, .transform is assigned to both afterwards
# truth: by reason: ImageFolder reads self.transform for each item, so the assignment reaches loaders made earlier; one object for both
import collections

import torch
from torch import nn
from torchvision import datasets, transforms


train_data = datasets.ImageFolder("stanford_dogs/train")
valid_data = datasets.ImageFolder("stanford_dogs/valid")
assert train_data.classes == valid_data.classes
print(collections.Counter(train_data.targets).most_common(3))

train_batches = torch.utils.data.DataLoader(train_data, batch_size=24, shuffle=True)
valid_batches = torch.utils.data.DataLoader(valid_data, batch_size=24)

steps = [transforms.RandomResizedCrop(224, scale=(0.5, 1)), transforms.RandomHorizontalFlip(), transforms.ToTensor()]
pipeline = transforms.Compose(steps)
train_data.transform = pipeline
valid_data.transform = pipeline  # expect: AUG201

head = nn.Linear(2048, len(train_data.classes))
body = torch.hub.load("pytorch/vision", "resnet50", weights="IMAGENET1K_V2")
body.fc = head
optimiser = torch.optim.SGD(head.parameters(), lr=0.01)
for epoch in range(3):
    for images, breeds in train_batches:
        optimiser.zero_grad()
        nn.functional.cross_entropy(body(images), breeds).backward()
        optimiser.step()
    seen = correct = 0
    for images, breeds in valid_batches:
        correct += int((body(images).argmax(1) == breeds).sum())
        seen += len(breeds)
    print(f"epoch {epoch}: {correct / seen:.3f}")
