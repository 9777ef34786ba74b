# case: asked_by_dunder_getitem
# shape: a wrapper dataset holds an ImageFolder and asks it with an explicit `__getitem__` call
# truth: by reason: ImageFolder applies the transform when it is asked for an item, by whatever name
from torch.utils.data import DataLoader, Dataset
from torchvision import datasets, transforms as T


class Named(Dataset):
    def __init__(self, input_dir, transform=None):
        self.dataset = datasets.ImageFolder(input_dir, transform=transform)

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        picture, label = self.dataset.__getitem__(index)
        return picture, label, str(index)


learn_tf = T.Compose([T.RandomResizedCrop(224), T.RandomHorizontalFlip(), T.ToTensor()])
train_set = Named("flowers/train", learn_tf)
val_set = Named("flowers/val", learn_tf)  # expect: AUG201
train_loader = DataLoader(train_set, batch_size=8, shuffle=True)
val_loader = DataLoader(val_set, batch_size=8)
