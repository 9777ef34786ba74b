# case: ok_seeded_by_chance_in_getitem
# shape: a fresh torch generator is seeded by chance for each item
# truth: nothing: training and evaluation share no sample, and no draw repeats
import torch
from torch.utils.data import DataLoader, Dataset


class D(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, i):
        g = torch.Generator()
        g.seed()
        return torch.rand(3, generator=g)


train_loader = DataLoader(D(), shuffle=True)
