# case: same_mode_in_a_subclass
# shape: the reading class lists and opens files, the class in use only passes `*args` on to it by super()
# truth: both sides are in mode "train", so every validation image was trained on
import os

from PIL import Image
from torch.utils.data import DataLoader, Dataset


class Pets(Dataset):
    def __init__(self, root, mode="train"):
        self.root = root
        self.mode = mode
        self.names = self._listing()

    def _listing(self):
        with open(os.path.join(self.root, "annotations", self.mode + ".txt")) as handle:
            return [line.split(" ")[0] for line in handle.read().strip("\n").split("\n")]

    def __len__(self):
        return len(self.names)

    def __getitem__(self, i):
        return dict(image=Image.open(os.path.join(self.root, self.names[i] + ".jpg")), name=self.names[i])


class SmallPets(Pets):
    def __getitem__(self, *args, **kwargs):
        sample = super().__getitem__(*args, **kwargs)
        sample["image"] = sample["image"].resize((256, 256))
        return sample


train_loader = DataLoader(SmallPets("pets", "train"), shuffle=True)
valid_loader = DataLoader(SmallPets("pets", "train"))  # expect: AUG301
