# case: ok_each_part_has_its_instance
# shape: .dataset.transform is assigned on both subsets, but each was cut from an instance of its own
# truth: by reason: the two Subset objects hold different datasets, so each assignment changes one part
import json

from torch.utils.data import DataLoader, Subset
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

ROOT = "minerals"
with open("minerals_split.json") as f:
    rows = json.load(f)


def part(name):
    return Subset(ImageFolder(ROOT), rows[name])


train_part = part("train")
val_part = part("val")
train_part.dataset.transform = T.Compose([T.RandomResizedCrop(200), T.RandomVerticalFlip(), T.ToTensor()])
val_part.dataset.transform = T.Compose([T.Resize((200, 200)), T.ToTensor()])

train_loader = DataLoader(train_part, batch_size=24, shuffle=True)
val_loader = DataLoader(val_part, batch_size=24)
for name, loader in (("train", train_loader), ("val", val_loader)):
    print(name, len(loader.dataset), next(iter(loader))[0].shape)
