# case: guarded_by_a_raise
# shape: the image path comes out of a dict comprehension, and a `raise` guards the format of the opened image
# truth: by reason: the flip is drawn for each validation image
import os
import random

from lxml import etree
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import functional as F


class Flip:
    def __call__(self, picture):
        if random.random() < 0.5:
            picture = F.hflip(picture)
        return picture


class Boxes(Dataset):
    def __init__(self, root, transforms=None, listing="train.txt"):
        self.root = root
        with open(os.path.join(root, listing)) as lines:
            self.sheets = [os.path.join(root, line.strip() + ".xml") for line in lines]
        self.transforms = transforms

    def __len__(self):
        return len(self.sheets)

    def __getitem__(self, index):
        tree = etree.parse(self.sheets[index]).getroot()
        facts = {child.tag: child.text for child in tree}
        picture = Image.open(os.path.join(self.root, facts["filename"]))
        if picture.format != "JPEG":
            raise ValueError("not a JPEG")
        if self.transforms is not None:
            picture = self.transforms(picture)
        return picture


flip = Flip()
train_set = Boxes("street", flip, "train.txt")
val_set = Boxes("street", flip, "val.txt")  # expect: AUG201
train_loader = DataLoader(train_set, batch_size=8, shuffle=True)
val_loader = DataLoader(val_set, batch_size=1)
