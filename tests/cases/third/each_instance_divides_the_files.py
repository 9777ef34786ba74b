# case: each_instance_divides_the_files
# shape: the dataset class divides its files itself, without a seed, once for each of its two objects
# truth: measured (scikit-learn): two divisions without random_state share about 80 % of the test part with training
import glob

import cv2
import torch
from sklearn.model_selection import train_test_split
from torch.utils.data import DataLoader, Dataset


class Polyps(Dataset):
    def __init__(self, root, part, held_out=0.2):
        images, masks = sorted(glob.glob(f"{root}/images/*.jpg")), sorted(glob.glob(f"{root}/masks/*.jpg"))
        x_learn, x_held, y_learn, y_held = train_test_split(images, masks, test_size=held_out)
        self.x, self.y = (x_learn, y_learn) if part == "train" else (x_held, y_held)

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return torch.tensor(cv2.imread(self.x[i])), torch.tensor(cv2.imread(self.y[i], 0))


train_loader = DataLoader(Polyps("kvasir", "train"), batch_size=8, shuffle=True)
test_loader = DataLoader(Polyps("kvasir", "test"), batch_size=8)  # expect: AUG302
