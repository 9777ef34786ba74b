# case: same_folder_scored_under_enumerate
# shape: the scoring loop counts its batches and never reads the number
# truth: by reason: test scores the very images that were trained on, labels and all
import torch
from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

plain = T.Compose([T.Resize((64, 64)), T.ToTensor()])
train_loader = DataLoader(ImageFolder("moths/images", plain), 32, shuffle=True)
test_loader = DataLoader(ImageFolder("moths/images", plain), 32)  # expect: AUG301

for images, labels in train_loader:
    loss = criterion(model(images), labels)
    loss.backward()

correct = 0
with torch.no_grad():
    for step, (images, labels) in enumerate(test_loader):
        correct += (model(images).argmax(1) == labels).sum()
print(correct)
