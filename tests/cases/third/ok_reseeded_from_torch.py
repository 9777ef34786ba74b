# case: ok_reseeded_from_torch
# shape: a held generator is seeded for each item from a stream that workers do not share
# truth: nothing: training and evaluation share no sample, and no draw repeats
import random
import torch
from torch.utils.data import DataLoader, Dataset


class D(Dataset):
    def __init__(self):
        self.rng = random.Random()

    def __len__(self):
        return 100

    def __getitem__(self, i):
        self.rng.seed(int(torch.randint(2**31, ())))
        return self.rng.random()


train_loader = DataLoader(D(), shuffle=True, num_workers=4)
