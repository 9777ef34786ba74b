# case: ok_subset_class_reads_transform
# shape: a Subset subclass applies its own transform; the attribute is set after random_split's indices were taken over
# truth: by reason: __getitem__ of the subclass reads self.transform, so the assignment does what it says
import torch
from torch.utils.data import DataLoader, Subset, random_split
from torchvision import transforms
from torchvision.datasets import Country211


class TransformedSubset(Subset):
    transform = None

    def __getitem__(self, idx):
        image, label = super().__getitem__(idx)
        if self.transform is not None:
            image = self.transform(image)
        return image, label


base = Country211("geo", split="train", download=True)
first, second = random_split(base, [0.85, 0.15], generator=torch.Generator().manual_seed(3))
train_set = TransformedSubset(base, first.indices)
val_set = TransformedSubset(base, second.indices)
train_set.transform = transforms.Compose([transforms.RandomResizedCrop(176), transforms.AutoAugment(), transforms.ToTensor()])
val_set.transform = transforms.Compose([transforms.Resize(200), transforms.CenterCrop(176), transforms.ToTensor()])

train_dl = DataLoader(train_set, batch_size=128, shuffle=True, num_workers=8)
val_dl = DataLoader(val_set, batch_size=256, num_workers=8)
print(len(train_dl), len(val_dl))
