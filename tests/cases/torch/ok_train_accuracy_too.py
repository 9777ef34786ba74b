# case: ok_train_accuracy_too
# shape: the training split is opened a second time without augmentation to report training accuracy next to validation accuracy
# truth: by reason: train_eval_ds measures the fit on purpose; the validation figures come from the other split
import torch
from torch.utils.data import DataLoader, Subset
from torchvision import transforms as T
from torchvision.datasets import FashionMNIST

to_tensor = T.ToTensor()
shifted = T.Compose([T.RandomAffine(0, translate=(0.1, 0.1)), to_tensor])

train_ds = FashionMNIST("fm", train=True, transform=shifted, download=True)
train_eval_ds = FashionMNIST("fm", train=True, transform=to_tensor)
val_ds = FashionMNIST("fm", train=False, transform=to_tensor)

train_dl = DataLoader(train_ds, 128, shuffle=True)
# 5000 training images are enough to see overfitting
train_eval_dl = DataLoader(Subset(train_eval_ds, range(5000)), 500)
val_dl = DataLoader(val_ds, 500)


def accuracy(model, dl):
    model.eval()
    with torch.no_grad():
        return torch.cat([(model(x).argmax(1) == y).float() for x, y in dl]).mean().item()


model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 256), torch.nn.ReLU(), torch.nn.Linear(256, 10))
opt = torch.optim.Adam(model.parameters())
curve = []
for epoch in range(15):
    model.train()
    for x, y in train_dl:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(model(x), y).backward()
        opt.step()
    curve.append({"train_acc": accuracy(model, train_eval_dl), "val_acc": accuracy(model, val_dl)})
    print(epoch, curve[-1], "gap", curve[-1]["train_acc"] - curve[-1]["val_acc"])
