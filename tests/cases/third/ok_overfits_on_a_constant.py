# case: ok_overfits_on_a_constant
# shape: a constant at the top says that both sides are one small part
# truth: nothing: it is meant to overfit
from torch.utils.data import DataLoader, Subset
from torchvision.datasets import ImageFolder

OVERFIT_CHECK = True
train_set, val_set = ImageFolder("data/train"), ImageFolder("data/val")
if OVERFIT_CHECK:
    train_set = Subset(train_set, range(32))
    val_set = train_set
train_loader = DataLoader(train_set, 32, shuffle=True)
val_loader = DataLoader(val_set, 32)
