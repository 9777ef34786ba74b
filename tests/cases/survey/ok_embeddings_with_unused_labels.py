# case: ok_embeddings_with_unused_labels
# shape: the loop over the second loader names the label, and never reads it; the embeddings are only looked up
# truth: by reason: nothing is scored, the second loader only embeds the very images that were trained on
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

model.eval()
found = []
with torch.no_grad():
    for images, label in dataloader_test:
        found.append(model.backbone(images).flatten(start_dim=1))
vectors = torch.cat(found)
print(torch.cdist(vectors[:3], vectors).topk(50, largest=False).indices)
