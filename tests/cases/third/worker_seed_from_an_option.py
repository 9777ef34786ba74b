# case: worker_seed_from_an_option
# shape: the worker initialiser adds its number to args.seed, through a helper; another one adds torch's initial seed
# truth: measured (torch 2.13): seeds from a constant plus the worker's number repeat in every epoch
import argparse

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int, default=3407)
args = parser.parse_args()


def set_seed(seed):
    np.random.seed(seed)  # expect: AUG105


def by_number(worker_id):
    set_seed(args.seed + worker_id)  # allow: AUG105


def by_initial_seed(worker_id):
    np.random.seed((args.seed + torch.initial_seed()) % 2**32)


class Crops(Dataset):
    def __init__(self, files):
        self.files = files

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        image = np.load(self.files[i])
        top = np.random.randint(0, 32)
        return image[top : top + 128]


train_loader = DataLoader(Crops(open("train.txt").read().split()), 16, num_workers=8, worker_init_fn=by_number)
other_train_loader = DataLoader(Crops(open("more.txt").read().split()), 16, num_workers=8, worker_init_fn=by_initial_seed)
for epoch in range(9):
    for x in train_loader:
        print(x.shape)
