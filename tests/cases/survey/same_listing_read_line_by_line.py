# case: same_listing_read_line_by_line
# shape: the dataset fills its list of files in a loop over the lines of a text file; both sides name the same file
# truth: both read train.txt, so every validation image was trained on
import os

from PIL import Image
from torch.utils.data import DataLoader, Dataset


class Plates(Dataset):
    def __init__(self, root, listing):
        self.pairs = []
        with open(os.path.join(root, listing)) as handle:
            for line in handle:
                name, label = line.split()
                self.pairs.append((os.path.join(root, name), int(label)))

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, i):
        path, label = self.pairs[i]
        return Image.open(path), label


train_loader = DataLoader(Plates("plates", "train.txt"), batch_size=8, shuffle=True)
val_loader = DataLoader(Plates("plates", "train.txt"), batch_size=8)  # expect: AUG301
