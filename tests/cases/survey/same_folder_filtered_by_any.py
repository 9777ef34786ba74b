# case: same_folder_filtered_by_any
# shape: files of a folder are kept when any of some endings fits; both sides name the same folder
# truth: both lists are equal, so every test image was trained on
import os

from PIL import Image
from torch.utils.data import DataLoader, Dataset


def is_picture(name):
    return any(name.endswith(ending) for ending in (".png", ".jpg"))


class Pictures(Dataset):
    def __init__(self, folder):
        self.files = [os.path.join(folder, name) for name in os.listdir(folder) if is_picture(name)]

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        return Image.open(self.files[i])


train_loader = DataLoader(Pictures("tiles/train"), shuffle=True)
test_loader = DataLoader(Pictures("tiles/train"))  # expect: AUG301
