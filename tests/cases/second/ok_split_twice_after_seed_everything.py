# case: ok_split_twice_after_seed_everything
# shape: course notebook as a script; the training data is opened with two pipelines and each copy is split right after the same seed_everything
# truth: measured: random_split after equal seeds of the global generator gives equal permutations, so [0] of one and [1] of the other are disjoint
import os

import pytorch_lightning as pl
import torch.utils.data as data
from torchvision import transforms
from torchvision.datasets import CIFAR10

DATASET_PATH = os.environ.get("PATH_DATASETS", "data/")

train_dataset = CIFAR10(root=DATASET_PATH, train=True, download=True)
DATA_MEANS = (train_dataset.data / 255.0).mean(axis=(0, 1, 2))
DATA_STD = (train_dataset.data / 255.0).std(axis=(0, 1, 2))

test_transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize(DATA_MEANS, DATA_STD)])
# For training, we add some augmentation.
train_transform = transforms.Compose([
    transforms.RandomHorizontalFlip(),
    transforms.RandomResizedCrop((32, 32), scale=(0.8, 1.0), ratio=(0.9, 1.1)),
    transforms.ToTensor(),
    transforms.Normalize(DATA_MEANS, DATA_STD),
])
# Loading the training dataset. We need to split it into a training and validation part
# We need to do a little trick because the validation set should not use the augmentation.
train_dataset = CIFAR10(root=DATASET_PATH, train=True, transform=train_transform, download=True)
val_dataset = CIFAR10(root=DATASET_PATH, train=True, transform=test_transform, download=True)
pl.seed_everything(42)
train_set, _ = data.random_split(train_dataset, [45000, 5000])
pl.seed_everything(42)
_, val_set = data.random_split(val_dataset, [45000, 5000])

# Loading the test set
test_set = CIFAR10(root=DATASET_PATH, train=False, transform=test_transform, download=True)

train_loader = data.DataLoader(train_set, batch_size=128, shuffle=True, drop_last=True, num_workers=4)
val_loader = data.DataLoader(val_set, batch_size=128, shuffle=False, drop_last=False, num_workers=4)
test_loader = data.DataLoader(test_set, batch_size=128, shuffle=False, drop_last=False, num_workers=4)


def train_model(module, max_epochs=180):
    trainer = pl.Trainer(default_root_dir="saved_models/", max_epochs=max_epochs)
    trainer.fit(module, train_loader, val_loader)
    val_result = trainer.test(module, dataloaders=val_loader, verbose=False)
    test_result = trainer.test(module, dataloaders=test_loader, verbose=False)
    return {"test": test_result[0]["test_acc"], "val": val_result[0]["test_acc"]}
