# case: pairs_drawn_for_the_test
# shape: no image is changed, but which two images make a test item is drawn anew each time
# truth: the test items differ from pass to pass, so a score is noisy; yet nothing augments the images
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset
from torchvision.datasets import FashionMNIST


class Twins(Dataset):
    def __init__(self, train):
        self.source = FashionMNIST("data", train=train, download=True)
        self.images = self.source.data.unsqueeze(1).clone()
        self.of_class = {}
        for c in range(10):
            self.of_class[c] = np.where(np.array(self.source.targets) == c)[0]

    def __len__(self):
        return self.images.shape[0]

    def __getitem__(self, i):
        one = random.randint(0, 9)
        place = random.randint(0, self.of_class[one].shape[0] - 1)
        left = self.images[self.of_class[one][place]].clone().float()
        if i % 2 == 0:
            other = random.randint(0, self.of_class[one].shape[0] - 1)
            while other == place:
                other = random.randint(0, self.of_class[one].shape[0] - 1)
            right = self.images[self.of_class[one][other]].clone().float()
            target = torch.tensor(1, dtype=torch.float)
        else:
            two = random.randint(0, 9)
            while two == one:
                two = random.randint(0, 9)
            right = self.images[self.of_class[two][0]].clone().float()
            target = torch.tensor(0, dtype=torch.float)
        return left, right, target


train_loader = DataLoader(Twins(train=True), batch_size=64, shuffle=True)
test_loader = DataLoader(Twins(train=False), batch_size=64)  # allow: AUG202
