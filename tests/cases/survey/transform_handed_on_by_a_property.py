# case: transform_handed_on_by_a_property
# shape: a wrapper opens a folder dataset in a helper and gives it the transform later, through a property
# truth: the inner dataset crops at random on both sides, with one and the same Compose
from torch.utils.data import DataLoader, Dataset
from torchvision import datasets, transforms


def opened(folder):
    try:
        return datasets.ImageFolder(folder)
    except FileNotFoundError:
        return datasets.DatasetFolder(folder, datasets.folder.default_loader, extensions=(".png",))


class Anything(Dataset):
    def __init__(self, folder, transform=None):
        self.inner = opened(folder)
        if transform is not None:
            self.transform = transform

    @property
    def transform(self):
        return self.inner.transform

    @transform.setter
    def transform(self, value):
        self.inner.transform = value

    def __len__(self):
        return len(self.inner)

    def __getitem__(self, i):
        image, label = self.inner[i]
        return image, label, i


crops = transforms.Compose([transforms.RandomCrop(32), transforms.ToTensor()])
train_loader = DataLoader(Anything("images/train", transform=crops), shuffle=True)
val_loader = DataLoader(Anything("images/val", transform=crops))  # expect: AUG201
