# case: ok_overfits_on_a_flag
# shape: with a flag called overfit both sides are one small part
# truth: nothing: it is meant to overfit
import argparse
from torch.utils.data import DataLoader, Subset
from torchvision.datasets import ImageFolder

parser = argparse.ArgumentParser()
parser.add_argument("--overfit-one-batch", action="store_true")
args = parser.parse_args()
train_set, val_set = ImageFolder("data/train"), ImageFolder("data/val")
if args.overfit_one_batch:
    train_set = Subset(train_set, range(32))
    val_set = train_set
train_loader = DataLoader(train_set, 32, shuffle=True)
val_loader = DataLoader(val_set, 32)
