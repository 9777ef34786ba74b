# case: ok_kfold_two_views
# shape: k-fold over one root opened twice outside the loop; Subset of each view inside it, the folds come from a generator method
# truth: by reason: in each fold the training indices refer to the random view, the held-out ones to the plain view, and they are disjoint
import numpy as np
import torch
from sklearn.model_selection import StratifiedKFold
from torch.utils.data import DataLoader, Subset
from torchvision import datasets, transforms


class CrossValidation:
    def __init__(self, root, k):
        base = [transforms.Resize((96, 96)), transforms.ToTensor()]
        self.noisy = datasets.ImageFolder(root, transforms.Compose([transforms.RandomHorizontalFlip(), *base]))
        self.clean = datasets.ImageFolder(root, transforms.Compose(base))
        self.splitter = StratifiedKFold(n_splits=k, shuffle=True, random_state=0)

    def folds(self, bs):
        y = np.array(self.noisy.targets)
        for learn, held in self.splitter.split(np.zeros(len(y)), y):
            yield (DataLoader(Subset(self.noisy, learn), bs, shuffle=True, num_workers=2),
                   DataLoader(Subset(self.clean, held), bs, num_workers=2))


def one_fold(tr, va, classes):
    net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3 * 96 * 96, classes))
    opt = torch.optim.SGD(net.parameters(), 1e-3)
    for _ in range(5):
        for x, y in tr:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            opt.step()
    with torch.no_grad():
        return np.mean([(net(x).argmax(1) == y).float().mean().item() for x, y in va])


if __name__ == "__main__":
    cv = CrossValidation("woodgrain", 5)
    accs = [one_fold(tr, va, len(cv.clean.classes)) for tr, va in cv.folds(64)]
    print(f"{np.mean(accs):.3f} +- {np.std(accs):.3f}")
