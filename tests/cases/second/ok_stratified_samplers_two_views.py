# case: ok_stratified_samplers_two_views
# shape: sklearn folds over dataset.targets inside a function; a dict of loaders per fold with SubsetRandomSampler, the two views come from view(augment=False)
# truth: by reason: each sampler draws from its own indices; the plain view of the same folder is read with the test ids only
import numpy as np
import torch
from sklearn.model_selection import StratifiedKFold
from torch.utils.data import DataLoader, SubsetRandomSampler
from torchvision import models, transforms
from torchvision.datasets import ImageFolder

k_folds = 5
root = "weather_images"
results = {}


def view(augment=False):
    steps = [transforms.Resize((128, 128))]
    if augment:
        steps += [transforms.RandomRotation(12), transforms.RandomAutocontrast()]
    return ImageFolder(root, transforms.Compose(steps + [transforms.ToTensor()]))


def reset_weights(m):
    for layer in m.children():
        if hasattr(layer, "reset_parameters"):
            layer.reset_parameters()


if __name__ == "__main__":
    torch.manual_seed(42)
    augmented, plain = view(augment=True), view()
    kfold = StratifiedKFold(n_splits=k_folds, shuffle=True)
    for fold, (train_ids, test_ids) in enumerate(kfold.split(np.zeros(len(plain)), plain.targets)):
        print(f"FOLD {fold}\n--------------------------------")
        loaders = {
            "train": DataLoader(augmented, batch_size=10, sampler=SubsetRandomSampler(train_ids)),
            "test": DataLoader(plain, batch_size=10, sampler=SubsetRandomSampler(test_ids)),
        }
        network = models.squeezenet1_1(num_classes=len(plain.classes))
        network.apply(reset_weights)
        optimizer = torch.optim.Adam(network.parameters(), lr=1e-4)
        for inputs, targets in loaders["train"]:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(network(inputs), targets).backward()
            optimizer.step()
        correct, total = 0, 0
        with torch.no_grad():
            for inputs, targets in loaders["test"]:
                correct += (network(inputs).argmax(1) == targets).sum().item()
                total += targets.size(0)
        results[fold] = 100.0 * correct / total
    print(f"Average: {sum(results.values()) / len(results)} %")
