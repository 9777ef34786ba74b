# case: collate_object_for_both
# shape: the augmentation is in a collate object; one instance is handed to both loaders through collate_fn
# truth: by reason: the collate object runs the random pipeline on every batch of either loader
import torch
from torch.utils.data import DataLoader, default_collate
from torchvision.datasets import StanfordCars
from torchvision.transforms import v2


class AugmentingCollate:
    def __init__(self, pipeline):
        self.pipeline = pipeline

    def __call__(self, samples):
        return default_collate([(self.pipeline(image), label) for image, label in samples])


pipeline = v2.Compose([
    v2.PILToTensor(),
    v2.RandomResizedCrop((144, 144), antialias=True),
    v2.RandomHorizontalFlip(),
    v2.ToDtype(torch.float32, scale=True),
])
collate = AugmentingCollate(pipeline)

cars_train = StanfordCars("cars", split="train")
cars_test = StanfordCars("cars", split="test")
train_batches = DataLoader(cars_train, 32, shuffle=True, collate_fn=collate)
test_batches = DataLoader(cars_test, 32, collate_fn=collate)  # expect: AUG201|AUG202

net = torch.nn.Sequential(torch.nn.Conv2d(3, 32, 7, 4), torch.nn.ReLU(), torch.nn.AdaptiveAvgPool2d(2), torch.nn.Flatten(),
                          torch.nn.Linear(128, 196))
sgd = torch.optim.SGD(net.parameters(), 0.02, momentum=0.9)
for epoch in range(12):
    for x, y in train_batches:
        sgd.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        sgd.step()
with torch.inference_mode():
    score = sum((net(x).argmax(1) == y).sum().item() for x, y in test_batches)
print(score / len(cars_test))
