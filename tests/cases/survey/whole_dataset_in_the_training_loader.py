# case: whole_dataset_in_the_training_loader
# shape: random_split, then the training loader is made over the dataset itself
# truth: by reason: the loader over the whole yields the validation images as well
import torch
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, transforms

pictures = datasets.ImageFolder("pics", transforms.ToTensor())
train_set, val_set = random_split(pictures, [800, 200])
train_loader = DataLoader(pictures, batch_size=8, shuffle=True)  # expect: AUG302
val_loader = DataLoader(val_set, batch_size=8)

model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(2))
optimizer = torch.optim.Adam(model.parameters())
for epoch in range(3):
    for x, y in train_loader:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
    with torch.no_grad():
        print(sum((model(x).argmax(1) == y).sum() for x, y in val_loader))
