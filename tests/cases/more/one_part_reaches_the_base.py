# case: one_part_reaches_the_base
# shape: only the held-out part's .dataset gets the plain transform; the training part keeps the same base object
# truth: measured (torch 2.13): after the assignment both parts use the plain transform, training lost its augmentation
import torch
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, transforms

TRAIN_TF = transforms.Compose([transforms.RandomRotation(15), transforms.RandomResizedCrop(224), transforms.ToTensor()])
EVAL_TF = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor()])


def get_data(data_dir="sports", val_split=0.2, batch_size=32):
    full_dataset = datasets.ImageFolder(data_dir, transform=TRAIN_TF)
    val_size = int(val_split * len(full_dataset))
    train_dataset, val_dataset = random_split(  # allow: AUG203
        full_dataset, [len(full_dataset) - val_size, val_size], generator=torch.Generator().manual_seed(42))
    # no augmentation for validation
    val_dataset.dataset.transform = EVAL_TF  # expect: AUG204
    return (DataLoader(train_dataset, batch_size, shuffle=True, num_workers=2),
            DataLoader(val_dataset, batch_size, shuffle=False, num_workers=2),
            full_dataset.classes)


train_loader, val_loader, classes = get_data()
print(f"{len(train_loader)} / {len(val_loader)} batches, {len(classes)} classes")
