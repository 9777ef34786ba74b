# case: shares_that_overlap
# shape: slices of one list by shares of its length, the second begins before the first one ends; a third begins where it ends
# truth: by reason: the files between 0.7 and 0.8 of the list are in both; the test part shares none
import os

from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms as T

SHARES = {"train": 0.8, "valid": 0.7}


class Faces(Dataset):
    def __init__(self, files):
        self.files, self.to_tensor = files, T.ToTensor()

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        return self.to_tensor(Image.open(self.files[i]))


files = sorted(os.path.join("faces", name) for name in os.listdir("faces"))
n = len(files)
train_loader = DataLoader(Faces(files[: int(n * SHARES["train"])]), 64, shuffle=True)
valid_files = files[int(SHARES["valid"] * n) : int(0.9 * n)]  # expect: AUG302
valid_loader = DataLoader(Faces(valid_files), 64)
test_loader = DataLoader(Faces(files[int(n * 0.8) :]), 64)
