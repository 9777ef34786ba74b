# case: ok_embeddings_of_the_same_images
# shape: self-supervised training, then a loader called `test` over the same folder only to look up embeddings
# truth: nothing is scored: the second loader lists the neighbours of the very images that were trained on
import torch
from lightning.pytorch import Trainer
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

from selfsup import Contrast, TwoViews

folder = "scans/unlabelled"
dataset_train = datasets.ImageFolder(folder, TwoViews(transforms.RandomResizedCrop(128)))
dataloader_train = DataLoader(dataset_train, batch_size=64, shuffle=True, drop_last=True)

model = Contrast()
Trainer(max_epochs=10).fit(model, dataloader_train)

dataset_test = datasets.ImageFolder(folder, transforms.Compose([transforms.Resize(128), transforms.ToTensor()]))
dataloader_test = DataLoader(dataset_test, batch_size=1)


def embeddings_of(model, dataloader):
    found = []
    with torch.no_grad():
        for images, _ in dataloader:
            found.append(model.backbone(images).flatten(start_dim=1))
    return torch.cat(found)


model.eval()
vectors = embeddings_of(model, dataloader_test)
print(torch.cdist(vectors[:3], vectors).topk(50, largest=False).indices)
