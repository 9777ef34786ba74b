# case: one_finding_for_one_generator
# shape: a generator is made and seeded in two lines of the epoch loop, and drives the loader made there
# truth: by reason: it is one fault, the seed, so one finding there is enough
import torch
from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

dataset = ImageFolder("fungi/train", T.Compose([T.RandomHorizontalFlip(), T.ToTensor()]))
for epoch in range(30):
    generator = torch.Generator()
    generator.manual_seed(5)  # expect: AUG106
    loader = DataLoader(dataset, 64, shuffle=True, generator=generator)
    for images, labels in loader:
        loss = model(images, labels)
        loss.backward()
