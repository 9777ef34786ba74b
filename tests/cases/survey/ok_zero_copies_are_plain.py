# case: ok_zero_copies_are_plain
# shape: the number of random copies per picture is a constructor argument; the index modulo that number picks plain or jittered
# truth: by reason: with extra=0 every index modulo 1 is 0, so no validation picture is ever jittered
from pathlib import Path

from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms as T


class Leaves(Dataset):
    def __init__(self, files, extra=4):
        self.files = files
        self.extra = extra
        self.jitter = T.Compose([T.ColorJitter(brightness=0.3), T.RandomRotation(20)])
        self.finish = T.Compose([T.Resize((96, 96)), T.ToTensor()])

    def __len__(self):
        return len(self.files) * (self.extra + 1)

    def __getitem__(self, index):
        file = self.files[index // (self.extra + 1)]
        copy = index % (self.extra + 1)
        picture = Image.open(file).convert("RGB")
        if copy != 0:
            picture = self.jitter(picture)
        return self.finish(picture), int(file.parent.name)


def pictures(folder):
    return sorted(Path(folder).glob("*/*.jpg"))


train_loader = DataLoader(Leaves(pictures("leaves/train"), extra=9), 32, shuffle=True)
val_loader = DataLoader(Leaves(pictures("leaves/val"), extra=0), 32)
