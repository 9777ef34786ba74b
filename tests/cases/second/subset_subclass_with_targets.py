# case: subset_subclass_with_targets
# shape: continual learning; a subclass of Subset that only adds targets; indices by task from numpy, the base dataset augments
# truth: by reason: the subclass reads through the dataset it came from, so the validation indices are augmented too
import numpy as np
import torch
from torch.utils.data import DataLoader, Subset
from torchvision import transforms
from torchvision.datasets import CIFAR100


class TaskSubset(Subset):
    """Subset that keeps its targets, shifted to start at zero."""

    def __init__(self, dataset, indices, first_class):
        super().__init__(dataset, indices)
        self.first_class = first_class
        self.targets = [dataset.targets[i] - first_class for i in indices]

    def __getitem__(self, idx):
        image, label = super().__getitem__(idx)
        return image, label - self.first_class


def task_loaders(root, n_tasks=10, val_per_task=500):
    aug = transforms.Compose([
        transforms.RandomCrop(32, padding=4, padding_mode="reflect"),
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
    ])
    full = CIFAR100(root, train=True, download=True, transform=aug)
    targets = np.array(full.targets)
    rng = np.random.RandomState(7)
    per_task = 100 // n_tasks
    for task in range(n_tasks):
        lo = task * per_task
        ids = np.flatnonzero((targets >= lo) & (targets < lo + per_task))
        ids = rng.permutation(ids)
        train_part = TaskSubset(full, ids[val_per_task:].tolist(), lo)
        val_part = TaskSubset(full, ids[:val_per_task].tolist(), lo)  # expect: AUG203
        yield DataLoader(train_part, 128, shuffle=True), DataLoader(val_part, 256)


def run(model, root):
    opt = torch.optim.SGD(model.parameters(), lr=0.03)
    accuracies = []
    for train_loader, val_loader in task_loaders(root):
        for x, y in train_loader:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(model(x), y).backward()
            opt.step()
        accuracies.append(np.mean([(model(x).argmax(1) == y).float().mean().item() for x, y in val_loader]))
    return accuracies
