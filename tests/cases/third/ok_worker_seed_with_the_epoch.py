# case: ok_worker_seed_with_the_epoch
# shape: functools.partial gives the epoch to the worker initialiser
# truth: nothing: training and evaluation share no sample, and no draw repeats
import numpy as np
from functools import partial
from torch import nn
from torch.utils.data import DataLoader, Dataset


class D(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, i):
        return np.random.rand(3)


def init(worker_id, epoch):
    np.random.seed(1000 * epoch + worker_id)


model = nn.Linear(3, 3)
for epoch in range(10):
    for x in DataLoader(D(), shuffle=True, num_workers=4, worker_init_fn=partial(init, epoch=epoch)):
        model(x).sum().backward()
