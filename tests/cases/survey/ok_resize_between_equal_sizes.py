# case: ok_resize_between_equal_sizes
# shape: a random resize of one's own is given equal ends for evaluation, so it always draws the same size
# truth: random.randint(512, 512) is 512 in every call; validation images do not change
import random

from torch.utils.data import DataLoader, Dataset
from torchvision.datasets.folder import default_loader
from torchvision.transforms import functional as F


class ResizeBetween:
    def __init__(self, low, high=None):
        self.low = low
        self.high = low if high is None else high

    def __call__(self, image):
        return F.to_tensor(F.resize(image, [random.randint(self.low, self.high)]))


def steps_for(training, side=512):
    return ResizeBetween(side // 2, side * 2) if training else ResizeBetween(side)


class Scenes(Dataset):
    def __init__(self, listing, steps):
        self.files = open(listing).read().split()
        self.steps = steps

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        return self.steps(default_loader(self.files[i]))


train_loader = DataLoader(Scenes("train.txt", steps_for(True)), shuffle=True)
val_loader = DataLoader(Scenes("val.txt", steps_for(False)))
