# case: ok_adjoining_ranges
# shape: three tfds slices that adjoin, absolute and in percent, and Subset ranges that adjoin by a computed bound
# truth: by reason: each bound ends one part and begins the next
import tensorflow_datasets as tfds
from torch.utils.data import DataLoader, Subset
from torchvision.datasets import SVHN
from torchvision.transforms import ToTensor

train_ds, val_ds, test_ds = tfds.load("eurosat/rgb", split=["train[:80%]", "train[80%:90%]", "train[90%:]"])
small, rest = (tfds.load("emnist", split=s) for s in ("train[:10000]", "train[10000:12000]"))
print([len(d) for d in (train_ds, val_ds, test_ds, small, rest)])

HELD = 7_325
house = SVHN("svhn", split="train", transform=ToTensor(), download=True)
bound = len(house) - HELD
train_part = Subset(house, range(bound))
val_part = Subset(house, range(bound, len(house)))
for name, part in (("train", train_part), ("val", val_part)):
    loader = DataLoader(part, batch_size=512, shuffle=name == "train")
    print(name, len(part), next(iter(loader))[1].bincount())
